//! The kinds of segments.

use std::fmt;
use std::str::FromStr;

/// What a segment's rows are. Each kind has columns of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SegmentKind {
    /// API calls.
    Activity,
    /// Calls to Kubernetes.
    Kubernetes,
    /// Network flows.
    Network,
    /// What entities are to each other.
    Relations,
}

/// The text names no kind of segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASegmentKind;

impl SegmentKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Activity,
        Self::Network,
        Self::Kubernetes,
        Self::Relations,
    ];

    /// The kind's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Activity => "ACTIVITY",
            Self::Kubernetes => "KUBERNETES",
            Self::Network => "NETWORK",
            Self::Relations => "RELATIONS",
        }
    }

    /// The folder of a graph in which its segments of this kind are.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Kubernetes => "kubernetes",
            Self::Network => "network",
            Self::Relations => "relations",
        }
    }
}

impl fmt::Display for SegmentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SegmentKind {
    type Err = NotASegmentKind;

    fn from_str(text: &str) -> Result<Self, NotASegmentKind> {
        let mut all = Self::ALL.iter().copied();
        all.find(|kind| kind.as_str() == text)
            .ok_or(NotASegmentKind)
    }
}
