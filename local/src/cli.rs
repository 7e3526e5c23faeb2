//! The command line: every subcommand and what it takes.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use gumshoe_domain::investigation::AutomaticInvestigations;
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{AccountId, Region, Retention, Trails};
use tracing_subscriber::filter::EnvFilter;

use crate::backfill::BackfillArguments;
use crate::console::ConsoleArguments;
use crate::demo::DemoArguments;
use crate::groups::GroupsArguments;
use crate::investigate::InvestigateArguments;
use crate::profile::ProfileArguments;
use crate::redrive::RedriveArguments;
use crate::search::SearchArguments;
use crate::stack::Options;

/// Gumshoe, an open, self-hosted Amazon Detective.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
pub struct Cli {
    /// What is logged to standard error: a level, or directives such as `gumshoe=debug,warn`
    /// [default: info; of a demo, whose progress is drawn there: error]
    #[arg(long, global = true, env = "GUMSHOE_LOG_LEVEL", value_name = "LEVEL")]
    pub log_level: Option<EnvFilter>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Takes what is to be logged, and leaves nothing.
    pub fn take_log_filter(&mut self) -> EnvFilter {
        let default = match self.command {
            Command::Up(_) => "info,dynoxide=error,s3s=warn",
            Command::Demo(_)
            | Command::Functions(_)
            | Command::Backfill(_)
            | Command::Redrive(_)
            | Command::Search(_)
            | Command::Profile(_)
            | Command::Groups(_)
            | Command::Console(_)
            | Command::Investigate(_) => "error",
        };
        let asked = self.log_level.take();
        asked.unwrap_or_else(|| EnvFilter::new(default))
    }
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs everything on this machine: the API, ingestion, DynamoDB, S3 and SQS
    Up(UpArguments),
    /// Invents a company, lets somebody break in, and shows what Gumshoe sees of it
    Demo(DemoArguments),
    /// Delivers log objects that are in a bucket already
    Backfill(Box<BackfillArguments>),
    /// Delivers again what ingestion gave up
    Redrive(RedriveArguments),
    /// Serves the console of a deployment on this machine
    Console(ConsoleArguments),
    /// Shows the entities that a text may mean: by id, name, ARN, pattern or CIDR block
    Search(SearchArguments),
    /// Shows what is known of an entity: its activity, what is new, whom it dealt with
    Profile(Box<ProfileArguments>),
    /// Shows groups of findings that belong together, or one with its story
    Groups(GroupsArguments),
    /// Investigates a user or a role, and shows the report
    Investigate(Box<InvestigateArguments>),
    /// Prints every Lambda function, what starts it and what it may touch
    Functions(FunctionsArguments),
}

/// Prints every Lambda function, what starts it and what it may touch.
#[derive(Debug, Args)]
pub struct FunctionsArguments {
    /// Prints JSON instead of a table
    #[arg(long)]
    pub json: bool,
}

