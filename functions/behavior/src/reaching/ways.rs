//! Which relations lead on, and whither.
//!
//! Detective has no such question; which relations count is our choice. Those do by which credentials or
//! control pass from one entity to another, and addresses, from which one acts that acted as another.

use gumshoe_activity::{EntityType, RelationType};

/// Whither a relation leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From the first entity to the second.
    Forward,
    /// From the second to the first, too.
    Both,
}

/// The relations that lead on.
pub(super) const RELATIONS: &[RelationType] = &[
    RelationType::Assumed,
    RelationType::StartedSession,
    RelationType::HasSession,
    RelationType::Created,
    RelationType::AttachedInterface,
    RelationType::AssociatedInstanceProfile,
    RelationType::AssignedAddress,
    RelationType::RunsAs,
    RelationType::AuthenticatedAs,
    RelationType::UsedAddress,
    RelationType::CalledApiOn,
];

/// Whither the relation leads that an entity of kind `from` has; nothing where it leads nowhere.
pub(super) fn way(relation: RelationType, from: EntityType) -> Option<Way> {
    match relation {
        RelationType::Assumed
        | RelationType::StartedSession
        | RelationType::Created
        | RelationType::AttachedInterface
        | RelationType::AssociatedInstanceProfile
        | RelationType::RunsAs
        | RelationType::AuthenticatedAs
        | RelationType::CalledApiOn => Some(Way::Forward),
        // Who has an instance has the credentials of its sessions. Whoever has a session acts as the role.
        RelationType::HasSession if from == EntityType::Ec2Instance => Some(Way::Forward),
        RelationType::HasSession => Some(Way::Both),
        RelationType::UsedAddress | RelationType::AssignedAddress => Some(Way::Both),
        RelationType::Deleted
        | RelationType::RunsImage
        | RelationType::RunsIn
        | RelationType::UsedUserAgent
        | RelationType::CommunicatedWith => None,
    }
}

/// Whether a path may go through an entity. What a role did, its sessions did: who has one of them has
/// not the others, so that a path goes through the session, and begins or ends with the role.
pub(super) fn leads_on(kind: EntityType) -> bool {
    kind != EntityType::AwsRole
}

/// What the relation says, between the names of the two entities.
pub(super) fn words(relation: RelationType) -> &'static str {
    match relation {
        RelationType::Assumed => "assumed",
        RelationType::StartedSession => "began",
        RelationType::HasSession => "has the session",
        RelationType::Created => "created",
        RelationType::Deleted => "deleted",
        RelationType::AttachedInterface => "attached a network interface to",
        RelationType::AssociatedInstanceProfile => "associated an instance profile with",
        RelationType::AssignedAddress => "has the address",
        RelationType::RunsImage => "runs",
        RelationType::RunsIn => "runs in",
        RelationType::RunsAs => "runs as",
        RelationType::AuthenticatedAs => "authenticated as",
        RelationType::UsedAddress => "called from",
        RelationType::UsedUserAgent => "called with",
        RelationType::CalledApiOn => "called APIs on",
        RelationType::CommunicatedWith => "communicated with",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_that_is_looked_for_leads_somewhere_and_no_other() {
        for relation in RelationType::ALL {
            let leads = way(*relation, EntityType::AwsUser).is_some();
            assert_eq!(leads, RELATIONS.contains(relation), "{relation}");
        }
    }

    #[test]
    fn who_has_a_session_acts_as_the_role_and_has_no_other_session() {
        let of = |kind| way(RelationType::HasSession, kind);
        assert_eq!(of(EntityType::AwsRole), Some(Way::Both));
        assert_eq!(of(EntityType::Ec2Instance), Some(Way::Forward));
        assert!(leads_on(EntityType::AwsRoleSession));
        assert!(!leads_on(EntityType::AwsRole));
    }
}
