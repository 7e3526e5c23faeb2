//! `ListVolumeChanges`: what an entity did more of in a scope time than the 45 days before say is usual.

use std::collections::{BTreeMap, HashMap};

use gumshoe_activity::Entity;
use gumshoe_analytics::Explanation;
use gumshoe_analytics::volume::{
    self, FalseDiscoveryRate, Forecast, HourlyCounts, Usual, discoveries,
};
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{GraphArn, ScopeTime};
use gumshoe_segments::{Column, KubernetesColumn, NetworkColumn, SegmentError, graph_rows};
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::baseline::{self, Known};
use crate::explained::Explained;
use crate::grouping::{Keys, Sums, columns, plus};
use crate::shapes::{self, Paging};
use crate::source::{Activity, Source};

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListVolumeChanges>();

/// Most series that are tested. Our choice: it bounds the memory and the time of a question about an
/// entity in whose name somebody makes calls up.
const MOST_SERIES: usize = 3_000;

/// The probability with which the bounds of an answer hold what is usual.
const LEVEL: f64 = 0.95;

enum ListVolumeChanges {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    source: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    false_discovery_rate: Option<f64>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
    source: Source,
    scope: SentScope,
    rate: FalseDiscoveryRate,
    paging: Paging,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    changes: Vec<Change>,
    /// How many series were tested.
    tested_count: usize,
    false_discovery_rate: f64,
    baseline: Known,
    /// Whether everything was tested.
    is_complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Change {
    keys: BTreeMap<String, String>,
    observed: u64,
    expected: f64,
    lower: u64,
    upper: u64,
    p_value: f64,
    q_value: f64,
    explanation: Explained,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let rate = sent.false_discovery_rate.map(FalseDiscoveryRate::try_from);
        let rate = rate
            .transpose()
            .map_err(|error| Invalid::new("FalseDiscoveryRate", format!("is invalid: {error}")))?;
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            entity: shapes::entity(sent.entity_type, sent.entity_id)?,
            source: Source::parse(sent.source.as_deref())?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            rate: rate.unwrap_or(FalseDiscoveryRate::USUAL),
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

impl Operation for ListVolumeChanges {
    const NAME: &'static str = "ListVolumeChanges";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/volume/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        match command.source {
            Source::Api => answer::<Column>(cx, &command).await,
            Source::Network => answer::<NetworkColumn>(cx, &command).await,
            Source::Kubernetes => answer::<KubernetesColumn>(cx, &command).await,
        }
    }
}

async fn answer<C: Activity>(cx: &Context<'_>, command: &Command) -> Result<Response, ApiError> {
    let scope = command.scope.at(cx.now)?;
    let graph = cx.own_graph(&command.graph).await?;
    let arguments = arguments(command);
    let pages = command.paging.open(cx, &arguments).await?;
    let manifest = Manifest::new(&cx.store, graph.arn.id());
    let known = Known::of(&manifest, &graph, C::KIND, scope).await?;
    let before = baseline::before(scope);
    let read = Read {
        manifest: &manifest,
        entity: &command.entity,
    };
    let found = read.increased::<C>(&known, scope, command.rate);
    let found = found.await.map_err(ApiError::internal)?;
    let (page, next_token) = pages.cut(found.increases).await?;
    Ok(Response {
        changes: page.into_iter().map(|it| it.answer::<C>(before)).collect(),
        tested_count: found.tested_count,
        false_discovery_rate: command.rate.as_number(),
        baseline: known,
        is_complete: found.is_complete,
        next_token,
    })
}

/// Whose activity is tested, and where it is read.
struct Read<'a> {
    manifest: &'a Manifest<'a>,
    entity: &'a Entity,
}

/// What increased.
#[derive(Debug)]
struct Increases {
    /// The least probable first.
    increases: Vec<Increase>,
    /// How many series were tested.
    tested_count: usize,
    /// Whether everything was tested.
    is_complete: bool,
}

/// Counts by hour of everything that is told apart.
#[derive(Debug, Default)]
pub(crate) struct Series {
    by_keys: HashMap<Keys, HourlyCounts>,
    has_more: bool,
}

impl Read<'_> {
    /// What the entity did more of in `scope` than is usual by what is `known` of its baseline.
    pub(crate) async fn increased<C: Activity>(
        &self,
        known: &Known,
        scope: ScopeTime,
        rate: FalseDiscoveryRate,
    ) -> Result<Increases, SegmentError> {
        let usual = self.series::<C>(baseline::before(scope)).await?;
        let now = self.series::<C>(scope).await?;
        Ok(Increases {
            increases: increased(&usual, &now, known, scope, rate),
            tested_count: usual.by_keys.len(),
            is_complete: !usual.has_more && !now.has_more,
        })
    }

    async fn series<C: Activity>(&self, scope: ScopeTime) -> Result<Series, SegmentError> {
        let (manifest, entity) = (self.manifest, self.entity);
        let attachments = C::attachments(manifest, scope, entity, C::TOLD_APART).await?;
        let rows = C::rows(self.entity, &attachments);
        let mut columns = columns::<C>(C::TOLD_APART.iter().copied());
        columns.push(C::hour_column());
        columns.extend(C::ATTRIBUTED);
        let add = |series: &mut Series, row: &C::Row<'_>| {
            if let Some(row) = &C::attributed(row, self.entity, &attachments) {
                series.add_row::<C>(row, self.entity);
            }
        };
        graph_rows::add_up(manifest, scope, rows, &columns, Series::default, add).await
    }
}

