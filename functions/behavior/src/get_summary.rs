//! `GetSummary`: the Summary page of a 24-hour window. So far: the roles and users with the most
//! API call volume.

use std::collections::{BTreeMap, HashMap};

use gumshoe_activity::{Call, Entity, EntityType};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{GraphArn, Hour, ScopeTime, Timestamp};
use gumshoe_segments::{Column, Filter as Rows, graph_rows};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::grouping::Sums;

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetSummary>();

/// Principals shown. Amazon Detective User Guide, "Using the Summary page".
const MOST_PRINCIPALS: usize = 100;

/// Hours of each principal's timeline: 7 days.
const TIMELINE_HOURS: i32 = 7 * 24;

const DAY_SECONDS: i64 = 86_400;

/// The path of service-linked roles. IAM User Guide, "Service-linked roles".
const SERVICE_LINKED: &str = ":role/aws-service-role/";

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
    principals: Vec<PrincipalSummary>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PrincipalSummary {
    entity_type: &'static str,
    entity_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    account_id: String,
    success_count: u64,
    failure_count: u64,
    /// The hours of the last 7 days with activity.
    timeline: Vec<Bin>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Bin {
    start_time: String,
    success_count: u64,
    failure_count: u64,
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
        let week = scope.ending_with(TIMELINE_HOURS);
        let columns = [
            Column::Hour,
            Column::AccountId,
            Column::PrincipalType,
            Column::PrincipalId,
            Column::PrincipalName,
            Column::PrincipalArn,
            Column::ErrorCode,
            Column::Calls,
            Column::FirstSeen,
            Column::LastSeen,
        ];
        let add = |principals: &mut Principals, call: &Call<'_>| {
            principals.add(call, scope, command.service_linked)
        };
        let principals = graph_rows::add_up(
            &cx.store,
            graph.arn.id(),
            week,
            Rows::default(),
            &columns,
            Principals::default,
            add,
        )
        .await
        .map_err(ApiError::internal)?;
        Ok(Response {
            scope_start_time: scope.start().start().to_string(),
            scope_end_time: scope.end().start().to_string(),
            principals: principals.busiest(),
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

#[derive(Default)]
struct Principals(HashMap<Entity, Principal>);

#[derive(Default)]
struct Principal {
    name: Option<String>,
    account: String,
    in_scope: Sums,
    hours: BTreeMap<Hour, Sums>,
}

impl Principals {
    fn add(&mut self, call: &Call<'_>, scope: ScopeTime, service_linked: bool) {
        let caller = &call.caller;
        let Some((kind @ (EntityType::AwsUser | EntityType::AwsRole), id)) =
            caller.principal_type.zip(caller.principal_id)
        else {
            return;
        };
        if !service_linked
            && caller
                .principal_arn
                .is_some_and(|arn| arn.contains(SERVICE_LINKED))
        {
            return;
        }
        let principal = self
            .0
            .entry(Entity {
                kind,
                id: id.to_owned(),
            })
            .or_default();
        if principal.account.is_empty() {
            caller.account.clone_into(&mut principal.account);
        }
        if principal.name.is_none() {
            principal.name = caller.principal_name.map(str::to_owned);
        }
        principal
            .hours
            .entry(call.hour)
            .or_default()
            .add::<Column>(call);
        if scope.contains(call.hour) {
            principal.in_scope.add::<Column>(call);
        }
    }

    /// Those with the most calls in the scope time; equal ones in the order of their ids.
    fn busiest(self) -> Vec<PrincipalSummary> {
        let mut active: Vec<(Entity, Principal)> = self
            .0
            .into_iter()
            .filter(|(_, it)| it.in_scope.total::<Column>() > 0)
            .collect();
        active.sort_by(|(entity, it), (other_entity, other)| {
            other
                .in_scope
                .total::<Column>()
                .cmp(&it.in_scope.total::<Column>())
                .then_with(|| entity.cmp(other_entity))
        });
        active.truncate(MOST_PRINCIPALS);
        active
            .into_iter()
            .map(|(entity, principal)| summary(entity, principal))
            .collect()
    }
}

fn summary(entity: Entity, principal: Principal) -> PrincipalSummary {
    let bin = |(hour, sums): (&Hour, &Sums)| {
        let [success_count, failure_count, ..] = sums.measures;
        Bin {
            start_time: hour.start().to_string(),
            success_count,
            failure_count,
        }
    };
    let [success_count, failure_count, ..] = principal.in_scope.measures;
    PrincipalSummary {
        entity_type: entity.kind.as_str(),
        entity_id: entity.id,
        name: principal.name,
        account_id: principal.account,
        success_count,
        failure_count,
        timeline: principal.hours.iter().map(bin).collect(),
    }
}
