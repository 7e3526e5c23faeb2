//! What is grouped.

use gumshoe_activity::{Entity, EntityType, Finding, Involved, Provider};
use gumshoe_domain::investigation::Severity;
use gumshoe_domain::{AccountId, Timestamp};

/// Where an occurrence comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A detector told it.
    Finding(Provider),
    /// It follows from what is unusual in the activity.
    Evidence,
}

impl Origin {
    /// What a provider tells.
    fn of(provider: Provider) -> Self {
        match provider {
            Provider::GuardDuty | Provider::SecurityHub => Self::Finding(provider),
            Provider::Detective => Self::Evidence,
        }
    }

    /// Whether a detector told it.
    pub fn is_finding(self) -> bool {
        match self {
            Self::Finding(_) => true,
            Self::Evidence => false,
        }
    }
}

/// A finding, or evidence, as far as grouping looks at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// What tells it from all others.
    pub key: String,
    /// Where it comes from.
    pub origin: Origin,
    /// `GuardDuty`'s type, or the types of Security Hub's format.
    pub types: Vec<String>,
    /// One line.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// The account in which it was found.
    pub account: AccountId,
    /// When it was observed first.
    pub first_seen: Timestamp,
    /// When it was observed last.
    pub last_seen: Timestamp,
    /// When it was told in this version.
    pub updated: Timestamp,
    /// The entities in it.
    pub involved: Vec<Involved>,
}

impl Occurrence {
    /// A finding that is known by `key`.
    pub fn of_finding(key: String, finding: &Finding) -> Self {
        Self {
            key,
            origin: Origin::of(finding.provider),
            types: finding.types.clone(),
            title: finding.title.clone(),
            severity: finding.severity.level,
            account: finding.account,
            first_seen: finding.first_seen,
            last_seen: finding.last_seen.max(finding.first_seen),
            updated: finding.updated,
            involved: finding.involved.clone(),
        }
    }

    /// The entities in it that can be shared: everything is of some account.
    pub(super) fn entities(&self) -> impl Iterator<Item = &Involved> {
        let involved = self.involved.iter();
        involved.filter(|it| it.entity.kind != EntityType::AwsAccount)
    }

    /// Whether an entity is in it.
    pub fn involves(&self, entity: &Entity) -> bool {
        self.involved.iter().any(|it| it.entity == *entity)
    }

    /// Seconds from the end of the earlier one to the start of the later one; 0 when they overlap.
    pub(super) fn gap(&self, other: &Self) -> i64 {
        let start = self.first_seen.max(other.first_seen);
        let end = self.last_seen.min(other.last_seen);
        (start.as_seconds() - end.as_seconds()).max(0)
    }
}
