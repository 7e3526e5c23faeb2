//! `GetInvestigationReport`: what an investigation found, with evidence, in the order in which it
//! happened, and what to do.

use gumshoe_analytics::attack::Table;
use gumshoe_analytics::report::{Recommendation, Report, Titled};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::investigation::{Evidence, Factor, Found, Progress, Working};
use gumshoe_domain::{GraphArn, Investigation, InvestigationId};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::shapes;

/// Most indicators of a report; `ListIndicators` has them all. Our choice: an answer of Lambda has
/// 6 MB at most.
const MOST_INDICATORS: usize = 1_000;

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetInvestigationReport>();

enum GetInvestigationReport {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    investigation_id: Option<String>,
}

struct Command {
    graph: GraphArn,
    id: InvestigationId,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    graph_arn: String,
    investigation_id: String,
    entity_arn: String,
    entity_type: &'static str,
    created_time: String,
    scope_start_time: String,
    scope_end_time: String,
    severity: &'static str,
    state: &'static str,
    overview: String,
    severity_working: SeverityWorking,
    indicators: Vec<ReportedIndicator>,
    /// Whether there are more than a report tells.
    is_truncated: bool,
    narrative: Vec<NarrativeEvent>,
    affected_resources: Vec<String>,
    recommendations: Vec<RecommendationItem>,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SeverityWorking {
    likelihood: u8,
    likelihood_reason: &'static str,
    /// Places in `Indicators`, from 0.
    likelihood_indicators: Vec<usize>,
    impact: u8,
    impact_reason: &'static str,
    impact_indicators: Vec<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ReportedIndicator {
    indicator_type: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<EvidenceItem>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct EvidenceItem {
    explanation: ExplanationItem,
    first_seen: String,
    last_seen: String,
    resources: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ExplanationItem {
    observed: f64,
    expected: f64,
    window: Window,
    sentence: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Window {
    start_time: String,
    end_time: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct NarrativeEvent {
    time: String,
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RecommendationItem {
    because: String,
    text: String,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            id: shapes::investigation_id(sent.investigation_id)?,
        })
    }
}

impl Operation for GetInvestigationReport {
    const NAME: &'static str = "GetInvestigationReport";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/investigations/report",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// There is none until the investigation was successful.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let investigation = shapes::own_investigation(cx, &command.graph, command.id).await?;
        let table = Table::get().map_err(ApiError::internal)?;
        let run = match &investigation.progress {
            Progress::Successful { run, .. } => run,
            Progress::Running { .. } | Progress::Failed(_) => {
                return Err(ApiError::ResourceNotFound(format!(
                    "The investigation has no report: it is {}.",
                    investigation.status().as_str()
                )));
            }
        };
        let of = (investigation.id, run.as_str());
        let most = MOST_INDICATORS + 1;
        let graph = command.graph.id();
        let stored = cx.store.indicators(graph, of, None, 0, most).await?;
        let mut found: Vec<Found> = stored.into_iter().map(|(_, it)| it).collect();
        let is_truncated = found.len() > MOST_INDICATORS;
        found.truncate(MOST_INDICATORS);
        let report = Report::new(&investigation, found, table);
        Ok(response(
            &command.graph,
            &investigation,
            report,
            is_truncated,
        ))
    }
}

fn response(
    graph: &GraphArn,
    investigation: &Investigation,
    report: Report,
    is_truncated: bool,
) -> Response {
    // Of all that was found, also of what the report leaves out.
    let severity = investigation.severity();
    Response {
        graph_arn: graph.to_string(),
        investigation_id: investigation.id.to_string(),
        entity_arn: investigation.principal.arn().to_owned(),
        entity_type: investigation.principal.kind().as_str(),
        created_time: investigation.created.to_string(),
        scope_start_time: investigation.scope.start().to_string(),
        scope_end_time: investigation.scope.end().to_string(),
        severity: severity.unwrap_or(report.working.severity).as_str(),
        state: investigation.state().as_str(),
        markdown: report.markdown(investigation),
        overview: report.overview,
        severity_working: report.working.into(),
        indicators: report.indicators.into_iter().map(Into::into).collect(),
        is_truncated,
        narrative: report
            .narrative
            .into_iter()
            .map(|it| NarrativeEvent {
                time: it.time.to_string(),
                text: it.text,
            })
            .collect(),
        affected_resources: report.affected_resources,
        recommendations: report.recommendations.into_iter().map(Into::into).collect(),
    }
}

impl From<Working> for SeverityWorking {
    fn from(working: Working) -> Self {
        let (likelihood, impact): (Factor, Factor) = (working.likelihood, working.impact);
        Self {
            likelihood: likelihood.value,
            likelihood_reason: likelihood.because,
            likelihood_indicators: likelihood.indicators,
            impact: impact.value,
            impact_reason: impact.because,
            impact_indicators: impact.indicators,
        }
    }
}

impl From<Titled> for ReportedIndicator {
    fn from(it: Titled) -> Self {
        Self {
            indicator_type: it.found.indicator.kind().as_str(),
            title: it.title,
            evidence: it.found.evidence.map(Into::into),
        }
    }
}

impl From<Evidence> for EvidenceItem {
    fn from(it: Evidence) -> Self {
        let (first, last) = it.seen;
        Self {
            explanation: ExplanationItem {
                observed: it.observed,
                expected: it.expected,
                window: Window {
                    start_time: it.window.start().start().to_string(),
                    end_time: it.window.end().start().to_string(),
                },
                sentence: it.sentence,
            },
            first_seen: first.to_string(),
            last_seen: last.to_string(),
            resources: it.resources,
        }
    }
}

impl From<Recommendation> for RecommendationItem {
    fn from(it: Recommendation) -> Self {
        Self {
            because: it.because,
            text: it.text,
        }
    }
}
