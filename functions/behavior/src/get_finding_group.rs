//! `GetFindingGroup`: one group with what is in it, what joins it, and what happened.

use gumshoe_activity::FindingGroup;
use gumshoe_api::{ApiError, Context, Entry, Method, Operation, Route};
use gumshoe_domain::GraphId;
use gumshoe_store::{Access, KeptFinding, Store, StoreError};
use serde::Serialize;

use crate::finding_groups::{FindingGroupSummary, OneGroup, OneGroupRequest};
use crate::findings::FindingSummary;
use crate::group_picture::{Drawing, GroupEntity, MOST, Moment, timeline};
use crate::whole_group::WholeGroup;

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetFindingGroup>();

enum GetFindingGroup {}

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
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = OneGroupRequest;
    type Command = OneGroup;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: OneGroup) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?.arn.id();
        let whole = WholeGroup::read(&cx.store, graph, command.group, cx.now).await?;
        let group = &whole.group;
        let finding = |it: &KeptFinding| FindingSummary::of(it, Some(group.id));
        Ok(Response {
            finding_group: FindingGroupSummary::from(group),
            summary: whole.summary(),
            findings: whole.kept.iter().take(MOST).map(finding).collect(),
            entities: GroupEntity::all(&whole),
            drawing: Drawing::of(&whole),
            timeline: timeline(&whole.kept),
            lineage: lineage(&cx.store, graph, group).await?,
        })
    }
}
