//! Network traffic, from VPC flow logs.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use gumshoe_activity::flow::{Direction, FlowDimension, Peer, Remote, Service};
use gumshoe_activity::{Entity, EntityType, Flow, Place, is_interface_id};
use gumshoe_domain::{ScopeTime, Timestamp};
use gumshoe_segments::kind::{is, is_one_of};
use gumshoe_segments::{Filter, NetworkColumn, SegmentError, graph_rows};
use gumshoe_store::Manifest;

use super::{Activity, MOST_MEASURES, named};
use crate::attachments::{Attachments, account_of_pod};

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
            // Seen from a pod at the other side, the one is the other.
            FlowDimension::LocalPort | FlowDimension::RemotePort => {
                &[Self::LocalPort, Self::RemotePort]
            }
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

    const ATTRIBUTED: &'static [Self] = &[
        Self::AccountId,
        Self::InstanceId,
        Self::LocalAddress,
        Self::PeerAddress,
    ];

    async fn attachments(
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        entity: &Entity,
        about: &[FlowDimension],
    ) -> Result<Attachments, SegmentError> {
        match entity.kind {
            EntityType::Ec2Instance if !is_interface_id(&entity.id) => {
                Attachments::of_instance(manifest, scope, entity).await
            }
            EntityType::ContainerPod => Attachments::of_pod(manifest, scope, entity).await,
            EntityType::ContainerCluster => Attachments::of_cluster(manifest, scope, entity).await,
            EntityType::IpAddress if about.contains(&FlowDimension::Peer) => {
                let interfaces = interfaces_at(manifest, scope, entity).await?;
                Attachments::of_interfaces(manifest, scope, &interfaces).await
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
            | EntityType::ContainerImage
            | EntityType::KubernetesSubject => Ok(Attachments::default()),
        }
    }

    fn rows(entity: &Entity, attachments: &Attachments) -> Filter {
        let columns: &[Self] = match entity.kind {
            EntityType::Ec2Instance => &[Self::InstanceId],
            EntityType::ContainerPod => &[Self::LocalAddress, Self::PeerAddress],
            EntityType::ContainerCluster => return of_any_pod(attachments),
            EntityType::IpAddress
            | EntityType::AwsAccount
            | EntityType::AwsUser
            | EntityType::AwsRole
            | EntityType::AwsRoleSession
            | EntityType::FederatedUser
            | EntityType::UserAgent
            | EntityType::S3Bucket
            | EntityType::ContainerImage
            | EntityType::KubernetesSubject => &[],
        };
        let held = attachments.held_by(&entity.id);
        let ways = held.flat_map(|it| columns.iter().map(move |column| vec![is(*column, it)]));
        Filter {
            ways: ways.collect(),
            ..named(entity)
        }
    }

    fn attributed<'s, 'r: 's>(
        flow: &Flow<'r>,
        entity: &Entity,
        attachments: &'s Attachments,
    ) -> Option<Flow<'s>> {
        if matches!(
            entity.kind,
            EntityType::ContainerPod | EntityType::ContainerCluster
        ) {
            return of_pods(flow, entity, attachments);
        }
        let mut flow: Flow<'s> = *flow;
        let owner = flow.interface.owner().filter(|it| is_interface_id(it));
        let instance = owner.and_then(|it| attachments.holder_of(it, span(&flow)));
        flow.interface.instance_id = instance.or(flow.interface.instance_id);
        let is_foreign = entity.kind == EntityType::Ec2Instance
            && flow.interface.owner() != Some(entity.id.as_str());
        (!is_foreign).then_some(flow)
    }
}

fn span(flow: &Flow<'_>) -> (Timestamp, Timestamp) {
    (flow.traffic.first_seen, flow.traffic.last_seen)
}

/// The rows with an address of a pod: of a cluster these can be many, which are one test and not one each.
fn of_any_pod(attachments: &Attachments) -> Filter {
    let addresses = Arc::new(attachments.held().map(str::to_owned).collect());
    let columns = [NetworkColumn::LocalAddress, NetworkColumn::PeerAddress];
    Filter {
        ways: columns.map(|it| vec![is_one_of(it, &addresses)]).into(),
        ..Filter::default()
    }
}

/// Whether `pod` is the pod `entity`, or runs in the cluster `entity`: its id ends with the cluster's.
fn is_pod_of(pod: &str, entity: &Entity) -> bool {
    match pod.strip_suffix(entity.id.as_str()) {
        Some(uid) => uid.is_empty() || uid.ends_with('~'),
        None => false,
    }
}

/// The flow as the pod sees it, or a pod of the cluster, if one of its sides was the pod's in the pod's account.
fn of_pods<'a>(flow: &Flow<'a>, of: &Entity, attachments: &Attachments) -> Option<Flow<'a>> {
    if account_of_pod(&of.id) != Some(flow.interface.account) {
        return None;
    }
    let is_own = |address| {
        let holder = attachments.holder_of(address, span(flow));
        holder.is_some_and(|pod| is_pod_of(pod, of))
    };
    if is_own(flow.local_address) {
        return Some(*flow);
    }
    let peer = flow.peer().filter(|it| is_own(it.address))?;
    Some(Flow {
        local_address: peer.address,
        remote: Remote::Peer(Peer {
            address: flow.local_address,
            place: Place::default(),
        }),
        direction: match flow.direction {
            Direction::Inbound => Direction::Outbound,
            Direction::Outbound => Direction::Inbound,
        },
        service: Service {
            local_port: flow.service.remote_port,
            remote_port: flow.service.local_port,
            ..flow.service
        },
        ..*flow
    })
}

/// The interfaces that exchanged packets with an address, where the log does not name their instances.
async fn interfaces_at(
    manifest: &Manifest<'_>,
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
    graph_rows::add_up(manifest, scope, rows, &columns, BTreeSet::new, add).await
}
