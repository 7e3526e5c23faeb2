//! `GetProfile`: the panels of an entity's profile for a scope time, as data.

use gumshoe_activity::{Entity, EntityRecord, Finding};
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{Graph, GraphArn};
use gumshoe_segments::{EntityFilter, registry};
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::baseline::Known;
use crate::findings;
use crate::named;
use crate::new_to_whom;
use crate::profile::form::Form;
use crate::profile::material::{Material, Reader};
use crate::profile::panel::{self, Panel, Tab};
use crate::profile::panels::finding_flows;
use crate::profile::time::Times;
use crate::shapes::{self, EntityDetail};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetProfile>();

enum GetProfile {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    panel_ids: Option<Vec<String>>,
    finding_id: Option<String>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
    scope: SentScope,
    /// In the order of the profile.
    panels: Vec<&'static Panel>,
    /// The finding beside which the profile is looked at.
    finding: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    entity: EntityDetail,
    scope_start_time: String,
    scope_end_time: String,
    baseline: Known,
    panels: Vec<Drawn>,
    /// Bins in which the entity had more peers than are kept one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    high_volume: Vec<HighVolume>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Drawn {
    id: &'static str,
    title: &'static str,
    guidance: &'static str,
    tab: Tab,
    form: &'static str,
    data: Form,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct HighVolume {
    start_time: String,
    relation: &'static str,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let entity = shapes::entity(sent.entity_type, sent.entity_id)?;
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            panels: panels(&entity, sent.panel_ids.as_deref())?,
            finding: sent.finding_id.map(findings::known_id).transpose()?,
            entity,
        })
    }
}

/// The named panels of the entity's profile; all of them where none is named.
fn panels(entity: &Entity, sent: Option<&[String]>) -> Result<Vec<&'static Panel>, Invalid> {
    let all = panel::of(entity.kind);
    let Some(names) = sent.filter(|it| !it.is_empty()) else {
        return Ok(all);
    };
    if let Some(unknown) = names.iter().find(|id| all.iter().all(|it| it.id != **id)) {
        let known: Vec<&str> = all.iter().map(|it| it.id).collect();
        let problem = format!(
            "has {unknown:?}, which the profile of {} has not. It has {}.",
            entity.kind,
            known.join(", ")
        );
        return Err(Invalid::new("PanelIds", problem));
    }
    let named = all.into_iter();
    Ok(named
        .filter(|it| names.iter().any(|id| id == it.id))
        .collect())
}

impl Operation for GetProfile {
    const NAME: &'static str = "GetProfile";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/entities/profile",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let scope = command.scope.at(cx.now)?;
        let graph = cx.own_graph(&command.graph).await?;
        let entity = &command.entity;
        let wanted = EntityFilter {
            kind: Some(entity.kind),
            id: Some(entity.id.clone()),
        };
        // All of it is read for the entity, and nothing after that looks into the table for it.
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let found = registry::entities(&manifest, &wanted)
            .await
            .map_err(ApiError::internal)?;
        let record = match found.get(entity) {
            Some(record) => record.clone(),
            None => of_findings(cx, &graph, entity).await?,
        };
        let reader = Reader {
            manifest: &manifest,
            graph: &graph,
            entity,
            times: Times::new(scope, cx.now),
            now: cx.now,
            finding_address: command.finding_address(cx, &graph).await?,
        };
        let material = reader
            .read(&record, &command.panels)
            .await
            .map_err(ApiError::internal)?;
        let kind = new_to_whom::segments_of(entity);
        let known = match material.known.of(kind) {
            Some(known) => known.clone(),
            None => Known::of(&manifest, &graph, kind, scope).await?,
        };
        Ok(response(&material, &command.panels, known))
    }
}

impl Command {
    /// The address at the other side of the finding that is looked at, if that has one.
    async fn finding_address(
        &self,
        cx: &Context<'_>,
        graph: &Graph,
    ) -> Result<Option<String>, ApiError> {
        let Some(finding) = &self.finding else {
            return Ok(None);
        };
        let id = Finding::id_of(finding);
        let found = cx.store.finding(graph.arn.id(), id, cx.now).await?;
        let kept = found.ok_or_else(findings::not_found)?;
        Ok(finding_flows::address_of(&kept.finding, &self.entity))
    }
}

/// What findings tell of an entity that nothing else tells of.
async fn of_findings(
    cx: &Context<'_>,
    graph: &Graph,
    entity: &Entity,
) -> Result<EntityRecord, ApiError> {
    let named = named::by_findings(&cx.store, graph.arn.id(), entity, cx.now).await?;
    named.ok_or_else(|| {
        ApiError::ResourceNotFound(format!(
            "The behavior graph has no {} with this EntityId.",
            entity.kind
        ))
    })
}

fn response(material: &Material<'_>, panels: &[&'static Panel], baseline: Known) -> Response {
    let times = material.times;
    let high_volume = material.traffic.high_volume().map(|bin| HighVolume {
        start_time: bin.start().to_string(),
        relation: "COMMUNICATED_WITH",
    });
    Response {
        entity: EntityDetail::new(material.entity, material.record),
        scope_start_time: times.scope.start().start().to_string(),
        scope_end_time: times.scope.end().start().to_string(),
        baseline,
        panels: panels.iter().filter_map(|it| drawn(it, material)).collect(),
        high_volume: high_volume.collect(),
    }
}

fn drawn(panel: &Panel, material: &Material<'_>) -> Option<Drawn> {
    let data = (panel.draw)(material)?;
    Some(Drawn {
        id: panel.id,
        title: panel.title,
        guidance: panel.guidance,
        tab: panel.tab,
        form: data.as_str(),
        data,
    })
}
