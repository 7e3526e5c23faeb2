//! The logs that everything is measured on, in memory.

use std::fmt;

use bytes::Bytes;
use gumshoe::synthetic::Scenario;
use gumshoe_domain::LogSourceName;

/// Objects of a small batch, as a queue hands them over that has few.
pub(crate) const SMALL_BATCH: usize = 10;

/// A log object.
pub(crate) struct LogObject {
    pub(crate) key: String,
    pub(crate) bytes: Bytes,
}

/// Generated logs.
pub(crate) struct Logs {
    pub(crate) source: LogSourceName,
    pub(crate) objects: Vec<LogObject>,
    pub(crate) accounts: Vec<String>,
    pub(crate) records: u64,
    /// Bytes of the objects when they are inflated.
    pub(crate) inflated: u64,
    /// Bytes of the objects as they are.
    pub(crate) stored: u64,
}

impl Logs {
    /// Some days of some accounts, `megabytes` of text in all.
    pub(crate) fn generate(megabytes: u64, days: u32, accounts: u32) -> Self {
        let start = "2026-03-02T00:00:00Z".parse().expect("a timestamp");
        let scenario = Scenario {
            seed: 1,
            start,
            days,
            accounts,
            size: Some(megabytes * 1_000_000),
        };
        let mut generated = scenario.objects();
        let objects: Vec<LogObject> = generated
            .by_ref()
            .map(|object| object.expect("an object is generated"))
            .map(|object| LogObject {
                key: object.key,
                bytes: object.bytes.into(),
            })
            .collect();
        let stored = objects.iter().map(|object| object.bytes.len() as u64).sum();
        let tally = generated.tally();
        Self {
            source: LogSourceName::CloudTrail,
            objects,
            accounts: scenario.account_ids(),
            records: tally.total().records,
            inflated: tally.bytes,
            stored,
        }
    }

    /// The objects in batches of `size`.
    pub(crate) fn batches(&self, size: usize) -> std::slice::Chunks<'_, LogObject> {
        self.objects.chunks(size)
    }

    /// Throughput in MB of text per CPU second.
    pub(crate) fn rate(&self, cpu_seconds: f64) -> f64 {
        self.megabytes() / cpu_seconds
    }

    /// Megabytes of text.
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    pub(crate) fn megabytes(&self) -> f64 {
        self.inflated as f64 / 1e6
    }
}

impl fmt::Display for Logs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} objects, {} records, {:.0} MB of text, {:.1} MB stored",
            self.objects.len(),
            self.records,
            self.megabytes(),
            self.stored / 1_000_000
        )
    }
}

/// The middle of the measurements.
pub(crate) fn median(mut measured: Vec<f64>) -> f64 {
    measured.sort_by(f64::total_cmp);
    measured[measured.len() / 2]
}
