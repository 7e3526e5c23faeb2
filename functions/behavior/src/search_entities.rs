//! `SearchEntities`: entities by id, name or ARN, exactly or by a pattern.

use gumshoe_activity::{Entity, EntityType};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_segments::SegmentError;
use gumshoe_segments::index::{self, Lookup};
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::found::{Found, SortBy};
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
        let pattern = Pattern::new(&command.query);
        let mut found = Found::new(&pattern, command.sort_by, command.descending);
        let lookup = Lookup {
            kind: pattern.kind().or(command.kind),
            text: pattern.lookup(),
        };
        // A block of addresses holds nothing else.
        if lookup.kind == command.kind || command.kind.is_none() {
            let manifest = Manifest::new(&cx.store, graph.arn.id());
            index::search(&manifest, &lookup, &mut found)
                .await
                .map_err(too_broad)?;
        }
        if let Pattern::Exact(_) = pattern {
            let (store, graph) = (&cx.store, graph.arn.id());
            let named = named::with_id(store, graph, command.kind, &command.query, cx.now).await?;
            for (entity, record) in &named {
                found.add(entity, record);
            }
        }
        let (page, next_token) = pages.cut(found.into_first()).await?;
        Ok(Response {
            entities: page
                .iter()
                .map(|(entity, record)| EntityDetail::new(entity, record))
                .collect(),
            next_token,
        })
    }
}

fn too_broad(error: SegmentError) -> ApiError {
    match error {
        SegmentError::TooBroad { rows, most } => {
            let problem = format!(
                "is too broad: {rows} entities would have to be looked at, and {most} may. Begin it with a text, or send an EntityType"
            );
            Invalid::new("Query", problem).into()
        }
        error => ApiError::internal(error),
    }
}
