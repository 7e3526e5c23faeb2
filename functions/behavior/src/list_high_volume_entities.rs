//! `ListHighVolumeEntities`: the hours in which an entity had too many peers to be kept one by one, and
//! what was kept of them.
//!
//! Amazon Detective drops such intervals (User Guide, "Viewing details for high-volume entities"); here
//! the sums are exact, and the number of peers is known within some percent.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use gumshoe_activity::flow::Peers;
use gumshoe_activity::{Entity, EntityType, Flow, RelationType};
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{GraphArn, Hour};
use gumshoe_segments::{Filter, NetworkColumn, graph_rows};
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::grouping::Sums;
use crate::shapes::Paging;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListHighVolumeEntities>();

/// What is read of the rows of many peers.
const COLUMNS: &[NetworkColumn] = &[
    NetworkColumn::Hour,
    NetworkColumn::AccountId,
    NetworkColumn::InstanceId,
    NetworkColumn::InterfaceId,
    NetworkColumn::PeerSketch,
    NetworkColumn::Direction,
    NetworkColumn::Bytes,
    NetworkColumn::Packets,
    NetworkColumn::Flows,
    NetworkColumn::FirstSeen,
    NetworkColumn::LastSeen,
];

enum ListHighVolumeEntities {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    scope: SentScope,
    paging: Paging,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    /// The latest first, and of an hour those with the most peers.
    intervals: Vec<HighVolumeInterval>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct HighVolumeInterval {
    start_time: String,
    entity_type: &'static str,
    entity_id: String,
    account_id: String,
    /// What the entity is to those that are not told one by one.
    relation: &'static str,
    /// How many these are, within some percent.
    approximate_peer_count: u64,
    inbound_bytes: u64,
    outbound_bytes: u64,
    packets: u64,
    flows: u64,
    first_seen: String,
    last_seen: String,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

/// What the rows of an entity and hour come to.
#[derive(Debug, Default)]
struct Kept {
    account: String,
    peers: Peers,
    sums: Sums,
}

type Intervals = BTreeMap<(Hour, Entity), Kept>;

impl Operation for ListHighVolumeEntities {
    const NAME: &'static str = "ListHighVolumeEntities";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/highVolume/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let scope = command.scope.at(cx.now)?;
        let graph = cx.own_graph(&command.graph).await?;
        let arguments = format!("{} {:?}", command.graph, command.scope);
        let pages = command.paging.open(cx, &arguments).await?;
        let filter = Filter {
            having: Some(NetworkColumn::PeerSketch.into()),
            ..Filter::default()
        };
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let found = graph_rows::add_up(&manifest, scope, filter, COLUMNS, Intervals::new, add)
            .await
            .map_err(ApiError::internal)?;
        let (page, next_token) = pages.cut(sorted(found)).await?;
        Ok(Response {
            intervals: page,
            next_token,
        })
    }
}

fn add(intervals: &mut Intervals, flow: &Flow<'_>) {
    let Some((id, sketch)) = flow.interface.owner().zip(flow.tail()) else {
        return;
    };
    let entity = Entity {
        kind: EntityType::Ec2Instance,
        id: id.to_owned(),
    };
    let kept = intervals.entry((flow.hour, entity)).or_default();
    if kept.account.is_empty() {
        flow.interface.account.clone_into(&mut kept.account);
    }
    kept.peers.join(sketch);
    kept.sums.add::<NetworkColumn>(flow);
}

fn sorted(found: Intervals) -> Vec<HighVolumeInterval> {
    let count = |(key, kept): ((Hour, Entity), Kept)| (kept.peers.count(), key, kept);
    let mut all: Vec<(u64, (Hour, Entity), Kept)> = found.into_iter().map(count).collect();
    all.sort_by(|(peers, one, _), (others, other, _)| {
        let latest = Reverse(one.0).cmp(&Reverse(other.0));
        latest
            .then_with(|| others.cmp(peers))
            .then_with(|| one.1.cmp(&other.1))
    });
    let intervals = all.into_iter().map(|(peers, (hour, entity), kept)| {
        let [inbound_bytes, outbound_bytes, packets, flows] = kept.sums.measures;
        HighVolumeInterval {
            start_time: hour.start().to_string(),
            entity_type: entity.kind.as_str(),
            entity_id: entity.id,
            account_id: kept.account,
            relation: RelationType::CommunicatedWith.as_str(),
            approximate_peer_count: peers,
            inbound_bytes,
            outbound_bytes,
            packets,
            flows,
            first_seen: kept.sums.first_seen.to_string(),
            last_seen: kept.sums.last_seen.to_string(),
        }
    });
    intervals.collect()
}
