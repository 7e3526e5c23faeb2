//! `GetFindingGroup`: one group with what is in it, what joins it, and what happened.

use std::collections::BTreeMap;

use gumshoe_activity::{Entity, FindingGroup, GroupMembers};
use gumshoe_analytics::groups::{self, EntityFacts, Occurrence, Usage};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{FindingGroupId, GraphArn, GraphId};
use gumshoe_store::{Access, KeptFinding, Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::finding_groups::{self, FindingGroupSummary};
use crate::findings::FindingSummary;
use crate::group_picture::{Drawing, GroupEntity, MOST, Moment, timeline};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetFindingGroup>();

enum GetFindingGroup {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    group_id: Option<String>,
}

struct Command {
    graph: GraphArn,
    group: FindingGroupId,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    finding_group: FindingGroupSummary,
    /// What happened, in some sentences.
    summary: String,
    /// The findings, in the order of time.
    findings: Vec<FindingSummary>,
    entities: Vec<GroupEntity>,
    #[serde(flatten)]
    drawing: Drawing,
    timeline: Vec<Moment>,
    lineage: Lineage,
}

/// The groups before and after.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Lineage {
    parents: Vec<FindingGroupSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    child: Option<FindingGroupSummary>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            group: finding_groups::id(sent.group_id)?,
        })
    }
}

/// What the members are known to have in common, as it was when they were grouped.
fn facts(members: &GroupMembers, occurrences: &[Occurrence]) -> BTreeMap<Entity, EntityFacts> {
    let usages = members.shared.iter().filter_map(|(entity, by)| {
        let counterparts = by.counterparts?;
        Some((entity.clone(), Usage { counterparts }))
    });
    let usages: BTreeMap<Entity, Usage> = usages.collect();
    let mut facts = groups::facts(occurrences, &usages);
    for (entity, by) in &members.shared {
        let known = EntityFacts::new(entity, by.days, usages.get(entity).copied());
        facts.insert(entity.clone(), known);
    }
    facts
}

async fn lineage(
    store: &Store,
    graph: GraphId,
    group: &FindingGroup,
) -> Result<Lineage, StoreError> {
    let mut parents = Vec::new();
    for id in &group.parents {
        let found = store.finding_group(graph, *id).await?;
        parents.extend(found.as_ref().map(FindingGroupSummary::from));
    }
    let child = match group.child {
        Some(id) => store.finding_group(graph, id).await?,
        None => None,
    };
    Ok(Lineage {
        parents,
        child: child.as_ref().map(FindingGroupSummary::from),
    })
}

impl Operation for GetFindingGroup {
    const NAME: &'static str = "GetFindingGroup";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/findingGroups/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?.arn.id();
        let found = cx.store.finding_group(graph, command.group).await?;
        let group = found.ok_or_else(finding_groups::not_found)?;
        let mut members = cx.store.finding_group_members(graph, &[group.id]).await?;
        let members = members.remove(&group.id).unwrap_or_default();
        let mut kept = cx.store.findings_by_key(graph, &members.keys).await?;
        kept.sort_by(|a, b| order(a).cmp(&order(b)));
        let occurrence = |it: &KeptFinding| Occurrence::of_finding(it.key(), &it.finding);
        let occurrences: Vec<Occurrence> = kept.iter().map(occurrence).collect();
        let facts = facts(&members, &occurrences);
        let picture = groups::picture(&occurrences, &facts);
        let summary = groups::summary(&group.profile, &occurrences, &picture);
        let finding = |it: &KeptFinding| FindingSummary::of(it, Some(group.id));
        Ok(Response {
            finding_group: FindingGroupSummary::from(&group),
            summary,
            findings: kept.iter().take(MOST).map(finding).collect(),
            entities: GroupEntity::all(&picture, &facts),
            drawing: Drawing::of(&occurrences, &kept, &picture),
            timeline: timeline(&kept),
            lineage: lineage(&cx.store, graph, &group).await?,
        })
    }
}

fn order(kept: &KeptFinding) -> (gumshoe_domain::Timestamp, &str) {
    (kept.finding.first_seen, &kept.finding.id)
}
