//! `GetIngestStatus`: what a graph has taken in, left out and refused, and how far behind it is.

use std::collections::BTreeMap;

use gumshoe_api::field::GraphRequest;
use gumshoe_api::{ApiError, Context, Entry, Method, Operation, Route};
use gumshoe_domain::{Gap, GraphArn, LogSourceName, Packages, Timestamp};
use gumshoe_store::{Access, DuplicateTrail, LedgerScope, SegmentKind, SourceStatus};
use serde::Serialize;

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetIngestStatus>();

enum GetIngestStatus {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    sources: Vec<Source>,
    /// Objects that belong to no graph of the deployment.
    unattributed: Vec<Source>,
    geolocation: Geolocation,
    packages: Vec<Package>,
    warnings: Vec<Warning>,
    /// When ingest was suspended last because the graph took in too much.
    #[serde(skip_serializing_if = "Option::is_none")]
    suspension: Option<Period>,
    /// Bytes that the accounts of the graph give it a day, decompressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes_per_day: Option<u64>,
}

/// What somebody should look at.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Warning {
    reason: &'static str,
    account_id: String,
    /// The buckets and prefixes of the trails that deliver the same events.
    trails: Vec<String>,
    last_seen: String,
}

impl From<DuplicateTrail> for Warning {
    fn from(duplicate: DuplicateTrail) -> Self {
        Self {
            reason: "DUPLICATE_TRAIL",
            account_id: duplicate.account.to_string(),
            trails: duplicate.trails,
            last_seen: duplicate.last_seen.to_string(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Package {
    package: &'static str,
    state: &'static str,
    /// When it was stopped: nothing of these times was taken in, and nothing ever is.
    gaps: Vec<Period>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Period {
    start_time: String,
    /// Absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<String>,
}

impl From<Gap> for Period {
    fn from(gap: Gap) -> Self {
        Self {
            start_time: gap.from.to_string(),
            end_time: gap.to.map(|to| to.to_string()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    source: &'static str,
    objects: Objects,
    records: Records,
    /// Size of the ingested objects, decompressed.
    bytes: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest_event_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_ingest_time: Option<String>,
    /// Seconds by which the newest event was older than the moment of the last ingest.
    #[serde(skip_serializing_if = "Option::is_none")]
    lag_seconds: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Objects {
    ingested: i64,
    /// Sound objects that hold no activity, by reason.
    left_out: BTreeMap<String, i64>,
    /// Objects that cannot be read, by reason.
    quarantined: BTreeMap<String, i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Records {
    ingested: i64,
    /// Sound records that are no activity, by reason.
    left_out: BTreeMap<String, i64>,
    /// Malformed records, by reason.
    rejected: BTreeMap<String, i64>,
    /// Oddities of records, by kind.
    notices: BTreeMap<String, i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Geolocation {
    /// The files that told the places of the newest activity.
    files: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
}

impl Operation for GetIngestStatus {
    const NAME: &'static str = "GetIngestStatus";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/ingest/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = GraphRequest;
    type Command = GraphArn;
    type Response = Response;

    async fn run(cx: &Context<'_>, graph: GraphArn) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&graph).await?;
        let own = cx.store.status(LedgerScope::Graph(graph.arn.id())).await?;
        let unattributed = cx.store.status(LedgerScope::Unattributed).await?;
        let mut sources = Vec::new();
        for status in &own {
            let newest = match kind_of(status.source) {
                Some(kind) => cx.store.newest_event(graph.arn.id(), kind).await?,
                None => None,
            };
            sources.push(source(status, newest));
        }
        let duplicates = cx.store.duplicate_trails(graph.arn.id(), cx.now).await?;
        Ok(Response {
            warnings: duplicates.into_iter().map(Warning::from).collect(),
            geolocation: geolocation(&own),
            sources,
            unattributed: unattributed
                .iter()
                .map(|status| source(status, None))
                .collect(),
            packages: packages(&graph.packages),
            suspension: graph.suspension.map(|it| it.gap().into()),
            bytes_per_day: cx.store.bytes_per_day(graph.arn.id(), cx.now).await?,
        })
    }
}

/// The kind of segments that holds what a source tells; findings are in the table.
fn kind_of(source: LogSourceName) -> Option<SegmentKind> {
    match source {
        LogSourceName::CloudTrail => Some(SegmentKind::Activity),
        LogSourceName::VpcFlow => Some(SegmentKind::Network),
        LogSourceName::EksAudit => Some(SegmentKind::Kubernetes),
        LogSourceName::GuardDuty | LogSourceName::SecurityHub => None,
    }
}

fn packages(packages: &Packages) -> Vec<Package> {
    packages
        .iter()
        .map(|(package, history)| Package {
            package: package.as_str(),
            state: history.state.as_str(),
            gaps: history.gaps().map(Period::from).collect(),
        })
        .collect()
}

fn source(status: &SourceStatus, newest: Option<Timestamp>) -> Source {
    let counters = &status.counters;
    let lag = status
        .last_ingest
        .zip(newest)
        .map(|(last, newest)| last.as_seconds() - newest.as_seconds());
    Source {
        source: status.source.as_str(),
        objects: Objects {
            ingested: counters.get("objects.ingested"),
            left_out: counters.group("objects.left_out"),
            quarantined: counters.group("objects.quarantined"),
        },
        records: Records {
            ingested: counters.get("records.ingested"),
            left_out: counters.group("records.left_out"),
            rejected: counters.group("records.rejected"),
            notices: counters.group("records.notices"),
        },
        bytes: counters.get("bytes"),
        newest_event_time: newest.map(|time| time.to_string()),
        last_ingest_time: status.last_ingest.map(|time| time.to_string()),
        lag_seconds: lag,
    }
}

fn geolocation(sources: &[SourceStatus]) -> Geolocation {
    // Findings have no places.
    let with_places = sources.iter().filter(|it| kind_of(it.source).is_some());
    let latest = with_places.max_by_key(|status| status.last_ingest);
    let files = latest
        .map(|status| status.geolocation.clone())
        .unwrap_or_default();
    let ingested = latest.is_some_and(|status| status.last_ingest.is_some());
    let message = (ingested && files.is_empty()).then_some(
        "No geolocation file is configured: country, city, coordinates and AS organisation of the activity are empty.",
    );
    Geolocation { files, message }
}
