//! Whether several trails deliver the same account's events.

use gumshoe_domain::{AccountId, GraphId, Timestamp, Trail};
use gumshoe_sources::ObjectTally;
use gumshoe_store::{LedgerScope, ObjectName, Store};

use crate::attribution::Attribution;

/// Remembers a sample of the events of counted objects, and warns of those that another trail
/// delivered before. That it fails is no reason to count nothing.
pub(crate) async fn watch(
    store: &Store,
    graph: GraphId,
    objects: &[(&ObjectName, &ObjectTally)],
    attribution: &Attribution,
    now: Timestamp,
) {
    for (name, tally) in objects {
        let Some(trail) = Trail::of(&name.bucket, &name.key) else {
            continue;
        };
        let feeds = |account: AccountId| attribution.feeds(account, LedgerScope::Graph(graph));
        let events = tally.sample.iter().copied();
        let events: Vec<(AccountId, u128)> = events.filter(|(it, _)| feeds(*it)).collect();
        let remembered = store.remember_events(graph, trail.as_str(), &events, now);
        match remembered.await {
            Ok(accounts) => {
                for account in accounts {
                    tracing::warn!(%account, trail = trail.as_str(), reason = "DUPLICATE_TRAIL", "another trail delivers the same events");
                }
            }
            Err(error) => tracing::warn!(error.cause = ?error, "sample of events not remembered"),
        }
    }
}
