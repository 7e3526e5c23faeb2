//! Network traffic, from VPC flow logs.

use std::borrow::Cow;
use std::collections::BTreeSet;

use gumshoe_activity::flow::{Direction, FlowDimension};
use gumshoe_activity::{Entity, EntityType, Flow, is_interface_id};
use gumshoe_domain::{GraphId, ScopeTime};
use gumshoe_segments::kind::is;
use gumshoe_segments::{Filter, NetworkColumn, SegmentError, graph_rows};
use gumshoe_store::Store;

use super::{Activity, MOST_MEASURES, named};
use crate::attachments::Attachments;

impl Activity for NetworkColumn {
    type Dimension = FlowDimension;

    const MEASURES: &'static [&'static str] =
        &["InboundBytes", "OutboundBytes", "Packets", "Flows"];

    const TOTALLED: usize = 2;

    const TOLD_APART: &'static [FlowDimension] = &[
        FlowDimension::Direction,
        FlowDimension::Protocol,
        FlowDimension::LocalPort,
        FlowDimension::RemotePort,
    ];

    const UNIT: &'static str = "bytes";

    const MEASURED: &'static [Self] = &[
        Self::Direction,
        Self::Bytes,
        Self::Packets,
        Self::Flows,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    fn value<'a>(
        flow: &Self::Row<'a>,
        dimension: FlowDimension,
        from: &Entity,
    ) -> Option<Cow<'a, str>> {
        dimension.of(flow, from)
    }

    fn columns_of(dimension: FlowDimension) -> &'static [Self] {
        match dimension {
            FlowDimension::Peer => &[Self::PeerAddress, Self::LocalAddress, Self::InstanceId],
            FlowDimension::LocalPort => &[Self::LocalPort],
            FlowDimension::RemotePort => &[Self::RemotePort],
            FlowDimension::Protocol => &[Self::Protocol],
            FlowDimension::Direction => &[Self::Direction],
            FlowDimension::Action => &[Self::Action],
            FlowDimension::Country => &[Self::PeerAddress, Self::Country],
            FlowDimension::Aso => &[Self::PeerAddress, Self::Aso],
        }
    }

    fn measures(flow: &Flow<'_>) -> [u64; MOST_MEASURES] {
        let traffic = &flow.traffic;
        let (inbound, outbound) = match flow.direction {
            Direction::Inbound => (traffic.bytes, 0),
            Direction::Outbound => (0, traffic.bytes),
        };
        [inbound, outbound, traffic.packets, traffic.flows]
    }

    const ATTRIBUTED: &'static [Self] = &[Self::InstanceId];

    async fn attachments(
        store: &Store,
        graph: GraphId,
        scope: ScopeTime,
        entity: &Entity,
        about: &[FlowDimension],
    ) -> Result<Attachments, SegmentError> {
        match entity.kind {
            EntityType::Ec2Instance if !is_interface_id(&entity.id) => {
                Attachments::of_instance(store, graph, scope, entity).await
            }
            EntityType::IpAddress if about.contains(&FlowDimension::Peer) => {
                let interfaces = interfaces_at(store, graph, scope, entity).await?;
                Attachments::of_interfaces(store, graph, scope, &interfaces).await
            }
            EntityType::Ec2Instance
            | EntityType::IpAddress
            | EntityType::AwsAccount
            | EntityType::AwsUser
            | EntityType::AwsRole
            | EntityType::AwsRoleSession
            | EntityType::FederatedUser
            | EntityType::UserAgent
            | EntityType::S3Bucket
            | EntityType::ContainerCluster
            | EntityType::ContainerPod
            | EntityType::ContainerImage
            | EntityType::KubernetesSubject => Ok(Attachments::default()),
        }
    }

    fn rows(entity: &Entity, attachments: &Attachments) -> Filter {
        let is_instance = entity.kind == EntityType::Ec2Instance;
        let interfaces = attachments.interfaces_of(&entity.id);
        let of = |it| vec![is(Self::InstanceId, it)];
        Filter {
            ways: interfaces.filter(|_| is_instance).map(of).collect(),
            ..named(entity)
        }
    }

    fn attributed<'s, 'r: 's>(
        flow: &Flow<'r>,
        entity: &Entity,
        attachments: &'s Attachments,
    ) -> Option<Flow<'s>> {
        let mut flow: Flow<'s> = *flow;
        let owner = flow.interface.owner().filter(|it| is_interface_id(it));
        let span = (flow.traffic.first_seen, flow.traffic.last_seen);
        let instance = owner.and_then(|it| attachments.instance_of(it, span));
        flow.interface.instance_id = instance.or(flow.interface.instance_id);
        let is_foreign = entity.kind == EntityType::Ec2Instance
            && flow.interface.owner() != Some(entity.id.as_str());
        (!is_foreign).then_some(flow)
    }
}

/// The interfaces that exchanged packets with an address, where the log does not name their instances.
async fn interfaces_at(
    store: &Store,
    graph: GraphId,
    scope: ScopeTime,
    address: &Entity,
) -> Result<BTreeSet<String>, SegmentError> {
    let add = |all: &mut BTreeSet<String>, flow: &Flow<'_>| {
        let owner = flow.interface.owner().filter(|it| is_interface_id(it));
        if let Some(interface) = owner.filter(|it| !all.contains(*it)) {
            all.insert(interface.to_owned());
        }
    };
    let columns = [NetworkColumn::InstanceId];
    let rows = named(address);
    graph_rows::add_up(store, graph, scope, rows, &columns, BTreeSet::new, add).await
}
