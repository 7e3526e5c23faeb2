//! What the panels of a profile are made from, each read once whatever looks at it.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::{BoxFuture, try_join4};
use gumshoe_activity::flow::FlowDimension;
use gumshoe_activity::{
    Call, Entity, EntityRecord, FindingGroup, Flow, KubernetesCall, RelationType,
};
use gumshoe_analytics::novelty::NoveltyKind;
use gumshoe_analytics::volume::FalseDiscoveryRate;
use gumshoe_domain::{Graph, GraphId, Timestamp};
use gumshoe_segments::{Column, KubernetesColumn, NetworkColumn, SegmentError, graph_rows};
use gumshoe_store::{KeptFinding, Store, StoreError};

use super::activity::Hours;
use super::panel::Panel;
use super::time::Times;
use super::traffic::{self, Traffic};
use crate::baseline::Known;
use crate::list_volume_changes::{Increase, Read};
use crate::new_to_whom::{Asked, Found};
use crate::properties::{self, Properties};
use crate::relating::{self, Tie, Wanted, ties};
use crate::source::Activity;

/// What a panel is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// What is known beside the names: [`Material::properties`].
    Properties,
    /// API calls: [`Material::calls`].
    Calls,
    /// Flow logs: [`Material::traffic`].
    Traffic,
    /// Calls to Kubernetes: [`Material::kubernetes`].
    Kubernetes,
    /// What is new: [`Material::new`].
    New,
    /// API calls that there are more of than usual: [`Material::increases`].
    Increases,
    /// Findings of the scope time: [`Material::findings`].
    Findings,
    /// Groups of findings of the scope time: [`Material::finding_groups`].
    FindingGroups,
    /// A relation in the scope time: [`Material::ties`].
    Relation(RelationType),
}

/// The profile of an entity before it is drawn. What no panel needs is empty.
#[derive(Debug)]
pub(crate) struct Material<'a> {
    pub(crate) entity: &'a Entity,
    pub(crate) record: &'a EntityRecord,
    pub(crate) times: Times,
    pub(crate) properties: Option<Properties>,
    pub(crate) calls: Hours,
    pub(crate) traffic: Traffic,
    pub(crate) kubernetes: Hours,
    pub(crate) new: Option<Found>,
    pub(crate) increases: Vec<Increase>,
    /// What is known of the baseline, by source.
    pub(crate) known: KnownBySource,
    pub(crate) findings: Vec<KeptFinding>,
    pub(crate) finding_groups: Vec<FindingGroup>,
    pub(crate) ties: BTreeMap<Tie, relating::Known>,
}

/// What is known of the baseline of each source that is read.
#[derive(Debug, Default)]
pub(crate) struct KnownBySource {
    pub(crate) calls: Option<Known>,
    pub(crate) traffic: Option<Known>,
    pub(crate) kubernetes: Option<Known>,
}

/// Why a profile cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MaterialError {
    #[error("the segments cannot be read")]
    Segments(#[from] SegmentError),
    #[error("the table cannot be read")]
    Store(#[from] StoreError),
}

/// Where a profile is read, and what of.
pub(crate) struct Reader<'a> {
    pub(crate) store: &'a Store,
    pub(crate) graph: &'a Graph,
    pub(crate) entity: &'a Entity,
    pub(crate) times: Times,
    pub(crate) now: Timestamp,
}

impl<'a> Reader<'a> {
    fn id(&self) -> GraphId {
        self.graph.arn.id()
    }

    /// What is known of the baseline, of a source that is read.
    async fn known<C: Activity>(&self, is_read: bool) -> Result<Option<Known>, MaterialError> {
        if !is_read {
            return Ok(None);
        }
        let scope = self.times.scope;
        Ok(Some(
            Known::of(self.store, self.graph, C::KIND, scope).await?,
        ))
    }

