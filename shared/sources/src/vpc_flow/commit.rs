//! An object's rows on their way into the batch.

use std::collections::BTreeMap;

use gumshoe_activity::flow::{Direction, FlowKey, InterfaceId, LocalId, Peer, PeerId, Service};
use gumshoe_domain::AccountId;
use rustc_hash::FxHashMap;

use super::direction::{self, Owned};
use super::record::End;
use super::table::{RowKey, Table};
use crate::batch::Batch;
use crate::geolocate::Geolocator;
use crate::limits::Limits;
use crate::rows::AccountRows;
use crate::tally::{AccountTally, Notice, ObjectTally};

/// Adds the rows of a table to the batch.
pub(super) fn commit(
    table: Table,
    batch: &mut Batch,
    geo: &Geolocator,
    limits: &Limits,
) -> ObjectTally {
    let Table {
        interfaces,
        ends,
        keys,
        sums,
        mut tally,
        ..
    } = table;
    let owned = Owned::of(interfaces.list.iter().map(|it| &it.addresses));
    let mut accounts: BTreeMap<AccountId, Translation> = BTreeMap::new();
    for (key, traffic) in keys.list.iter().zip(&sums) {
        let ends = |at: u32| ends.list.get(at as usize).copied();
        let interface = interfaces.list.get(key.interface as usize);
        // Every place in a key is a place in its list.
        let Some((known, (source, destination))) =
            interface.zip(ends(key.source).zip(ends(key.destination)))
        else {
            continue;
        };
        let (direction, is_guessed) = match key.direction {
            Some(direction) => (direction, false),
            None => direction::resolve(&known.addresses, &owned, source, destination),
        };
        if is_guessed {
            tally
                .notices
                .add_times(Notice::UnknownDirection, traffic.flows);
        }
        let rows = batch.account(known.account);
        let translation = accounts.entry(known.account).or_default();
        let own = translation
            .interfaces
            .entry(key.interface)
            .or_insert_with(|| rows.flows.interface(&known.interface()));
        let own = *own;
        let (local, peer) = translation.sides(key, (source, destination), direction, rows, geo);
        let row = FlowKey {
            hour: key.hour,
            interface: own,
            local,
            peer: Some(peer),
            direction,
            action: key.action,
            service: seen_from_the_interface(key.service, direction),
            traffic_path: key.traffic_path,
        };
        rows.flows.add(row, *traffic);
        let part = tally.accounts.entry(known.account).or_insert(AccountTally {
            records: 0,
            newest: traffic.last_seen,
        });
        part.records += traffic.flows;
        part.newest = part.newest.max(traffic.last_seen);
    }
    for account in accounts.into_keys() {
        batch.account(account).fold_tails(limits.peers);
    }
    tally.records = tally.accounts.values().map(|it| it.records).sum();
    tally.newest = tally.accounts.values().map(|it| it.newest).max();
    tally
}

/// Where an object's parts are in an account's rows.
#[derive(Default)]
struct Translation {
    interfaces: FxHashMap<u32, InterfaceId>,
    locals: FxHashMap<u32, LocalId>,
    peers: FxHashMap<u32, PeerId>,
}

impl Translation {
    /// The two sides of a row, as the direction has them.
    fn sides(
        &mut self,
        key: &RowKey,
        (source, destination): (End, End),
        direction: Direction,
        rows: &mut AccountRows,
        geo: &Geolocator,
    ) -> (LocalId, PeerId) {
        let (local, peer) = match direction {
            Direction::Inbound => ((key.destination, destination), (key.source, source)),
            Direction::Outbound => ((key.source, source), (key.destination, destination)),
        };
        let flows = &mut rows.flows;
        let own = *self
            .locals
            .entry(local.0)
            .or_insert_with(|| flows.local(&local.1.address.to_ip().to_string()));
        let other = *self.peers.entry(peer.0).or_insert_with(|| {
            let address = peer.1.packet.to_ip();
            flows.peer(&Peer {
                address: &address.to_string(),
                place: geo.place(address),
            })
        });
        (own, other)
    }
}

/// Ports of source and destination as local and remote ones.
fn seen_from_the_interface(service: Service, direction: Direction) -> Service {
    match direction {
        Direction::Outbound => service,
        Direction::Inbound => Service {
            local_port: service.remote_port,
            remote_port: service.local_port,
            ..service
        },
    }
}
