//! Changing memberships as they were read.

use gumshoe_domain::membership::Refused;
use gumshoe_domain::{MemberEvent, Membership, Timestamp};
use gumshoe_messages::{Notice, StateChange};
use gumshoe_store::{MemberChange, MembersChanged, Store, StoreError};

/// A membership could not be changed now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unchanged {
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the membership does not stand where it was found")]
    Refused(#[from] Refused),
}

/// Has `event` happen to `membership`, in whose graph are `most` members at most, and says what others
/// are to be told; `None` when somebody else changed it since it was read.
///
/// # Errors
/// When the event cannot happen to it, or the table cannot be written.
pub(crate) async fn change(
    store: &Store,
    membership: &Membership,
    event: MemberEvent,
    most: u32,
    now: Timestamp,
) -> Result<Option<Notice>, Unchanged> {
    let after = membership.after(event, now)?;
    let (from, to) = (
        membership.life.status(),
        after.as_ref().map(|after| after.life.status()),
    );
    let of = after.as_ref().unwrap_or(membership);
    let notice = Notice::Event(StateChange::membership(of, Some(from), to, now));
    let change = MemberChange::of(membership.clone(), after);
    let changed = store
        .change_members(&membership.graph, &[change], most)
        .await?;
    Ok(match changed {
        MembersChanged::Done => Some(notice),
        MembersChanged::Overtaken(_) | MembersChanged::GraphGone | MembersChanged::NoRoom => None,
    })
}

/// That a membership began, as `membership`.
pub(crate) fn began(membership: &Membership, now: Timestamp) -> Notice {
    let to = Some(membership.life.status());
    Notice::Event(StateChange::membership(membership, None, to, now))
}
