//! `ListIndicators`: what an investigation found.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_ListIndicators.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route, field};
use gumshoe_domain::investigation::{Indicator, IndicatorType, Progress};
use gumshoe_domain::{GraphArn, InvestigationId};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::shapes;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListIndicators>();

enum ListIndicators {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    investigation_id: Option<String>,
    indicator_type: Option<String>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

struct Command {
    graph: GraphArn,
    id: InvestigationId,
    kind: Option<IndicatorType>,
    next_token: Option<String>,
    max_results: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    graph_arn: String,
    investigation_id: String,
    indicators: Vec<IndicatorItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct IndicatorItem {
    indicator_type: &'static str,
    indicator_detail: Detail,
}

/// An object whose one member has the name of the variant.
#[derive(Serialize)]
enum Detail {
    #[serde(rename = "TTPsObservedDetail", rename_all = "PascalCase")]
    TtpsObserved {
        tactic: &'static str,
        technique: String,
        procedure: String,
        ip_address: String,
        #[serde(rename = "APIName")]
        api_name: String,
        #[serde(rename = "APISuccessCount")]
        success_count: u64,
        #[serde(rename = "APIFailureCount")]
        failure_count: u64,
    },
    #[serde(rename = "ImpossibleTravelDetail", rename_all = "PascalCase")]
    ImpossibleTravel {
        starting_ip_address: String,
        ending_ip_address: String,
        starting_location: String,
        ending_location: String,
        hourly_time_delta: u32,
    },
    #[serde(rename = "FlaggedIpAddressDetail", rename_all = "PascalCase")]
    FlaggedIpAddress {
        ip_address: String,
        reason: &'static str,
    },
    #[serde(rename = "NewGeolocationDetail", rename_all = "PascalCase")]
    NewGeolocation {
        location: String,
        ip_address: String,
        is_new_for_entire_account: bool,
    },
    #[serde(rename = "NewAsoDetail", rename_all = "PascalCase")]
    NewAso {
        aso: String,
        is_new_for_entire_account: bool,
    },
    #[serde(rename = "NewUserAgentDetail", rename_all = "PascalCase")]
    NewUserAgent {
        user_agent: String,
        is_new_for_entire_account: bool,
    },
    #[serde(rename = "RelatedFindingDetail", rename_all = "PascalCase")]
    RelatedFinding {
        arn: String,
        #[serde(rename = "Type")]
        finding_type: String,
        ip_address: String,
    },
    #[serde(rename = "RelatedFindingGroupDetail", rename_all = "PascalCase")]
    RelatedFindingGroup { id: String },
}

impl From<Indicator> for IndicatorItem {
    fn from(indicator: Indicator) -> Self {
        Self {
            indicator_type: indicator.kind().as_str(),
            indicator_detail: match indicator {
                Indicator::TtpObserved(it) => Detail::TtpsObserved {
                    tactic: it.tactic.as_str(),
                    technique: it.technique,
                    procedure: it.procedure,
                    ip_address: it.ip_address,
                    api_name: it.api_name,
                    success_count: it.success_count,
                    failure_count: it.failure_count,
                },
                Indicator::ImpossibleTravel(it) => Detail::ImpossibleTravel {
                    starting_ip_address: it.starting_ip_address,
                    ending_ip_address: it.ending_ip_address,
                    starting_location: it.starting_location,
                    ending_location: it.ending_location,
                    hourly_time_delta: it.hourly_time_delta,
                },
                Indicator::FlaggedIpAddress(it) => Detail::FlaggedIpAddress {
                    ip_address: it.ip_address,
                    // The only value that the service model has.
                    reason: "AWS_THREAT_INTELLIGENCE",
                },
                Indicator::NewGeolocation(it) => Detail::NewGeolocation {
                    location: it.location,
                    ip_address: it.ip_address,
                    is_new_for_entire_account: it.is_new_for_entire_account,
                },
                Indicator::NewAso(it) => Detail::NewAso {
                    aso: it.aso,
                    is_new_for_entire_account: it.is_new_for_entire_account,
                },
                Indicator::NewUserAgent(it) => Detail::NewUserAgent {
                    user_agent: it.user_agent,
                    is_new_for_entire_account: it.is_new_for_entire_account,
                },
                Indicator::RelatedFinding(it) => Detail::RelatedFinding {
                    arn: it.arn,
                    finding_type: it.finding_type,
                    ip_address: it.ip_address,
                },
                Indicator::RelatedFindingGroup(it) => Detail::RelatedFindingGroup { id: it.id },
            },
        }
    }
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            id: shapes::investigation_id(sent.investigation_id)?,
            kind: sent
                .indicator_type
                .map(|text| field::parsed("IndicatorType", &text))
                .transpose()?,
            next_token: field::next_token(sent.next_token)?,
            max_results: shapes::max_results(sent.max_results)?,
        })
    }
}

impl Operation for ListIndicators {
    const NAME: &'static str = "ListIndicators";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/investigations/listIndicators",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// There are none until the investigation was successful.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let found = shapes::own_investigation(cx, &command.graph, command.id).await?;
        let arguments = format!("{} {} {:?}", command.graph, command.id, command.kind);
        let tokens = PageToken::new(cx, &arguments);
        let from = tokens.open(command.next_token.as_deref()).await?;
        let mut page = match &found.progress {
            Progress::Running { .. } | Progress::Failed(_) => Vec::new(),
            Progress::Successful { run, .. } => {
                let most = command.max_results + 1;
                cx.store
                    .indicators(
                        command.graph.id(),
                        (found.id, run),
                        command.kind,
                        from,
                        most,
                    )
                    .await?
            }
        };
        let next = page.get(command.max_results).map(|(place, _)| *place);
        page.truncate(command.max_results);
        let next_token = match next {
            Some(place) => Some(tokens.seal(place).await?),
            None => None,
        };
        Ok(Response {
            graph_arn: command.graph.to_string(),
            investigation_id: found.id.to_string(),
            indicators: page
                .into_iter()
                .map(|(_, it)| it.indicator.into())
                .collect(),
            next_token,
        })
    }
}
