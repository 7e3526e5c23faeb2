//! What flow logs tell of an entity over the time of a profile, beside the sums of its bins.

use std::collections::{BTreeMap, HashMap, HashSet};

use gumshoe_activity::flow::{FlowAction, Peers};
use gumshoe_activity::{Entity, EntityType, Flow};
use gumshoe_domain::{Hour, Timestamp};
use gumshoe_segments::NetworkColumn;

use super::activity::Hours;
use super::time::Times;
use crate::grouping::plus;

/// Ports of services that are told one by one; AWS does not say how many its console draws.
const MOST_PORTS: usize = 25;

/// What the panels on traffic look at.
pub(crate) const COLUMNS: &[NetworkColumn] = &[
    NetworkColumn::Hour,
    NetworkColumn::InstanceId,
    NetworkColumn::InterfaceId,
    NetworkColumn::LocalAddress,
    NetworkColumn::PeerAddress,
    NetworkColumn::PeerSketch,
    NetworkColumn::Direction,
    NetworkColumn::Action,
    NetworkColumn::LocalPort,
    NetworkColumn::RemotePort,
    NetworkColumn::Bytes,
    NetworkColumn::Packets,
    NetworkColumn::Flows,
    NetworkColumn::FirstSeen,
    NetworkColumn::LastSeen,
];

/// Traffic of an entity.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    /// All of it.
    pub(crate) hours: Hours,
    /// Flows that were let through and that were not, in each bin that is shown.
    verdicts: BTreeMap<Hour, [u64; 2]>,
    /// The ports of services on both sides, in each bin that is shown.
    ports: BTreeMap<Hour, HashSet<u16>>,
    /// The peers in each bin that is shown, as far as they are told one by one.
    peers: BTreeMap<Hour, HashSet<Box<str>>>,
    /// The others, of which the number is known within some percent.
    tails: BTreeMap<Hour, Peers>,
    /// Bytes by the port of the service, in the scope time and its bins.
    services: HashMap<u16, BTreeMap<Hour, u64>>,
    /// The interface's own addresses in the scope time, or the instances with the address.
    assigned: BTreeMap<Box<str>, (Timestamp, Timestamp)>,
    /// What passed between the entity and the other side of a finding.
    pub(crate) with_finding: Option<WithAddress>,
}

/// Traffic with one address.
#[derive(Debug)]
pub(crate) struct WithAddress {
    pub(crate) address: String,
    pub(crate) hours: Hours,
}

impl Traffic {
    /// No traffic yet. What passes between the entity and `address` is also added up by itself.
    pub(crate) fn new(address: Option<String>) -> Self {
        Self {
            with_finding: address.map(|address| WithAddress {
                address,
                hours: Hours::default(),
            }),
            ..Self::default()
        }
    }

    /// Adds a row, seen from the entity `from`.
    pub(crate) fn add(&mut self, flow: &Flow<'_>, times: Times, from: &Entity) {
        self.hours.add::<NetworkColumn>(flow);
        if let Some(with) = &mut self.with_finding
            && other_side(flow, from) == Some(with.address.as_str())
        {
            with.hours.add::<NetworkColumn>(flow);
        }
        if !times.shows(flow.hour) {
            return;
        }
        let bin = times.bin(flow.hour);
        self.add_verdict(flow, bin);
        let ports = [flow.service.local_port, flow.service.remote_port];
        let seen = self.ports.entry(bin).or_default();
        seen.extend(ports.into_iter().flatten());
        self.add_peer(flow, bin, from);
        if times.scope.contains(flow.hour) {
            self.add_in_scope(flow, bin, from);
        }
    }

    fn add_verdict(&mut self, flow: &Flow<'_>, bin: Hour) {
        let at = match flow.action {
            Some(FlowAction::Accept) => 0,
            Some(FlowAction::Reject) => 1,
            None => return,
        };
        let verdicts = self.verdicts.entry(bin).or_default();
        verdicts[at] = plus(verdicts[at], flow.traffic.flows);
    }

