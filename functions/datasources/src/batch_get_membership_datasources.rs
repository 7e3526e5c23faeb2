//! `BatchGetMembershipDatasources`: what the graphs that the caller feeds took in of it, and when.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_BatchGetMembershipDatasources.html>

use std::collections::BTreeMap;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{GraphArn, Membership};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::history::MembershipDatasources;

/// The operation.
pub static ENTRY: Entry = Entry::of::<BatchGetMembershipDatasources>();

enum BatchGetMembershipDatasources {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arns: Option<Vec<String>>,
}

struct Command {
    graphs: Vec<GraphArn>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    membership_datasources: Vec<MembershipDatasources>,
    unprocessed_graphs: Vec<UnprocessedGraph>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UnprocessedGraph {
    graph_arn: String,
    reason: &'static str,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let arns = field::required("GraphArns", sent.graph_arns)?;
        let mut graphs = Vec::with_capacity(arns.len());
        for arn in arns {
            let arn = field::parsed("GraphArns", &arn)?;
            // Each once, however often it was sent.
            if !graphs.contains(&arn) {
                graphs.push(arn);
            }
        }
        Ok(Self { graphs })
    }
}

impl Operation for BatchGetMembershipDatasources {
    const NAME: &'static str = "BatchGetMembershipDatasources";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/membership/datasources/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// A graph that does not exist and one that the caller does not feed answer alike.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let ids = command.graphs.iter().map(GraphArn::id).collect();
        let memberships: BTreeMap<GraphArn, Membership> = cx
            .store
            .memberships(cx.caller.account, &ids)
            .await?
            .into_iter()
            .filter(|membership| membership.life.is_shown_to_account())
            .map(|membership| (membership.graph.clone(), membership))
            .collect();
        let is_own = |graph: &GraphArn| {
            graph.account() == cx.caller.account || memberships.contains_key(graph)
        };
        let known: Vec<GraphArn> = command
            .graphs
            .iter()
            .filter(|it| is_own(it))
            .cloned()
            .collect();
        let graphs = cx.store.active_graphs(&known).await?;
        let (mut found, mut unprocessed) = (Vec::new(), Vec::new());
        for arn in command.graphs {
            match (graphs.get(&arn), memberships.get(&arn)) {
                (Some(graph), Some(membership)) => {
                    found.push(MembershipDatasources::of_member(graph, membership));
                }
                (Some(graph), None) => found.push(MembershipDatasources::of_administrator(graph)),
                (None, _) => unprocessed.push(UnprocessedGraph {
                    graph_arn: arn.to_string(),
                    reason: "Your account is not a member of the behavior graph.",
                }),
            }
        }
        Ok(Response {
            membership_datasources: found,
            unprocessed_graphs: unprocessed,
        })
    }
}
