//! What things take: `shared/pricing/tables/units.toml`.

use std::ops::{Add, Mul};

use gumshoe_domain::LogSourceName;
use serde::{Deserialize, Serialize};

/// What something took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Units {
    /// CPU seconds, user and system, on the machine on which it was measured.
    pub cpu_seconds: f64,
    /// GET requests to S3.
    pub gets: f64,
    /// PUT requests to S3.
    pub puts: f64,
    /// Read units of DynamoDB, as DynamoDB reports them.
    pub read_units: f64,
    /// Write units of DynamoDB, likewise.
    pub write_units: f64,
}

impl Units {
    /// The names of the fields, in the order of [`Self::values`].
    pub const NAMES: [&str; 5] = ["cpu_seconds", "gets", "puts", "read_units", "write_units"];

    /// The values of the fields.
    pub fn values(self) -> [f64; 5] {
        [
            self.cpu_seconds,
            self.gets,
            self.puts,
            self.read_units,
            self.write_units,
        ]
    }

    /// The same from values.
    pub fn of([cpu_seconds, gets, puts, read_units, write_units]: [f64; 5]) -> Self {
        Self {
            cpu_seconds,
            gets,
            puts,
            read_units,
            write_units,
        }
    }
}

impl Add for Units {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (one, other) = (self.values(), other.values());
        Self::of(std::array::from_fn(|at| one[at] + other[at]))
    }
}

impl Mul<f64> for Units {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self::of(self.values().map(|value| value * factor))
    }
}

/// What units grow with.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Work {
    /// GB (10^9 bytes) of text, which is what the logs are when they are inflated.
    pub gb: f64,
    /// Log objects.
    pub objects: f64,
    /// Commits: the batches in which objects are counted.
    pub commits: f64,
    /// Accounts in the commits: one that is in three commits counts three times.
    pub accounts: f64,
}

/// Units by what they grow with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rates {
    /// For each GB of text.
    pub gb: Units,
    /// For each object, beside its text.
    pub object: Units,
    /// For each commit, beside its objects.
    pub commit: Units,
    /// For each account in a commit.
    pub account: Units,
}

impl Rates {
    /// What `work` takes.
    pub fn of(&self, work: &Work) -> Units {
        self.gb * work.gb
            + self.object * work.objects
            + self.commit * work.commits
            + self.account * work.accounts
    }
}

/// What is left of a source's logs when they are compacted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Rows for each GB of text.
    pub rows_per_gb: f64,
    /// Bytes of segments and registries for each GB of text.
    pub bytes_per_gb: f64,
    /// Kinds of segments that a day has.
    pub kinds: f64,
    /// Bytes of the table for each object: its entry in the ledger.
    pub table_bytes_per_object: f64,
}

/// What a source takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceUnits {
    /// Bytes of text in a byte as stored.
    pub inflation: f64,
    /// What is left.
    pub kept: Kept,
    /// From log objects to committed segments.
    pub ingest: Rates,
    /// From those to the segments of a day that is over.
    pub compaction: Rates,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// When.
    pub date: String,
    /// Bytes of a manifest entry.
    pub manifest_entry_bytes: f64,
    /// Of CloudTrail.
    pub cloudtrail: SourceUnits,
    /// Of VPC flow logs.
    pub vpc_flow: SourceUnits,
}

impl Measured {
    /// What `source` takes. Those that were not measured are JSON as CloudTrail's is.
    pub fn of(&self, source: LogSourceName) -> &SourceUnits {
        match source {
            LogSourceName::VpcFlow => &self.vpc_flow,
            LogSourceName::CloudTrail
            | LogSourceName::EksAudit
            | LogSourceName::GuardDuty
            | LogSourceName::SecurityHub => &self.cloudtrail,
        }
    }
}
