//! What AWS charges: `shared/pricing/tables/prices.toml`.

use serde::Deserialize;

/// Prices of one Region, in USD.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Prices {
    /// The Region.
    pub region: String,
    /// When they were looked up.
    pub date: String,
    /// Where.
    pub sources: Vec<String>,
    /// Of S3.
    pub s3: S3,
    /// Of DynamoDB, on demand.
    pub dynamodb: DynamoDb,
    /// Of Lambda.
    pub lambda: Lambda,
    /// Of SQS, standard queues.
    pub sqs: Sqs,
    /// Of EventBridge.
    pub eventbridge: EventBridge,
    /// Of CloudWatch.
    pub cloudwatch: CloudWatch,
    /// What Amazon Detective asks for each GB of an account and month, by tier.
    pub detective: Vec<Tier>,
}

/// Prices of S3 Standard.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct S3 {
    /// PUT, COPY, POST, LIST.
    pub put_per_thousand: f64,
    /// GET and all other requests.
    pub get_per_thousand: f64,
    /// Storage.
    pub standard_per_gib_month: f64,
}

/// Prices of DynamoDB.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DynamoDb {
    /// Write request units.
    pub write_unit_per_million: f64,
    /// Read request units.
    pub read_unit_per_million: f64,
    /// Storage.
    pub storage_per_gib_month: f64,
    /// Point-in-time recovery, on top of storage.
    pub recovery_per_gib_month: f64,
}

/// Prices of Lambda.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Lambda {
    /// Duration on Arm.
    pub arm_per_gib_second: f64,
    /// Duration on x86.
    pub x86_per_gib_second: f64,
    /// Requests.
    pub request_per_million: f64,
}

/// Prices of SQS.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Sqs {
    /// Requests; each 64 KiB is one.
    pub request_per_million: f64,
}

/// Prices of EventBridge.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EventBridge {
    /// Events that S3 sends.
    pub s3_event_per_million: f64,
}

/// Prices of CloudWatch.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CloudWatch {
    /// A custom metric.
    pub metric_per_month: f64,
    /// Each metric of an alarm.
    pub alarm_metric_per_month: f64,
    /// A dashboard.
    pub dashboard_per_month: f64,
    /// Logs, taken in.
    pub logs_per_gib: f64,
}

/// A tier of Amazon Detective's price.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Tier {
    /// Up to how many GB a month; the last tier has no end.
    pub up_to_gb: Option<f64>,
    /// For each GB.
    pub per_gb: f64,
}

impl Prices {
    /// What Amazon Detective asks for `gb` of one account, Region and month.
    pub fn detective(&self, gb: f64) -> f64 {
        let (mut total, mut below) = (0.0, 0.0);
        for tier in &self.detective {
            let end = tier.up_to_gb.unwrap_or(f64::INFINITY).min(gb);
            total += (end - below).max(0.0) * tier.per_gb;
            below = end.max(below);
        }
        total
    }
}
