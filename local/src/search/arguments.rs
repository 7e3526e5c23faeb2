//! What `gumshoe search` takes.

use clap::Args;
use gumshoe_activity::EntityType;

use crate::api::ApiArguments;

const EXAMPLES: &str = "Examples:
  gumshoe search deploy --type AwsRole
  gumshoe search 'arn:aws:iam::*:user/admin*'
  gumshoe search 198.51.100.0/24";

/// Shows the entities that a text may mean: users, roles, sessions, instances, addresses and whatever
/// else is in the graph.
///
/// The text is an id, a name or an ARN, in whichever case; `*` stands for any characters and `?` for one;
/// an IP address may be a CIDR block or have parts left open, as in `198.51.100.*`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SearchArguments {
    /// Id, name, ARN, pattern or CIDR block
    pub text: String,
    /// Only entities of this type
    #[arg(long = "type", value_name = "TYPE", value_parser = entity_type())]
    pub kind: Option<EntityType>,
    /// Order of the entities
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = Order::Id)]
    pub sort: Order,
    /// Most entities that are shown
    #[arg(long, value_name = "COUNT", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub limit: u16,
    /// Prints the API's answer
    #[arg(long)]
    pub json: bool,
    /// The API.
    #[command(flatten)]
    pub api: ApiArguments,
}

/// Orders of entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Order {
    /// By identifier
    Id,
    /// The one that was active last first
    LastSeen,
    /// The newest first
    FirstSeen,
}

impl Order {
    /// `SortBy` and `SortOrder` of the API.
    pub(super) fn of_api(self) -> (&'static str, &'static str) {
        match self {
            Self::Id => ("EntityId", "ASC"),
            Self::LastSeen => ("LastSeen", "DESC"),
            Self::FirstSeen => ("FirstSeen", "DESC"),
        }
    }
}

/// Reads the type of an entity; the help and errors name them all.
pub(crate) fn entity_type() -> impl clap::builder::TypedValueParser<Value = EntityType> {
    use clap::builder::TypedValueParser as _;
    let names = EntityType::ALL.iter().map(|it| it.as_str());
    clap::builder::PossibleValuesParser::new(names).try_map(|it| it.parse::<EntityType>())
}
