//! What the panels of a profile are made from, each read once whatever looks at it.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::{BoxFuture, try_join3};
use gumshoe_activity::flow::FlowDimension;
use gumshoe_activity::{Entity, EntityRecord, FindingGroup, Flow, RelationType};
use gumshoe_analytics::novelty::NoveltyKind;
use gumshoe_analytics::volume::FalseDiscoveryRate;
use gumshoe_domain::{Graph, GraphId, ScopeTime, Timestamp};
use gumshoe_segments::{Column, KubernetesColumn, NetworkColumn, SegmentError, graph_rows};
use gumshoe_store::{KeptFinding, Manifest, SegmentKind, Store, StoreError};

use super::activity::Hours;
use super::calls::Wants;
use super::panel::Panel;
use super::time::Times;
use super::traffic::{self, Traffic};
use crate::baseline::Known;
use crate::list_volume_changes::{Increase, Series, increased};
use crate::new_to_whom::{self, Found};
use crate::properties::{self, Properties};
use crate::relating::{self, FLOWS, Tie, Ties, Wanted};
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

impl KnownBySource {
    /// What is known of segments of a kind, if that was read.
    pub(crate) fn of(&self, kind: SegmentKind) -> Option<&Known> {
        match kind {
            SegmentKind::Activity => self.calls.as_ref(),
            SegmentKind::Network => self.traffic.as_ref(),
            SegmentKind::Kubernetes => self.kubernetes.as_ref(),
            SegmentKind::Relations => None,
        }
    }
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
    pub(crate) manifest: &'a Manifest<'a>,
    pub(crate) graph: &'a Graph,
    pub(crate) entity: &'a Entity,
    pub(crate) times: Times,
    pub(crate) now: Timestamp,
    /// The other side of the finding that is looked at.
    pub(crate) finding_address: Option<String>,
}

