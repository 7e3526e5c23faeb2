//! `GetSummary`: the Summary page of a 24-hour window.

use futures::try_join;
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::investigation::State;
use gumshoe_domain::{GraphArn, ScopeTime, Timestamp};
use gumshoe_store::{Access, KeptFinding, Manifest, SegmentKind};
use serde::{Deserialize, Serialize};

use crate::baseline::Known;
use crate::finding_groups::FindingGroupSummary;
use crate::summary::clusters::{self, ClusterSummary};
use crate::summary::geolocations::{self, NewGeolocation};
use crate::summary::instances::{self, InstanceSummary};
use crate::summary::investigations::{self, Investigations};
use crate::summary::principals::{self, PrincipalSummary};
use crate::summary::{Asked, groups, recommended};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetSummary>();

const DAY_SECONDS: i64 = 86_400;

enum GetSummary {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    scope_start_time: Option<String>,
    show_service_linked_roles: Option<bool>,
}

struct Command {
    graph: GraphArn,
    start: Option<Timestamp>,
    service_linked: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    scope_start_time: String,
    scope_end_time: String,
    investigations: Investigations,
    new_geolocations: Vec<NewGeolocation>,
    /// With what places are compared.
    baseline: Known,
    finding_groups: Vec<FindingGroupSummary>,
    principals: Vec<PrincipalSummary>,
    instances: Vec<InstanceSummary>,
    clusters: Vec<ClusterSummary>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            start: sent
                .scope_start_time
                .map(|text| field::parsed("ScopeStartTime", &text))
                .transpose()?,
            service_linked: sent.show_service_linked_roles.unwrap_or(true),
        })
    }
}

impl Operation for GetSummary {
    const NAME: &'static str = "GetSummary";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/summary/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let scope = window(command.start, cx.now)?;
        let graph = cx.own_graph(&command.graph).await?;
        let (store, id) = (&cx.store, graph.arn.id());
        let manifest = Manifest::new(store, id);
        let asked = Asked {
            manifest: &manifest,
            scope,
            now: cx.now,
        };
        let (from, until) = (asked.week().start().start(), scope.end().start());
        let (findings, all_groups, started, baseline) = try_join!(
            store.findings_seen(id, (from, until), cx.now),
            store.finding_groups(id),
            investigations::started(asked),
            Known::of(&manifest, &graph, SegmentKind::Activity, scope),
        )?;
        let today = of_scope(&findings, scope);
        // Of different kinds of segments, and places of a seventh of what principals are read of.
        let (active, new_geolocations, instances, clusters) = try_join!(
            principals::of_week(asked),
            geolocations::new(asked),
            instances::busiest(asked),
            clusters::busiest(asked, &today),
        )
        .map_err(ApiError::internal)?;
        let recommended = recommended::principals(asked, &findings, &all_groups, &active).await?;
        Ok(Response {
            scope_start_time: scope.start().start().to_string(),
            scope_end_time: until.to_string(),
            investigations: Investigations::new(&started, recommended),
            new_geolocations,
            baseline,
            finding_groups: groups::worst(&all_groups, asked.week()),
            principals: active.busiest(command.service_linked),
            instances,
            clusters,
        })
    }
}

/// The 24 hours from `start`; the last ones without it.
fn window(start: Option<Timestamp>, now: Timestamp) -> Result<ScopeTime, Invalid> {
    let Some(start) = start else {
        return Ok(ScopeTime::last_day(now));
    };
    let start = start.hour().start();
    let scope = ScopeTime::new(start, start.plus_seconds(DAY_SECONDS));
    scope.map_err(|error| Invalid::new("ScopeStartTime", format!("is invalid: {error}")))
}

/// The active findings that were seen in the scope time.
fn of_scope(findings: &[KeptFinding], scope: ScopeTime) -> Vec<&KeptFinding> {
    let start = scope.start().start();
    let seen = findings.iter().filter(|it| it.finding.last_seen >= start);
    seen.filter(|it| it.state() == State::Active).collect()
}
