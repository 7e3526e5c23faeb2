//! Groups of findings: what a group is, what it is made of, and what it comes to.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_domain::investigation::{Severity, Tactic};
use gumshoe_domain::{AccountId, FindingGroupId, FindingGroupStatus, Timestamp};

use crate::entity::{Entity, EntityType};

/// What entities are for. Amazon Detective User Guide, "Understanding the finding groups page".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityCategory {
    /// Who acts.
    Identity,
    /// From where.
    Network,
    /// On data.
    Storage,
    /// On machines.
    Compute,
}

impl EntityCategory {
    /// Every category, in Detective's order.
    pub const ALL: &[Self] = &[Self::Identity, Self::Network, Self::Storage, Self::Compute];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Network => "Network",
            Self::Storage => "Storage",
            Self::Compute => "Compute",
        }
    }

    /// What entities of a kind are for.
    pub fn of(kind: EntityType) -> Self {
        match kind {
            EntityType::AwsAccount
            | EntityType::AwsUser
            | EntityType::AwsRole
            | EntityType::AwsRoleSession
            | EntityType::FederatedUser
            | EntityType::KubernetesSubject => Self::Identity,
            EntityType::IpAddress | EntityType::UserAgent => Self::Network,
            EntityType::S3Bucket => Self::Storage,
            EntityType::Ec2Instance
            | EntityType::ContainerCluster
            | EntityType::ContainerPod
            | EntityType::ContainerImage => Self::Compute,
        }
    }
}

/// What a group comes to: what a list of groups shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupProfile {
    /// What it is called; other groups may be called the same.
    pub title: String,
    /// That of the worst finding.
    pub severity: Severity,
    /// The tactics, in the order of an attack.
    pub tactics: BTreeSet<Tactic>,
    /// Whether something tells no tactic.
    pub has_other_tactics: bool,
    /// The accounts in which something was found.
    pub accounts: BTreeSet<AccountId>,
    /// When the first of it was observed.
    pub first_seen: Timestamp,
    /// When the last of it was observed.
    pub last_seen: Timestamp,
    /// When something of it was told last.
    pub updated: Timestamp,
    /// Findings by severity.
    pub findings: BTreeMap<Severity, u64>,
    /// Pieces of evidence.
    pub evidence: u64,
    /// Entities by what they are for.
    pub entities: BTreeMap<EntityCategory, u64>,
}

/// A group, without its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingGroup {
    /// Its name.
    pub id: FindingGroupId,
    /// Whether it still takes findings in.
    pub status: FindingGroupStatus,
    /// The groups that became this one.
    pub parents: BTreeSet<FindingGroupId>,
    /// The group that this one became part of.
    pub child: Option<FindingGroupId>,
    /// When it was made.
    pub created: Timestamp,
    /// What it comes to.
    pub profile: GroupProfile,
}

/// An entity that members of a group have in common, as it was when the group was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedBy {
    /// On how many days findings began in which it is.
    pub days: u32,
    /// How many others it had to do with before, where that is known.
    pub counterparts: Option<u32>,
}

/// What a group is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupMembers {
    /// The keys of its findings and evidence.
    pub keys: BTreeSet<String>,
    /// The entities that they have in common.
    pub shared: BTreeMap<Entity, SharedBy>,
}

impl GroupMembers {
    /// Most shared entities that are kept: with ids of the greatest length an item still holds them.
    pub const MOST_SHARED: usize = 200;
}
