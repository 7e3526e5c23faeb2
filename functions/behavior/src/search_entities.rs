//! `SearchEntities`: entities by id, name or ARN, exactly or by a pattern.

use gumshoe_activity::{Entity, EntityRecord, EntityType};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_domain::quota::SEARCH_RESULTS;
use gumshoe_segments::{EntityFilter, registry};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::named;
use crate::pattern::Pattern;
use crate::shapes::{EntityDetail, Paging};

/// The operation.
pub static ENTRY: Entry = Entry::of::<SearchEntities>();

enum SearchEntities {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    query: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    kind: Option<EntityType>,
    query: String,
    sort_by: SortBy,
    descending: bool,
    paging: Paging,
}

#[derive(Debug, Clone, Copy)]
enum SortBy {
    EntityId,
    FirstSeen,
    LastSeen,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    entities: Vec<EntityDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let sort_by = match sent.sort_by.as_deref() {
            None | Some("EntityId") => SortBy::EntityId,
            Some("FirstSeen") => SortBy::FirstSeen,
            Some("LastSeen") => SortBy::LastSeen,
            Some(_) => {
                return Err(Invalid::new(
                    "SortBy",
                    "must be one of EntityId, FirstSeen, LastSeen",
                ));
            }
        };
        let descending = match sent.sort_order.as_deref() {
            None | Some("ASC") => false,
            Some("DESC") => true,
            Some(_) => return Err(Invalid::new("SortOrder", "must be one of ASC, DESC")),
        };
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            kind: sent
                .entity_type
                .map(|text| field::parsed("EntityType", &text))
                .transpose()?,
            query: field::text(
                "Query",
                field::required("Query", sent.query)?,
                1,
                Entity::MAX_ID_BYTES,
            )?,
            sort_by,
            descending,
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

impl Operation for SearchEntities {
    const NAME: &'static str = "SearchEntities";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/entities/search",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// Results are sorted before they are cut at 10,000, as in Detective's console.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let arguments = format!(
            "{} {:?} {} {:?} {}",
            command.graph, command.kind, command.query, command.sort_by, command.descending
        );
        let pages = command.paging.open(cx, &arguments).await?;
        let wanted = EntityFilter {
            kind: command.kind,
            id: None,
        };
        let mut table = registry::entities(&cx.store, graph.arn.id(), &wanted)
            .await
            .map_err(ApiError::internal)?;
        let pattern = Pattern::new(&command.query);
        if let Pattern::Exact(_) = pattern {
            let (store, graph) = (&cx.store, graph.arn.id());
            let named = named::with_id(store, graph, command.kind, &command.query).await?;
            for (entity, record) in &named {
                if table.get(entity).is_none() {
                    table.add(entity, record);
                }
            }
        }
        let mut found: Vec<(&Entity, &EntityRecord)> = table
            .iter()
            .filter(|(entity, record)| pattern.matches(entity, record))
            .collect();
        found.sort_by(|a, b| {
            let compared = match command.sort_by {
                SortBy::EntityId => a.0.id.cmp(&b.0.id),
                SortBy::FirstSeen => a.1.first_seen.cmp(&b.1.first_seen),
                SortBy::LastSeen => a.1.last_seen.cmp(&b.1.last_seen),
            };
            if command.descending {
                compared.reverse()
            } else {
                compared
            }
        });
        found.truncate(SEARCH_RESULTS);
        let (page, next_token) = pages.cut(found).await?;
        Ok(Response {
            entities: page
                .iter()
                .map(|(entity, record)| EntityDetail::new(entity, record))
                .collect(),
            next_token,
        })
    }
}
