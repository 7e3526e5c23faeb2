//! `gumshoe profile`: what is known of an entity, panel by panel.

mod arguments;
mod cells;
mod map;
mod page;
mod shapes;
mod tables;
mod timeline;

use std::io::{self, Write as _};

use gumshoe_domain::Timestamp;
use serde_json::{Value, json};

pub use self::arguments::ProfileArguments;
use self::shapes::Profile;
use crate::api::{Api, ApiError};
use crate::search::{Found, Order, Question, found};
use crate::terminal::printable;

/// Entities that are looked at to find the one that is meant, and told when it is not clear.
const MOST_LOOKED_AT: usize = 200;
const MOST_TOLD: usize = 8;

/// Longest text of an id in an error, in characters.
const WIDEST: usize = 80;

/// Why a profile is not shown.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The API gave no answer.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// Nothing is called that.
    #[error(
        "the graph has no entity with the id, name or ARN {0}; `gumshoe search` knows patterns"
    )]
    Nothing(String),
    /// Several are called that.
    #[error("several entities are called that: {0}; choose one by its id and --type")]
    Several(String),
    /// The answer is not what it should be.
    #[error("the answer cannot be read")]
    Answer(#[from] serde_json::Error),
    /// Standard output.
    #[error("the profile cannot be told")]
    Io(#[from] io::Error),
}

/// Shows the profile of an entity.
///
/// # Errors
/// When it is not clear which entity is meant, the API gives no answer, or standard output cannot be
/// written to.
pub async fn run(arguments: ProfileArguments, now: Timestamp) -> Result<(), ProfileError> {
    let api = Api::open(&arguments.api.endpoint).await;
    let graph = api.graph(arguments.api.graph.as_deref()).await?;
    let entity = meant(&api, &graph, &arguments).await?;
    let end = arguments.until.unwrap_or(now);
    let start = end.plus_seconds(-arguments.last.seconds());
    let request = json!({
        "GraphArn": graph, "EntityType": entity.entity_type, "EntityId": entity.entity_id,
        "ScopeStartTime": start.to_string(), "ScopeEndTime": end.to_string(),
        "PanelIds": arguments.panels, "FindingId": arguments.finding,
    });
    let answer: Value = api.call("/behavior/entities/profile", &request).await?;
    let text = if arguments.json {
        serde_json::to_string_pretty(&answer)? + "\n"
    } else {
        let profile: Profile = serde_json::from_value(answer)?;
        page::text_of(&profile, usize::from(arguments.rows))
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// The one entity that is called what was typed; of several the one whose id or ARN it is.
async fn meant(
    api: &Api,
    graph: &str,
    arguments: &ProfileArguments,
) -> Result<Found, ProfileError> {
    let text = arguments.entity.as_str();
    let question = Question {
        graph,
        text,
        kind: arguments.kind,
        order: Order::LastSeen,
        limit: MOST_LOOKED_AT,
    };
    let (entities, _) = found(api, &question).await?;
    let all: Result<Vec<Found>, _> = entities.into_iter().map(serde_json::from_value).collect();
    chosen(text, all?)
}

fn chosen(text: &str, all: Vec<Found>) -> Result<Found, ProfileError> {
    let is_named = |it: &&Found| it.entity_id == text || it.arn.as_deref() == Some(text);
    let mut named = all.iter().filter(is_named);
    if let (Some(one), None) = (named.next(), named.next()) {
        return Ok(one.clone());
    }
    let told: Vec<String> = all
        .iter()
        .take(MOST_TOLD)
        .map(|it| format!("{} {}", it.entity_type, printable(&it.entity_id, WIDEST)))
        .collect();
    let mut all = all.into_iter();
    match (all.next(), all.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(ProfileError::Nothing(printable(text, WIDEST))),
        (Some(_), Some(_)) => Err(ProfileError::Several(told.join(", "))),
    }
}

#[cfg(test)]
mod tests;
