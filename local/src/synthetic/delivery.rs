//! How CloudTrail delivers: records gathered per account and Region, compressed, under its keys.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_domain::Timestamp;

use super::chance::Chance;
use super::hostile::Hostility;
use super::record::Call;
use super::tally::Tally;

/// An object that grows beyond this many uncompressed bytes is delivered at once.
const FULL_OBJECT_BYTES: usize = 4 * 1_024 * 1_024;

const DOCUMENT_START: &[u8] = b"{\"Records\":[";
const DOCUMENT_END: &[u8] = b"]}";

/// How objects are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Compressed, as CloudTrail delivers them.
    Gzip,
    /// As they are, for a reader in the same process.
    Plain,
}

impl Encoding {
    fn encode(self, json: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Self::Plain => Ok(json),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(&json)?;
                encoder.finish()
            }
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Gzip => ".json.gz",
            Self::Plain => ".json",
        }
    }
}

/// One log object as CloudTrail puts it into a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its key: `AWSLogs/<account>/CloudTrail/<region>/<year>/<month>/<day>/….json.gz`.
    pub key: String,
    /// The account whose trail it is of, 12 digits.
    pub account: String,
    /// The Region of its records.
    pub region: &'static str,
    /// Its content: gzip, or plain where that is asked for.
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
    encoding: Encoding,
    hostility: Option<Hostility>,
}

#[derive(Default)]
struct Pending {
    json: Vec<u8>,
    records: u64,
}

impl Delivery {
    /// Delivers nothing yet; ids of records and objects come from `chance`.
    pub(super) fn new(chance: Chance, start: Timestamp, encoding: Encoding) -> Self {
        Self {
            chance,
            pending: BTreeMap::new(),
            ready: VecDeque::new(),
            tally: Tally::default(),
            written: 0,
            period_end: start,
            encoding,
            hostility: None,
        }
    }

    /// Writes what is hostile into the free texts of ordinary calls from now on.
    pub(super) fn become_hostile(&mut self, hostility: Hostility) {
        self.hostility = Some(hostility);
    }

    /// Begins a period of gathering that ends at `end`, the time in the keys of its objects.
    pub(super) fn begin_period(&mut self, end: Timestamp) {
        self.period_end = end;
    }

    /// Records an ordinary call.
    pub(super) fn record(&mut self, call: Call<'_>) -> Result<(), GenerationError> {
        let Some(hostility) = &mut self.hostility else {
            return self.record_faithfully(&call);
        };
        let spoiled = hostility.spoil(&call);
        self.record_faithfully(&spoiled.call(call))
    }

    /// Records a call of which somebody is told, just as it is.
    pub(super) fn record_faithfully(&mut self, call: &Call<'_>) -> Result<(), GenerationError> {
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
        let uncompressed_bytes = length(&pending.json);
        let object = Object {
            key: self.key(&account, region),
            account,
            region,
            bytes: self.encoding.encode(pending.json)?,
            uncompressed_bytes,
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
            "AWSLogs/{account}/CloudTrail/{region}/{}/{account}_CloudTrail_{region}_{compact_day}T{clock}Z_{unique}{suffix}",
            day.replace('-', "/"),
            suffix = self.encoding.suffix(),
        )
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
