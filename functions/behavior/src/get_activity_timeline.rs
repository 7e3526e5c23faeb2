//! `GetActivityTimeline`: the activity of an entity over time, beside what it was before.

use std::collections::BTreeMap;

use gumshoe_activity::Entity;
use gumshoe_analytics::volume::{Band, Usual};
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{GraphArn, Hour, ScopeTime};
use gumshoe_segments::{Column, KubernetesColumn, NetworkColumn, graph_rows};
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::baseline::{self, Known};
use crate::filters::{Filters, SentFilter, SentFilters};
use crate::grouping::{Sums, columns, plus};
use crate::shapes;
use crate::source::{Activity, Source};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetActivityTimeline>();

const HOURS_PER_DAY: i32 = 24;

/// The longest scope time that is shown in hours unless the caller says otherwise: a week.
const LONGEST_HOURLY: i32 = 7 * HOURS_PER_DAY;

/// The probability with which a band holds what is usual.
const LEVEL: f64 = 0.95;

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
    filter_connector: Option<String>,
    required_filters: Option<Vec<SentFilter>>,
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
    Api(Filters<Column>),
    Network(Filters<NetworkColumn>),
    Kubernetes(Filters<KubernetesColumn>),
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
    /// What is usual of each of them; absent where nothing is known of the time before.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    usual: BTreeMap<&'static str, Usually>,
}

/// What is usual of a sum of a bin.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Usually {
    expected: f64,
    lower: u64,
    upper: u64,
}

impl From<&Band> for Usually {
    fn from(band: &Band) -> Self {
        Self {
            expected: band.expected,
            lower: band.interval.lower,
            upper: band.interval.upper,
        }
    }
}

/// The mean of a bin in the time before the scope time.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Baseline {
    #[serde(flatten)]
    known: Known,
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
        let filters = SentFilters {
            required: sent.required_filters.as_deref(),
            filters: sent.filters.as_deref(),
            connector: sent.filter_connector.as_deref(),
        };
        let question = match Source::parse(sent.source.as_deref())? {
            Source::Api => Question::Api(Filters::parse(filters)?),
            Source::Network => Question::Network(Filters::parse(filters)?),
            Source::Kubernetes => Question::Kubernetes(Filters::parse(filters)?),
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
    filters: &Filters<C>,
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
    let before = baseline::before(scope);
    let manifest = Manifest::new(&cx.store, graph.arn.id());
    let known = Known::of(&manifest, &graph, C::KIND, scope).await?;
    let mut columns = columns::<C>(filters.dimensions());
    columns.push(C::hour_column());
    columns.extend(C::ATTRIBUTED);
    let from = &command.entity;
    let about: Vec<C::Dimension> = filters.dimensions().collect();
    let both = baseline::and_before(scope);
    let attachments = C::attachments(&manifest, both, from, &about)
        .await
        .map_err(ApiError::internal)?;
    let rows = C::rows(from, &attachments);
    let add = |hours: &mut BTreeMap<Hour, Sums>, row: &C::Row<'_>| {
        let row = C::attributed(row, from, &attachments);
        let passes = |row: &C::Row<'_>| filters.passes(row, from);
        if let Some(row) = row.filter(passes) {
            let hour = C::span(&row).first_hour;
            hours.entry(hour).or_default().add::<C>(&row);
        }
    };
    let sums = |scope| {
        let rows = rows.clone();
        graph_rows::add_up(&manifest, scope, rows, &columns, BTreeMap::new, add)
    };
    let hours = sums(scope).await.map_err(ApiError::internal)?;
    let usual = sums(before).await.map_err(ApiError::internal)?;
    let bands = bands::<C>(&usual, &known, scope, bin_hours);
    Ok(Response {
        bin_size: if bin_hours == 1 { "HOUR" } else { "DAY" },
        bins: every_bin::<C>(scope, bin_hours, &hours, &bands),
        baseline: mean::<C>(known, before, bin_hours, &usual),
    })
}

/// What is usual of each measure in each bin.
fn bands<C: Activity>(
    hours: &BTreeMap<Hour, Sums>,
    known: &Known,
    scope: ScopeTime,
    bin_hours: i32,
) -> Vec<(&'static str, Vec<Band>)> {
    let Some(learned) = known.learned_from(hours.keys().next().copied()) else {
        return Vec::new();
    };
    let measures = C::MEASURES.iter().enumerate();
    let bands = measures.map(|(at, name)| {
        let count = |sums: &Sums| sums.measures.get(at).copied().unwrap_or_default();
        let counts = hours.iter().map(|(hour, sums)| (*hour, count(sums)));
        let usual = Usual::learn(&counts.collect(), learned, |it| known.is_observed(it));
        (*name, usual.bands(scope, bin_hours, LEVEL))
    });
    bands.collect()
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
    hours: &BTreeMap<Hour, Sums>,
    bands: &[(&'static str, Vec<Band>)],
) -> Vec<Bin> {
    let mut bins: BTreeMap<Hour, Sums> = BTreeMap::new();
    for (hour, sums) in hours {
        bins.entry(bin(*hour, bin_hours)).or_default().merge(sums);
    }
    let mut all = Vec::new();
    let mut start = bin(scope.start(), bin_hours);
    while start < scope.end() {
        let sums = bins.get(&start).copied().unwrap_or_default();
        let usual = bands.iter().filter_map(|(name, bands)| {
            let band = bands.get(all.len())?;
            Some((*name, band.into()))
        });
        all.push(Bin {
            start_time: start.start().to_string(),
            sums: sums.named::<C>().collect(),
            usual: usual.collect(),
        });
        start = start.plus(bin_hours);
    }
    all
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a mean of counts below 2^53 is exact enough to draw"
)]
fn mean<C: Activity>(
    known: Known,
    before: ScopeTime,
    bin_hours: i32,
    hours: &BTreeMap<Hour, Sums>,
) -> Baseline {
    let count = f64::from(before.hours()) / f64::from(bin_hours);
    let mut sums: BTreeMap<&str, u64> = C::MEASURES.iter().map(|name| (*name, 0)).collect();
    for (name, sum) in hours.values().flat_map(Sums::named::<C>) {
        let total = sums.entry(name).or_default();
        *total = plus(*total, sum);
    }
    let means = sums.into_iter();
    Baseline {
        known,
        means: means
            .map(|(name, sum)| (format!("Mean{name}"), sum as f64 / count))
            .collect(),
    }
}
