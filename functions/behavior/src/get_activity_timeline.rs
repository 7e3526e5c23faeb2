//! `GetActivityTimeline`: the activity of an entity over time, beside what it was before.

use std::collections::BTreeMap;

use gumshoe_activity::{Call, Entity};
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{GraphArn, Hour, ScopeTime};
use gumshoe_segments::{Column, Filter as Rows, graph_rows};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::filters::{self, Filter, SentFilter};
use crate::grouping::Sums;
use crate::{list_activity, shapes};

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
    filters: Option<Vec<SentFilter>>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
    scope: SentScope,
    bin_hours: Option<i32>,
    filters: Vec<Filter>,
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
    success_count: u64,
    failure_count: u64,
}

/// The mean of a bin in the time before the scope time.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Baseline {
    start_time: String,
    end_time: String,
    mean_success_count: f64,
    mean_failure_count: f64,
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
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            entity: shapes::entity(sent.entity_type, sent.entity_id)?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            bin_hours,
            filters: filters::parse(sent.filters)?,
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
        let mut columns = list_activity::columns(&[], &command.filters);
        columns.push(Column::Hour);
        let rows = Rows {
            entity: Some(command.entity.clone()),
            ..Rows::default()
        };
        let add = |bins: &mut BTreeMap<Hour, Sums>, call: &Call<'_>, bin_hours| {
            if command
                .filters
                .iter()
                .all(|filter| filter.passes(call, command.entity.kind))
            {
                bins.entry(bin(call.hour, bin_hours)).or_default().add(call);
            }
        };
        let sums = |scope| {
            graph_rows::add_up(
                &cx.store,
                graph.arn.id(),
                scope,
                rows.clone(),
                &columns,
                BTreeMap::new,
                move |bins, call| {
                    add(bins, call, bin_hours);
                },
            )
        };
        let bins = sums(scope).await.map_err(ApiError::internal)?;
        let baseline = sums(before).await.map_err(ApiError::internal)?;
        Ok(Response {
            bin_size: if bin_hours == 1 { "HOUR" } else { "DAY" },
            bins: every_bin(scope, bin_hours, &bins),
            baseline: mean(before, bin_hours, &baseline),
        })
    }
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
fn every_bin(scope: ScopeTime, bin_hours: i32, bins: &BTreeMap<Hour, Sums>) -> Vec<Bin> {
    let mut all = Vec::new();
    let mut start = bin(scope.start(), bin_hours);
    while start < scope.end() {
        let sums = bins.get(&start).copied().unwrap_or_default();
        all.push(Bin {
            start_time: start.start().to_string(),
            success_count: sums.success,
            failure_count: sums.failure,
        });
        start = start.plus(bin_hours);
    }
    all
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a mean of counts below 2^53 is exact enough to draw"
)]
fn mean(scope: ScopeTime, bin_hours: i32, bins: &BTreeMap<Hour, Sums>) -> Baseline {
    let count = f64::from(scope.hours()) / f64::from(bin_hours);
    Baseline {
        start_time: scope.start().start().to_string(),
        end_time: scope.end().start().to_string(),
        mean_success_count: bins.values().map(|it| it.success).sum::<u64>() as f64 / count,
        mean_failure_count: bins.values().map(|it| it.failure).sum::<u64>() as f64 / count,
    }
}
