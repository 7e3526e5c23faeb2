//! A group of findings with everything that is known of it.

use std::collections::BTreeMap;

use gumshoe_activity::{Entity, FindingGroup, GroupMembers};
use gumshoe_analytics::groups::{self, EntityFacts, Occurrence, Picture, Usage};
use gumshoe_api::ApiError;
use gumshoe_domain::{FindingGroupId, GraphId, Timestamp};
use gumshoe_store::{KeptFinding, Store};

use crate::finding_groups;

/// A group, what is in it, and what joins that.
pub(crate) struct WholeGroup {
    pub(crate) group: FindingGroup,
    /// The findings, in the order of time.
    pub(crate) kept: Vec<KeptFinding>,
    /// The same, as far as grouping looks at them.
    pub(crate) occurrences: Vec<Occurrence>,
    pub(crate) facts: BTreeMap<Entity, EntityFacts>,
    pub(crate) picture: Picture,
}

impl WholeGroup {
    /// Reads the group `id` of `graph`, with what is shown of it at `now`.
    ///
    /// # Errors
    /// [`ApiError::ResourceNotFound`] when there is none.
    pub(crate) async fn read(
        store: &Store,
        graph: GraphId,
        id: FindingGroupId,
        now: Timestamp,
    ) -> Result<Self, ApiError> {
        let found = store.finding_group(graph, id).await?;
        let group = found.ok_or_else(finding_groups::not_found)?;
        let mut members = store.finding_group_members(graph, &[group.id]).await?;
        let members = members.remove(&group.id).unwrap_or_default();
        let mut kept = store.findings_by_key(graph, &members.keys, now).await?;
        kept.sort_by(|a, b| order(a).cmp(&order(b)));
        let occurrence = |it: &KeptFinding| Occurrence::of_finding(it.key(), &it.finding);
        let occurrences: Vec<Occurrence> = kept.iter().map(occurrence).collect();
        let facts = facts(&members, &occurrences);
        Ok(Self {
            picture: groups::picture(&occurrences, &facts),
            group,
            kept,
            occurrences,
            facts,
        })
    }

    /// What happened, in some sentences that rules made.
    pub(crate) fn summary(&self) -> String {
        groups::summary(&self.group.profile, &self.occurrences, &self.picture)
    }
}

fn order(kept: &KeptFinding) -> (Timestamp, &str) {
    (kept.finding.first_seen, &kept.finding.id)
}

/// What the members are known to have in common, as it was when they were grouped.
fn facts(members: &GroupMembers, occurrences: &[Occurrence]) -> BTreeMap<Entity, EntityFacts> {
    let usages = members.shared.iter().filter_map(|(entity, by)| {
        let counterparts = by.counterparts?;
        Some((entity.clone(), Usage { counterparts }))
    });
    let usages: BTreeMap<Entity, Usage> = usages.collect();
    let mut facts = groups::facts(occurrences, &usages);
    for (entity, by) in &members.shared {
        let known = EntityFacts::new(entity, by.days, usages.get(entity).copied());
        facts.insert(entity.clone(), known);
    }
    facts
}