    /// What `panels` need, read at once.
    pub(crate) async fn read(
        &self,
        record: &'a EntityRecord,
        panels: &[&Panel],
    ) -> Result<Material<'a>, MaterialError> {
        let needs: BTreeSet<Need> = panels.iter().flat_map(|it| it.needs).copied().collect();
        let has = |need| needs.contains(&need);
        let wanted = Wanted {
            relations: needs.iter().filter_map(relation).collect(),
            direction: None,
        };
        let known = KnownBySource {
            calls: self
                .known::<Column>(has(Need::Calls) || has(Need::Increases))
                .await?,
            traffic: self.known::<NetworkColumn>(has(Need::Traffic)).await?,
            kubernetes: self
                .known::<KubernetesColumn>(has(Need::Kubernetes))
                .await?,
        };
        let increases = async {
            match known.calls.as_ref() {
                Some(known) => self.increases(known).await,
                None => Ok(Vec::new()),
            }
        };
        let has_relations = !wanted.relations.is_empty();
        let (properties, calls, traffic, kubernetes) = try_join4(
            if_needed(has(Need::Properties), self.properties()),
            if_needed(has(Need::Calls), self.calls()),
            if_needed(has(Need::Traffic), self.traffic()),
            if_needed(has(Need::Kubernetes), self.kubernetes()),
        )
        .await?;
        let (new, increases, findings, ties) = try_join4(
            if_needed(has(Need::New), self.new_behaviors()),
            if_needed(has(Need::Increases), increases),
            if_needed(has(Need::Findings), self.findings()),
            if_needed(has_relations, self.ties(&wanted)),
        )
        .await?;
        let groups = if_needed(has(Need::FindingGroups), self.finding_groups());
        let finding_groups = groups.await?;
        Ok(Material {
            entity: self.entity,
            record,
            times: self.times,
            properties,
            calls,
            traffic,
            kubernetes,
            new,
            increases,
            known,
            findings,
            finding_groups,
            ties,
        })
    }

    async fn properties(&self) -> Result<Option<Properties>, MaterialError> {
        Ok(properties::of(self.store, self.id(), self.entity, self.now).await?)
    }

    async fn calls(&self) -> Result<Hours, MaterialError> {
        let columns = [
            Column::Hour,
            Column::ErrorCode,
            Column::Calls,
            Column::FirstSeen,
            Column::LastSeen,
        ];
        let add = |hours: &mut Hours, row: &Call<'_>| hours.add::<Column>(row);
        Ok(self.rows(&columns, Hours::default, add, &[]).await?)
    }

    async fn traffic(&self) -> Result<Traffic, MaterialError> {
        let add = |sum: &mut Traffic, row: &Flow<'_>| sum.add(row, self.times, self.entity);
        let about = [FlowDimension::Peer];
        let read = self.rows(traffic::COLUMNS, Traffic::default, add, &about);
        let mut traffic = read.await?;
        traffic.settle();
        Ok(traffic)
    }

    async fn kubernetes(&self) -> Result<Hours, MaterialError> {
        let columns = [
            KubernetesColumn::Hour,
            KubernetesColumn::Status,
            KubernetesColumn::Calls,
            KubernetesColumn::FirstSeen,
            KubernetesColumn::LastSeen,
        ];
        let add = |hours: &mut Hours, row: &KubernetesCall<'_>| hours.add::<KubernetesColumn>(row);
        Ok(self.rows(&columns, Hours::default, add, &[]).await?)
    }

    async fn findings(&self) -> Result<Vec<KeptFinding>, MaterialError> {
        let mut found = self.store.findings_of(self.id(), self.entity).await?;
        let scope = self.times.scope;
        let (start, end) = (scope.start().start(), scope.end().start());
        found.retain(|it| it.finding.last_seen >= start && it.finding.first_seen < end);
        found.sort_by(|a, b| {
            let (a, b) = (&a.finding, &b.finding);
            let by_severity = b.severity.level.cmp(&a.severity.level);
            by_severity.then_with(|| (b.last_seen, &a.id).cmp(&(a.last_seen, &b.id)))
        });
        Ok(found)
    }

    /// The worst first.
    async fn finding_groups(&self) -> Result<Vec<FindingGroup>, MaterialError> {
        let scope = self.times.scope;
        let (start, end) = (scope.start().start(), scope.end().start());
        let found = self
            .store
            .finding_groups_of(self.id(), self.entity, (start, end));
        let mut found = found.await?;
        found.retain(|it| it.profile.last_seen >= start && it.profile.first_seen < end);
        found.sort_by(|a, b| {
            let (one, other) = (&a.profile, &b.profile);
            let by_severity = other.severity.cmp(&one.severity);
            by_severity.then_with(|| (other.last_seen, a.id).cmp(&(one.last_seen, b.id)))
        });
        Ok(found)
    }

    async fn new_behaviors(&self) -> Result<Option<Found>, MaterialError> {
        let asked = Asked {
            store: self.store,
            graph: self.id(),
            entity: self.entity,
            scope: self.times.scope,
            before: self.times.baseline,
        };
        let found = asked.find(NoveltyKind::of(self.entity.kind)).await?;
        Ok(Some(found))
    }

    async fn increases(&self, known: &Known) -> Result<Vec<Increase>, MaterialError> {
        let read = Read {
            store: self.store,
            graph: self.id(),
            entity: self.entity,
        };
        let rate = FalseDiscoveryRate::USUAL;
        let found = read.increased::<Column>(known, self.times.scope, rate);
        Ok(found.await?.increases)
    }

    async fn ties(&self, wanted: &Wanted) -> Result<BTreeMap<Tie, relating::Known>, MaterialError> {
        let found = ties(self.store, self.id(), self.times.scope, self.entity, wanted);
        Ok(found.await?.known)
    }

    /// The entity's rows of the whole time, as what they are known to be.
    async fn rows<A: Send, C: Activity>(
        &self,
        columns: &[C],
        empty: impl Fn() -> A + Send + Sync,
        add: impl Fn(&mut A, &C::Row<'_>) + Send + Sync,
        about: &[C::Dimension],
    ) -> Result<A, SegmentError> {
        let (store, graph, time) = (self.store, self.id(), self.times.read());
        let attachments = C::attachments(store, graph, time, self.entity, about).await?;
        let rows = C::rows(self.entity, &attachments);
        let mut columns = columns.to_vec();
        columns.extend(C::ATTRIBUTED);
        columns.sort_unstable();
        columns.dedup();
        let add = |sum: &mut A, row: &C::Row<'_>| {
            if let Some(row) = C::attributed(row, self.entity, &attachments) {
                add(sum, &row);
            }
        };
        graph_rows::add_up(store, graph, time, rows, &columns, empty, add).await
    }
}

/// What `read` gives, if it is needed. Boxed, because all that is read at once would be a future of which a
/// worker's stack holds few copies.
fn if_needed<'a, T: Default + 'a>(
    is_needed: bool,
    read: impl Future<Output = Result<T, MaterialError>> + Send + 'a,
) -> BoxFuture<'a, Result<T, MaterialError>> {
    if !is_needed {
        return Box::pin(async { Ok(T::default()) });
    }
    Box::pin(read)
}

fn relation(need: &Need) -> Option<RelationType> {
    match need {
        Need::Relation(relation) => Some(*relation),
        Need::Properties
        | Need::Calls
        | Need::Traffic
        | Need::Kubernetes
        | Need::New
        | Need::Increases
        | Need::Findings
        | Need::FindingGroups => None,
    }
}
