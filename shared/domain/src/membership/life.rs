//! The life of a membership: where it stands, what can happen to it, and what follows. There is no
//! other way to change a status.
//!
//! Amazon Detective API Reference, `MemberDetail`, and User Guide, "Viewing the list of accounts" and
//! "Effect of account actions on behavior graphs".

use std::fmt;
use std::str::FromStr;

use crate::Timestamp;

/// How an account became a member. Service model, `InvitationType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InvitationType {
    /// It was invited.
    Invitation,
    /// It belongs to the graph's organization.
    Organization,
}

/// Why an account that is a member gives the graph nothing. Service model, `MemberDisabledReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisabledReason {
    /// With it the graph would take in too much.
    VolumeTooHigh,
    /// What it would add cannot be found out.
    VolumeUnknown,
}

/// Where a membership stands. Service model, `MemberStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberStatus {
    /// It is being found out whether the account is what it is said to be.
    VerificationInProgress,
    /// It is not.
    VerificationFailed,
    /// The account has not answered yet.
    Invited,
    /// The account gives the graph its logs.
    Enabled,
    /// The account would, but there is no room, or that was not found out yet.
    AcceptedButDisabled(Option<DisabledReason>),
}

/// The texts are none of a membership's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no type, status or reason of a membership")]
pub struct NotALife;

/// What happens to a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberEvent {
    /// The account and its address belong together.
    Verified,
    /// They do not, or the account is not of the organization.
    Mismatched,
    /// The account accepts the invitation.
    Accepted,
    /// The graph has room.
    CapacityFound,
    /// It has not.
    CapacityMissing(DisabledReason),
    /// The account declines the invitation.
    Rejected,
    /// The account ends its membership.
    Resigned,
    /// The administrator ends it.
    Removed,
    /// The account was closed.
    AccountClosed,
    /// The account left the graph's organization.
    LeftOrganization,
    /// The graph was deleted.
    GraphDeleted,
    /// The graph became that of the organization to which the account belongs.
    Converted,
}

/// What follows from an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The membership stands here now.
    Goes(Life),
    /// There is no membership any more.
    Gone,
}

/// An event that cannot happen; the sentences are for whoever caused it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The membership does not stand where the event can happen.
    #[error("The membership is {found}. This is possible only while it is {needed}.")]
    Status {
        /// Where it stands.
        found: MemberStatus,
        /// Where it would have to.
        needed: &'static str,
    },
    /// Only the administrator decides about an account of the organization.
    #[error(
        "The account is a member through its organization, whose Detective administrator enables and removes it."
    )]
    OrganizationAccount,
    /// The account was invited, whatever its organization.
    #[error("The account is a member by invitation, not through an organization.")]
    InvitedAccount,
}

/// Where a membership stands, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    invitation_type: InvitationType,
    status: MemberStatus,
    invited: Option<Timestamp>,
    updated: Timestamp,
}

impl Life {
    /// A membership that was asked for at `now`.
    pub fn begun(invitation_type: InvitationType, now: Timestamp) -> Self {
        Self {
            invitation_type,
            status: MemberStatus::VerificationInProgress,
            invited: None,
            updated: now,
        }
    }

    /// A membership as it was kept: what its accessors said.
    pub fn kept(
        invitation_type: InvitationType,
        status: MemberStatus,
        invited: Option<Timestamp>,
        updated: Timestamp,
    ) -> Self {
        Self {
            invitation_type,
            status,
            invited,
            updated,
        }
    }

    /// How the account became a member.
    pub fn invitation_type(self) -> InvitationType {
        self.invitation_type
    }

    /// Where the membership stands.
    pub fn status(self) -> MemberStatus {
        self.status
    }

    /// When the account was invited; never for one of the organization.
    pub fn invited(self) -> Option<Timestamp> {
        self.invited
    }

    /// When type or status changed last.
    pub fn updated(self) -> Timestamp {
        self.updated
    }

    /// Whether the account gives the graph its logs.
    pub fn is_enabled(self) -> bool {
        self.status == MemberStatus::Enabled
    }

    /// Whether the account itself is told of the membership: not before it is invited, for until
    /// then nobody knows whether it is the one that was meant.
    pub fn is_shown_to_account(self) -> bool {
        match self.status {
            MemberStatus::Invited
            | MemberStatus::Enabled
            | MemberStatus::AcceptedButDisabled(_) => true,
            MemberStatus::VerificationInProgress | MemberStatus::VerificationFailed => false,
        }
    }

    /// What follows from `event` at `now`.
    ///
    /// # Errors
    /// When it cannot happen here.
    pub fn next(self, event: MemberEvent, now: Timestamp) -> Result<Next, Refused> {
        let Some((invitation_type, status)) = self.successor(event)? else {
            return Ok(Next::Gone);
        };
        if (invitation_type, status) == (self.invitation_type, self.status) {
            return Ok(Next::Goes(self));
        }
        let invited = match (invitation_type, status) {
            (InvitationType::Organization, _) => None,
            (InvitationType::Invitation, MemberStatus::Invited) => Some(now),
            (InvitationType::Invitation, _) => self.invited,
        };
        Ok(Next::Goes(Self {
            invitation_type,
            status,
            invited,
            updated: now,
        }))
    }

