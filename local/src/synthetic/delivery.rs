//! How CloudTrail delivers: records gathered per account and Region, compressed, under its keys.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_domain::Timestamp;

use super::chance::Chance;
use super::record::Call;
use super::tally::Tally;

/// An object that grows beyond this many uncompressed bytes is delivered at once.
const FULL_OBJECT_BYTES: usize = 4 * 1_024 * 1_024;

const DOCUMENT_START: &[u8] = b"{\"Records\":[";
const DOCUMENT_END: &[u8] = b"]}";

/// One log object as CloudTrail puts it into a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its key: `AWSLogs/<account>/CloudTrail/<region>/<year>/<month>/<day>/….json.gz`.
    pub key: String,
    /// The account whose trail it is of, 12 digits.
    pub account: String,
    /// The Region of its records.
    pub region: &'static str,
    /// Its content, gzip.
    pub bytes: Vec<u8>,
    /// Bytes of its content before compression.
    pub uncompressed_bytes: u64,
    /// How many records it has.
    pub records: u64,
}

/// A record or an object could not be written, which writing to memory never gives cause for.
#[derive(Debug, thiserror::Error)]
pub enum GenerationError {
    /// A record could not be written as JSON.
    #[error("cannot write a record as JSON")]
    Record(#[from] serde_json::Error),
    /// An object could not be compressed.
    #[error("cannot compress an object")]
    Compression(#[from] io::Error),
}

/// Where all records go.
pub(super) struct Delivery {
    chance: Chance,
    pending: BTreeMap<(String, &'static str), Pending>,
    ready: VecDeque<Object>,
    tally: Tally,
    written: u64,
    period_end: Timestamp,
}

#[derive(Default)]
struct Pending {
    json: Vec<u8>,
    records: u64,
}

impl Delivery {
    /// Delivers nothing yet; ids of records and objects come from `chance`.
    pub(super) fn new(chance: Chance, start: Timestamp) -> Self {
        Self {
            chance,
            pending: BTreeMap::new(),
            ready: VecDeque::new(),
            tally: Tally::default(),
            written: 0,
            period_end: start,
        }
    }

    /// Begins a period of gathering that ends at `end`, the time in the keys of its objects.
    pub(super) fn begin_period(&mut self, end: Timestamp) {
        self.period_end = end;
    }

    /// Records a call.
    pub(super) fn record(&mut self, call: &Call<'_>) -> Result<(), GenerationError> {
        let trail = (call.account.to_owned(), call.region);
        let pending = self.pending.entry(trail).or_default();
        let before = pending.json.len();
        let separator: &[u8] = if pending.records == 0 {
            DOCUMENT_START
        } else {
            b","
        };
        pending.json.extend_from_slice(separator);
        call.write(&mut self.chance, &mut pending.json)?;
        pending.records += 1;
        self.written += length(&pending.json) - u64::try_from(before).unwrap_or_default();
        self.tally.count(call);
        if pending.json.len() >= FULL_OBJECT_BYTES {
            let full = std::mem::take(pending);
            let account = call.account.to_owned();
            self.deliver(account, call.region, full)?;
        }
        Ok(())
    }

    /// Delivers everything that the period gathered.
    pub(super) fn end_period(&mut self) -> Result<(), GenerationError> {
        for ((account, region), pending) in std::mem::take(&mut self.pending) {
            if pending.records > 0 {
                self.deliver(account, region, pending)?;
            }
        }
        Ok(())
    }

    /// The next object that is ready.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.ready.pop_front()
    }

    /// Uncompressed bytes of all records so far, delivered or not.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Totals so far.
    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    fn deliver(
        &mut self,
        account: String,
        region: &'static str,
        mut pending: Pending,
    ) -> Result<(), GenerationError> {
        pending.json.extend_from_slice(DOCUMENT_END);
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&pending.json)?;
        let object = Object {
            key: self.key(&account, region),
            account,
            region,
            bytes: encoder.finish()?,
            uncompressed_bytes: length(&pending.json),
            records: pending.records,
        };
        self.tally.bytes += object.uncompressed_bytes;
        self.tally.objects += 1;
        self.ready.push_back(object);
        Ok(())
    }

    fn key(&mut self, account: &str, region: &str) -> String {
        let moment = self.period_end.to_string();
        // 2026-03-01T12:00:00.000Z
        let (day, time) = moment.split_once('T').unwrap_or_default();
        let compact_day = day.replace('-', "");
        let clock: String = time.chars().filter(char::is_ascii_digit).take(4).collect();
        let unique = self.chance.alphanumeric(16);
        format!(
            "AWSLogs/{account}/CloudTrail/{region}/{}/{account}_CloudTrail_{region}_{compact_day}T{clock}Z_{unique}.json.gz",
            day.replace('-', "/"),
        )
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
