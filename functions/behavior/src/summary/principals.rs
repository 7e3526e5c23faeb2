//! Roles and users with the most API call volume.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use gumshoe_activity::entities::keep_greater;
use gumshoe_activity::{Call, Entity, EntityType};
use gumshoe_domain::{Hour, ScopeTime};
use gumshoe_segments::{Column, Filter, SegmentError, graph_rows};
use serde::Serialize;

use super::{Asked, MOST};
use crate::grouping::Sums;

/// The path of service-linked roles. IAM User Guide, "Service-linked roles".
const SERVICE_LINKED: &str = ":role/aws-service-role/";

const COLUMNS: &[Column] = &[
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

/// A user or a role, and how much it called.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PrincipalSummary {
    entity_type: &'static str,
    entity_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    account_id: String,
    is_service_linked_role: bool,
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

/// The users and roles of the last 7 days.
#[derive(Default)]
pub(crate) struct Principals(HashMap<Entity, Principal>);

#[derive(Default)]
struct Principal {
    name: Option<String>,
    arn: Option<String>,
    account: String,
    in_scope: Sums,
    hours: BTreeMap<Hour, Sums>,
}

/// The user or role that made a call.
pub(super) fn caller(call: &Call<'_>) -> Option<Entity> {
    let (kind, id) = call.caller.principal_type.zip(call.caller.principal_id)?;
    let is_shown = matches!(kind, EntityType::AwsUser | EntityType::AwsRole);
    is_shown.then(|| Entity {
        kind,
        id: id.to_owned(),
    })
}

/// Reads the users and roles of the last 7 days.
pub(crate) async fn of_week(asked: Asked<'_>) -> Result<Principals, SegmentError> {
    let (manifest, filter) = (asked.manifest, Filter::default());
    let add = |principals: &mut Principals, call: &Call<'_>| principals.add(call, asked.scope);
    let none = Principals::default;
    graph_rows::add_up(manifest, asked.week(), filter, COLUMNS, none, add).await
}

impl Principals {
    fn add(&mut self, call: &Call<'_>, scope: ScopeTime) {
        let Some(entity) = caller(call) else {
            return;
        };
        let (caller, principal) = (&call.caller, self.0.entry(entity).or_default());
        if principal.account.is_empty() {
            caller.account.clone_into(&mut principal.account);
        }
        keep_greater(&mut principal.name, caller.principal_name);
        keep_greater(&mut principal.arn, caller.principal_arn);
        let hour = principal.hours.entry(call.hour).or_default();
        hour.add::<Column>(call);
        if scope.contains(call.hour) {
            principal.in_scope.add::<Column>(call);
        }
    }

    /// The ARN of one, if it was active.
    pub(super) fn arn(&self, entity: &Entity) -> Option<&str> {
        self.0.get(entity)?.arn.as_deref()
    }

    /// Those with the most calls in the scope time, and those with the most failed ones, which need not be among
    /// them: all in the order of their calls, equal ones in the order of their ids.
    pub(crate) fn busiest(self, with_service_linked: bool) -> Vec<PrincipalSummary> {
        let mut active: Vec<(Entity, Principal)> = self.0.into_iter().collect();
        active.retain(|(_, it)| {
            it.in_scope.total::<Column>() > 0 && (with_service_linked || !it.is_service_linked())
        });
        active.sort_by(|(entity, it), (other_entity, other)| {
            let (calls, others) = (&it.in_scope, &other.in_scope);
            let by_calls = others.total::<Column>().cmp(&calls.total::<Column>());
            by_calls.then_with(|| entity.cmp(other_entity))
        });
        let failing = most_failing(&active);
        let shown = active.into_iter().enumerate();
        shown
            .filter(|(place, _)| *place < MOST || failing.contains(place))
            .map(|(_, (entity, principal))| summary(entity, principal))
            .collect()
    }
}

/// The places of those with the most failed calls.
fn most_failing(active: &[(Entity, Principal)]) -> HashSet<usize> {
    let failures = |place: usize| active[place].1.failures();
    let mut places: Vec<usize> = (0..active.len()).filter(|it| failures(*it) > 0).collect();
    places.sort_by_key(|it| Reverse(failures(*it)));
    places.truncate(MOST);
    places.into_iter().collect()
}

impl Principal {
    /// Failed calls in the scope time.
    fn failures(&self) -> u64 {
        let [_, failures, ..] = self.in_scope.measures;
        failures
    }

    fn is_service_linked(&self) -> bool {
        let arn = self.arn.as_deref();
        arn.is_some_and(|arn| arn.contains(SERVICE_LINKED))
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
        is_service_linked_role: principal.is_service_linked(),
        name: principal.name,
        account_id: principal.account,
        success_count,
        failure_count,
        timeline: principal.hours.iter().map(bin).collect(),
    }
}
