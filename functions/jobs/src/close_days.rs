//! `close-days`: the analytics of a UTC day that is over. Its evidence, and the model of peers that the
//! next day is compared with.
//!
//! The rows of the 45 days before are read once for both. A day is entered as closed at the end, so that
//! what is cut off begins anew, and writes the same.

mod report;

use std::time::Duration;

use gumshoe_activity::Call;
use gumshoe_analytics::evidence::{self, Before, Day, Window};
use gumshoe_analytics::peers::{Model, Observations};
use gumshoe_api::{Services, StartedBy, Trigger};
use gumshoe_domain::{Graph, GraphState, InvalidScopeTime, ScopeTime, Timestamp};
use gumshoe_runtime::{chain, job};
use gumshoe_segments::{Column, Filter, SegmentError, graph_rows};
use gumshoe_store::{Access, FindingsWritten, Manifest, Store, StoreError};
use serde_json::{Value, json};

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::ReadSegments,
    Access::WriteSegments,
];

const NAME: &str = "close-days";

/// How long after its end a day is closed: logs come within a quarter of an hour, mostly (CloudTrail
/// User Guide, "How CloudTrail works"). Our choice of two hours.
const SETTLED_SECONDS: i64 = 2 * 3_600;

/// The hours with which a day is compared: 45 days, Amazon Detective User Guide, "Informational findings
/// in finding groups".
const BASELINE_HOURS: i32 = 45 * 24;

const DAY_HOURS: i32 = 24;

/// Findings that are written together.
const AT_ONCE: usize = 100;

/// What is read of a call, of the day and before.
const COLUMNS: &[Column] = &[
    Column::Hour,
    Column::AccountId,
    Column::PrincipalType,
    Column::PrincipalId,
    Column::PrincipalName,
    Column::PrincipalArn,
    Column::SourceAddress,
    Column::SourceIsIp,
    Column::UserAgent,
    Column::Country,
    Column::Aso,
    Column::Service,
    Column::Api,
    Column::ErrorCode,
    Column::Calls,
    Column::FirstSeen,
    Column::LastSeen,
];

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: NAME,
    started_by: StartedBy::Schedule(Duration::from_secs(3_600)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, NAME, |services, now| {
            Box::pin(async move { Ok(close_all(&services, now).await?) })
        }))
    },
};

