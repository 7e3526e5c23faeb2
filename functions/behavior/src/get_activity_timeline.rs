//! `GetActivityTimeline`: the activity of an entity over time, beside what it was before.

use std::collections::BTreeMap;

use gumshoe_activity::Entity;
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{GraphArn, Hour, ScopeTime};
use gumshoe_segments::{Column, KubernetesColumn, NetworkColumn, graph_rows};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::filters::{self, Filter, SentFilter};
use crate::grouping::{Sums, columns, plus};
use crate::shapes;
use crate::source::{Activity, Source};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetActivityTimeline>();

const HOURS_PER_DAY: i32 = 24;

/// The longest scope time that is shown in hours unless the caller says otherwise: a week.
const LONGEST_HOURLY: i32 = 7 * HOURS_PER_DAY;

/// The hours before the scope time that the baseline is taken from: 45 days, Amazon Detective User
/// Guide, "Types of profile panel visualizations".
const BASELINE_HOURS: i32 = 45 * HOURS_PER_DAY;

enum GetActivityTimeline {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    bin_size: Option<String>,
    source: Option<String>,
    filters: Option<Vec<SentFilter>>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
    scope: SentScope,
    bin_hours: Option<i32>,
    question: Question,
}

/// What is asked of a source: the filters that activity must pass.
enum Question {
    Api(Vec<Filter<Column>>),
    Network(Vec<Filter<NetworkColumn>>),
    Kubernetes(Vec<Filter<KubernetesColumn>>),
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    bin_size: &'static str,
    bins: Vec<Bin>,
    baseline: Baseline,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Bin {
    start_time: String,
    /// The source's sums by their names.
    #[serde(flatten)]
    sums: BTreeMap<&'static str, u64>,
}

/// The mean of a bin in the time before the scope time.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Baseline {
    start_time: String,
    end_time: String,
    /// The means of the source's sums by their names, with `Mean` before them.
    #[serde(flatten)]
    means: BTreeMap<String, f64>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let bin_hours = match sent.bin_size.as_deref() {
            None => None,
            Some("HOUR") => Some(1),
            Some("DAY") => Some(HOURS_PER_DAY),
            Some(_) => return Err(Invalid::new("BinSize", "must be one of HOUR, DAY")),
        };
        let filters = sent.filters.as_deref().unwrap_or_default();
        let question = match Source::parse(sent.source.as_deref())? {
            Source::Api => Question::Api(filters::parse(filters)?),
            Source::Network => Question::Network(filters::parse(filters)?),
            Source::Kubernetes => Question::Kubernetes(filters::parse(filters)?),
        };
        Ok(Self {
            question,
            graph: field::graph_arn(sent.graph_arn)?,
            entity: shapes::entity(sent.entity_type, sent.entity_id)?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            bin_hours,
        })
    }
}

impl Operation for GetActivityTimeline {
    const NAME: &'static str = "GetActivityTimeline";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/activity/timeline",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        match &command.question {
            Question::Api(filters) => answer(cx, &command, filters).await,
            Question::Network(filters) => answer(cx, &command, filters).await,
            Question::Kubernetes(filters) => answer(cx, &command, filters).await,
        }
    }
}

async fn answer<C: Activity>(
    cx: &Context<'_>,
    command: &Command,
    filters: &[Filter<C>],
) -> Result<Response, ApiError> {
    let scope = command.scope.at(cx.now)?;
    let graph = cx.own_graph(&command.graph).await?;
    let bin_hours = command
        .bin_hours
        .unwrap_or(if scope.hours() <= LONGEST_HOURLY {
            1
        } else {
            HOURS_PER_DAY
        });
    let before = ScopeTime::before(scope, BASELINE_HOURS);
    let mut columns = columns(&[], filters);
    columns.push(C::hour_column());
    columns.extend(C::ATTRIBUTED);
    let from = &command.entity;
    let about: Vec<C::Dimension> = filters.iter().map(Filter::dimension).collect();
    let both = scope.ending_with(BASELINE_HOURS.saturating_add(scope.hours()));
    let attachments = C::attachments(&cx.store, graph.arn.id(), both, from, &about)
        .await
        .map_err(ApiError::internal)?;
    let rows = C::rows(from, &attachments);
    let add = |bins: &mut BTreeMap<Hour, Sums>, row: &C::Row<'_>| {
        let row = C::attributed(row, from, &attachments);
        let passes = |row: &C::Row<'_>| filters.iter().all(|filter| filter.passes(row, from));
        if let Some(row) = row.filter(passes) {
            let start = bin(C::span(&row).first_hour, bin_hours);
            bins.entry(start).or_default().add::<C>(&row);
        }
    };
    let sums = |scope| {
        let (graph, rows) = (graph.arn.id(), rows.clone());
        graph_rows::add_up(&cx.store, graph, scope, rows, &columns, BTreeMap::new, add)
    };
    let bins = sums(scope).await.map_err(ApiError::internal)?;
    let baseline = sums(before).await.map_err(ApiError::internal)?;
    Ok(Response {
        bin_size: if bin_hours == 1 { "HOUR" } else { "DAY" },
        bins: every_bin::<C>(scope, bin_hours, &bins),
        baseline: mean::<C>(before, bin_hours, &baseline),
    })
}

/// The first hour of the bin that holds `hour`; a day's bin begins at midnight, UTC.
fn bin(hour: Hour, bin_hours: i32) -> Hour {
    if bin_hours == HOURS_PER_DAY {
        hour.day().first_hour()
    } else {
        hour
    }
}

/// The bins of the scope time, the empty ones too: a timeline has no holes.
fn every_bin<C: Activity>(
    scope: ScopeTime,
    bin_hours: i32,
    bins: &BTreeMap<Hour, Sums>,
) -> Vec<Bin> {
    let mut all = Vec::new();
    let mut start = bin(scope.start(), bin_hours);
    while start < scope.end() {
        let sums = bins.get(&start).copied().unwrap_or_default();
        all.push(Bin {
            start_time: start.start().to_string(),
            sums: sums.named::<C>().collect(),
        });
        start = start.plus(bin_hours);
    }
    all
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a mean of counts below 2^53 is exact enough to draw"
)]
fn mean<C: Activity>(scope: ScopeTime, bin_hours: i32, bins: &BTreeMap<Hour, Sums>) -> Baseline {
    let count = f64::from(scope.hours()) / f64::from(bin_hours);
    let mut sums: BTreeMap<&str, u64> = C::MEASURES.iter().map(|name| (*name, 0)).collect();
    for (name, sum) in bins.values().flat_map(Sums::named::<C>) {
        let total = sums.entry(name).or_default();
        *total = plus(*total, sum);
    }
    let means = sums.into_iter();
    Baseline {
        start_time: scope.start().start().to_string(),
        end_time: scope.end().start().to_string(),
        means: means
            .map(|(name, sum)| (format!("Mean{name}"), sum as f64 / count))
            .collect(),
    }
}
