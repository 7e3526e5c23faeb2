//! What the demo asks the behaviour API when everything is loaded.

mod sources;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use gumshoe_domain::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::account::Account;
use super::behavior::BehaviorError;
use crate::synthetic::Scenario;

pub(super) use sources::{Finding, Sources};
#[cfg(test)]
pub(super) use sources::{Peer, Subject};

const SECONDS_PER_DAY: i64 = 86_400;

/// Most groups that one page may have. API reference of Detective, `MaxResults`.
const PAGE: u32 = 200;

/// The answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answers {
    /// Principals by their calls in the last day, most first.
    pub(super) busiest: Vec<Principal>,
    /// Places of the last day from which an account was not called before; most refused calls first.
    pub(super) new_places: Vec<NewPlace>,
    /// What the other sources tell.
    pub(super) sources: Sources,
    /// The last day.
    pub(super) day: Window,
    /// The days before; absent when there are none.
    pub(super) before: Option<Window>,
}

/// A principal, as `GetSummary` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Principal {
    pub(super) entity_type: String,
    pub(super) entity_id: String,
    #[serde(default)]
    pub(super) name: Option<String>,
    pub(super) success_count: u64,
    pub(super) failure_count: u64,
    pub(super) timeline: Vec<Bin>,
}

/// An hour of a principal's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Bin {
    pub(super) start_time: String,
    pub(super) success_count: u64,
    pub(super) failure_count: u64,
}

/// A place that an account was newly called from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewPlace {
    pub(super) account: String,
    /// ISO 3166-1 alpha-2 code.
    pub(super) country: String,
    pub(super) city: Option<String>,
    /// The organisation of the autonomous system.
    pub(super) aso: Option<String>,
    pub(super) success_count: u64,
    pub(super) failure_count: u64,
    pub(super) first_seen: String,
    /// Who called from there.
    pub(super) callers: Vec<String>,
}

/// A span of time, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Summary {
    principals: Vec<Principal>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Activity {
    groups: Vec<Group>,
    #[serde(default)]
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Group {
    keys: BTreeMap<String, String>,
    success_count: u64,
    failure_count: u64,
    #[serde(default)]
    first_seen: Option<String>,
}

/// Country, city, organisation: what makes a place.
type Place = (String, Option<String>, Option<String>);

/// Asks everything.
pub(super) async fn ask(
    accounts: &[Account],
    scenario: &Scenario,
) -> Result<Answers, BehaviorError> {
    let end = scenario.end();
    let day = Window {
        start: end.plus_seconds(-SECONDS_PER_DAY),
        end,
    };
    let start = scenario.first_moment();
    let before = (start < day.start).then_some(Window {
        start,
        end: day.start,
    });
    let busiest = match accounts.first() {
        Some(administrator) => summary(administrator, day).await?,
        None => Vec::new(),
    };
    let mut new_places = Vec::new();
    if let Some(before) = before {
        for account in accounts {
            new_places.extend(places_new_to(account, day, before).await?);
        }
    }
    new_places.sort_by_key(|place| Reverse(place.failure_count));
    Ok(Answers {
        sources: sources::ask(accounts, day, before).await?,
        busiest,
        new_places,
        day,
        before,
    })
}

async fn summary(account: &Account, day: Window) -> Result<Vec<Principal>, BehaviorError> {
    let body = json!({
        "GraphArn": account.graph,
        "ScopeStartTime": day.start.to_string(),
    });
    let summary: Summary = account
        .behavior
        .call("/behavior/summary/get", &body)
        .await?;
    Ok(summary.principals)
}

async fn places_new_to(
    account: &Account,
    day: Window,
    before: Window,
) -> Result<Vec<NewPlace>, BehaviorError> {
    let known: BTreeSet<Place> = activity(account, before, &["Country", "City", "Aso"], &[])
        .await?
        .into_iter()
        .filter_map(|group| place(&group))
        .collect();
    let mut new = Vec::new();
    for group in activity(account, day, &["Country", "City", "Aso"], &[]).await? {
        let Some(place) = place(&group).filter(|place| !known.contains(place)) else {
            continue;
        };
        let callers = callers_from(account, day, &place).await?;
        let (country, city, aso) = place;
        new.push(NewPlace {
            account: account.id.clone(),
            country,
            city,
            aso,
            success_count: group.success_count,
            failure_count: group.failure_count,
            first_seen: group.first_seen.unwrap_or_default(),
            callers,
        });
    }
    Ok(new)
}

async fn callers_from(
    account: &Account,
    day: Window,
    (country, city, aso): &Place,
) -> Result<Vec<String>, BehaviorError> {
    let equals = |dimension, value: &String| json!({"Dimension": dimension, "Operator": "EQUALS", "Values": [value]});
    let mut filters = vec![equals("Country", country)];
    filters.extend(city.as_ref().map(|it| equals("City", it)));
    filters.extend(aso.as_ref().map(|it| equals("Aso", it)));
    let groups = activity(account, day, &["Principal"], &filters).await?;
    let caller = |mut group: Group| group.keys.remove("Principal");
    Ok(groups.into_iter().filter_map(caller).collect())
}

/// Every group of the account's activity, page by page.
async fn activity(
    account: &Account,
    window: Window,
    group_by: &[&str],
    filters: &[Value],
) -> Result<Vec<Group>, BehaviorError> {
    let mut body = json!({
        "GraphArn": account.graph,
        "EntityType": "AwsAccount",
        "EntityId": account.id,
        "Source": "API",
        "ScopeStartTime": window.start.to_string(),
        "ScopeEndTime": window.end.to_string(),
        "GroupBy": group_by,
        "Filters": filters,
        "MaxResults": PAGE,
    });
    let mut groups = Vec::new();
    loop {
        let path = "/behavior/activity/list";
        let page: Activity = account.behavior.call(path, &body).await?;
        groups.extend(page.groups);
        let Some(next) = page.next_token else {
            return Ok(groups);
        };
        body["NextToken"] = Value::String(next);
    }
}

/// The place of a group; calls from nowhere that is known have none.
fn place(group: &Group) -> Option<Place> {
    let value = |key: &str| group.keys.get(key).cloned();
    Some((value("Country")?, value("City"), value("Aso")))
}
