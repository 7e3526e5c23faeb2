//! `gumshoe groups`: the groups of findings, or one of them with its story.

mod arguments;
mod list;
mod one;
mod shapes;

use std::io::{self, Write as _};
use std::process::ExitCode;

use gumshoe_domain::Timestamp;
use serde_json::{Value, json};

pub use self::arguments::GroupsArguments;
use self::shapes::{Group, GroupAnswer, GroupList};
use crate::api::{Api, ApiError};

/// The exit status when something is severe.
const SEVERE: u8 = 2;

/// Why groups are not shown.
#[derive(Debug, thiserror::Error)]
pub enum GroupsError {
    /// The API gave no answer.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The answer is not what it should be.
    #[error("the answer cannot be read")]
    Answer(#[from] serde_json::Error),
    /// Standard output.
    #[error("the groups cannot be told")]
    Io(#[from] io::Error),
}

/// Shows the groups that were seen lately, or one of them. The exit status is 2 when an active one
/// that is shown is of high or critical severity.
///
/// # Errors
/// When the API gives no answer, or standard output cannot be written to.
pub async fn run(arguments: GroupsArguments, now: Timestamp) -> Result<ExitCode, GroupsError> {
    let api = Api::open(&arguments.api.endpoint).await;
    let graph = api.graph(arguments.api.graph.as_deref()).await?;
    let (text, groups) = match arguments.group {
        Some(group) => {
            let request = json!({ "GraphArn": graph, "GroupId": group.to_string() });
            let answer: Value = api.call("/behavior/findingGroups/get", &request).await?;
            let read: GroupAnswer = serde_json::from_value(answer.clone())?;
            let text = if arguments.json {
                pretty(&answer)?
            } else {
                one::text(&read)
            };
            (text, vec![read.finding_group])
        }
        None => {
            let answers = listed(&api, &graph, &arguments, now).await?;
            let groups: Result<Vec<Group>, _> = answers
                .iter()
                .cloned()
                .map(serde_json::from_value)
                .collect();
            let groups = groups?;
            let text = if arguments.json {
                pretty(&json!({ "FindingGroups": answers }))?
            } else {
                list::text(&groups)
            };
            (text, groups)
        }
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(if groups.iter().any(Group::is_severe) {
        ExitCode::from(SEVERE)
    } else {
        ExitCode::SUCCESS
    })
}

fn pretty(answer: &Value) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(answer)? + "\n")
}

/// The groups of all pages, the worst first.
async fn listed(
    api: &Api,
    graph: &str,
    arguments: &GroupsArguments,
    now: Timestamp,
) -> Result<Vec<Value>, ApiError> {
    let start = now.plus_seconds(-arguments.last.seconds());
    let statuses: &[&str] = if arguments.all { &[] } else { &["ACTIVE"] };
    let mut request = json!({
        "GraphArn": graph, "ScopeStartTime": start.to_string(), "ScopeEndTime": now.to_string(),
        "Statuses": statuses, "SortBy": "Severity",
    });
    let mut found = Vec::new();
    loop {
        let page: GroupList = api.call("/behavior/findingGroups/list", &request).await?;
        found.extend(page.finding_groups);
        match page.next_token {
            Some(token) => request["NextToken"] = json!(token),
            None => return Ok(found),
        }
    }
}