    fn add_peer(&mut self, flow: &Flow<'_>, bin: Hour, from: &Entity) {
        if let Some(peer) = other_side(flow, from) {
            let peers = self.peers.entry(bin).or_default();
            if !peers.contains(peer) {
                peers.insert(peer.into());
            }
        }
        if let Some(sketch) = flow.tail() {
            self.tails.entry(bin).or_default().join(sketch);
        }
    }

    fn add_in_scope(&mut self, flow: &Flow<'_>, bin: Hour, from: &Entity) {
        if let Some(port) = flow.service.local_port.or(flow.service.remote_port) {
            let bins = self.services.entry(port).or_default();
            let bytes = bins.entry(bin).or_default();
            *bytes = plus(*bytes, flow.traffic.bytes);
        }
        if let Some(assigned) = assigned(flow, from) {
            let (first, last) = (flow.traffic.first_seen, flow.traffic.last_seen);
            match self.assigned.get_mut(assigned) {
                Some(seen) => *seen = (seen.0.min(first), seen.1.max(last)),
                None => {
                    self.assigned.insert(assigned.into(), (first, last));
                }
            }
        }
    }

    /// Flows that passed and that did not, in each bin that is shown.
    pub(crate) fn verdicts(&self, bin: Hour) -> [u64; 2] {
        self.verdicts.get(&bin).copied().unwrap_or_default()
    }

    /// How many ports of services there were in a bin.
    pub(crate) fn distinct_ports(&self, bin: Hour) -> u64 {
        count(self.ports.get(&bin).map_or(0, HashSet::len))
    }

    /// How many peers there were in a bin; of those that are not told one by one, about.
    pub(crate) fn distinct_peers(&self, bin: Hour) -> u64 {
        let told = self.peers.get(&bin);
        match self.tails.get(&bin) {
            Some(tail) => tail.count(),
            None => count(told.map_or(0, HashSet::len)),
        }
    }

    /// To be called when all rows are added: a peer can be told in one row, and be among the many of
    /// another.
    pub(crate) fn settle(&mut self) {
        for (bin, tail) in &mut self.tails {
            let told = self.peers.get(bin);
            told.into_iter().flatten().for_each(|it| tail.add(it));
        }
    }

    /// Bins of which the peers were too many to be told one by one.
    pub(crate) fn high_volume(&self) -> impl Iterator<Item = Hour> {
        self.tails.keys().copied()
    }

    /// Bytes in the bins of the ports with the most of them.
    pub(crate) fn services(&self) -> Vec<(u16, &BTreeMap<Hour, u64>, u64)> {
        let total = |bins: &BTreeMap<Hour, u64>| bins.values().copied().fold(0, plus);
        let mut all: Vec<_> = self
            .services
            .iter()
            .map(|(port, bins)| (*port, bins, total(bins)))
            .collect();
        all.sort_by(|(port, _, bytes), (other, _, others)| {
            others.cmp(bytes).then_with(|| port.cmp(other))
        });
        all.truncate(MOST_PORTS);
        all
    }

    /// Addresses of an instance, or instances with an address: since when and until when they were
    /// seen in the scope time.
    pub(crate) fn assigned(&self) -> impl Iterator<Item = (&str, (Timestamp, Timestamp))> {
        self.assigned.iter().map(|(id, seen)| (&**id, *seen))
    }
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

/// The other side, seen from the entity: from an address that is a peer, the interface's own address.
fn other_side<'a>(flow: &Flow<'a>, from: &Entity) -> Option<&'a str> {
    let peer = flow.peer().map(|it| it.address);
    let is_peer = from.kind == EntityType::IpAddress && peer == Some(from.id.as_str());
    if is_peer {
        Some(flow.local_address)
    } else {
        peer
    }
}

/// The interface's own address; seen from that address, the instance.
fn assigned<'a>(flow: &Flow<'a>, from: &Entity) -> Option<&'a str> {
    if from.kind != EntityType::IpAddress {
        return Some(flow.local_address);
    }
    (flow.local_address == from.id)
        .then(|| flow.interface.owner())
        .flatten()
}
