//! `gumshoe investigate`: investigates a user or a role, and shows the report.

mod arguments;
mod page;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use gumshoe_domain::Timestamp;
use serde_json::{Value, json};

pub use self::arguments::InvestigateArguments;
use crate::api::{Api, ApiError};

/// The exit status when a report is severe.
const SEVERE: u8 = 2;

/// The time between two looks whether an investigation is at its end.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum InvestigateError {
    /// The API gave no answer.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The investigation failed.
    #[error("the investigation {0} failed")]
    Failed(String),
    /// It takes longer than anybody waits.
    #[error("the investigation {0} still runs; ask for its report later with --id")]
    Late(String),
    /// The answer is not what it should be.
    #[error("the answer cannot be read")]
    Answer(#[from] serde_json::Error),
    /// Standard output.
    #[error("the report cannot be told")]
    Io(#[from] io::Error),
}

/// Investigates a principal and shows the report, or shows that of an investigation that there is.
/// The exit status is 2 when it is of high or critical severity.
///
/// # Errors
/// When the API gives no answer, the investigation fails or takes too long, or standard output cannot
/// be written to.
pub async fn run(
    arguments: InvestigateArguments,
    now: Timestamp,
) -> Result<ExitCode, InvestigateError> {
    let api = Api::open(&arguments.api.endpoint).await;
    let graph = api.graph(arguments.api.graph.as_deref()).await?;
    let id = match (&arguments.id, &arguments.principal) {
        (Some(id), _) => id.to_string(),
        (None, principal) => {
            let arn = principal.as_ref().map(ToString::to_string);
            let start = now.plus_seconds(-arguments.last.seconds());
            let request = json!({
                "GraphArn": graph, "EntityArn": arn,
                "ScopeStartTime": start.to_string(), "ScopeEndTime": now.to_string(),
            });
            let path = "/investigations/startInvestigation";
            let started: Value = api.call(path, &request).await?;
            text(&started["InvestigationId"]).to_owned()
        }
    };
    let request = json!({ "GraphArn": graph, "InvestigationId": id });
    finished(&api, &request, &id, arguments.wait).await?;
    let report: Value = api
        .call("/behavior/investigations/report", &request)
        .await?;
    let shown = if arguments.json {
        serde_json::to_string_pretty(&report)? + "\n"
    } else if arguments.markdown {
        text(&report["Markdown"]).to_owned()
    } else {
        page::text_of(&report)
    };
    let mut out = io::stdout().lock();
    out.write_all(shown.as_bytes())?;
    out.flush()?;
    Ok(match text(&report["Severity"]) {
        "HIGH" | "CRITICAL" => ExitCode::from(SEVERE),
        _ => ExitCode::SUCCESS,
    })
}

/// Waits for the end of an investigation, `most` seconds at most.
async fn finished(api: &Api, request: &Value, id: &str, most: u32) -> Result<(), InvestigateError> {
    for _ in 0..=most {
        let path = "/investigations/getInvestigation";
        let got: Value = api.call(path, request).await?;
        match text(&got["Status"]) {
            "SUCCESSFUL" => return Ok(()),
            "FAILED" => return Err(InvestigateError::Failed(id.to_owned())),
            _ => tokio::time::sleep(LOOK_EVERY).await,
        }
    }
    Err(InvestigateError::Late(id.to_owned()))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
