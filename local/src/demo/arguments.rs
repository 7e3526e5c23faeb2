//! What `gumshoe demo` takes.

use std::path::PathBuf;

use clap::Args;
use gumshoe_domain::{Day, Timestamp};

use crate::size::Size;
use crate::synthetic::Scenario;

const HOURS_PER_DAY: i32 = 24;

/// Invents a company, lets somebody break in, and shows what Gumshoe sees of it.
///
/// A few accounts' CloudTrail logs are generated, the same for the same seed, with flow logs, the
/// audit logs of a cluster and findings of the same days, and ingested by a local stack of their own;
/// then the busiest principals, what is new in the last day, findings, traffic and calls to the cluster
/// are shown, and the stack goes on serving until Ctrl-C. Everything in the logs is invented. What really happened is
/// told in DIR/truth.json.
#[derive(Debug, Clone, Args)]
pub struct DemoArguments {
    /// Folder of the demo's stack, which is emptied first
    #[arg(
        long,
        env = "GUMSHOE_DEMO_DATA",
        value_name = "DIR",
        default_value = ".gumshoe/demo"
    )]
    pub data: PathBuf,
    /// Keeps what an earlier demo left in the folder, and loads nothing if there is something
    #[arg(long)]
    pub keep: bool,
    /// Days of logs
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=365))]
    pub days: u32,
    /// Accounts of the company; the first administers the graph, the others are its members
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub accounts: u32,
    /// Uncompressed size of the CloudTrail logs
    #[arg(long, default_value = "30MB")]
    pub size: Size,
    /// Another seed makes another company and other days
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Writes markup, terminal escapes, spreadsheet formulas and other hostile texts into free texts
    #[arg(long)]
    pub hostile: bool,
    /// First day of the logs, in UTC [default: as many days ago, so that they end now]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub start: Option<Day>,
    /// Only writes the log objects and truth.json below this folder, and starts nothing
    #[arg(long, value_name = "DIR", conflicts_with = "keep")]
    pub output: Option<PathBuf>,
    /// Ends when everything is shown
    #[arg(long)]
    pub exit: bool,
    /// MMDB file that tells where an address is or whose; may be given more than once
    #[arg(
        long,
        env = "GUMSHOE_GEOLOCATION",
        value_name = "FILE",
        value_delimiter = ':'
    )]
    pub geolocation: Vec<PathBuf>,
    /// Port of the API; 0 is any free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port_api: u16,
    /// Port of S3; 0 is any free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port_s3: u16,
    /// Port of DynamoDB; 0 is any free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port_dynamodb: u16,
}

impl DemoArguments {
    /// The scenario that is asked for. Without a first day it ends with the last full hour before `now`.
    pub(super) fn scenario(&self, now: Timestamp) -> Scenario {
        let hours = i32::try_from(self.days)
            .unwrap_or(i32::MAX)
            .saturating_mul(HOURS_PER_DAY);
        let start = match self.start {
            Some(day) => day.first_hour(),
            None => now.hour().plus(-hours),
        };
        Scenario {
            seed: self.seed,
            start: start.start(),
            days: self.days,
            accounts: self.accounts,
            size: Some(self.size.bytes()),
        }
    }
}
