//! What an investigation finds: the eight kinds of indicators of the API, and what each tells.
//!
//! Amazon Detective API Reference, `IndicatorDetail`.

use std::fmt;
use std::str::FromStr;

use super::Severity;

/// A kind of indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IndicatorType {
    /// A technique of MITRE ATT&CK that the principal used.
    TtpObserved,
    /// Calls from two places, too far apart for the time between them.
    ImpossibleTravel,
    /// An address that threat intelligence knows.
    FlaggedIpAddress,
    /// A place that the principal never called from.
    NewGeolocation,
    /// An organization whose network the principal never called from.
    NewAso,
    /// A program that the principal never called with.
    NewUserAgent,
    /// A finding about the principal.
    RelatedFinding,
    /// A group of findings that involves the principal.
    RelatedFindingGroup,
}

/// The text names no kind of indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "it must be one of TTP_OBSERVED, IMPOSSIBLE_TRAVEL, FLAGGED_IP_ADDRESS, NEW_GEOLOCATION, NEW_ASO, NEW_USER_AGENT, RELATED_FINDING, RELATED_FINDING_GROUP"
)]
pub struct NotAnIndicatorType;

impl IndicatorType {
    /// Every kind, in the order of the service model, which is also a report's.
    pub const ALL: &[Self] = &[
        Self::TtpObserved,
        Self::ImpossibleTravel,
        Self::FlaggedIpAddress,
        Self::NewGeolocation,
        Self::NewAso,
        Self::NewUserAgent,
        Self::RelatedFinding,
        Self::RelatedFindingGroup,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TtpObserved => "TTP_OBSERVED",
            Self::ImpossibleTravel => "IMPOSSIBLE_TRAVEL",
            Self::FlaggedIpAddress => "FLAGGED_IP_ADDRESS",
            Self::NewGeolocation => "NEW_GEOLOCATION",
            Self::NewAso => "NEW_ASO",
            Self::NewUserAgent => "NEW_USER_AGENT",
            Self::RelatedFinding => "RELATED_FINDING",
            Self::RelatedFindingGroup => "RELATED_FINDING_GROUP",
        }
    }
}

impl fmt::Display for IndicatorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for IndicatorType {
    type Err = NotAnIndicatorType;

    fn from_str(text: &str) -> Result<Self, NotAnIndicatorType> {
        Self::ALL
            .iter()
            .copied()
            .find(|it| it.as_str() == text)
            .ok_or(NotAnIndicatorType)
    }
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Indicator {
    /// See [`IndicatorType::TtpObserved`].
    TtpObserved(TtpObserved),
    /// See [`IndicatorType::ImpossibleTravel`].
    ImpossibleTravel(ImpossibleTravel),
    /// See [`IndicatorType::FlaggedIpAddress`].
    FlaggedIpAddress(FlaggedIpAddress),
    /// See [`IndicatorType::NewGeolocation`].
    NewGeolocation(NewGeolocation),
    /// See [`IndicatorType::NewAso`].
    NewAso(NewAso),
    /// See [`IndicatorType::NewUserAgent`].
    NewUserAgent(NewUserAgent),
    /// See [`IndicatorType::RelatedFinding`].
    RelatedFinding(RelatedFinding),
    /// See [`IndicatorType::RelatedFindingGroup`].
    RelatedFindingGroup(RelatedFindingGroup),
}

impl Indicator {
    /// Its kind.
    pub fn kind(&self) -> IndicatorType {
        match self {
            Self::TtpObserved(_) => IndicatorType::TtpObserved,
            Self::ImpossibleTravel(_) => IndicatorType::ImpossibleTravel,
            Self::FlaggedIpAddress(_) => IndicatorType::FlaggedIpAddress,
            Self::NewGeolocation(_) => IndicatorType::NewGeolocation,
            Self::NewAso(_) => IndicatorType::NewAso,
            Self::NewUserAgent(_) => IndicatorType::NewUserAgent,
            Self::RelatedFinding(_) => IndicatorType::RelatedFinding,
            Self::RelatedFindingGroup(_) => IndicatorType::RelatedFindingGroup,
        }
    }
}

/// A technique, as it was used from one address by one API method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TtpObserved {
    /// What the technique is for.
    pub tactic: Tactic,
    /// The technique's name.
    pub technique: String,
    /// How it was used.
    pub procedure: String,
    /// The address that the calls came from.
    pub ip_address: String,
    /// The API method.
    pub api_name: String,
    /// Calls that succeeded.
    pub success_count: u64,
    /// Calls that failed.
    pub failure_count: u64,
}

