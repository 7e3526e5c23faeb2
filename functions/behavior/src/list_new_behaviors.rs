//! `ListNewBehaviors`: what is in a scope time and was not in the 45 days before.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use gumshoe_activity::Entity;
use gumshoe_analytics::novelty::{Candidate, Candidates, NoveltyKind, Reach, explain};
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::GraphArn;
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::baseline::{self, Known};
use crate::explained::Explained;
use crate::new_to_whom::{self, Asked, Found};
use crate::shapes::{self, Paging};

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListNewBehaviors>();

enum ListNewBehaviors {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    kinds: Option<Vec<String>>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
    scope: SentScope,
    kinds: Vec<NoveltyKind>,
    paging: Paging,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    new_behaviors: Vec<NewBehavior>,
    baseline: Known,
    /// Whether everything new is here: the scope time may have too much of it.
    is_complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct NewBehavior {
    kind: &'static str,
    /// The values by dimension; one that is unknown is not in it.
    keys: BTreeMap<&'static str, String>,
    /// The ARN of a principal.
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<f32>,
    reach: &'static str,
    success_count: u64,
    failure_count: u64,
    first_seen: String,
    last_seen: String,
    explanation: Explained,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let entity = shapes::entity(sent.entity_type, sent.entity_id)?;
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            kinds: kinds(&entity, sent.kinds.as_deref())?,
            entity,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

/// The wanted kinds among those that can be new for the entity; all of these unless some are sent.
fn kinds(entity: &Entity, sent: Option<&[String]>) -> Result<Vec<NoveltyKind>, Invalid> {
    let of_entity = NoveltyKind::of(entity.kind);
    let Some(sent) = sent else {
        return Ok(of_entity.to_vec());
    };
    if sent.len() > NoveltyKind::ALL.len() {
        let problem = format!(
            "must have length less than or equal to {}. Found {}.",
            NoveltyKind::ALL.len(),
            sent.len()
        );
        return Err(Invalid::new("Kinds", problem));
    }
    let wanted: Vec<NoveltyKind> = sent
        .iter()
        .map(|it| field::parsed("Kinds", it))
        .collect::<Result<_, _>>()?;
    let kinds = of_entity.iter().filter(|it| wanted.contains(it));
    Ok(kinds.copied().collect())
}

impl Operation for ListNewBehaviors {
    const NAME: &'static str = "ListNewBehaviors";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/novelty/list",
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
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let kind = new_to_whom::segments_of(&command.entity);
        let known = Known::of(&manifest, &graph, kind, scope).await?;
        let asked = Asked {
            manifest: &manifest,
            entity: &command.entity,
            scope,
            before: baseline::before(scope),
        };
        let found = asked
            .find(&command.kinds)
            .await
            .map_err(ApiError::internal)?;
        let is_complete = found.new.is_complete();
        let sorted = sorted(&found);
        let (page, next_token) = pages.cut(sorted).await?;
        let new_behaviors = page
            .into_iter()
            .map(|(candidate, reach)| new_behavior(candidate, reach, &asked))
            .collect();
        Ok(Response {
            new_behaviors,
            baseline: known,
            is_complete,
            next_token,
        })
    }
}

/// What is new for the most comes first, then by kind, and of a kind the most frequent.
fn sorted(found: &Found) -> Vec<(&Candidate, Reach)> {
    let mut all: Vec<_> = Candidates::iter(&found.new)
        .zip(found.reaches.iter().copied())
        .collect();
    all.sort_by(|(one, a), (other, b)| {
        let key = |it: &Candidate| Reverse(it.succeeded.saturating_add(it.failed));
        b.cmp(a)
            .then_with(|| one.kind.cmp(&other.kind))
            .then_with(|| key(one).cmp(&key(other)))
            .then_with(|| one.parts.cmp(&other.parts))
    });
    all
}

fn new_behavior(candidate: &Candidate, reach: Reach, asked: &Asked<'_>) -> NewBehavior {
    let parts = candidate.parts.iter().cloned();
    let keys = candidate.kind.keys().iter().zip(parts);
    let (latitude, longitude) = candidate.coordinates.unzip();
    NewBehavior {
        kind: candidate.kind.as_str(),
        keys: keys.filter_map(|(key, part)| Some((*key, part?))).collect(),
        arn: candidate.label.clone(),
        latitude,
        longitude,
        reach: reach.as_str(),
        success_count: candidate.succeeded,
        failure_count: candidate.failed,
        first_seen: candidate.first_seen.to_string(),
        last_seen: candidate.last_seen.to_string(),
        explanation: explain(candidate, asked.entity, reach, asked.before).into(),
    }
}

/// What binds a page token.
fn arguments(command: &Command) -> String {
    format!(
        "{} {:?} {:?} {:?}",
        command.graph, command.entity, command.scope, command.kinds
    )
}
