//! What a member does about its own membership.

use gumshoe_api::{ApiError, Context};
use gumshoe_domain::{GraphArn, MemberEvent, Membership};
use gumshoe_store::{MemberChange, MembersChanged, StoreError};

use crate::{ATTEMPTS, news};

/// Lets `event` happen to the caller's membership of `graph`.
///
/// # Errors
/// [`ApiError::ResourceNotFound`] when there is no such graph or it did not invite the caller: the
/// two look the same. [`ApiError::Conflict`] when the event cannot happen now.
pub(crate) async fn change(
    cx: &Context<'_>,
    graph: &GraphArn,
    event: MemberEvent,
) -> Result<(), ApiError> {
    for _ in 0..ATTEMPTS {
        let member = own(cx, graph).await?;
        let after = member
            .after(event, cx.now)
            .map_err(|refused| ApiError::Conflict(refused.to_string()))?;
        let change = MemberChange::of(member.clone(), after.clone());
        let changed = cx
            .store
            .change_members(graph, &[change], cx.settings.quotas.members)
            .await?;
        match changed {
            MembersChanged::Done => {
                news::tell(cx, Some(&member), after.as_ref());
                return Ok(());
            }
            MembersChanged::GraphGone => return Err(not_invited()),
            MembersChanged::Overtaken(_) | MembersChanged::NoRoom => {}
        }
    }
    Err(StoreError::Conflict.into())
}

/// The caller's membership of `graph`, as far as it is told of it.
async fn own(cx: &Context<'_>, graph: &GraphArn) -> Result<Membership, ApiError> {
    let member = cx.store.member(graph.id(), cx.caller.account).await?;
    let shown = member.filter(|member| member.graph == *graph && member.life.is_shown_to_account());
    let member = shown.ok_or_else(not_invited)?;
    // A graph that is being deleted is none, whatever is left of it.
    let active = cx.store.active_graphs(std::slice::from_ref(graph)).await?;
    if active.contains_key(graph) {
        Ok(member)
    } else {
        Err(not_invited())
    }
}

fn not_invited() -> ApiError {
    ApiError::ResourceNotFound(
        "The behavior graph does not exist, or your account is not invited to it.".to_owned(),
    )
}
