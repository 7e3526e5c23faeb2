//! Flows added up to rows: each distinct flow of an hour once, with its sums.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hash, Hasher};
use std::num::NonZeroU32;

use gumshoe_domain::{Day, Hour};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::{Direction, Flow, FlowKind, Interface, Peer, Peers, Remote, Sketch, Traffic};
use crate::aggregate::{Distinct, degrees, position, tenths};
use crate::place::Place;
use crate::texts::{TextId, Texts};

/// An interface's place in a [`FlowAggregate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InterfaceId(pub(super) u32);

/// A peer's place in a [`FlowAggregate`], counted from 1: there is room for none in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeerId(NonZeroU32);

impl PeerId {
    fn new(place: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(place))
    }

    /// The place, counted from 0.
    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A local address's place in a [`FlowAggregate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalId(pub(super) TextId);

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowKey {
    /// The hour in which the flows started.
    pub hour: Hour,
    /// The interface.
    pub interface: InterfaceId,
    /// The address on its side.
    pub local: LocalId,
    /// The peer; none for the many peers that are not kept one by one.
    pub peer: Option<PeerId>,
    /// What tells it from others between the same ends. It has a direction.
    pub kind: FlowKind,
}

impl Hash for FlowKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Few large numbers, where the fields would be many small ones.
        let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        let peer = self.peer.map_or(0, |it| it.0.get());
        state.write_u64(pair(self.hour.index().cast_unsigned(), self.interface.0));
        state.write_u64(pair(self.local.0.to_bits(), peer));
        self.kind.hash(state);
    }
}

/// Rows of network activity, unique by everything but their sums.
#[derive(Debug, Default)]
pub struct FlowAggregate {
    pub(super) texts: Texts,
    pub(super) interfaces: Distinct<InterfaceParts>,
    pub(super) peers: Distinct<PeerParts>,
    table: HashTable<u32>,
    pub(super) rows: Vec<Row>,
    /// The sketch of the peers of each row that has no peer of its own, by the row's position.
    pub(super) tails: BTreeMap<u32, String>,
}

