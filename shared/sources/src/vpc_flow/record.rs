//! The rules by which one record counts, or does not.
//!
//! `docs/semantics.md` states them for users.

use gumshoe_activity::flow::{Direction, FlowAction, Service, Traffic};
use gumshoe_domain::Timestamp;

use super::address::{self, Address};
use super::ends::{End, Ends, Found};
use super::field::{Field, Fields, NotANumber};
use super::service::service;
use super::table::Full;
use crate::tally::{LeftOut, RecordRejected};

/// Why a record is not in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skipped {
    LeftOut(LeftOut),
    Rejected(RecordRejected),
    /// The table may not grow any more.
    Full(Full),
}

impl From<RecordRejected> for Skipped {
    fn from(reason: RecordRejected) -> Self {
        Self::Rejected(reason)
    }
}

impl From<Full> for Skipped {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}

impl From<NotANumber> for Skipped {
    fn from(_: NotANumber) -> Self {
        Self::Rejected(RecordRejected::InvalidNumber)
    }
}

/// A record that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) source: Found,
    pub(super) destination: Found,
    /// Seen from the source.
    pub(super) service: Service,
    /// As `flow-direction` has it.
    pub(super) direction: Option<Direction>,
    pub(super) action: Option<FlowAction>,
    pub(super) traffic_path: Option<u8>,
    pub(super) traffic: Traffic,
}

/// The record that the fields are. Its ends are looked up among those that are known.
#[inline]
pub(super) fn read(fields: &impl Fields, ends: &Ends) -> Result<Record, Skipped> {
    check_status(fields)?;
    let start = time(fields, Field::Start)?.ok_or(NotANumber)?;
    let end = time(fields, Field::End)?.unwrap_or(start);
    let number = |field| -> Result<u64, NotANumber> { fields.number(field)?.ok_or(NotANumber) };
    Ok(Record {
        source: end_of(fields, Field::SrcAddr, Field::PktSrcAddr, ends)?,
        destination: end_of(fields, Field::DstAddr, Field::PktDstAddr, ends)?,
        service: service(
            small(fields, Field::Protocol)?,
            small(fields, Field::SrcPort)?,
            small(fields, Field::DstPort)?,
        ),
        direction: direction(fields)?,
        action: action(fields)?,
        traffic_path: small(fields, Field::TrafficPath)?,
        traffic: Traffic {
            bytes: number(Field::Bytes)?,
            packets: number(Field::Packets)?,
            flows: 1,
            first_seen: start,
            last_seen: end.max(start),
        },
    })
}

/// Passes records of traffic.
fn check_status(fields: &impl Fields) -> Result<(), Skipped> {
    match fields.text(Field::LogStatus) {
        Some(b"OK") => {}
        Some(b"NODATA") => return Err(Skipped::LeftOut(LeftOut::NoData)),
        Some(b"SKIPDATA") => return Err(Skipped::LeftOut(LeftOut::SkipData)),
        None if !fields.has(Field::LogStatus) => {
            let addresses = [Field::SrcAddr, Field::DstAddr];
            // A format without the field has these records all the same.
            if addresses.into_iter().all(|it| fields.text(it).is_none()) {
                return Err(Skipped::LeftOut(LeftOut::NoData));
            }
        }
        None | Some(_) => return Err(RecordRejected::InvalidLogStatus.into()),
    }
    if fields.text(Field::Type) == Some(b"EFA") {
        return Err(Skipped::LeftOut(LeftOut::Efa));
    }
    Ok(())
}

#[inline]
fn end_of(
    fields: &impl Fields,
    address: Field,
    packet: Field,
    ends: &Ends,
) -> Result<Found, Skipped> {
    let text = fields.text(address);
    let other = fields.text(packet).filter(|it| Some(*it) != text);
    let spelling = fields.spelling(address).filter(|_| other.is_none());
    if let Some(place) = spelling.and_then(|it| ends.spelled(it)) {
        return Ok(Found::Known(place));
    }
    let Some(own) = text.and_then(Address::parse) else {
        if text.is_some_and(address::is_hardware_address) {
            return Err(Skipped::LeftOut(LeftOut::Efa));
        }
        return Err(RecordRejected::InvalidAddress.into());
    };
    let packet = other.map_or(Some(own), Address::parse);
    let end = End {
        address: own,
        packet: packet.ok_or(RecordRejected::InvalidAddress)?,
    };
    Ok(Found::New(end, spelling))
}

fn time(fields: &impl Fields, field: Field) -> Result<Option<Timestamp>, NotANumber> {
    let Some(seconds) = fields.number(field)? else {
        return Ok(None);
    };
    let latest = Timestamp::MAX.as_seconds().unsigned_abs();
    let seconds = i64::try_from(seconds).map_err(|_| NotANumber)?;
    if seconds.unsigned_abs() > latest {
        return Err(NotANumber);
    }
    Ok(Some(Timestamp::from_millis(seconds * 1_000)))
}

/// A number that fits a smaller type.
fn small<T: TryFrom<u64>>(fields: &impl Fields, field: Field) -> Result<Option<T>, NotANumber> {
    let Some(number) = fields.number(field)? else {
        return Ok(None);
    };
    T::try_from(number).map(Some).map_err(|_| NotANumber)
}

fn direction(fields: &impl Fields) -> Result<Option<Direction>, RecordRejected> {
    match fields.text(Field::FlowDirection) {
        None => Ok(None),
        Some(b"ingress") => Ok(Some(Direction::Inbound)),
        Some(b"egress") => Ok(Some(Direction::Outbound)),
        Some(_) => Err(RecordRejected::InvalidFlowDirection),
    }
}

fn action(fields: &impl Fields) -> Result<Option<FlowAction>, RecordRejected> {
    match fields.text(Field::Action) {
        None => Ok(None),
        Some(b"ACCEPT") => Ok(Some(FlowAction::Accept)),
        Some(b"REJECT") => Ok(Some(FlowAction::Reject)),
        Some(_) => Err(RecordRejected::InvalidAction),
    }
}
