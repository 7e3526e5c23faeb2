//! What groups of findings come to without the evidence that is too old.

use std::collections::BTreeSet;

use gumshoe_activity::FindingGroup;
use gumshoe_activity::finding::evidence_since;
use gumshoe_analytics::groups::{Occurrence, profile};
use gumshoe_domain::{FindingGroupId, Graph, Timestamp};
use gumshoe_store::{GroupChange, GroupsWritten, KeptFinding, Store, StoreError};

/// Counts the groups of a graph anew that had evidence which is too old at `now`. They keep their members:
/// those that are gone are shown nowhere.
pub(super) async fn recount(
    store: &Store,
    graph: &Graph,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = graph.arn.id();
    let state = store.finding_groups_state(id).await?;
    let mut groups = store.finding_groups(id).await?;
    let since = evidence_since(now);
    groups.retain(|it| it.profile.evidence > 0 && it.profile.first_seen < since);
    let ids: Vec<FindingGroupId> = groups.iter().map(|it| it.id).collect();
    let mut members = store.finding_group_members(id, &ids).await?;
    let mut changes = Vec::new();
    for group in groups {
        let members = members.remove(&group.id).unwrap_or_default();
        let left = store.findings_by_key(id, &members.keys, now).await?;
        changes.extend(recounted(&group, &left).map(|it| vec![it]));
    }
    if changes.is_empty() {
        return Ok(());
    }
    match store
        .write_finding_groups(id, &state, &changes, None)
        .await?
    {
        GroupsWritten::Done => {
            tracing::info!(graph.arn = %graph.arn, groups.recounted = changes.len(), "finding groups recounted");
        }
        // They are counted the next day.
        GroupsWritten::Overtaken => {
            tracing::info!(graph.arn = %graph.arn, "recount of finding groups overtaken");
        }
        GroupsWritten::GraphGone => {}
    }
    Ok(())
}

/// The group as it is with what is left of it, if that is another.
fn recounted(group: &FindingGroup, left: &[KeptFinding]) -> Option<GroupChange> {
    let occurrence = |it: &KeptFinding| Occurrence::of_finding(it.key(), &it.finding);
    let found: Vec<Occurrence> = left.iter().map(occurrence).collect();
    let profile = profile(&found.iter().collect::<Vec<_>>())?;
    let changed = FindingGroup {
        profile,
        ..group.clone()
    };
    (changed != *group).then(|| GroupChange {
        group: changed,
        members: None,
        joined: BTreeSet::new(),
    })
}