    fn successor(
        self,
        event: MemberEvent,
    ) -> Result<Option<(InvitationType, MemberStatus)>, Refused> {
        use InvitationType::{Invitation, Organization};
        use MemberEvent as E;
        use MemberStatus as S;

        let (kind, status) = (self.invitation_type, self.status);
        let only = |needed| {
            Err(Refused::Status {
                found: status,
                needed,
            })
        };
        let next = match (event, kind, status) {
            (E::Removed | E::AccountClosed | E::GraphDeleted, _, _)
            | (E::LeftOrganization, Organization, _)
            | (E::Rejected, Invitation, S::Invited)
            | (E::Resigned, Invitation, S::Enabled) => return Ok(None),

            (E::Accepted | E::Rejected | E::Resigned, Organization, _) => {
                return Err(Refused::OrganizationAccount);
            }
            (E::LeftOrganization, Invitation, _) => return Err(Refused::InvitedAccount),

            (E::Verified, Invitation, S::VerificationInProgress) => (kind, S::Invited),
            (E::Mismatched, _, S::VerificationInProgress) => (kind, S::VerificationFailed),
            (E::Accepted, Invitation, S::Invited) => (kind, S::AcceptedButDisabled(None)),

            // For an account of the organization, room is all that is to be found.
            (E::CapacityFound, _, S::AcceptedButDisabled(_))
            | (E::CapacityFound, Organization, S::VerificationInProgress) => (kind, S::Enabled),
            (E::CapacityMissing(reason), _, S::AcceptedButDisabled(_))
            | (E::CapacityMissing(reason), Organization, S::VerificationInProgress) => {
                (kind, S::AcceptedButDisabled(Some(reason)))
            }

            (E::Converted, Organization, _) => (kind, status),
            (E::Converted, Invitation, S::Enabled | S::Invited) => (Organization, S::Enabled),
            (E::Converted, Invitation, S::AcceptedButDisabled(_)) => (Organization, status),
            (E::Converted, Invitation, S::VerificationInProgress | S::VerificationFailed) => {
                (Organization, S::VerificationInProgress)
            }

            (E::Verified, Organization, _) => return Err(Refused::OrganizationAccount),
            (E::Verified | E::Mismatched, _, _) => return only("VERIFICATION_IN_PROGRESS"),
            (E::Accepted | E::Rejected, Invitation, _) => return only("INVITED"),
            (E::Resigned, Invitation, _) => return only("ENABLED"),
            (E::CapacityFound | E::CapacityMissing(_), _, _) => {
                return only("ACCEPTED_BUT_DISABLED");
            }
        };
        Ok(Some(next))
    }
}

impl InvitationType {
    /// The type's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "INVITATION",
            Self::Organization => "ORGANIZATION",
        }
    }
}

impl FromStr for InvitationType {
    type Err = NotALife;

    fn from_str(text: &str) -> Result<Self, NotALife> {
        match text {
            "INVITATION" => Ok(Self::Invitation),
            "ORGANIZATION" => Ok(Self::Organization),
            _ => Err(NotALife),
        }
    }
}

impl DisabledReason {
    /// The reason's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VolumeTooHigh => "VOLUME_TOO_HIGH",
            Self::VolumeUnknown => "VOLUME_UNKNOWN",
        }
    }
}

impl FromStr for DisabledReason {
    type Err = NotALife;

    fn from_str(text: &str) -> Result<Self, NotALife> {
        match text {
            "VOLUME_TOO_HIGH" => Ok(Self::VolumeTooHigh),
            "VOLUME_UNKNOWN" => Ok(Self::VolumeUnknown),
            _ => Err(NotALife),
        }
    }
}

impl MemberStatus {
    /// The status's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VerificationInProgress => "VERIFICATION_IN_PROGRESS",
            Self::VerificationFailed => "VERIFICATION_FAILED",
            Self::Invited => "INVITED",
            Self::Enabled => "ENABLED",
            Self::AcceptedButDisabled(_) => "ACCEPTED_BUT_DISABLED",
        }
    }

    /// Why the account gives the graph nothing, when that is so and known.
    pub fn disabled_reason(self) -> Option<DisabledReason> {
        match self {
            Self::AcceptedButDisabled(reason) => reason,
            Self::VerificationInProgress
            | Self::VerificationFailed
            | Self::Invited
            | Self::Enabled => None,
        }
    }

    /// The status of this name, with the reason that was kept beside it.
    ///
    /// # Errors
    /// When the text names no status.
    pub fn kept(name: &str, reason: Option<DisabledReason>) -> Result<Self, NotALife> {
        match name {
            "VERIFICATION_IN_PROGRESS" => Ok(Self::VerificationInProgress),
            "VERIFICATION_FAILED" => Ok(Self::VerificationFailed),
            "INVITED" => Ok(Self::Invited),
            "ENABLED" => Ok(Self::Enabled),
            "ACCEPTED_BUT_DISABLED" => Ok(Self::AcceptedButDisabled(reason)),
            _ => Err(NotALife),
        }
    }
}

impl fmt::Display for MemberStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
