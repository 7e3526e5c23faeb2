//! Membership: how an account becomes one that feeds a graph beside its administrator, and ceases to be.

pub mod capacity;
pub mod email;
pub mod life;
pub mod message;

use std::collections::BTreeMap;

pub use capacity::capacity;
pub use email::{EmailAddress, NotAnEmailAddress};
pub use life::{
    DisabledReason, InvitationType, Life, MemberEvent, MemberStatus, Next, NotALife, Refused,
};
pub use message::{InvitationMessage, NotAMessage};

use crate::{AccountId, DatasourcePackage, GraphArn, Timestamp};

/// An account's membership of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    /// The graph.
    pub graph: GraphArn,
    /// The account.
    pub account: AccountId,
    /// The address of the account's root user, as the administrator gave it; an account of the
    /// organization needs none.
    pub email: Option<EmailAddress>,
    /// Where the membership stands.
    pub life: Life,
    /// Its place among the graph's memberships.
    pub order: InvitationOrder,
    /// What the administrator wrote to the account; forgotten when it accepts.
    pub message: Option<InvitationMessage>,
    /// Whether the account is told by e-mail.
    pub notice: InvitationNotice,
    /// What the account gives the graph; nothing while it is not enabled.
    pub volumes: BTreeMap<DatasourcePackage, Volume>,
    /// Which of the forms that were stored this is: another number for each; 0 for one that never was.
    pub revision: u64,
}

/// The order in which accounts are invited: by call, and in a call as they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InvitationOrder {
    /// When the membership was created.
    pub created: Timestamp,
    /// The account's place in the call that created it.
    pub position: u16,
}

/// An invitation's e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationNotice {
    /// The administrator wants none, or there is nobody to tell.
    Unwanted,
    /// It is to be sent once the account is verified.
    Due,
    /// It was handed over to be sent.
    Sent,
}

/// What an account gives a graph from one package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume {
    /// Bytes a day.
    pub bytes_per_day: u64,
    /// When that was found.
    pub updated: Timestamp,
}

/// What an account is invited with.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitation {
    /// The address of the account's root user.
    pub email: EmailAddress,
    /// What the administrator writes to the account.
    pub message: Option<InvitationMessage>,
    /// Whether an e-mail is to be sent.
    pub by_email: bool,
}

impl Membership {
    /// The membership of an account that is invited; its address is to be verified.
    pub fn invited(
        graph: &GraphArn,
        account: AccountId,
        invitation: Invitation,
        order: InvitationOrder,
    ) -> Self {
        Self {
            email: Some(invitation.email),
            message: invitation.message,
            notice: if invitation.by_email {
                InvitationNotice::Due
            } else {
                InvitationNotice::Unwanted
            },
            ..Self::begun(graph, account, InvitationType::Invitation, order)
        }
    }

    /// The membership of an account of the graph's organization: nobody is asked and nobody is told;
    /// only room is to be found.
    pub fn of_organization(
        graph: &GraphArn,
        account: AccountId,
        email: Option<EmailAddress>,
        order: InvitationOrder,
    ) -> Self {
        Self {
            email,
            ..Self::begun(graph, account, InvitationType::Organization, order)
        }
    }

    fn begun(
        graph: &GraphArn,
        account: AccountId,
        kind: InvitationType,
        order: InvitationOrder,
    ) -> Self {
        Self {
            graph: graph.clone(),
            account,
            email: None,
            life: Life::begun(kind, order.created),
            order,
            message: None,
            notice: InvitationNotice::Unwanted,
            volumes: BTreeMap::new(),
            revision: 0,
        }
    }

    /// The membership after `event`; `None` when it ends.
    ///
    /// # Errors
    /// When the event cannot happen where the membership stands.
    pub fn after(&self, event: MemberEvent, now: Timestamp) -> Result<Option<Self>, Refused> {
        let life = match self.life.next(event, now)? {
            Next::Gone => return Ok(None),
            Next::Goes(life) => life,
        };
        let mut after = Self {
            life,
            ..self.clone()
        };
        match life.status() {
            MemberStatus::VerificationInProgress
            | MemberStatus::VerificationFailed
            | MemberStatus::Invited => after.volumes.clear(),
            MemberStatus::AcceptedButDisabled(_) => {
                after.volumes.clear();
                after.message = None;
            }
            MemberStatus::Enabled => after.message = None,
        }
        if life.invitation_type() == InvitationType::Organization {
            after.message = None;
            after.notice = InvitationNotice::Unwanted;
        }
        Ok(Some(after))
    }

    /// Bytes a day that the account gives the graph, of all packages, and when the last of them was
    /// found; `None` when nothing is known.
    pub fn volume(&self) -> Option<Volume> {
        let updated = self.volumes.values().map(|volume| volume.updated).max()?;
        let bytes = self.volumes.values().map(|volume| volume.bytes_per_day);
        Some(Volume {
            bytes_per_day: bytes.fold(0, u64::saturating_add),
            updated,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn membership() -> Membership {
        let invitation = Invitation {
            email: "root@example.com".parse().unwrap(),
            message: Some("Please join".parse().unwrap()),
            by_email: true,
        };
        let arn = "arn:aws:detective:us-east-1:111122223333:graph:027c7c4610ea4aacaf0b883093cab899";
        let order = InvitationOrder {
            created: Timestamp::from_millis(1),
            position: 0,
        };
        Membership::invited(
            &arn.parse().unwrap(),
            "444455556666".parse().unwrap(),
            invitation,
            order,
        )
    }

    #[test]
    fn what_was_written_to_an_account_is_forgotten_when_it_accepts() {
        let now = Timestamp::from_millis(2);
        let invited = membership().after(MemberEvent::Verified, now).unwrap();
        let invited = invited.unwrap();
        assert!(invited.message.is_some());

        let accepted = invited.after(MemberEvent::Accepted, now).unwrap().unwrap();

        assert_eq!(accepted.message, None);
    }

    #[test]
    fn nothing_sensitive_of_a_membership_prints() {
        let printed = format!("{:?}", membership());
        assert!(
            !printed.contains("example.com") && !printed.contains("join"),
            "{printed}"
        );
    }

    #[test]
    fn a_volume_is_the_sum_of_the_packages_and_as_old_as_the_newest() {
        let mut membership = membership();
        assert_eq!(membership.volume(), None);
        for (package, bytes, updated) in [
            (DatasourcePackage::DetectiveCore, 40, 7),
            (DatasourcePackage::EksAudit, 2, 9),
        ] {
            let volume = Volume {
                bytes_per_day: bytes,
                updated: Timestamp::from_millis(updated),
            };
            membership.volumes.insert(package, volume);
        }
        let expected = Volume {
            bytes_per_day: 42,
            updated: Timestamp::from_millis(9),
        };
        assert_eq!(membership.volume(), Some(expected));
    }
}
