//! Reading groups: all of a graph, one, those of findings.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Entity, FindingGroup, GroupMembers};
use gumshoe_domain::{FindingGroupId, GraphId, Timestamp};
use sha2::{Digest, Sha256};

use super::item;
use crate::error::StoreError;
use crate::findings::KeptFinding;
use crate::item::Stored;
use crate::reading::{every, first};
use crate::table::{Key, SK, finding_groups, finding_times};
use crate::{Store, findings};

/// How long a line of groups can be in which each became part of the next.
const MOST_GENERATIONS: usize = 100;

/// Of which state of a graph's findings its groups were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupsState {
    /// How often groups were changed.
    pub(super) revision: u64,
    /// What [`Store::findings_mark`] was.
    pub(super) mark: Option<String>,
}

impl GroupsState {
    /// Whether groups were made of findings with this mark.
    pub fn is_of(&self, mark: &str) -> bool {
        self.mark.as_deref() == Some(mark)
    }
}

impl Store {
    /// Of which state of the findings the groups of a graph are.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn finding_groups_state(&self, graph: GraphId) -> Result<GroupsState, StoreError> {
        let Some(found) = self.item(&Key::finding_groups_state(graph)).await? else {
            return Ok(GroupsState::default());
        };
        let stored = Stored(&found);
        Ok(GroupsState {
            revision: stored.number("Revision")?,
            mark: stored.optional_text("Mark").map(str::to_owned),
        })
    }

    /// When a finding of a graph was seen last, of those that were seen before `until`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn last_finding_seen(
        &self,
        graph: GraphId,
        until: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let query = self.between(&finding_times(graph), "0", &until.to_string())?;
        let newest = first(query.scan_index_forward(false).limit(1), 1).await?;
        let Some(newest) = newest.first() else {
            return Ok(None);
        };
        let stored = Stored(newest);
        let time = stored
            .text(SK)?
            .split('#')
            .next()
            .and_then(|it| it.parse().ok());
        time.map(Some).ok_or_else(|| stored.malformed(SK))
    }

    /// What changes with every finding that comes, goes, or is seen again, of those that were seen
    /// since `from`; and with `besides`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn findings_mark(
        &self,
        graph: GraphId,
        from: Timestamp,
        besides: &str,
    ) -> Result<String, StoreError> {
        let query = self.between(&finding_times(graph), &from.to_string(), "~")?;
        let query = query.projection_expression(SK);
        let mut hash = Sha256::new();
        hash.update(besides);
        for item in every(query).await? {
            hash.update(Stored(&item).text(SK)?);
        }
        Ok(findings::hex(hash.finalize()))
    }

    /// The groups of a graph, in no order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn finding_groups(&self, graph: GraphId) -> Result<Vec<FindingGroup>, StoreError> {
        let items = every(self.whole(&finding_groups(graph))?).await?;
        let groups = items.iter().map(|it| {
            let stored = Stored(it);
            item::read_group(stored, stored.parsed(SK)?)
        });
        groups.collect()
    }

    /// A group of a graph.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn finding_group(
        &self,
        graph: GraphId,
        id: FindingGroupId,
    ) -> Result<Option<FindingGroup>, StoreError> {
        let found = self.item(&Key::finding_group(graph, id)).await?;
        found
            .map(|it| item::read_group(Stored(&it), id))
            .transpose()
    }

    /// What some groups are made of.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn finding_group_members(
        &self,
        graph: GraphId,
        ids: &[FindingGroupId],
    ) -> Result<BTreeMap<FindingGroupId, GroupMembers>, StoreError> {
        let ids: BTreeSet<FindingGroupId> = ids.iter().copied().collect();
        let keys = ids.iter().map(|id| Key::finding_group_members(graph, *id));
        let items = self.items(&keys.collect::<Vec<_>>()).await?;
        let members = items.iter().map(|it| {
            let stored = Stored(it);
            Ok((stored.parsed(SK)?, item::read_members(stored)?))
        });
        members.collect()
    }

    /// The active groups of findings, by the findings' keys: [`KeptFinding::key`].
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn groups_of_findings(
        &self,
        graph: GraphId,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, FindingGroup>, StoreError> {
        let pointers = keys.iter().map(|key| Key::group_of(graph, key));
        let items = self.items(&pointers.collect::<Vec<_>>()).await?;
        let mut named: BTreeMap<String, FindingGroupId> = BTreeMap::new();
        for found in &items {
            let stored = Stored(found);
            named.insert(stored.text(SK)?.to_owned(), stored.parsed("Group")?);
        }
        let mut groups: BTreeMap<FindingGroupId, FindingGroup> = BTreeMap::new();
        let mut wanted: BTreeSet<FindingGroupId> = named.values().copied().collect();
        for _ in 0..MOST_GENERATIONS {
            let keys = wanted.iter().map(|id| Key::finding_group(graph, *id));
            let found = self.items(&keys.collect::<Vec<_>>()).await?;
            for it in &found {
                let stored = Stored(it);
                let group = item::read_group(stored, stored.parsed(SK)?)?;
                groups.insert(group.id, group);
            }
            let children = groups.values().filter_map(|it| it.child);
            wanted = children.filter(|it| !groups.contains_key(it)).collect();
            if wanted.is_empty() {
                break;
            }
        }
        let last = |id: FindingGroupId| {
            let mut group = groups.get(&id)?;
            for _ in 0..MOST_GENERATIONS {
                match group.child.and_then(|it| groups.get(&it)) {
                    Some(child) => group = child,
                    None => break,
                }
            }
            Some(group.clone())
        };
        let found = named
            .into_iter()
            .filter_map(|(key, id)| Some((key, last(id)?)));
        Ok(found.collect())
    }

    /// The groups, active or not, that involve an entity by findings that are shown at `now`, and were seen
    /// from `from` until before `until`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn finding_groups_of(
        &self,
        graph: GraphId,
        entity: &Entity,
        (from, until): (Timestamp, Timestamp),
        now: Timestamp,
    ) -> Result<Vec<FindingGroup>, StoreError> {
        let findings = self.findings_of(graph, entity, now).await?;
        let keys: BTreeSet<String> = findings.iter().map(KeptFinding::key).collect();
        let active = self.groups_of_findings(graph, &keys).await?;
        let mut wanted: Vec<FindingGroup> = active.into_values().collect();
        let mut groups: BTreeMap<FindingGroupId, FindingGroup> = BTreeMap::new();
        // Those that became part of them involve the entity when a finding of theirs does.
        while let Some(group) = wanted.pop() {
            let unknown = group.parents.iter().filter(|id| !groups.contains_key(id));
            let unknown: Vec<FindingGroupId> = unknown.copied().collect();
            groups.insert(group.id, group);
            for (id, members) in self.finding_group_members(graph, &unknown).await? {
                if !members.keys.is_disjoint(&keys) {
                    wanted.extend(self.finding_group(graph, id).await?);
                }
            }
        }
        let mut groups: Vec<FindingGroup> = groups.into_values().collect();
        groups.retain(|it| it.profile.last_seen >= from && it.profile.first_seen < until);
        Ok(groups)
    }

    /// Findings by their keys; those that are gone, and those that are not shown at `now`, are left out.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn findings_by_key(
        &self,
        graph: GraphId,
        keys: &BTreeSet<String>,
        now: Timestamp,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        let mut found = self.findings_at(graph, keys.clone()).await?;
        found.retain(|it| it.is_shown_at(now));
        Ok(found)
    }
}