/// Calls from two places within a short time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpossibleTravel {
    /// The earlier address.
    pub starting_ip_address: String,
    /// The later address.
    pub ending_ip_address: String,
    /// Where the earlier address is.
    pub starting_location: String,
    /// Where the later address is.
    pub ending_location: String,
    /// Hours between the two.
    pub hourly_time_delta: u32,
}

/// An address that threat intelligence rates critical or severe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlaggedIpAddress {
    /// The address.
    pub ip_address: String,
}

/// A new place, and an address there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGeolocation {
    /// City and country.
    pub location: String,
    /// The address.
    pub ip_address: String,
    /// Whether nobody of the account had called from the place.
    pub is_new_for_entire_account: bool,
}

/// A new organization of an autonomous system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAso {
    /// The organization's name.
    pub aso: String,
    /// Whether nobody of the account had called from its network.
    pub is_new_for_entire_account: bool,
}

/// A new program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUserAgent {
    /// What it calls itself.
    pub user_agent: String,
    /// Whether nobody of the account had called with it.
    pub is_new_for_entire_account: bool,
}

/// A finding about the principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedFinding {
    /// Its ARN.
    pub arn: String,
    /// Its type.
    pub finding_type: String,
    /// The address it is about; empty without one.
    pub ip_address: String,
    /// How bad it is; what the investigation's severity is made of, and not on the wire.
    pub severity: Severity,
}

/// A group of findings that involves the principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedFindingGroup {
    /// The group's id.
    pub id: String,
    /// Whether it is active; what the investigation's severity is made of, and not on the wire.
    pub is_active: bool,
}

/// A tactic: what a technique is for. MITRE ATT&CK, matrix for enterprise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are ATT&CK's own names")]
pub enum Tactic {
    Reconnaissance,
    ResourceDevelopment,
    InitialAccess,
    Execution,
    Persistence,
    PrivilegeEscalation,
    DefenseEvasion,
    CredentialAccess,
    Discovery,
    LateralMovement,
    Collection,
    CommandAndControl,
    Exfiltration,
    Impact,
}

/// The text names no tactic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown tactic")]
pub struct NotATactic;

impl Tactic {
    /// Every tactic, in the order of the matrix.
    pub const ALL: &[Self] = &[
        Self::Reconnaissance,
        Self::ResourceDevelopment,
        Self::InitialAccess,
        Self::Execution,
        Self::Persistence,
        Self::PrivilegeEscalation,
        Self::DefenseEvasion,
        Self::CredentialAccess,
        Self::Discovery,
        Self::LateralMovement,
        Self::Collection,
        Self::CommandAndControl,
        Self::Exfiltration,
        Self::Impact,
    ];

    /// ATT&CK's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reconnaissance => "Reconnaissance",
            Self::ResourceDevelopment => "Resource Development",
            Self::InitialAccess => "Initial Access",
            Self::Execution => "Execution",
            Self::Persistence => "Persistence",
            Self::PrivilegeEscalation => "Privilege Escalation",
            Self::DefenseEvasion => "Defense Evasion",
            Self::CredentialAccess => "Credential Access",
            Self::Discovery => "Discovery",
            Self::LateralMovement => "Lateral Movement",
            Self::Collection => "Collection",
            Self::CommandAndControl => "Command and Control",
            Self::Exfiltration => "Exfiltration",
            Self::Impact => "Impact",
        }
    }
}

impl FromStr for Tactic {
    type Err = NotATactic;

    fn from_str(text: &str) -> Result<Self, NotATactic> {
        Self::ALL
            .iter()
            .copied()
            .find(|it| it.as_str() == text)
            .ok_or(NotATactic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_tactic_is_read_as_what_it_is_written() {
        for kind in IndicatorType::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        for tactic in Tactic::ALL {
            assert_eq!(tactic.as_str().parse(), Ok(*tactic));
        }
    }
}
