//! What `gumshoe backfill` takes.

use std::path::PathBuf;

use clap::Args;
use gumshoe_domain::{LogSourceName, Timestamp};

use super::location::{Location, moment};
use crate::aws::{DeploymentArguments, source};

/// Delivers log objects that are in a bucket already, such as those from before the deployment.
///
/// The objects below LOCATION are listed: by the day in their keys where they have one (all of a day
/// counts when a part of it is meant), by their last change where not. Those that the graphs of their
/// account have decided about are skipped, for the others messages go into the queues of their sources.
/// It can be stopped at any time: started again it goes on, and whatever is delivered twice counts once.
#[derive(Debug, Clone, Args)]
pub struct BackfillArguments {
    /// Where the objects are: `s3://bucket` or `s3://bucket/prefix`
    pub location: Location,
    /// From when on: a day such as 2026-03-01, or a time such as 2026-03-01T12:00:00Z
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub since: Timestamp,
    /// Until before when [default: now]
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub until: Option<Timestamp>,
    /// Only the objects of this log source, such as cloudtrail
    #[arg(long, value_name = "SOURCE", value_parser = source)]
    pub source: Option<LogSourceName>,
    /// Prints what there is to do and what it would cost, and does nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Prints that as JSON
    #[arg(long, requires = "dry_run")]
    pub json: bool,
    /// Objects that are sent in a second, at most
    #[arg(long, value_name = "COUNT", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub rate: u32,
    /// Messages that may wait in a queue: above this, none are sent
    #[arg(long, value_name = "COUNT", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(10..))]
    pub most_waiting: u64,
    /// File that says how far it came
    #[arg(long, value_name = "FILE", default_value = "gumshoe-backfill.json")]
    pub state: PathBuf,
    /// Name or URL of the queue [default: that of the source, NAME-SOURCE-objects]
    #[arg(long, value_name = "QUEUE", requires = "source")]
    pub queue: Option<String>,
    /// The deployment
    #[command(flatten)]
    pub deployment: DeploymentArguments,
}
