//! An object's rows on their way into the batch.

use gumshoe_activity::flow::{
    Direction, FlowKey, FlowKind, InterfaceId, LocalId, Peer, PeerId, Service, Traffic,
};

use super::address::{Address, Written};
use super::direction::{self, Owned};
use super::ends::End;
use super::interfaces::Known;
use super::kept::position;
use super::table::{RowKey, Table};
use super::task::{Of, Seen};
use crate::batch::Batch;
use crate::geolocate::Geolocator;
use crate::limits::Limits;
use crate::rows::AccountRows;
use crate::tally::{AccountTally, Notice, ObjectTally};

/// Adds the rows of a table to the batch.
pub(super) fn commit(
    table: &mut Table,
    batch: &mut Batch,
    geo: &Geolocator,
    limits: &Limits,
) -> ObjectTally {
    let mut tally = std::mem::take(&mut table.tally);
    let table = &*table;
    let known = &table.interfaces.list;
    let mut parts: Vec<Part> = known.iter().map(|it| Part::new(it, batch)).collect();
    let mut sides = Sides::new(table, geo);
    for (key, traffic) in table.keys.list.iter().zip(&table.sums) {
        // Every place in a key is a place in its list.
        let Some(part) = parts.get_mut(key.interface() as usize) else {
            continue;
        };
        let Some(rows) = batch.accounts.get_mut(part.account as usize) else {
            continue;
        };
        let Some(placed) = sides.row(key, part, rows) else {
            continue;
        };
        if placed.is_guessed {
            tally
                .notices
                .add_times(Notice::UnknownDirection, traffic.flows);
        }
        rows.flows.add(placed.row, *traffic);
        part.count(traffic);
        if let Some(seen) = &mut part.seen {
            seen.add(key.hour(), placed.local.to_ip().to_string(), traffic);
        }
    }
    relate(&parts, known, batch);
    finish(&parts, known, &mut tally);
    for account in tally.accounts.keys() {
        batch.account(*account).fold_tails(limits.peers);
    }
    tally
}

/// Adds the tasks that interfaces belong to.
fn relate(parts: &[Part], known: &[Known], batch: &mut Batch) {
    for (part, known) in parts.iter().zip(known) {
        let rows = batch.accounts.get_mut(part.account as usize);
        if let (Some(task), Some(seen), Some(rows)) = (&known.task, &part.seen, rows) {
            let of = Of {
                account: known.account.as_str(),
                interface: known.interface().interface_id,
            };
            task.relate(seen, of, &mut rows.relations);
        }
    }
}

/// Sums up what the interfaces' records came to.
fn finish(parts: &[Part], known: &[Known], tally: &mut ObjectTally) {
    for (part, known) in parts.iter().zip(known) {
        let Some(counted) = part.counted else {
            continue;
        };
        let account = tally.accounts.entry(known.account).or_insert(AccountTally {
            records: 0,
            newest: counted.newest,
        });
        account.records += counted.records;
        account.newest = account.newest.max(counted.newest);
    }
    tally.records = tally.accounts.values().map(|it| it.records).sum();
    tally.newest = tally.accounts.values().map(|it| it.newest).max();
}

/// An interface of the object in the batch.
struct Part {
    /// The place of its account in [`Batch::accounts`].
    account: u32,
    interface: InterfaceId,
    counted: Option<AccountTally>,
    /// Its addresses, where a task has it.
    seen: Option<Seen>,
}

impl Part {
    fn new(known: &Known, batch: &mut Batch) -> Self {
        let account = batch.place(known.account);
        Self {
            account: position(account),
            interface: batch.accounts[account].flows.interface(&known.interface()),
            counted: None,
            seen: known.task.is_some().then(Seen::default),
        }
    }

    fn count(&mut self, traffic: &Traffic) {
        let counted = self.counted.get_or_insert(AccountTally {
            records: 0,
            newest: traffic.last_seen,
        });
        counted.records += traffic.flows;
        counted.newest = counted.newest.max(traffic.last_seen);
    }
}

/// A row of the object in the batch.
struct Placed {
    row: FlowKey,
    /// Whether its direction is a guess.
    is_guessed: bool,
    /// The interface's own address.
    local: Address,
}

/// Where the object's ends are in the rows of an account. Of each end the last account is kept that had
/// it: an object has one account's records nearly always.
struct Sides<'a> {
    table: &'a Table,
    owned: Owned,
    geo: &'a Geolocator,
    written: Written,
    locals: Vec<Option<(u32, LocalId)>>,
    peers: Vec<Option<(u32, PeerId)>>,
}

impl<'a> Sides<'a> {
    fn new(table: &'a Table, geo: &'a Geolocator) -> Self {
        let addresses = table.interfaces.list.iter().map(|it| &it.addresses);
        Self {
            table,
            owned: Owned::of(addresses),
            geo,
            written: Written::default(),
            locals: vec![None; table.ends.len()],
            peers: vec![None; table.ends.len()],
        }
    }

    /// The row in the batch.
    fn row(&mut self, key: &RowKey, part: &Part, rows: &mut AccountRows) -> Option<Placed> {
        let ends = &self.table.ends;
        let (from, to) = (key.source(), key.destination());
        let (source, destination) = (ends.get(from)?, ends.get(to)?);
        let (direction, is_guessed) = match key.kind.direction() {
            Some(direction) => (direction, false),
            None => {
                let known = self.table.interfaces.list.get(key.interface() as usize)?;
                direction::resolve(&known.addresses, &self.owned, source, destination)
            }
        };
        let (local, peer) = match direction {
            Direction::Inbound => ((to, destination), (from, source)),
            Direction::Outbound => ((from, source), (to, destination)),
        };
        let service = seen_from_the_interface(key.kind.service(), direction);
        let row = FlowKey {
            hour: key.hour(),
            interface: part.interface,
            local: self.local(local, part.account, rows),
            peer: Some(self.peer(peer, part.account, rows)),
            kind: FlowKind::new(
                Some(direction),
                key.kind.action(),
                service,
                key.kind.traffic_path(),
            ),
        };
        Some(Placed {
            row,
            is_guessed,
            local: local.1.address,
        })
    }

    fn local(&mut self, end: (u32, End), account: u32, rows: &mut AccountRows) -> LocalId {
        let (written, address) = (&mut self.written, end.1.address);
        kept(&mut self.locals, end.0, account, || {
            let make = || rows.flows.local(written.of(address));
            rows.addresses.local(address, make)
        })
    }

    fn peer(&mut self, end: (u32, End), account: u32, rows: &mut AccountRows) -> PeerId {
        let (written, address) = (&mut self.written, end.1.packet);
        kept(&mut self.peers, end.0, account, || {
            let make = || {
                rows.flows.peer(&Peer {
                    address: written.of(address),
                    place: self.geo.place(address.to_ip()),
                })
            };
            rows.addresses.peer(address, make)
        })
    }
}

/// What was made last of an end, if it was made for the account, else what `make` gives.
fn kept<T: Copy>(
    made: &mut [Option<(u32, T)>],
    end: u32,
    account: u32,
    make: impl FnOnce() -> T,
) -> T {
    let slot = made.get_mut(end as usize);
    if let Some(Some((of, made))) = &slot
        && *of == account
    {
        return *made;
    }
    let made = make();
    if let Some(slot) = slot {
        *slot = Some((account, made));
    }
    made
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