/// A row and its sums: 64 bytes together, where the processor fetches so many at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) key: FlowKey,
    pub(super) sums: Traffic,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct InterfaceParts {
    pub(super) account: TextId,
    pub(super) instance_id: Option<TextId>,
    pub(super) interface_id: Option<TextId>,
    pub(super) vpc_id: Option<TextId>,
    pub(super) subnet_id: Option<TextId>,
    pub(super) az_id: Option<TextId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PeerParts {
    pub(super) address: TextId,
    pub(super) country: Option<TextId>,
    pub(super) city: Option<TextId>,
    /// Tenths of a degree.
    pub(super) coordinates: Option<(i16, i16)>,
    pub(super) aso: Option<TextId>,
}

impl FlowAggregate {
    /// The place of `interface`, which is added unless it is there.
    pub fn interface(&mut self, interface: &Interface<'_>) -> InterfaceId {
        let texts = &mut self.texts;
        let parts = InterfaceParts {
            account: texts.intern(interface.account),
            instance_id: interface.instance_id.map(|it| texts.intern(it)),
            interface_id: interface.interface_id.map(|it| texts.intern(it)),
            vpc_id: interface.vpc_id.map(|it| texts.intern(it)),
            subnet_id: interface.subnet_id.map(|it| texts.intern(it)),
            az_id: interface.az_id.map(|it| texts.intern(it)),
        };
        InterfaceId(self.interfaces.intern(parts))
    }

    /// The place of `peer`, which is added unless it is there.
    pub fn peer(&mut self, peer: &Peer<'_>) -> PeerId {
        let texts = &mut self.texts;
        let place = &peer.place;
        let parts = PeerParts {
            address: texts.intern(peer.address),
            country: place.country.map(|it| texts.intern(it)),
            city: place.city.map(|it| texts.intern(it)),
            coordinates: place
                .coordinates
                .map(|(latitude, longitude)| (tenths(latitude), tenths(longitude))),
            aso: place.aso.map(|it| texts.intern(it)),
        };
        PeerId::new(self.peers.intern(parts))
    }

    /// The place of a local address, which is added unless it is there.
    pub fn local(&mut self, address: &str) -> LocalId {
        LocalId(self.texts.intern(address))
    }

    /// Makes room for `rows` more rows at once.
    pub fn reserve(&mut self, rows: usize) {
        self.rows.reserve(rows);
        let rows_before = &self.rows;
        self.table.reserve(rows, |&at| {
            FxBuildHasher.hash_one(rows_before[at as usize].key)
        });
    }

    /// Adds `traffic` to the row with this key, whose flows all started in its hour.
    pub fn add(&mut self, key: FlowKey, traffic: Traffic) {
        self.row(key, traffic);
    }

    /// As [`Self::add`]; gives the row's position.
    pub(super) fn row(&mut self, key: FlowKey, traffic: Traffic) -> u32 {
        let hash = FxBuildHasher.hash_one(key);
        let is_same = |&at: &u32| self.rows[at as usize].key == key;
        if let Some(&at) = self.table.find(hash, is_same) {
            self.rows[at as usize].sums.absorb(traffic);
            return at;
        }
        let at = position(self.rows.len());
        self.rows.push(Row { key, sums: traffic });
        let rows = &self.rows;
        self.table.insert_unique(hash, at, |&at| {
            FxBuildHasher.hash_one(rows[at as usize].key)
        });
        at
    }

    /// Adds a whole row.
    pub fn add_flow(&mut self, flow: &Flow<'_>) {
        let interface = self.interface(&flow.interface);
        let local = self.local(flow.local_address);
        let peer = flow.peer().map(|it| self.peer(&it));
        let key = FlowKey {
            hour: flow.hour,
            interface,
            local,
            peer,
            kind: FlowKind::new(
                Some(flow.direction),
                flow.action,
                flow.service,
                flow.traffic_path,
            ),
        };
        let at = self.row(key, flow.traffic);
        if let Some(sketch) = flow.tail() {
            self.join(at, sketch);
        }
    }

    /// Adds peers to those of a row that has no peer of its own.
    pub(super) fn join(&mut self, at: u32, sketch: Sketch<'_>) {
        match self.tails.entry(at) {
            Entry::Vacant(vacant) => {
                vacant.insert(sketch.0.to_owned());
            }
            Entry::Occupied(mut occupied) => {
                let mut peers = Peers::default();
                peers.join(Sketch(occupied.get()));
                peers.join(sketch);
                *occupied.get_mut() = peers.to_text();
            }
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes of memory held, about. What bounds a batch looks at this.
    pub fn memory(&self) -> usize {
        self.texts.memory()
            + self.rows.capacity() * size_of::<Row>()
            + self.table.capacity() * 5
            + self.interfaces.memory()
            + self.peers.memory()
            + self.tails.values().map(String::capacity).sum::<usize>()
    }

    /// Every row, in the order of [`Flow::order`]. Two aggregates of the same flows give the
    /// same rows in the same order, however the flows were added.
    pub fn sorted(&self) -> impl Iterator<Item = Flow<'_>> {
        self.sorted_where(|_| true)
    }

    /// The rows of one UTC day, in the order of [`Self::sorted`].
    pub fn sorted_of_day(&self, day: Day) -> impl Iterator<Item = Flow<'_>> {
        self.sorted_where(move |hour| hour.day() == day)
    }

    /// The UTC days of the rows.
    pub fn days(&self) -> BTreeSet<Day> {
        self.rows.iter().map(|row| row.key.hour.day()).collect()
    }

    /// Every row, in no particular order.
    pub fn flows(&self) -> impl Iterator<Item = Flow<'_>> {
        (0..self.rows.len()).map(|at| self.flow(at))
    }

    fn flow(&self, at: usize) -> Flow<'_> {
        self.flow_after(at, &mut None)
    }

    /// As [`Self::flow`], with the peer of the row `before`, which it often has, too.
    pub(super) fn flow_after<'a>(
        &'a self,
        at: usize,
        before: &mut Option<(PeerId, Peer<'a>)>,
    ) -> Flow<'a> {
        let Row { key, sums } = &self.rows[at];
        let remote = match (key.peer, *before) {
            (None, _) => {
                let sketch = self.tails.get(&position(at));
                Remote::Tail(Sketch(sketch.map_or("", String::as_str)))
            }
            (Some(id), Some((of, peer))) if of == id => Remote::Peer(peer),
            (Some(id), _) => Remote::Peer(before.insert((id, self.resolve_peer(id))).1),
        };
        Flow {
            hour: key.hour,
            interface: self.resolve_interface(&self.interfaces.parts[key.interface.0 as usize]),
            local_address: self.texts.get(key.local.0),
            remote,
            direction: key.kind.direction().unwrap_or(Direction::Outbound),
            action: key.kind.action(),
            service: key.kind.service(),
            traffic_path: key.kind.traffic_path(),
            traffic: *sums,
        }
    }

    fn text(&self, id: Option<TextId>) -> Option<&str> {
        id.map(|it| self.texts.get(it))
    }

    pub(super) fn resolve_interface(&self, parts: &InterfaceParts) -> Interface<'_> {
        Interface {
            account: self.texts.get(parts.account),
            instance_id: self.text(parts.instance_id),
            interface_id: self.text(parts.interface_id),
            vpc_id: self.text(parts.vpc_id),
            subnet_id: self.text(parts.subnet_id),
            az_id: self.text(parts.az_id),
        }
    }

    fn resolve_peer(&self, id: PeerId) -> Peer<'_> {
        self.resolve_peer_parts(&self.peers.parts[id.index()])
    }

    pub(super) fn resolve_peer_parts(&self, parts: &PeerParts) -> Peer<'_> {
        Peer {
            address: self.texts.get(parts.address),
            place: Place {
                country: self.text(parts.country),
                city: self.text(parts.city),
                coordinates: parts
                    .coordinates
                    .map(|(latitude, longitude)| (degrees(latitude), degrees(longitude))),
                aso: self.text(parts.aso),
            },
        }
    }
}
