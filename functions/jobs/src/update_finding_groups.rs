//! `update-finding-groups`: keeps the groups of each graph's findings up to date.
//!
//! It looks every two minutes whether findings came, went, or were seen again, and groups those of the
//! two weeks before the newest when they did; once an hour it does so whatever happened. Doing it again changes
//! nothing. What somebody else changed meanwhile is left for the next time.

mod everyday;
mod plan;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use gumshoe_activity::FindingGroup;
use gumshoe_analytics::groups::{self, KnownGroup, Occurrence};
use gumshoe_api::{StartedBy, Trigger};
use gumshoe_domain::investigation::State;
use gumshoe_domain::{FindingGroupId, FindingGroupStatus, Graph, GraphId, GraphState, Timestamp};
use gumshoe_runtime::{chain, job};
use gumshoe_segments::SegmentError;
use gumshoe_store::{Access, GroupsWritten, KeptFinding, Store, StoreError};
use serde_json::{Value, json};

use plan::{Known, Plan};

const ACCESS: &[Access] = &[Access::ReadTable, Access::WriteTable, Access::ReadSegments];

const NAME: &str = "update-finding-groups";

/// How long before the newest finding others were seen that can make a group or join one. So old
/// findings that are taken in together are grouped too.
const WINDOW_HOURS: i32 = 14 * 24;

/// How many findings are looked at, the newest first.
const MOST_FINDINGS: usize = 5_000;

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: NAME,
    started_by: StartedBy::Schedule(Duration::from_secs(120)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, NAME, |services, now| {
            Box::pin(async move { Ok(update_all(&services.store(ACCESS), now).await?) })
        }))
    },
};

#[derive(Debug, thiserror::Error)]
enum UpdateError {
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the activity of entities cannot be read")]
    Activity(#[from] SegmentError),
}

async fn update_all(store: &Store, now: Timestamp) -> Result<Value, UpdateError> {
    let (mut changed, mut failure) = (0, None);
    for graph in store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        // What is wrong in one graph must not keep the others from their turn.
        match update(store, &graph, now).await {
            Ok(count) => changed += count,
            Err(error) => {
                tracing::error!(graph.arn = %graph.arn, error.cause = %chain(&error), "finding groups not updated");
                failure = Some(error);
            }
        }
    }
    match failure {
        None => Ok(json!({ "changed": changed })),
        Some(error) => Err(error),
    }
}

/// Brings a graph's groups up to date; says how many changed.
async fn update(store: &Store, graph: &Graph, now: Timestamp) -> Result<usize, UpdateError> {
    let id = graph.arn.id();
    // Before anything that follows from it is read.
    let state = store.finding_groups_state(id).await?;
    let newest = store.last_finding_seen(id, now).await?.unwrap_or(now);
    let from = newest.hour().plus(-WINDOW_HOURS).start();
    let this_hour = now.hour().index().to_string();
    let mark = store.findings_mark(id, from, &this_hour).await?;
    if state.is_of(&mark) {
        return Ok(0);
    }
    let known = active(store, id, from).await?;
    let occurrences = occurrences(store, graph, (from, now), &known).await?;
    let usages = everyday::usages(store, id, &occurrences, now).await?;
    let groups: Vec<KnownGroup> = known.values().map(Known::group).collect();
    let groupings = groups::regroup(&occurrences, &usages, &groups);
    let facts = groups::facts(&occurrences, &usages);
    let plan = Plan {
        graph: id,
        now,
        occurrences: occurrences.iter().map(|it| (it.key.as_str(), it)).collect(),
        facts: &facts,
        known: &known,
    };
    let changes: Vec<_> = groupings.iter().map(|it| plan.changes(it)).collect();
    let changes: Vec<_> = changes.into_iter().filter(|it| !it.is_empty()).collect();
    let changed = changes.iter().map(Vec::len).sum();
    match store
        .write_finding_groups(id, &state, &changes, Some(&mark))
        .await?
    {
        GroupsWritten::Done => {
            tracing::info!(graph.arn = %graph.arn, findings.considered = occurrences.len(), groups.changed = changed, "finding groups updated");
            Ok(changed)
        }
        GroupsWritten::Overtaken => {
            tracing::info!(graph.arn = %graph.arn, "update of finding groups overtaken");
            Ok(0)
        }
        GroupsWritten::GraphGone => Ok(0),
    }
}

/// The active groups of which something was seen since `from`.
async fn active(
    store: &Store,
    graph: GraphId,
    from: Timestamp,
) -> Result<BTreeMap<FindingGroupId, Known>, StoreError> {
    let mut groups = store.finding_groups(graph).await?;
    groups.retain(|it| it.status == FindingGroupStatus::Active && it.profile.last_seen >= from);
    let ids: Vec<FindingGroupId> = groups.iter().map(|it| it.id).collect();
    let mut members = store.finding_group_members(graph, &ids).await?;
    let known = groups.into_iter().map(|group: FindingGroup| {
        let members = members.remove(&group.id).unwrap_or_default();
        (group.id, Known { group, members })
    });
    Ok(known.collect())
}

/// The findings since `from`, but those that are archived, and all members of `known` groups.
async fn occurrences(
    store: &Store,
    graph: &Graph,
    (from, now): (Timestamp, Timestamp),
    known: &BTreeMap<FindingGroupId, Known>,
) -> Result<Vec<Occurrence>, StoreError> {
    let id = graph.arn.id();
    let members = known.values().flat_map(|it| &it.members.keys);
    let members: BTreeSet<&String> = members.collect();
    let mut recent = store.findings_seen(id, (from, Timestamp::MAX), now).await?;
    recent.retain(|it| it.state() == State::Active || members.contains(&it.key()));
    recent.sort_by_key(|it| std::cmp::Reverse(it.finding.last_seen));
    if recent.len() > MOST_FINDINGS {
        tracing::warn!(graph.arn = %graph.arn, findings.found = recent.len(), "more findings than are grouped");
        recent.truncate(MOST_FINDINGS);
    }
    let mut all: BTreeMap<String, KeptFinding> =
        recent.into_iter().map(|it| (it.key(), it)).collect();
    let others = members.into_iter().filter(|it| !all.contains_key(*it));
    let others: BTreeSet<String> = others.cloned().collect();
    let older = store.findings_by_key(id, &others, now).await?;
    all.extend(older.into_iter().map(|it| (it.key(), it)));
    let occurrence =
        |(key, kept): (String, KeptFinding)| Occurrence::of_finding(key, &kept.finding);
    Ok(all.into_iter().map(occurrence).collect())
}
