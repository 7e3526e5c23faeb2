//! Telling others what became of memberships.

use gumshoe_api::{Context, Outbox};
use gumshoe_domain::{AccountId, GraphArn, Membership, Timestamp};
use gumshoe_messages::{MemberWaits, Notice, QueueName, StateChange};

/// The notice that a membership went from `before` to `after`; none when neither its type nor its
/// status changed.
pub(crate) fn changed(
    before: Option<&Membership>,
    after: Option<&Membership>,
    now: Timestamp,
) -> Option<Notice> {
    let membership = after.or(before)?;
    let life = membership.life;
    let statuses = [before, after].map(|each| each.map(|it| it.life.status()));
    let same_type =
        before.is_none_or(|before| before.life.invitation_type() == life.invitation_type());
    let [from, to] = &statuses;
    if from == to && same_type {
        return None;
    }
    let change = StateChange::membership(membership, *from, *to, now);
    Some(Notice::Event(change))
}

/// Has an operation tell that a membership went from `before` to `after`.
pub(crate) fn tell(cx: &Context<'_>, before: Option<&Membership>, after: Option<&Membership>) {
    if let Some(notice) = changed(before, after, cx.now) {
        cx.notify(notice);
    }
}

/// Has `update-members` look at memberships that wait. When it cannot be told, the answer stays what
/// it is, for the change was made: `enable-members` looks at every membership that was left waiting.
pub(crate) async fn wake(outbox: &Outbox, graph: &GraphArn, accounts: &[AccountId]) {
    let messages: Vec<MemberWaits> = accounts
        .iter()
        .map(|account| MemberWaits {
            graph: graph.to_string(),
            account: account.to_string(),
        })
        .collect();
    if messages.is_empty() {
        return;
    }
    if let Err(error) = outbox.send(QueueName::Members, &messages).await {
        tracing::warn!(graph.arn = %graph, members.waiting = messages.len(), error.cause = ?error, "members wait for the hourly job");
    }
}