#[derive(Debug, thiserror::Error)]
enum CloseError {
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the rows cannot be read")]
    Segments(#[from] SegmentError),
    #[error("the day is none")]
    Day(#[from] InvalidScopeTime),
    #[error("the model cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

async fn close_all(services: &Services, now: Timestamp) -> Result<Value, CloseError> {
    let store = services.store(ACCESS);
    let (mut closed, mut told) = (0, 0);
    // One graph that fails does not keep the others from their turn.
    let mut failed = None;
    for graph in store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        match close(&store, &graph, now).await {
            Ok(Some(evidence)) => {
                closed += 1;
                told += evidence;
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(graph.arn = %graph.arn, error.cause = %chain(&error), "day not closed");
                failed = Some(error);
            }
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(json!({ "closed": closed, "evidence": told })),
    }
}

/// Closes the last day that is over, unless it is closed; says how much evidence it has.
async fn close(store: &Store, graph: &Graph, now: Timestamp) -> Result<Option<usize>, CloseError> {
    let id = graph.arn.id();
    let date = now.plus_seconds(-SETTLED_SECONDS).hour().day().plus(-1);
    if store.closed_day(id).await? >= Some(date) {
        return Ok(None);
    }
    let (start, end) = (date.first_hour().start(), date.plus(1).first_hour().start());
    let day = ScopeTime::new(start, end)?;
    let before = ScopeTime::before(day, BASELINE_HOURS);
    let window = Window { day, before };
    let read = Read {
        manifest: Manifest::new(store, id),
        graph,
    };
    let today = read.day(day).await?;
    // Of a day without calls nothing can be told, and its logs may still come.
    if today.day.is_empty() {
        return Ok(None);
    }
    let (known, observed) = read.before(before, &today.day).await?;
    let model = match read.model(before).await? {
        Some(model) => model,
        None => Model::learn(&observed, before),
    };
    let evidence = evidence::find(&today.day, &known, Some(&model), window);
    let reports = evidence.iter().map(|it| report::report(it, date));
    let reports = reports.collect::<Result<Vec<_>, _>>()?;
    let reports: Vec<_> = reports.iter().flatten().collect();
    for some in reports.chunks(AT_ONCE) {
        match store.write_findings(id, some).await? {
            FindingsWritten::Done => {}
            FindingsWritten::GraphGone => return Ok(None),
        }
    }
    read.learn(observed, today.observed, window).await?;
    store.close_day(id, date).await?;
    let (evidence, left_out) = (reports.len(), today.day.left_out());
    tracing::info!(graph.arn = %graph.arn, day = %date, evidence.count = evidence, calls.left_out = left_out, "day closed");
    Ok(Some(evidence))
}

/// Reading the rows of a graph.
struct Read<'a> {
    manifest: Manifest<'a>,
    graph: &'a Graph,
}

/// What is known of a day.
#[derive(Debug, Default)]
struct Today {
    day: Day,
    observed: Observations,
}

impl Read<'_> {
    async fn day(&self, scope: ScopeTime) -> Result<Today, SegmentError> {
        let add = |today: &mut Today, call: &Call<'_>| {
            today.day.add(call);
            today.observed.add(call);
        };
        self.rows(scope, Today::default, add).await
    }

    async fn before(
        &self,
        scope: ScopeTime,
        day: &Day,
    ) -> Result<(Before, Observations), SegmentError> {
        let none = || (Before::default(), Observations::default());
        let add = |(known, observed): &mut (Before, Observations), call: &Call<'_>| {
            known.add(day, call);
            observed.add(call);
        };
        self.rows(scope, none, add).await
    }

    async fn rows<A: Send>(
        &self,
        scope: ScopeTime,
        none: impl Fn() -> A + Send + Sync,
        add: impl Fn(&mut A, &Call<'_>) + Send + Sync,
    ) -> Result<A, SegmentError> {
        graph_rows::add_up(&self.manifest, scope, Filter::default(), COLUMNS, none, add).await
    }

    /// The model that was learned from a time.
    async fn model(&self, window: ScopeTime) -> Result<Option<Model>, StoreError> {
        let Some(text) = self
            .manifest
            .store()
            .peers_model(self.graph.arn.id())
            .await?
        else {
            return Ok(None);
        };
        // What cannot be read is learned anew.
        let model: Option<Model> = serde_json::from_str(&text).ok();
        let ends_there = |it: &Model| it.window().is_some_and(|it| it.end() == window.end());
        Ok(model.filter(|it| it.is_sound() && ends_there(it)))
    }

    /// Learns the model for the next day: of the day and the days before.
    async fn learn(
        &self,
        mut observed: Observations,
        today: Observations,
        window: Window,
    ) -> Result<(), CloseError> {
        observed.merge(&today);
        let (start, end) = (window.before.start().plus(DAY_HOURS), window.day.end());
        let model = Model::learn(&observed, ScopeTime::new(start.start(), end.start())?);
        let text = serde_json::to_string(&model)?;
        let id = self.graph.arn.id();
        self.manifest.store().put_peers_model(id, &text).await?;
        let quality = model.quality();
        tracing::info!(
            graph.arn = %self.graph.arn,
            peers.principals = quality.principals,
            peers.methods = quality.methods,
            peers.rank = quality.rank,
            peers.explained = quality.explained,
            peers.held_out = quality.held_out,
            peers.left_out = observed.left_out(),
            "peers learned"
        );
        Ok(())
    }
}
