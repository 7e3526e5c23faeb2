//! What `gumshoe redrive` takes.

use clap::{ArgGroup, Args};
use gumshoe_domain::LogSourceName;

use crate::aws::{DeploymentArguments, source};

/// Delivers again what ingestion gave up, once the cause is mended.
///
/// Shows how many messages are in the dead-letter queue of SOURCE, with a sample of their objects and
/// what the ledger says of them, and moves all of them back. An object that counts does not count twice.
#[derive(Debug, Clone, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["source", "all"]))]
pub struct RedriveArguments {
    /// The log source, such as cloudtrail
    #[arg(value_parser = source)]
    pub source: Option<LogSourceName>,
    /// Every log source
    #[arg(long)]
    pub all: bool,
    /// Only shows what there is
    #[arg(long)]
    pub dry_run: bool,
    /// Messages that are moved in a second, at most
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(i32).range(1..=500))]
    pub rate: Option<i32>,
    /// Instead of dead letters, objects that the ledgers have in quarantine: those that could not be
    /// read, or belong to no graph. It reads the ledgers whole.
    #[arg(long)]
    pub quarantined: bool,
    /// Of those in quarantine, only the ones for this reason, such as `NO_GRAPH`
    #[arg(long, value_name = "REASON", requires = "quarantined")]
    pub reason: Option<String>,
    /// The deployment
    #[command(flatten)]
    pub deployment: DeploymentArguments,
}
