//! How entities can be related.

use std::fmt;
use std::str::FromStr;

/// What one entity is to another, read from the first to the second: *the user* `ASSUMED` *the role*.
///
/// AWS publishes no list. These are the relations that the questions of the Amazon Detective User
/// Guide, "Overview of the behavior graph data structure", need, in the words of AWS's APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelationType {
    /// Who got credentials of a role, or of an account's root user.
    Assumed,
    /// Who began a session of a role or of a federated user; a session can begin another.
    StartedSession,
    /// A role's sessions, and the sessions whose credentials an instance uses. The detail is who
    /// began the session where that is no entity: a service's host name, or the ARN that the console
    /// names.
    HasSession,
    /// Who created a user, a role, an instance, a bucket, a cluster or a pod.
    Created,
    /// Who deleted one.
    Deleted,
    /// Who attached a network interface to an instance. The detail is the interface's id.
    AttachedInterface,
    /// Who associated an instance profile with an instance. The detail is the profile's ARN or name.
    AssociatedInstanceProfile,
    /// Addresses of an instance, a pod or a task of ECS. The detail is the network interface that has the address.
    AssignedAddress,
    /// A pod's images.
    RunsImage,
    /// The cluster of a pod or a task of ECS. The detail is the node, and of a task what else flow logs tell of
    /// it.
    RunsIn,
    /// The service account of a pod. The detail is what takes away from what isolates the pod.
    RunsAs,
    /// The Kubernetes subject that an IAM principal is.
    AuthenticatedAs,
    /// From which addresses it called. Not stored.
    UsedAddress,
    /// With which user agents it called. Not stored.
    UsedUserAgent,
    /// About which buckets it called. Not stored.
    CalledApiOn,
    /// With which addresses an instance or an interface exchanged packets, or tried to. Not stored.
    CommunicatedWith,
}

/// Which rows show a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Rows of relations.
    Relations,
    /// Those of calls, which have both entities side by side.
    Calls,
    /// Both.
    RelationsAndCalls,
    /// Those of network activity.
    Flows,
}

/// The text names no relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown relation")]
pub struct NotARelationType;

impl RelationType {
    /// Every relation.
    pub const ALL: &[Self] = &[
        Self::Assumed,
        Self::StartedSession,
        Self::HasSession,
        Self::Created,
        Self::Deleted,
        Self::AttachedInterface,
        Self::AssociatedInstanceProfile,
        Self::AssignedAddress,
        Self::RunsImage,
        Self::RunsIn,
        Self::RunsAs,
        Self::AuthenticatedAs,
        Self::UsedAddress,
        Self::UsedUserAgent,
        Self::CalledApiOn,
        Self::CommunicatedWith,
    ];

    /// The name on the wire and in segments.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assumed => "ASSUMED",
            Self::StartedSession => "STARTED_SESSION",
            Self::HasSession => "HAS_SESSION",
            Self::Created => "CREATED",
            Self::Deleted => "DELETED",
            Self::AttachedInterface => "ATTACHED_INTERFACE",
            Self::AssociatedInstanceProfile => "ASSOCIATED_INSTANCE_PROFILE",
            Self::AssignedAddress => "ASSIGNED_ADDRESS",
            Self::RunsImage => "RUNS_IMAGE",
            Self::RunsIn => "RUNS_IN",
            Self::RunsAs => "RUNS_AS",
            Self::AuthenticatedAs => "AUTHENTICATED_AS",
            Self::UsedAddress => "USED_ADDRESS",
            Self::UsedUserAgent => "USED_USER_AGENT",
            Self::CalledApiOn => "CALLED_API_ON",
            Self::CommunicatedWith => "COMMUNICATED_WITH",
        }
    }

    /// Which rows show it.
    pub fn evidence(self) -> Evidence {
        match self {
            Self::Assumed
            | Self::StartedSession
            | Self::Created
            | Self::Deleted
            | Self::AttachedInterface
            | Self::AssociatedInstanceProfile
            | Self::AssignedAddress
            | Self::RunsImage
            | Self::RunsIn
            | Self::RunsAs
            | Self::AuthenticatedAs => Evidence::Relations,
            Self::HasSession => Evidence::RelationsAndCalls,
            Self::UsedAddress | Self::UsedUserAgent | Self::CalledApiOn => Evidence::Calls,
            Self::CommunicatedWith => Evidence::Flows,
        }
    }
}

impl fmt::Display for RelationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RelationType {
    type Err = NotARelationType;

    fn from_str(text: &str) -> Result<Self, NotARelationType> {
        Self::ALL
            .iter()
            .copied()
            .find(|it| it.as_str() == text)
            .ok_or(NotARelationType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_is_read_by_its_name() {
        for relation in RelationType::ALL {
            assert_eq!(relation.as_str().parse(), Ok(*relation));
        }
        assert_eq!("assumed".parse::<RelationType>(), Err(NotARelationType));
    }
}
