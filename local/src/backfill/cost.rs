//! What a backfill will cost: units times prices.
//!
//! The prices are in `bench/cost/prices.toml`, with their date. The units are those of
//! `docs/performance.md`, of batches of 90 objects, which is what a backfill leads to.

use serde::{Deserialize, Serialize};

use super::sorting::Plan;

/// Write units of DynamoDB for each object: 7,214 per GB of 3,379 objects, 29,275 per GB of 13,710.
const WRITE_UNITS: f64 = 2.14;
/// Objects of S3 that are written for each log object: 76 per GB of 3,379, 310 per GB of 13,710.
const PUTS: f64 = 0.0226;
/// Requests to SQS for each object: it is sent, received and deleted in batches of ten.
const QUEUE_REQUESTS: f64 = 0.3;
/// Objects of an invocation.
const BATCH: f64 = 90.0;
/// CPU seconds for each object and each MB of text: 351 MB per CPU second with objects of 296 kB, 288
/// with 73 kB.
const SECONDS_PER_OBJECT: f64 = 6.0e-5;
const SECONDS_PER_MB: f64 = 2.65e-3;
/// Bytes of text in a byte as stored: CloudTrail's log files, gzip.
const INFLATION: f64 = 12.0;
/// How much longer an invocation lasts than it computes, since it waits for S3 and DynamoDB. Our guess.
const WAITING: f64 = 3.0;
/// Memory of an ingest function: `template.yaml`.
const GIB: f64 = 3_008.0 / 1_024.0;
/// Objects that a listing tells at once, and how often a backfill lists: to count, and to send.
const LISTED: f64 = 1_000.0;
const LISTINGS: f64 = 2.0;

/// The prices that a backfill needs.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Prices {
    pub(super) region: String,
    pub(super) date: String,
    s3: S3,
    dynamodb: DynamoDb,
    lambda: Lambda,
    sqs: Sqs,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct S3 {
    put_per_thousand: f64,
    get_per_thousand: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct DynamoDb {
    write_unit_per_million: f64,
    read_unit_per_million: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Lambda {
    arm_per_gib_second: f64,
    request_per_million: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Sqs {
    request_per_million: f64,
}

/// A part of the cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Line {
    pub(super) what: &'static str,
    pub(super) units: f64,
    pub(super) usd: f64,
}

impl Prices {
    /// Those that the program was built with.
    pub(super) fn read() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../../bench/cost/prices.toml"))
    }

    /// What `plan` will cost, by what it is paid for.
    pub(super) fn of(&self, plan: &Plan) -> Vec<Line> {
        let total = plan.total();
        let (found, objects) = (real(plan.found()), real(total.objects));
        let text = real(total.bytes) / 1e6 * INFLATION;
        let seconds = objects * SECONDS_PER_OBJECT + text * SECONDS_PER_MB;
        let line = |what, units: f64, price: f64| Line {
            what,
            units,
            usd: units * price,
        };
        vec![
            line(
                "S3 LIST requests",
                (found / LISTED).ceil() * LISTINGS,
                self.s3.put_per_thousand / 1e3,
            ),
            line("S3 GET requests", objects, self.s3.get_per_thousand / 1e3),
            line(
                "S3 PUT requests",
                (objects * PUTS).ceil(),
                self.s3.put_per_thousand / 1e3,
            ),
            line(
                "SQS requests",
                (objects * QUEUE_REQUESTS).ceil(),
                self.sqs.request_per_million / 1e6,
            ),
            line(
                "DynamoDB read units",
                found,
                self.dynamodb.read_unit_per_million / 1e6,
            ),
            line(
                "DynamoDB write units",
                (objects * WRITE_UNITS).ceil(),
                self.dynamodb.write_unit_per_million / 1e6,
            ),
            line(
                "Lambda requests",
                (objects / BATCH).ceil(),
                self.lambda.request_per_million / 1e6,
            ),
            line(
                "Lambda GB-seconds",
                seconds * WAITING * GIB,
                self.lambda.arm_per_gib_second,
            ),
        ]
    }
}

/// A count as a number to calculate with: exact below 2^53.
fn real(count: u64) -> f64 {
    let high = u32::try_from(count >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(count & 0xffff_ffff).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

#[cfg(test)]
mod tests {
    use super::super::sorting::Sum;
    use super::*;

    #[test]
    fn a_million_objects_of_25_kb_cost_some_dollars_most_of_it_for_the_ledger() {
        let mut plan = Plan::default();
        let sum = Sum {
            objects: 1_000_000,
            bytes: 25_000_000_000,
        };
        let days = plan
            .wanted
            .entry(gumshoe_domain::LogSourceName::CloudTrail)
            .or_default();
        days.insert("2026-03-01".parse().unwrap(), sum);
        let lines = Prices::read().unwrap().of(&plan);
        let usd = |what| lines.iter().find(|line| line.what == what).unwrap().usd;
        assert_eq!(usd("S3 GET requests"), 0.4);
        assert_eq!(usd("S3 LIST requests"), 0.01);
        assert!((usd("DynamoDB write units") - 1.3375).abs() < 1e-9);
        let total: f64 = lines.iter().map(|line| line.usd).sum();
        assert!((2.0..3.0).contains(&total), "{total}");
    }
}
