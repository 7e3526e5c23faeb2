//! What `gumshoe profile` takes.

use clap::Args;
use gumshoe_activity::EntityType;
use gumshoe_domain::Timestamp;

use crate::api::ApiArguments;
use crate::last::Last;
use crate::search::entity_type;

const EXAMPLES: &str = "Examples:
  gumshoe profile deploy --type AwsRole --last 7d
  gumshoe profile i-0123456789abcdef0 --finding 16afba5c5c43e07c9e3e5e2e544e95df
  gumshoe profile 198.51.100.7 --panel OverallApiCallVolume";

/// Shows what is known of an entity: its calls and traffic over time beside what is usual, what is new,
/// what it used, and whom it dealt with.
///
/// The entity is an id, a name or an ARN; where several have it, --type says which is meant.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ProfileArguments {
    /// Id, name or ARN of the entity
    pub entity: String,
    /// Type of the entity
    #[arg(long = "type", value_name = "TYPE", value_parser = entity_type())]
    pub kind: Option<EntityType>,
    /// How far back: hours, days or weeks, such as 24h, 7d or 2w
    #[arg(long, value_name = "TIME", default_value = "24h")]
    pub last: Last,
    /// The end of the scope time, such as 2026-03-02T00:00:00Z [default: now]
    #[arg(long, value_name = "MOMENT")]
    pub until: Option<Timestamp>,
    /// Only this panel, by the id in brackets behind its title; may be given more than once
    #[arg(long = "panel", value_name = "ID")]
    pub panels: Vec<String>,
    /// Beside this finding, by its id: with the traffic to and from its address
    #[arg(long, value_name = "ID")]
    pub finding: Option<String>,
    /// Most rows of each table
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    pub rows: u16,
    /// Prints the API's answer
    #[arg(long)]
    pub json: bool,
    /// The API.
    #[command(flatten)]
    pub api: ApiArguments,
}
