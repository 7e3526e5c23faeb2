//! Findings: what a detector told, in one shape whoever told it.

mod rating;

use std::fmt;
use std::str::FromStr;

use gumshoe_domain::{AccountId, Timestamp};

use crate::entity::Entity;

pub use rating::Rating;

/// Through which service a finding came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Provider {
    /// Amazon `GuardDuty`.
    GuardDuty,
    /// AWS Security Hub, from any of the products that send findings there.
    SecurityHub,
    /// Gumshoe itself, as Amazon Detective does: evidence.
    Detective,
}

/// The text names no provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be one of GUARDDUTY, SECURITYHUB, DETECTIVE")]
pub struct NotAProvider;

impl Provider {
    /// Every provider.
    pub const ALL: &[Self] = &[Self::GuardDuty, Self::SecurityHub, Self::Detective];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GuardDuty => "GUARDDUTY",
            Self::SecurityHub => "SECURITYHUB",
            Self::Detective => "DETECTIVE",
        }
    }
}

impl FromStr for Provider {
    type Err = NotAProvider;

    fn from_str(text: &str) -> Result<Self, NotAProvider> {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.as_str() == text).ok_or(NotAProvider)
    }
}

/// Days for which evidence is kept, besides its own: Amazon Detective User Guide, "Informational findings in
/// finding groups".
const EVIDENCE_DAYS: i32 = 45;

/// The start of the first day of which there is evidence at `now`.
pub fn evidence_since(now: Timestamp) -> Timestamp {
    let first = now.hour().day().plus(-EVIDENCE_DAYS);
    first.first_hour().start()
}

/// What part an entity has in a finding. The order is the order of precedence: an entity with
/// several parts has the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// It did what the finding is about.
    Actor,
    /// It was done to.
    Target,
    /// It is named.
    Related,
}

/// The text names no part of an entity in a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be one of ACTOR, TARGET, RELATED")]
pub struct NotARole;

impl Role {
    /// Every role, in order of precedence.
    pub const ALL: &[Self] = &[Self::Actor, Self::Target, Self::Related];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "ACTOR",
            Self::Target => "TARGET",
            Self::Related => "RELATED",
        }
    }

    /// The part of the other side.
    pub fn opposite(self) -> Self {
        match self {
            Self::Actor => Self::Target,
            Self::Target => Self::Actor,
            Self::Related => Self::Related,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.as_str() == text).ok_or(NotARole)
    }
}

/// An entity of a finding, with its part in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Involved {
    /// The entity.
    pub entity: Entity,
    /// Its part.
    pub role: Role,
}

/// What a detector told.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The provider's id: 32 hexadecimal digits of `GuardDuty`, the `Id` of Security Hub's format.
    pub id: String,
    /// Its ARN, where that is not the id.
    pub arn: Option<String>,
    /// Who told it.
    pub provider: Provider,
    /// The product behind the provider, by name: `GuardDuty`, `Inspector`, …
    pub product: Option<String>,
    /// The product's ARN in Security Hub.
    pub product_arn: Option<String>,
    /// `GuardDuty`'s type, or the types of Security Hub's format.
    pub types: Vec<String>,
    /// One line.
    pub title: String,
    /// Some sentences.
    pub description: String,
    /// How bad it is.
    pub severity: Rating,
    /// The account in which it was found.
    pub account: AccountId,
    /// The Region in which it was found.
    pub region: Option<String>,
    /// When what it tells was observed first.
    pub first_seen: Timestamp,
    /// When what it tells was observed last.
    pub last_seen: Timestamp,
    /// When it was told first.
    pub created: Timestamp,
    /// When it was told in this version.
    pub updated: Timestamp,
    /// Whether its provider keeps it as archived.
    pub is_archived: bool,
    /// How far the work on it is, by Security Hub: `NEW`, `NOTIFIED`, `SUPPRESSED`, `RESOLVED`.
    pub workflow: Option<String>,
    /// How often it was observed.
    pub count: u64,
    /// The entities in it, in order, each once; at most [`Finding::MOST_INVOLVED`].
    pub involved: Vec<Involved>,
}

impl Finding {
    /// How many entities of a finding are kept. The items that index two versions of a finding, the
    /// one that goes and the one that comes, share one transaction.
    pub const MOST_INVOLVED: usize = 45;

    /// The finding that `text` names: an id, or the ARN of a finding of `GuardDuty`, which ends with
    /// its id.
    pub fn id_of(text: &str) -> &str {
        let mut parts = text.splitn(6, ':');
        let is_arn = parts.next() == Some("arn");
        if is_arn && parts.nth(1) == Some("guardduty") {
            return text.rsplit_once("/finding/").map_or(text, |(_, id)| id);
        }
        text
    }
}

/// A finding as it arrived, with its provider's own record.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The finding.
    pub finding: Finding,
    /// The provider's own JSON.
    pub record: String,
    /// When it was sent, where that is known. Security Hub changes the workflow of a finding
    /// without another [`Finding::updated`].
    pub sent: Option<Timestamp>,
}

impl Report {
    /// Bytes of memory held, about.
    pub fn memory(&self) -> usize {
        let Finding {
            title,
            description,
            types,
            involved,
            ..
        } = &self.finding;
        let entities = involved
            .iter()
            .map(|it| it.entity.id.len() + size_of::<Involved>());
        let types = types.iter().map(|it| it.len() + size_of::<String>());
        size_of::<Self>()
            + self.record.len()
            + title.len()
            + description.len()
            + entities.sum::<usize>()
            + types.sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_named_by_its_id_or_by_its_arn() {
        let id = "16afba5c5c43e07c9e3e5e2e544e95df";
        let arn = format!("arn:aws:guardduty:us-east-1:123456789012:detector/d/finding/{id}");
        assert_eq!(Finding::id_of(&arn), id);
        for text in [
            id,
            "",
            "arn:aws:guardduty:us-east-1:123456789012:detector/d",
            "arn:aws:inspector2:us-east-1:123456789012:finding/0123456789abcdef",
            "arn:aws:securityhub:us-east-1:1:subscription/x/finding/d0fd2288",
        ] {
            assert_eq!(Finding::id_of(text), text);
        }
    }

    #[test]
    fn the_other_side_of_an_actor_is_a_target() {
        for role in Role::ALL {
            assert_eq!(role.opposite().opposite(), *role);
            assert_eq!(role.as_str().parse(), Ok(*role));
        }
        assert_eq!(Role::Actor.opposite(), Role::Target);
    }
}
