//! Writes flow logs, and reads them as an object of account 111122223333.

use gumshoe_activity::Flow;
use gumshoe_sources::{
    Batch, Geolocator, Limits, LogSource, ObjectKey, ObjectRejected, ObjectTally, VpcFlow,
};

/// The header line of the default format.
pub(crate) const HEADER: &str = "version account-id interface-id srcaddr dstaddr srcport dstport \
                                 protocol packets bytes start end action log-status";

/// A record in the default format: an inbound connection, with the moment of its start as the last
/// three digits of both times.
pub(crate) fn record(peer: &str, bytes: u64, second: u16) -> String {
    format!(
        "2 111122223333 eni-1 {peer} 10.0.0.5 50318 443 6 3 {bytes} 1772366{second:03} 1772366{second:03} ACCEPT OK"
    )
}

/// A text of these lines.
pub(crate) fn text(lines: &[&str]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

pub(crate) fn read(text: &str, batch: &mut Batch) -> Result<ObjectTally, ObjectRejected> {
    read_with(text.as_bytes(), batch, &Limits::default())
}

pub(crate) fn read_with(
    bytes: &[u8],
    batch: &mut Batch,
    limits: &Limits,
) -> Result<ObjectTally, ObjectRejected> {
    let object = ObjectKey {
        account: "111122223333".parse().ok(),
        ..ObjectKey::default()
    };
    VpcFlow.read(bytes, &object, batch, &Geolocator::none(), limits)
}

/// The only row of a text of one record.
pub(crate) fn one_row<T>(text: &str, look: impl FnOnce(Flow<'_>) -> T) -> T {
    let mut batch = Batch::default();
    let tally = read(text, &mut batch).unwrap();
    assert_eq!((tally.records, tally.rejected.total()), (1, 0), "{text}");
    let (_, rows) = batch.flows().next().unwrap();
    let row = rows.sorted().next().unwrap();
    look(row)
}

/// Every row of every account, in order, as text.
pub(crate) fn rows(batch: &Batch) -> Vec<String> {
    let flows = batch.flows().flat_map(|(_, rows)| rows.sorted());
    flows.map(|flow| format!("{flow:?}")).collect()
}

/// Limits under which every gzip file is read while it is inflated.
pub(crate) fn streaming() -> Limits {
    Limits {
        whole_bytes: 0,
        ..Limits::default()
    }
}