/// Runs everything on this machine: the API, ingestion, DynamoDB, S3 and SQS.
///
/// Put logs into the bucket gumshoe-logs, as AWS delivers them, and they are in the graph a moment
/// later. Who calls is read from the access key id: twelve digits are the account itself, any
/// other key id tells the account it was issued to. The secret is gumshoe-local for all of them;
/// S3 checks signatures with it, the API, DynamoDB and SQS do not. So listen on loopback addresses only.
///
/// When everything answers, the endpoints are printed and written to DIR/endpoints.env, which also
/// has credentials: `set -a; . DIR/endpoints.env; set +a; aws s3 ls`.
#[derive(Debug, Args)]
pub struct UpArguments {
    /// Folder of all state; it is made when it is missing
    #[arg(
        long,
        env = "GUMSHOE_DATA",
        value_name = "DIR",
        default_value = ".gumshoe"
    )]
    pub data: PathBuf,
    /// Address to listen on
    #[arg(long, env = "GUMSHOE_ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub address: IpAddr,
    /// Port of the API; 0 is any free one
    #[arg(
        long,
        env = "GUMSHOE_PORT_API",
        value_name = "PORT",
        default_value_t = 4570
    )]
    pub port_api: u16,
    /// Port of S3; 0 is any free one
    #[arg(
        long,
        env = "GUMSHOE_PORT_S3",
        value_name = "PORT",
        default_value_t = 4571
    )]
    pub port_s3: u16,
    /// Port of DynamoDB; 0 is any free one
    #[arg(
        long,
        env = "GUMSHOE_PORT_DYNAMODB",
        value_name = "PORT",
        default_value_t = 4572
    )]
    pub port_dynamodb: u16,
    /// Port of SQS; 0 is any free one
    #[arg(
        long,
        env = "GUMSHOE_PORT_SQS",
        value_name = "PORT",
        default_value_t = 4573
    )]
    pub port_sqs: u16,
    /// Account that owns the log bucket, and whose credentials endpoints.env has
    #[arg(
        long,
        env = "GUMSHOE_ACCOUNT",
        value_name = "ID",
        default_value = "111122223333"
    )]
    pub account: AccountId,
    /// Region that the graphs say they are in
    #[arg(long, env = "GUMSHOE_REGION", default_value = "us-east-1")]
    pub region: Region,
    /// MMDB file that tells where an address is or whose; may be given more than once
    #[arg(
        long,
        env = "GUMSHOE_GEOLOCATION",
        value_name = "FILE",
        value_delimiter = ':'
    )]
    pub geolocation: Vec<PathBuf>,
    /// Batches of log objects that are ingested at the same time
    #[arg(long, env = "GUMSHOE_INGEST_WORKERS", value_name = "COUNT", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub ingest_workers: u16,
    /// Seconds between two compactions of segments, and two looks for findings to group
    #[arg(long, env = "GUMSHOE_COMPACT_EVERY", value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub compact_every: u64,
    /// Days for which data is kept; a graph's tag gumshoe:retention-days goes before it
    #[arg(
        long,
        env = "GUMSHOE_RETENTION_DAYS",
        value_name = "DAYS",
        default_value_t
    )]
    pub retention_days: Retention,
    /// Which trails count for an account whose events several deliver: ACCOUNT=BUCKET/PREFIX, separated
    /// by commas [default: all]
    #[arg(
        long,
        env = "GUMSHOE_TRAILS",
        value_name = "TRAILS",
        default_value_t,
        hide_default_value = true
    )]
    pub trails: Trails,
    /// Address that invitations come from
    #[arg(long, env = "GUMSHOE_INVITATION_SENDER", value_name = "ADDRESS", default_value = Options::INVITATION_SENDER)]
    pub invitation_sender: String,
    /// Endpoint that plays Amazon SES, such as moto's; e-mails go there [default: into DIR/mail]
    #[arg(long, env = "GUMSHOE_SES_ENDPOINT", value_name = "URL")]
    pub ses_endpoint: Option<String>,
    /// File that describes an organization of AWS Organizations [default: there is none]
    ///
    /// It is TOML, and read for every question, so an edit counts at once:
    /// `id = "o-exampleorgid"`, `management_account = "111122223333"`, and for each account a table
    /// `[[accounts]]` with `id`, `name`, `email`, and if need be `state = "SUSPENDED"` (or another
    /// state of AWS Organizations, such as CLOSED) and `joined = 2026-03-01T12:00:00Z`. The delegated
    /// administrator is kept in DIR; remove the file delegated-administrator-of-ID to deregister it.
    #[arg(
        long,
        env = "GUMSHOE_ORGANIZATION",
        value_name = "FILE",
        conflicts_with = "organizations_endpoint"
    )]
    pub organization: Option<PathBuf>,
    /// Endpoint of AWS Organizations, such as that of moto, that knows the organization
    #[arg(long, env = "GUMSHOE_ORGANIZATIONS_ENDPOINT", value_name = "URL")]
    pub organizations_endpoint: Option<String>,
    /// Model or inference profile of Amazon Bedrock that writes summaries of finding groups [default: none are
    /// written]
    ///
    /// It is called with the credentials and in the Region that AWS's own tools find, and costs what Amazon
    /// Bedrock bills; findings and the names in them leave this machine.
    #[arg(long, env = "GUMSHOE_SUMMARY_MODEL", value_name = "ID")]
    pub summary_model: Option<String>,
    /// Which investigations are started by themselves: OFF; FINDINGS, of users and roles in new findings
    /// of high severity; PRINCIPALS, of these and of the riskiest once a day
    #[arg(
        long,
        env = "GUMSHOE_AUTOMATIC_INVESTIGATIONS",
        value_name = "CHOICE",
        default_value = "OFF"
    )]
    pub automatic_investigations: AutomaticInvestigations,
}

impl From<UpArguments> for Options {
    fn from(arguments: UpArguments) -> Self {
        Self {
            data: arguments.data,
            address: arguments.address,
            api_port: arguments.port_api,
            s3_port: arguments.port_s3,
            dynamodb_port: arguments.port_dynamodb,
            sqs_port: arguments.port_sqs,
            region: arguments.region,
            account: arguments.account,
            geolocation: arguments.geolocation,
            ingest_workers: usize::from(arguments.ingest_workers),
            compact_every: Duration::from_secs(arguments.compact_every),
            quotas: Quotas::default(),
            retention: arguments.retention_days,
            trails: arguments.trails,
            invitation_sender: arguments.invitation_sender,
            ses_endpoint: arguments.ses_endpoint,
            organization: arguments.organization,
            organizations_endpoint: arguments.organizations_endpoint,
            summary_model: arguments.summary_model,
            automatic_investigations: arguments.automatic_investigations,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
