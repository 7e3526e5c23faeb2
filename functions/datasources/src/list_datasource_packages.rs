//! `ListDatasourcePackages`: what a graph takes in, and since when.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_ListDatasourcePackages.html>

use std::collections::BTreeMap;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route, field};
use gumshoe_domain::{GraphArn, PackageHistory};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::history::Entered;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListDatasourcePackages>();

enum ListDatasourcePackages {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

struct Command {
    graph: GraphArn,
    next_token: Option<String>,
    max_results: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    datasource_packages: BTreeMap<&'static str, Package>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Package {
    datasource_package_ingest_state: &'static str,
    /// A state that was never entered is not there: the SDKs refuse a map with null in it.
    last_ingest_state_change: BTreeMap<&'static str, Entered>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            next_token: field::next_token(sent.next_token)?,
            max_results: field::max_results(sent.max_results)?,
        })
    }
}

impl Operation for ListDatasourcePackages {
    const NAME: &'static str = "ListDatasourcePackages";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/datasources/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let tokens = PageToken::new(cx, &command.graph.to_string());
        let position = tokens.open(command.next_token.as_deref()).await?;
        let first = usize::try_from(position).unwrap_or(usize::MAX);
        let packages = graph.packages.iter();
        let end = first.saturating_add(command.max_results);
        let next_token = match u64::try_from(end) {
            Ok(next) if end < packages.len() => Some(tokens.seal(next).await?),
            Ok(_) | Err(_) => None,
        };
        let page = packages.skip(first).take(command.max_results);
        Ok(Response {
            datasource_packages: page
                .map(|(package, history)| (package.as_str(), described(history)))
                .collect(),
            next_token,
        })
    }
}

fn described(history: &PackageHistory) -> Package {
    let changes = history
        .entered
        .iter()
        .map(|(state, at)| (state.as_str(), Entered::at(at)));
    Package {
        datasource_package_ingest_state: history.state.as_str(),
        last_ingest_state_change: changes.collect(),
    }
}
