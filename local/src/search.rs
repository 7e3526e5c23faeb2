//! `gumshoe search`: the entities that a text may mean.

mod arguments;

use std::io::{self, Write as _};

use comfy_table::{ContentArrangement, Table, presets};
use gumshoe_activity::EntityType;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) use self::arguments::entity_type;
pub use self::arguments::{Order, SearchArguments};
use crate::api::{Api, ApiError};
use crate::terminal::{minute, printable};

/// Most entities of a page of the API.
const PAGE: usize = 200;

/// Longest text of a cell, in characters.
const WIDEST: usize = 80;

/// Why entities are not shown.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The API gave no answer.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The answer is not what it should be.
    #[error("the answer cannot be read")]
    Answer(#[from] serde_json::Error),
    /// Standard output.
    #[error("the entities cannot be told")]
    Io(#[from] io::Error),
}

/// What is looked for.
pub(crate) struct Question<'a> {
    pub(crate) graph: &'a str,
    pub(crate) text: &'a str,
    pub(crate) kind: Option<EntityType>,
    pub(crate) order: Order,
    /// Most entities of the answer.
    pub(crate) limit: usize,
}

/// An entity as it is shown.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Found {
    pub(crate) entity_type: String,
    pub(crate) entity_id: String,
    pub(crate) name: Option<String>,
    pub(crate) arn: Option<String>,
    pub(crate) account_id: Option<String>,
    pub(crate) first_seen: String,
    pub(crate) last_seen: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page {
    entities: Vec<Value>,
    next_token: Option<String>,
}

/// Shows the entities.
///
/// # Errors
/// When the API gives no answer, or standard output cannot be written to.
pub async fn run(arguments: SearchArguments) -> Result<(), SearchError> {
    let api = Api::open(&arguments.api.endpoint).await;
    let graph = api.graph(arguments.api.graph.as_deref()).await?;
    let question = Question {
        graph: &graph,
        text: &arguments.text,
        kind: arguments.kind,
        order: arguments.sort,
        limit: usize::from(arguments.limit),
    };
    let (entities, more) = found(&api, &question).await?;
    let text = if arguments.json {
        serde_json::to_string_pretty(&json!({ "Entities": entities }))? + "\n"
    } else {
        let read: Result<Vec<Found>, _> =
            entities.into_iter().map(serde_json::from_value).collect();
        text_of(&read?, more)
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// The entities of all pages up to the limit, and whether there are more.
pub(crate) async fn found(
    api: &Api,
    question: &Question<'_>,
) -> Result<(Vec<Value>, bool), ApiError> {
    let (by, order) = question.order.of_api();
    let mut request = json!({
        "GraphArn": question.graph, "Query": question.text, "SortBy": by, "SortOrder": order,
    });
    if let Some(kind) = question.kind {
        request["EntityType"] = json!(kind.as_str());
    }
    let mut found = Vec::new();
    loop {
        let wanted = question.limit.saturating_sub(found.len()).min(PAGE);
        request["MaxResults"] = json!(wanted);
        let page: Page = api.call("/behavior/entities/search", &request).await?;
        found.extend(page.entities);
        match page.next_token {
            Some(_) if found.len() >= question.limit => return Ok((found, true)),
            Some(token) => request["NextToken"] = json!(token),
            None => return Ok((found, false)),
        }
    }
}

fn text_of(entities: &[Found], more: bool) -> String {
    if entities.is_empty() {
        return "No entities.\n".to_owned();
    }
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(vec![
            "Type",
            "Name",
            "Entity",
            "Account",
            "First seen",
            "Last seen",
        ]);
    let told = |it: &Option<String>| printable(it.as_deref().unwrap_or_default(), WIDEST);
    for it in entities {
        let mut entity = printable(&it.entity_id, WIDEST);
        if let Some(arn) = &it.arn {
            entity = format!("{entity}\n{}", printable(arn, WIDEST));
        }
        table.add_row(vec![
            printable(&it.entity_type, WIDEST),
            told(&it.name),
            entity,
            told(&it.account_id),
            minute(&it.first_seen),
            minute(&it.last_seen),
        ]);
    }
    let rest = if more {
        format!("The first {}; --limit shows more.\n", entities.len())
    } else {
        String::new()
    };
    format!("{table}\n{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_logs_call_themselves_is_shown_and_not_obeyed() {
        let found = Found {
            entity_type: "UserAgent".to_owned(),
            entity_id: "curl\u{1b}[2J\n8".to_owned(),
            name: None,
            arn: None,
            account_id: None,
            first_seen: "2026-03-01T12:00:00.000Z".to_owned(),
            last_seen: "2026-03-01T13:59:59.000Z".to_owned(),
        };
        let text = text_of(&[found], true);
        assert!(text.contains("curl\\u{1b}[2J\\u{a}8"), "{text}");
        assert!(text.contains("2026-03-01 13:59"), "{text}");
        assert!(
            text.ends_with("The first 1; --limit shows more.\n"),
            "{text}"
        );
        assert_eq!(text_of(&[], false), "No entities.\n");
    }
}
