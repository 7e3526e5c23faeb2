//! `ListRelationships`: what an entity is to others, with first and last time and count.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use gumshoe_activity::{Entity, RelationType};
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::GraphArn;
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::relating::{self, Direction, Known, Tie, Wanted};
use crate::shapes::{self, EntityReference, Paging};

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListRelationships>();

enum ListRelationships {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    relations: Option<Vec<String>>,
    direction: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
    scope: SentScope,
    wanted: Wanted,
    sort_by: SortBy,
    is_descending: bool,
    paging: Paging,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    relationships: Vec<Relationship>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Relationship {
    relation: &'static str,
    direction: &'static str,
    entity: EntityReference,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<String>,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    first_seen: String,
    last_seen: String,
}

impl From<(Tie, Known)> for Relationship {
    fn from((tie, known): (Tie, Known)) -> Self {
        Self {
            relation: tie.relation.as_str(),
            direction: tie.direction.as_str(),
            count: known.count(),
            bytes: (tie.relation == RelationType::CommunicatedWith).then_some(known.bytes),
            first_seen: known.first_seen.to_string(),
            last_seen: known.last_seen.to_string(),
            details: known.details.into_iter().collect(),
            entity: EntityReference::new(&tie.other, known.arn, known.account),
        }
    }
}

/// What relations are sorted by. Equal ones are in the order of relation and entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SortBy {
    LastSeen,
    FirstSeen,
    Count,
}

impl SortBy {
    const ALL: &[(&str, Self)] = &[
        ("LastSeen", Self::LastSeen),
        ("FirstSeen", Self::FirstSeen),
        ("Count", Self::Count),
    ];

    fn compare(self, one: &Known, other: &Known) -> Ordering {
        match self {
            Self::LastSeen => one.last_seen.cmp(&other.last_seen),
            Self::FirstSeen => one.first_seen.cmp(&other.first_seen),
            Self::Count => one.count().cmp(&other.count()),
        }
    }
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let direction = sent.direction.as_deref();
        let sort_by = sent.sort_by.as_deref().unwrap_or("LastSeen");
        let sort_order = sent.sort_order.as_deref().unwrap_or("DESC");
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            entity: shapes::entity(sent.entity_type, sent.entity_id)?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            wanted: Wanted {
                relations: relations(sent.relations.as_deref())?,
                direction: direction
                    .map(|it| one_of("Direction", Direction::ALL, it))
                    .transpose()?,
            },
            sort_by: one_of("SortBy", SortBy::ALL, sort_by)?,
            is_descending: one_of("SortOrder", &[("DESC", true), ("ASC", false)], sort_order)?,
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

/// Those that are named; without a name, all.
fn relations(sent: Option<&[String]>) -> Result<BTreeSet<RelationType>, Invalid> {
    let Some(names) = sent.filter(|it| !it.is_empty()) else {
        return Ok(RelationType::ALL.iter().copied().collect());
    };
    names
        .iter()
        .map(|name| field::parsed("Relations", name))
        .collect()
}

fn one_of<T: Copy>(member: &'static str, all: &[(&str, T)], sent: &str) -> Result<T, Invalid> {
    let found = all.iter().find(|(name, _)| *name == sent);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        Invalid::new(member, format!("must be one of {}", names.join(", ")))
    })
}

impl Operation for ListRelationships {
    const NAME: &'static str = "ListRelationships";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/relationships/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let scope = command.scope.at(cx.now)?;
        let graph = cx.own_graph(&command.graph).await?;
        let arguments = arguments(&command);
        let pages = command.paging.open(cx, &arguments).await?;
        let (entity, wanted) = (&command.entity, &command.wanted);
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let ties = relating::ties(&manifest, scope, entity, wanted)
            .await
            .map_err(ApiError::internal)?;
        let mut sorted: Vec<(Tie, Known)> = ties.known.into_iter().collect();
        sorted.sort_by(|(_, one), (_, other)| {
            let order = command.sort_by.compare(one, other);
            match command.is_descending {
                true => order.reverse(),
                false => order,
            }
        });
        let (page, next_token) = pages.cut(sorted).await?;
        Ok(Response {
            relationships: page.into_iter().map(Relationship::from).collect(),
            next_token,
        })
    }
}

/// What binds a page token. The scope as it was sent: without one, the pages of a later hour are others.
fn arguments(command: &Command) -> String {
    format!(
        "{} {:?} {:?} {:?} {:?} {}",
        command.graph,
        command.entity,
        command.scope,
        command.wanted,
        command.sort_by,
        command.is_descending
    )
}
