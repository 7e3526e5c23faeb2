//! `GetEntity`: what is known of one entity.

use gumshoe_activity::Entity;
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_segments::{EntityFilter, registry};
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::named;
use crate::properties::{self, Properties};
use crate::shapes::{self, EntityDetail};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetEntity>();

enum GetEntity {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    entity: EntityDetail,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            entity: shapes::entity(sent.entity_type, sent.entity_id)?,
        })
    }
}

impl Operation for GetEntity {
    const NAME: &'static str = "GetEntity";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/entities/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let entity = command.entity;
        let wanted = EntityFilter {
            kind: Some(entity.kind),
            id: Some(entity.id.clone()),
        };
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let found = registry::entities(&manifest, &wanted)
            .await
            .map_err(ApiError::internal)?;
        let record = match found.get(&entity) {
            Some(record) => Some(record.clone()),
            None => named::by_findings(&cx.store, graph.arn.id(), &entity, cx.now).await?,
        };
        let record = record.ok_or_else(|| {
            ApiError::ResourceNotFound(format!(
                "The behavior graph has no {} with this EntityId.",
                entity.kind
            ))
        })?;
        let properties = properties::of(&manifest, &entity, cx.now)
            .await
            .map_err(ApiError::internal)?;
        Ok(Response {
            entity: EntityDetail::new(&entity, &record),
            properties,
        })
    }
}
