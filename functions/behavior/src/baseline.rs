//! The time with which a scope time is compared, and how much of it is known.

use std::collections::BTreeSet;
use std::sync::Arc;

use gumshoe_domain::{DatasourcePackage, Gap, Graph, Hour, ScopeTime, Timestamp};
use gumshoe_store::{Manifest, Segment, SegmentKind, StoreError};
use serde::Serialize;

/// The hours before the scope time that the baseline is taken from: 45 days, Amazon Detective User
/// Guide, "Types of profile panel visualizations".
const HOURS: i32 = 45 * 24;

/// The days of data with which a graph has learned what is usual: Amazon Detective User Guide,
/// "Training period for new Detective behavior graphs".
const TRAINING_DAYS: usize = 14;

/// The baseline of a scope time.
pub(crate) fn before(scope: ScopeTime) -> ScopeTime {
    ScopeTime::before(scope, HOURS)
}

/// The scope time with its baseline.
pub(crate) fn and_before(scope: ScopeTime) -> ScopeTime {
    scope.ending_with(HOURS.saturating_add(scope.hours()))
}

/// What is known of a baseline. Whoever is told that something is unusual must be told this as well.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Known {
    start_time: String,
    end_time: String,
    training: Training,
    /// When nothing was taken in, within the baseline or the scope time.
    gaps: Vec<Period>,
    #[serde(skip)]
    before: ScopeTime,
    #[serde(skip)]
    first_hour: Option<Hour>,
    #[serde(skip)]
    unobserved: Vec<(Timestamp, Timestamp)>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Training {
    /// Whether the graph has too few days of data to say what is usual.
    is_training: bool,
    /// UTC days of the baseline of which the graph has data.
    days_of_data: usize,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Period {
    start_time: String,
    end_time: String,
}

impl Known {
    /// What `graph` knows of the baseline of `scope`, from segments of `kind`. Who compares with the
    /// baseline looks at the scope time, too, so that both are looked up at once.
    pub(crate) async fn of(
        manifest: &Manifest<'_>,
        graph: &Graph,
        kind: SegmentKind,
        scope: ScopeTime,
    ) -> Result<Self, StoreError> {
        let before = before(scope);
        let mut segments = manifest.segments(kind, and_before(scope)).await?;
        segments.retain(|it| it.first_hour < before.end());
        let unobserved = gaps(graph, kind, before.start().start(), scope.end().start());
        Ok(Self::new(before, &segments, unobserved))
    }

    fn new(
        before: ScopeTime,
        segments: &[Arc<Segment>],
        unobserved: Vec<(Timestamp, Timestamp)>,
    ) -> Self {
        let days: BTreeSet<_> = segments.iter().map(|it| it.day).collect();
        let first = segments.iter().map(|it| it.first_hour).min();
        Self {
            start_time: before.start().start().to_string(),
            end_time: before.end().start().to_string(),
            training: Training {
                is_training: days.len() < TRAINING_DAYS,
                days_of_data: days.len(),
            },
            gaps: unobserved.iter().copied().map(Period::from).collect(),
            before,
            first_hour: first.map(|it| it.max(before.start())),
            unobserved,
        }
    }

    /// The part of the baseline in which the graph has data, from the first activity of what is looked
    /// at on: before it was there, nothing was usual.
    pub(crate) fn learned_from(&self, first_activity: Option<Hour>) -> Option<ScopeTime> {
        let start = self.first_hour?.max(first_activity?);
        let (start, end) = (start.start(), self.before.end().start());
        ScopeTime::new(start, end).ok()
    }

    /// Whether what happened in an hour was taken in.
    pub(crate) fn is_observed(&self, hour: Hour) -> bool {
        let (from, until) = (hour.start(), hour.plus(1).start());
        let overlaps = |(start, end): &(Timestamp, Timestamp)| *start < until && from < *end;
        !self.unobserved.iter().any(overlaps)
    }
}

impl From<(Timestamp, Timestamp)> for Period {
    fn from((start, end): (Timestamp, Timestamp)) -> Self {
        Self {
            start_time: start.to_string(),
            end_time: end.to_string(),
        }
    }
}

/// The package that rows of a kind come with.
fn package(kind: SegmentKind) -> DatasourcePackage {
    match kind {
        SegmentKind::Activity | SegmentKind::Network | SegmentKind::Relations => {
            DatasourcePackage::DetectiveCore
        }
        SegmentKind::Kubernetes => DatasourcePackage::EksAudit,
    }
}

/// When nothing of a kind was taken in between two moments.
fn gaps(
    graph: &Graph,
    kind: SegmentKind,
    from: Timestamp,
    until: Timestamp,
) -> Vec<(Timestamp, Timestamp)> {
    let package = package(kind);
    let histories = graph.packages.iter().filter(|(it, _)| *it == package);
    let stopped = histories.flat_map(|(_, history)| history.gaps());
    let suspended = graph.suspension.map(|it| it.gap());
    let mut gaps: Vec<(Timestamp, Timestamp)> = stopped
        .chain(suspended)
        .map(|Gap { from: start, to }| (start.max(from), to.unwrap_or(until).min(until)))
        .filter(|(start, end)| start < end)
        .collect();
    gaps.sort_unstable();
    gaps
}
