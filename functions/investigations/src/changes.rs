//! What others are told when the status of an investigation changes.

use gumshoe_domain::investigation::Status;
use gumshoe_domain::{GraphArn, Investigation, Timestamp};
use gumshoe_messages::{Notice, StateChange};

/// `investigation` has just been started.
pub(crate) fn started(graph: &GraphArn, investigation: &Investigation) -> Notice {
    change(graph, investigation, None, investigation.created)
}

/// `investigation` came to its end at `now`.
pub(crate) fn finished(graph: &GraphArn, investigation: &Investigation, now: Timestamp) -> Notice {
    change(graph, investigation, Some(Status::Running), now)
}

fn change(
    graph: &GraphArn,
    investigation: &Investigation,
    from: Option<Status>,
    now: Timestamp,
) -> Notice {
    let from = from.map(Status::as_str);
    let severity = investigation.severity();
    Notice::Event(StateChange::investigation(
        graph,
        &investigation.id,
        &investigation.principal,
        from.as_ref().map(|it| it as _),
        &investigation.status().as_str(),
        severity.as_ref().map(|it| it as _),
        now,
    ))
}
