//! A group of findings with everything that is known of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use gumshoe_activity::{Entity, EntityType, FindingGroup, GroupMembers};
use gumshoe_analytics::groups::{self, EntityFacts, Names, Occurrence, Picture, Usage};
use gumshoe_api::ApiError;
use gumshoe_domain::{FindingGroupId, GraphId, Timestamp};
use gumshoe_segments::{EntityFilter, SegmentError, registry};
use gumshoe_store::{KeptFinding, Manifest, Store};

use crate::finding_groups;

/// Users and roles whose names are looked up: those in the most findings. The others keep their ids.
const MOST_NAMED: usize = 16;
/// Of these, at once.
const AT_ONCE: usize = 8;

/// A group, what is in it, and what joins that.
pub(crate) struct WholeGroup {
    pub(crate) group: FindingGroup,
    /// The findings, in the order of time.
    pub(crate) kept: Vec<KeptFinding>,
    /// The same, as far as grouping looks at them.
    pub(crate) occurrences: Vec<Occurrence>,
    pub(crate) facts: BTreeMap<Entity, EntityFacts>,
    pub(crate) names: Names,
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
        let names = names(store, graph, &occurrences)
            .await
            .map_err(ApiError::internal)?;
        Ok(Self {
            picture: groups::picture(&occurrences, &facts, &names),
            names,
            group,
            kept,
            occurrences,
            facts,
        })
    }

    /// What happened, in some sentences that rules made.
    pub(crate) fn summary(&self) -> String {
        let profile = &self.group.profile;
        groups::summary(profile, &self.occurrences, &self.picture, &self.names)
    }
}

/// The names of users and roles, of which findings have the ids.
async fn names(
    store: &Store,
    graph: GraphId,
    occurrences: &[Occurrence],
) -> Result<Names, SegmentError> {
    let mut counts: BTreeMap<&Entity, usize> = BTreeMap::new();
    for it in occurrences.iter().flat_map(|it| &it.involved) {
        if matches!(it.entity.kind, EntityType::AwsUser | EntityType::AwsRole) {
            *counts.entry(&it.entity).or_default() += 1;
        }
    }
    let mut most: Vec<(&Entity, usize)> = counts.into_iter().collect();
    most.sort_by_key(|(_, count)| Reverse(*count));
    most.truncate(MOST_NAMED);
    let manifest = Manifest::new(store, graph);
    let reads = most.into_iter().map(|(entity, _)| name(&manifest, entity));
    let reads: Vec<_> = reads.collect();
    let reads = stream::iter(reads);
    let named: Vec<_> = reads.buffer_unordered(AT_ONCE).try_collect().await?;
    Ok(named.into_iter().flatten().collect())
}

async fn name(
    manifest: &Manifest<'_>,
    entity: &Entity,
) -> Result<Option<(Entity, String)>, SegmentError> {
    let wanted = EntityFilter {
        kind: Some(entity.kind),
        id: Some(entity.id.clone()),
    };
    let found = registry::entities(manifest, &wanted).await?;
    let name = found.get(entity).and_then(|it| it.name.clone());
    Ok(name.map(|name| (entity.clone(), name)))
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
