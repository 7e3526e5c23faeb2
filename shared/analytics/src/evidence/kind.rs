//! The kinds of evidence.

use std::fmt;
use std::str::FromStr;

/// A kind of evidence, in the words of Amazon Detective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// A principal called from a country that it had not called from.
    NewGeolocation,
    /// A principal called from an autonomous system organisation that it had not called from.
    NewAso,
    /// A principal called with a program that it had not called with.
    NewUserAgent,
    /// A principal made a call that neither it nor who is like it had made.
    NewApiCall,
    /// Somebody called from a country that nobody had called from.
    NewGeolocationForAll,
    /// Somebody called who had not called.
    NewPrincipalForAll,
}

/// The text names no kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of evidence")]
pub struct NotAnEvidenceKind;

impl EvidenceKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::NewGeolocation,
        Self::NewAso,
        Self::NewUserAgent,
        Self::NewApiCall,
        Self::NewGeolocationForAll,
        Self::NewPrincipalForAll,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NewGeolocation => "New geolocation observed",
            Self::NewAso => "New autonomous system organization observed",
            Self::NewUserAgent => "New user agent observed",
            Self::NewApiCall => "New API call issued",
            Self::NewGeolocationForAll => "New geolocation observed for all accounts",
            Self::NewPrincipalForAll => "New IAM principal observed for all accounts",
        }
    }

    /// As the type of a finding: the namespace of AWS Security Hub's format for what is unusual, then
    /// whose it is and what.
    pub fn finding_type(self) -> String {
        format!("Unusual Behaviors/Detective evidence/{self}")
    }
}

impl fmt::Display for EvidenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EvidenceKind {
    type Err = NotAnEvidenceKind;

    fn from_str(text: &str) -> Result<Self, NotAnEvidenceKind> {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.as_str() == text).ok_or(NotAnEvidenceKind)
    }
}
