//! What `gumshoe groups` takes.

use clap::Args;
use gumshoe_domain::FindingGroupId;

use crate::api::ApiArguments;
use crate::last::Last;

/// Shows the groups of findings that were seen lately, or one of them with its story.
///
/// The exit status is 2 when an active group that is shown is of severity HIGH or CRITICAL.
#[derive(Debug, Args)]
pub struct GroupsArguments {
    /// A group's id: shows this one, with what happened and what joins it
    pub group: Option<FindingGroupId>,
    /// How far back: hours, days or weeks, such as 24h, 7d or 2w
    #[arg(long, value_name = "TIME", default_value = "7d")]
    pub last: Last,
    /// Shows groups too that became part of others
    #[arg(long)]
    pub all: bool,
    /// Prints the API's answer
    #[arg(long)]
    pub json: bool,
    /// The API.
    #[command(flatten)]
    pub api: ApiArguments,
}