impl Series {
    /// Adds a row, seen from the entity `from`.
    pub(crate) fn add_row<C: Activity>(&mut self, row: &C::Row<'_>, from: &Entity) {
        let value = |it: &C::Dimension| C::value(row, *it, from).map(Into::into);
        let keys: Keys = C::TOLD_APART.iter().map(value).collect();
        let mut sums = Sums::default();
        sums.add::<C>(row);
        self.add(keys, C::span(row).first_hour, sums.total::<C>());
    }

    fn add(&mut self, keys: Keys, hour: gumshoe_domain::Hour, count: u64) {
        if self.by_keys.len() >= MOST_SERIES && !self.by_keys.contains_key(&keys) {
            self.has_more = true;
            return;
        }
        let sum = self.by_keys.entry(keys).or_default().entry(hour);
        let sum = sum.or_default();
        *sum = plus(*sum, count);
    }
}

/// A series that increased.
#[derive(Debug)]
pub(crate) struct Increase {
    pub(crate) keys: Keys,
    /// Its counts in the scope time.
    pub(crate) hours: HourlyCounts,
    pub(crate) observed: u64,
    pub(crate) forecast: Forecast,
    p_value: f64,
    pub(crate) q_value: f64,
}

/// What is much more in `now` than in `before`. What was not there before is new, and no increase.
pub(crate) fn increased(
    before: &Series,
    now: &Series,
    known: &Known,
    scope: ScopeTime,
    rate: FalseDiscoveryRate,
) -> Vec<Increase> {
    let first_seen = before.by_keys.values().flat_map(|it| it.keys()).min();
    let Some(learned) = known.learned_from(first_seen.copied()) else {
        return Vec::new();
    };
    let mut candidates = Vec::new();
    // Most series have less than usual or nothing at all: of those no more is asked.
    let mut p_values = Vec::with_capacity(before.by_keys.len());
    for (keys, hours) in &before.by_keys {
        let observed = now.by_keys.get(keys).map_or(0, total);
        if observed == 0 {
            continue;
        }
        let usual = Usual::learn(hours, learned, |hour| known.is_observed(hour));
        if usual.expected(scope.hours()) >= as_number(observed) {
            continue;
        }
        let forecast = usual.next(scope.hours());
        let p_value = forecast.tail(observed).p_value();
        p_values.push(p_value);
        candidates.push(Increase {
            keys: keys.clone(),
            hours: HourlyCounts::default(),
            observed,
            forecast,
            p_value,
            q_value: 1.0,
        });
    }
    p_values.resize(before.by_keys.len(), 1.0);
    for (candidate, q_value) in candidates.iter_mut().zip(discoveries(&p_values)) {
        candidate.q_value = q_value;
    }
    candidates.retain(|it| it.q_value <= rate.as_number());
    for candidate in &mut candidates {
        let hours = now.by_keys.get(&candidate.keys);
        candidate.hours = hours.cloned().unwrap_or_default();
    }
    candidates.sort_by(|a, b| {
        a.p_value
            .total_cmp(&b.p_value)
            .then_with(|| a.keys.cmp(&b.keys))
    });
    candidates
}

fn total(hours: &HourlyCounts) -> u64 {
    hours.values().copied().fold(0, plus)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "compared with an expectation, which is less exact"
)]
fn as_number(count: u64) -> f64 {
    count as f64
}

impl Increase {
    /// Why it is one.
    pub(crate) fn explain<C: Activity>(&self, before: ScopeTime) -> Explanation {
        let values: Vec<&str> = self.keys.iter().flatten().map(String::as_str).collect();
        let what = format!("{} of {}", C::UNIT, values.join(" "));
        volume::explain(&what, self.observed, &self.forecast, self.q_value, before)
    }

    fn answer<C: Activity>(self, before: ScopeTime) -> Change {
        let bounds = self.forecast.interval(LEVEL);
        let explanation = self.explain::<C>(before);
        let named = C::TOLD_APART.iter().zip(self.keys);
        Change {
            keys: named
                .filter_map(|(dimension, value)| Some((dimension.to_string(), value?)))
                .collect(),
            observed: self.observed,
            expected: self.forecast.expected(),
            lower: bounds.lower,
            upper: bounds.upper,
            p_value: self.p_value,
            q_value: self.q_value,
            explanation: explanation.into(),
        }
    }
}

/// What binds a page token.
fn arguments(command: &Command) -> String {
    format!(
        "{} {:?} {:?} {:?} {:?}",
        command.graph, command.entity, command.source, command.scope, command.rate
    )
}