impl<'a> Reader<'a> {
    fn store(&self) -> &'a Store {
        self.manifest.store()
    }

    fn id(&self) -> GraphId {
        self.manifest.graph()
    }

    /// What is known of the baseline, of a source that is read.
    async fn known<C: Activity>(&self, is_read: bool) -> Result<Option<Known>, MaterialError> {
        if !is_read {
            return Ok(None);
        }
        let scope = self.times.scope;
        Ok(Some(
            Known::of(self.manifest, self.graph, C::KIND, scope).await?,
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
        let new_in = new_to_whom::segments_of(self.entity);
        let new = has(Need::New).then(|| NoveltyKind::of(self.entity.kind));
        let known = KnownBySource {
            calls: self
                .known::<Column>(has(Need::Calls) || has(Need::Increases))
                .await?,
            traffic: self.known::<NetworkColumn>(has(Need::Traffic)).await?,
            kubernetes: self
                .known::<KubernetesColumn>(has(Need::Kubernetes))
                .await?,
        };
        let of_calls = Wants {
            hours: has(Need::Calls),
            new: new.filter(|_| new_in != SegmentKind::Kubernetes),
            series: has(Need::Increases),
            ties: Some(&wanted).filter(|it| it.is_shown_by_calls(self.entity)),
        };
        let of_kubernetes = Wants {
            hours: has(Need::Kubernetes),
            new: new.filter(|_| new_in == SegmentKind::Kubernetes),
            series: false,
            ties: None,
        };
        let (calls, kubernetes, (traffic, flows)) = try_join3(
            boxed(self.calls::<Column>(of_calls)),
            boxed(self.calls::<KubernetesColumn>(of_kubernetes)),
            boxed(self.traffic(has(Need::Traffic), &wanted)),
        )
        .await?;
        let has_relations = !wanted.relations.is_empty();
        let (properties, findings, stored) = try_join3(
            if_needed(has(Need::Properties), self.properties()),
            if_needed(has(Need::Findings), self.findings()),
            if_needed(has_relations, self.stored(&wanted)),
        )
        .await?;
        let groups = if_needed(has(Need::FindingGroups), self.finding_groups());
        let finding_groups = groups.await?;
        let mut ties = Ties::new(self.entity, &wanted);
        for some in [stored, calls.ties, flows].into_iter().flatten() {
            ties.absorb(some);
        }
        Ok(Material {
            entity: self.entity,
            record,
            times: self.times,
            properties,
            calls: calls.hours,
            traffic,
            kubernetes: kubernetes.hours,
            new: calls.new.or(kubernetes.new),
            increases: self.increases(known.calls.as_ref(), &calls.series),
            known,
            findings,
            finding_groups,
            ties: ties.known,
        })
    }

    async fn properties(&self) -> Result<Option<Properties>, MaterialError> {
        Ok(properties::of(self.manifest, self.entity, self.now).await?)
    }

    /// Traffic of the whole time, if it is needed, and the wanted relations that flows of the scope time
    /// show.
    async fn traffic<'w>(
        &self,
        is_needed: bool,
        wanted: &'w Wanted,
    ) -> Result<(Traffic, Option<Ties<'w>>), SegmentError>
    where
        'a: 'w,
    {
        let has_ties = wanted.is_shown_by_flows(self.entity);
        let none = || {
            let ties = has_ties.then(|| Ties::new(self.entity, wanted));
            (Traffic::new(self.finding_address.clone()), ties)
        };
        let (time, columns) = match (is_needed, has_ties) {
            (false, false) => return Ok(none()),
            (false, true) => (self.times.scope, FLOWS.to_vec()),
            (true, false) => (self.times.read(), traffic::COLUMNS.to_vec()),
            (true, true) => (self.times.read(), [traffic::COLUMNS, FLOWS].concat()),
        };
        let scope = self.times.scope;
        let add = |(traffic, ties): &mut (Traffic, Option<Ties<'w>>), row: &Flow<'_>| {
            if is_needed {
                traffic.add(row, self.times, self.entity);
            }
            if let Some(ties) = ties
                && (scope.start()..scope.end()).contains(&row.hour)
            {
                ties.add_flow(row);
            }
        };
        let (mut traffic, ties) = self.flows(time, columns, none, add).await?;
        traffic.settle();
        Ok((traffic, ties))
    }

    async fn findings(&self) -> Result<Vec<KeptFinding>, MaterialError> {
        let mut found = self
            .store()
            .findings_of(self.id(), self.entity, self.now)
            .await?;
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
            .store()
            .finding_groups_of(self.id(), self.entity, (start, end), self.now);
        let mut found = found.await?;
        found.retain(|it| it.profile.last_seen >= start && it.profile.first_seen < end);
        found.sort_by(|a, b| {
            let (one, other) = (&a.profile, &b.profile);
            let by_severity = other.severity.cmp(&one.severity);
            by_severity.then_with(|| (other.last_seen, a.id).cmp(&(one.last_seen, b.id)))
        });
        Ok(found)
    }

    fn increases(&self, known: Option<&Known>, series: &(Series, Series)) -> Vec<Increase> {
        let Some(known) = known else {
            return Vec::new();
        };
        let (before, now) = series;
        let rate = FalseDiscoveryRate::USUAL;
        increased(before, now, known, self.times.scope, rate)
    }

    async fn stored<'w>(&self, wanted: &'w Wanted) -> Result<Option<Ties<'w>>, MaterialError>
    where
        'a: 'w,
    {
        let scope = self.times.scope;
        let stored = relating::stored(self.manifest, scope, self.entity, wanted);
        Ok(Some(stored.await?))
    }

    /// The entity's flows, as what they are known to be.
    async fn flows<A: Send>(
        &self,
        time: ScopeTime,
        mut columns: Vec<NetworkColumn>,
        empty: impl Fn() -> A + Send + Sync,
        add: impl Fn(&mut A, &Flow<'_>) + Send + Sync,
    ) -> Result<A, SegmentError> {
        let (manifest, about) = (self.manifest, &[FlowDimension::Peer]);
        let attachments = NetworkColumn::attachments(manifest, time, self.entity, about).await?;
        let rows = NetworkColumn::rows(self.entity, &attachments);
        columns.extend(NetworkColumn::ATTRIBUTED);
        columns.sort_unstable();
        columns.dedup();
        let add = |sum: &mut A, row: &Flow<'_>| {
            if let Some(row) = NetworkColumn::attributed(row, self.entity, &attachments) {
                add(sum, &row);
            }
        };
        graph_rows::add_up(manifest, time, rows, &columns, empty, add).await
    }
}

/// Boxed, because all that is read at once would be a future of which a worker's stack holds few copies.
fn boxed<'a, T>(
    read: impl Future<Output = Result<T, SegmentError>> + Send + 'a,
) -> BoxFuture<'a, Result<T, SegmentError>> {
    Box::pin(read)
}

/// What `read` gives, if it is needed.
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
