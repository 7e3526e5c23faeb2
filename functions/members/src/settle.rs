//! What a membership waits for: verification, an e-mail, room in its graph. Whoever does it, and
//! however often, it happens once; only an e-mail can be sent twice, when the first sender is cut off.

use gumshoe_api::{Outbox, SendError, Services};
use gumshoe_directory::{AccountDirectory, DirectoryError, Verdict};
use gumshoe_domain::membership::{InvitationNotice, InvitationType, MemberStatus, Refused};
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{AccountId, GraphArn, MemberEvent, Membership, Timestamp};
use gumshoe_messages::{Notice, QueueName};
use gumshoe_store::{Access, MemberChange, MembersChanged, Store, StoreError};

use crate::load::Load;
use crate::{ATTEMPTS, news};

/// What whoever settles memberships may touch.
pub(crate) const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::SendToNotices,
    Access::ReadOrganization,
];

/// A membership could not be settled now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unsettled {
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the directory of accounts failed")]
    Directory(#[from] DirectoryError),
    #[error("nothing can be told")]
    Send(#[from] SendError),
    #[error("the membership changed while it was settled, again and again")]
    Overtaken,
    #[error("the membership does not stand where it was found")]
    Refused(#[from] Refused),
}

/// Settles memberships at one moment.
pub(crate) struct Settler<'a> {
    pub(crate) store: Store,
    outbox: Outbox,
    directory: &'a dyn AccountDirectory,
    pub(crate) quotas: &'a Quotas,
    pub(crate) now: Timestamp,
}

impl<'a> Settler<'a> {
    pub(crate) fn new(services: &'a Services, now: Timestamp) -> Result<Self, StoreError> {
        Ok(Self {
            store: services.store(ACCESS),
            outbox: services.outbox(ACCESS),
            directory: services.directory(ACCESS)?,
            quotas: &services.settings.quotas,
            now,
        })
    }

    /// Does what the membership of `account` in `graph` waits for, until it waits for nothing that
    /// could be done now.
    pub(crate) async fn settle(
        &self,
        graph: &GraphArn,
        account: AccountId,
    ) -> Result<(), Unsettled> {
        for _ in 0..ATTEMPTS {
            let found = self.store.member(graph.id(), account).await?;
            let Some(member) = found.filter(|member| member.graph == *graph) else {
                return Ok(());
            };
            let event = match (member.life.status(), member.life.invitation_type()) {
                (MemberStatus::VerificationInProgress, InvitationType::Invitation) => {
                    self.verdict(&member).await?
                }
                (MemberStatus::Invited, _) if member.notice == InvitationNotice::Due => {
                    return self.send_invitation(member).await;
                }
                (MemberStatus::VerificationInProgress, InvitationType::Organization)
                | (MemberStatus::AcceptedButDisabled(_), _) => {
                    let members = self.store.every_member(graph.id()).await?;
                    let load = Load::of(&self.store, graph, &members, self.now).await?;
                    load.room_for(account, self.quotas)
                }
                (
                    MemberStatus::VerificationFailed
                    | MemberStatus::Invited
                    | MemberStatus::Enabled,
                    _,
                ) => return Ok(()),
            };
            match self.apply(member, event).await? {
                // The e-mail is next.
                MembersChanged::Done if event == MemberEvent::Verified => {}
                MembersChanged::Overtaken(_) => {}
                MembersChanged::Done | MembersChanged::GraphGone | MembersChanged::NoRoom => {
                    return Ok(());
                }
            }
        }
        Err(Unsettled::Overtaken)
    }

    /// Changes `member`, as it was read, by `event`, and tells others.
    pub(crate) async fn apply(
        &self,
        member: Membership,
        event: MemberEvent,
    ) -> Result<MembersChanged, Unsettled> {
        let after = member.after(event, self.now)?;
        if after.as_ref() == Some(&member) {
            return Ok(MembersChanged::Done);
        }
        let notice = news::changed(Some(&member), after.as_ref(), self.now);
        let graph = member.graph.clone();
        let change = MemberChange::of(member, after);
        let changed = self
            .store
            .change_members(&graph, &[change], self.quotas.members)
            .await?;
        if let (MembersChanged::Done, Some(notice)) = (&changed, notice)
            && let Err(error) = self.outbox.send(QueueName::Notices, &[notice]).await
        {
            tracing::error!(graph.arn = %graph, error.cause = ?error, "state change not told");
        }
        Ok(changed)
    }

    /// Whether an invited account is what the administrator says it is. An account that the directory
    /// does not know is taken as it was given.
    async fn verdict(&self, member: &Membership) -> Result<MemberEvent, DirectoryError> {
        let Some(email) = &member.email else {
            return Ok(MemberEvent::Mismatched);
        };
        Ok(
            match self
                .directory
                .verify(member.account, email.reveal())
                .await?
            {
                Verdict::Match | Verdict::Unknown => MemberEvent::Verified,
                Verdict::Mismatch => MemberEvent::Mismatched,
            },
        )
    }

    /// Hands the e-mail over first and writes it down then: cut off between the two, it is sent twice
    /// rather than never.
    async fn send_invitation(&self, member: Membership) -> Result<(), Unsettled> {
        let invitation = Notice::Invitation {
            graph: member.graph.to_string(),
            account: member.account.to_string(),
        };
        self.outbox.send(QueueName::Notices, &[invitation]).await?;
        let graph = member.graph.clone();
        let sent = Membership {
            notice: InvitationNotice::Sent,
            ..member.clone()
        };
        // Whoever changed the membership meanwhile knows of the e-mail no less.
        self.store
            .change_members(
                &graph,
                &[MemberChange::Changed(member, sent)],
                self.quotas.members,
            )
            .await?;
        Ok(())
    }
}
