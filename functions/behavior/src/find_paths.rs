//! `FindPaths`: how somebody can have come from one entity to another.

use gumshoe_activity::Entity;
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::GraphArn;
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::reaching::{Explored, Explorer, Path, Step, paths};
use crate::shapes::{self, EntityReference};

/// The operation.
pub static ENTRY: Entry = Entry::of::<FindPaths>();

enum FindPaths {}

/// Steps of a path, at most and unless it is sent.
const MOST_HOPS: i64 = 6;
const USUAL_HOPS: i64 = 4;

/// Paths that are answered.
const MOST_PATHS: usize = 5;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    target_entity_type: Option<String>,
    target_entity_id: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    max_hops: Option<i64>,
}

struct Command {
    graph: GraphArn,
    from: Entity,
    to: Entity,
    scope: SentScope,
    most_hops: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    paths: Vec<PathShape>,
    /// How many entities' relations were looked at.
    entity_count: usize,
    /// Whether all that can be on a path was looked at.
    is_complete: bool,
    /// Entities that too many have to do with to say anything.
    not_followed: Vec<Hub>,
    scope_start_time: String,
    scope_end_time: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PathShape {
    steps: Vec<StepShape>,
    sentence: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct StepShape {
    from: EntityReference,
    to: EntityReference,
    relation: &'static str,
    direction: &'static str,
    count: u64,
    first_seen: String,
    last_seen: String,
    begin_time: String,
    sentence: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Hub {
    entity: EntityReference,
    relation_count: usize,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let from = shapes::entity(sent.entity_type, sent.entity_id)?;
        let to = target(sent.target_entity_type, sent.target_entity_id)?;
        if from == to {
            let problem = "must be another entity than EntityId";
            return Err(Invalid::new("TargetEntityId", problem));
        }
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            from,
            to,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            most_hops: hops(sent.max_hops.unwrap_or(USUAL_HOPS))?,
        })
    }
}

fn target(kind: Option<String>, id: Option<String>) -> Result<Entity, Invalid> {
    let kind = field::required("TargetEntityType", kind)?;
    let id = field::required("TargetEntityId", id)?;
    Ok(Entity {
        kind: field::parsed("TargetEntityType", &kind)?,
        id: field::text("TargetEntityId", id, 1, Entity::MAX_ID_BYTES)?,
    })
}

fn hops(sent: i64) -> Result<usize, Invalid> {
    let hops = usize::try_from(sent).ok();
    hops.filter(|_| (1..=MOST_HOPS).contains(&sent))
        .ok_or_else(|| {
            let problem = format!("must be between 1 and {MOST_HOPS}. Found {sent}.");
            Invalid::new("MaxHops", problem)
        })
}

impl Operation for FindPaths {
    const NAME: &'static str = "FindPaths";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/relationships/path",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let scope = command.scope.at(cx.now)?;
        let graph = cx.own_graph(&command.graph).await?;
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let explorer = Explorer {
            manifest: &manifest,
            scope,
            from: &command.from,
            to: &command.to,
            most_hops: command.most_hops,
        };
        let all = explorer.explore().await.map_err(ApiError::internal)?;
        let (from, to) = (&command.from, &command.to);
        let found = paths(&all, from, to, command.most_hops, MOST_PATHS);
        let hubs = all.hubs.iter().map(|(entity, count)| Hub {
            entity: reference(&all, entity),
            relation_count: *count,
        });
        Ok(Response {
            paths: found.paths.iter().map(|it| path_shape(&all, it)).collect(),
            entity_count: all.read.len(),
            is_complete: !all.is_cut && !found.is_cut,
            not_followed: hubs.collect(),
            scope_start_time: scope.start().start().to_string(),
            scope_end_time: scope.end().start().to_string(),
        })
    }
}

fn path_shape(all: &Explored, path: &Path) -> PathShape {
    let steps: Vec<StepShape> = path.0.iter().map(|it| step_shape(all, it)).collect();
    let sentences: Vec<&str> = steps.iter().map(|it| it.sentence.as_str()).collect();
    PathShape {
        sentence: sentences.join(" "),
        steps,
    }
}

fn step_shape(all: &Explored, step: &Step) -> StepShape {
    let hop = &step.hop;
    StepShape {
        from: reference(all, &step.from),
        to: reference(all, &step.to),
        relation: hop.relation.as_str(),
        direction: if hop.is_forward {
            "OUTGOING"
        } else {
            "INCOMING"
        },
        count: hop.count,
        first_seen: hop.first_seen.to_string(),
        last_seen: hop.last_seen.to_string(),
        begin_time: step.begin.to_string(),
        sentence: step.sentence(|it| name(all, it)),
    }
}

fn reference(all: &Explored, entity: &Entity) -> EntityReference {
    let arn = all.arns.get(entity).cloned();
    let account = arn.as_deref().and_then(|it| it.split(':').nth(4));
    let account = account.filter(|it| it.len() == 12).map(str::to_owned);
    EntityReference::new(entity, arn, account)
}

/// What people call an entity: the end of its ARN, where it has one.
fn name(all: &Explored, entity: &Entity) -> String {
    let arn = all.arns.get(entity).map(String::as_str);
    let resource = arn.and_then(|it| it.splitn(6, ':').nth(5));
    resource.unwrap_or(&entity.id).to_owned()
}
