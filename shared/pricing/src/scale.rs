//! What is assumed: `shared/pricing/tables/assumptions.toml`.

use gumshoe_domain::LogSourceName;
use serde::Deserialize;

use super::units::{Measured, SourceUnits, Work};

const SECONDS_PER_DAY: f64 = 86_400.0;

/// What is assumed of AWS and of a deployment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumptions {
    /// CPU seconds of a Lambda vCPU for one of the machine on which units were measured.
    pub derating: f64,
    /// Memory with which a function has one vCPU, in MB.
    pub vcpu_mb: f64,
    /// Memory of the ingest functions, in MB.
    pub ingest_mb: f64,
    /// Memory of `compact-segments`, in MB.
    pub compaction_mb: f64,
    /// Time that an ingest waits.
    pub waiting: Waiting,
    /// How Lambda takes messages from a queue.
    pub polling: Polling,
    /// What a commit holds at most.
    pub commit: CommitLimits,
    /// Bytes of log of an invocation.
    pub log_bytes_per_invocation: f64,
    /// Days of a month.
    pub month_days: f64,
    /// For how many days data is kept.
    pub kept_days: f64,
    /// What is paid for whatever comes.
    pub standing: Standing,
    /// Size of a full segment of a day, in rows, by which the manifest grows.
    pub segment_rows: f64,
    /// The deployments.
    #[serde(rename = "scale")]
    pub scales: Vec<Scale>,
}

/// Time that an ingest waits for S3 and DynamoDB, in seconds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// For each commit.
    pub commit: f64,
    /// For each object.
    pub object: f64,
    /// For each account in a commit.
    pub account: f64,
    /// For each GET of a compaction, and for each PUT.
    pub compaction_request: f64,
}

/// How Lambda takes messages from a queue.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Polling {
    /// Pollers of a queue; each gathers messages of its own.
    pub pollers: f64,
    /// For how long messages are gathered: `MaximumBatchingWindowInSeconds`.
    pub window_seconds: f64,
    /// Most messages of an invocation: `BatchSize`.
    pub most: f64,
    /// Messages of a request.
    pub per_request: f64,
}

/// What a commit holds at most.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitLimits {
    /// Objects and accounts together.
    pub items: f64,
    /// Bytes of objects as stored.
    pub stored_bytes: f64,
}

/// What is paid for whatever comes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Custom metrics.
    pub metrics: f64,
    /// Metrics in alarms.
    pub alarm_metrics: f64,
    /// Dashboards.
    pub dashboards: f64,
    /// Runs of scheduled functions in a month.
    pub runs_per_month: f64,
    /// Duration and memory of one, in GiB-seconds.
    pub gib_seconds_per_run: f64,
    /// Runs in a month that read all of the manifest, ...
    pub manifest_reads_per_month: f64,
    /// ... and those that read the last days of it, ...
    pub recent_reads_per_month: f64,
    /// ... and how many days these are.
    pub recent_days: f64,
    /// Entries of a manifest that each run reads whole, at most.
    pub small_manifest: f64,
    /// Queues that Lambda polls.
    pub queues: f64,
}

/// A deployment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// What it is called.
    pub name: String,
    /// Accounts that feed the graph.
    pub accounts: f64,
    /// Text of a day, in GB.
    pub gb_per_day: f64,
    /// Text of an object of CloudTrail, in bytes.
    pub cloudtrail_object_bytes: f64,
    /// Text of an object of flow logs, in bytes.
    pub vpc_flow_object_bytes: f64,
}

/// Logs of one source that arrive at a deployment.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream<'a> {
    /// What the source takes.
    pub units: &'a SourceUnits,
    /// GB of text a day.
    pub gb_per_day: f64,
    /// Bytes of text of an object.
    pub object_bytes: f64,
    /// Accounts.
    pub accounts: f64,
}

/// How objects come together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batching {
    /// Objects of an invocation.
    pub delivered: f64,
    /// Objects of a commit.
    pub committed: f64,
    /// Distinct accounts of a commit.
    pub accounts: f64,
}

impl Scale {
    /// The logs of `source`, if they are `share` of all.
    pub fn stream<'a>(
        &self,
        measured: &'a Measured,
        source: LogSourceName,
        share: f64,
    ) -> Stream<'a> {
        let object_bytes = match source {
            LogSourceName::VpcFlow => self.vpc_flow_object_bytes,
            LogSourceName::CloudTrail
            | LogSourceName::EksAudit
            | LogSourceName::GuardDuty
            | LogSourceName::SecurityHub => self.cloudtrail_object_bytes,
        };
        Stream {
            units: measured.of(source),
            gb_per_day: self.gb_per_day * share,
            object_bytes,
            accounts: self.accounts,
        }
    }
}

impl Stream<'_> {
    /// Objects of a GB.
    pub fn objects_per_gb(&self) -> f64 {
        1e9 / self.object_bytes
    }

    /// How the objects come together, when they arrive evenly over the day and the accounts.
    pub fn batching(&self, assumed: &Assumptions) -> Batching {
        let polling = &assumed.polling;
        let arrivals = self.gb_per_day * self.objects_per_gb() / SECONDS_PER_DAY;
        let gathered = arrivals * polling.window_seconds / polling.pollers;
        let delivered = gathered.clamp(1.0, polling.most);
        let by_bytes = assumed.commit.stored_bytes * self.units.inflation / self.object_bytes;
        let mut committed = delivered.min(by_bytes).max(1.0);
        while committed > 1.0 && committed + self.distinct(committed) > assumed.commit.items {
            committed -= 1.0;
        }
        Batching {
            delivered,
            committed,
            accounts: self.distinct(committed),
        }
    }

    /// What a GB is.
    pub fn gb(&self, batching: &Batching) -> Work {
        let objects = self.objects_per_gb();
        let commits = objects / batching.committed;
        Work {
            gb: 1.0,
            objects,
            commits,
            accounts: commits * batching.accounts,
        }
    }

    /// How many of the accounts are in so many objects, where each is of any.
    fn distinct(&self, objects: f64) -> f64 {
        let absent = (1.0 - 1.0 / self.accounts.max(1.0)).powf(objects);
        self.accounts.max(1.0) * (1.0 - absent)
    }
}
