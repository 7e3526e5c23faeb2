//! `GetUsage`: how many bytes each account gave in the last 30 days, and what a month will cost, here
//! and at Amazon Detective's prices.
//!
//! Amazon Detective User Guide, "Monitoring usage and cost": the administrator sees every account of
//! the graph, a member its own volume in each graph that it feeds.

use std::collections::BTreeMap;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{AccountId, Graph, GraphArn, Membership};
use gumshoe_pricing::Model;
use gumshoe_store::ledger::LedgerScope;
use gumshoe_store::{Access, Volumes};
use serde::{Deserialize, Serialize};

use crate::shapes::Paging;
use crate::usage::price::PerGb;
use crate::usage::{AccountUsage, Contribution, Prices, TotalUsage, Window};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetUsage>();

enum GetUsage {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: Option<GraphArn>,
    paging: Paging,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    start_time: String,
    end_time: String,
    /// Those that gave most first.
    accounts: Vec<AccountUsage>,
    total: TotalUsage,
    prices: Prices,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let graph = sent.graph_arn.map(|arn| field::parsed("GraphArn", &arn));
        Ok(Self {
            graph: graph.transpose()?,
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

/// What is told: of a graph of the caller's every account, of others and of several the caller alone.
enum Shown {
    Whole(Graph),
    Own(Vec<Graph>),
}

impl Operation for GetUsage {
    const NAME: &'static str = "GetUsage";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/usage/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let shown = shown(cx, command.graph.as_ref()).await?;
        let arguments = format!("{:?}", command.graph);
        let pages = command.paging.open(cx, &arguments).await?;
        let model = Model::read().map_err(ApiError::internal)?;
        let window = Window::until(cx.now);
        let (given, is_whole) = match shown {
            Shown::Whole(graph) => (every_account(cx, &graph, window).await?, true),
            Shown::Own(graphs) => (own_account(cx, &graphs, window).await?, false),
        };
        let mut rates: BTreeMap<GraphArn, PerGb<'_>> = BTreeMap::new();
        for graph in given.iter().map(|it| &it.graph) {
            if !rates.contains_key(graph) {
                let of_graph = given.iter().filter(|it| it.graph == *graph);
                let status = cx.store.status(LedgerScope::Graph(graph.id())).await?;
                rates.insert(graph.clone(), PerGb::new(&model, &status, of_graph, window));
            }
        }
        let mut total = TotalUsage::new(&model, &given, &rates, window);
        if is_whole {
            total.add_standing(&model, rates.values());
        }
        let row = |it: Contribution| AccountUsage::new(it, &model, &rates, window);
        let mut accounts: Vec<AccountUsage> = given.into_iter().map(row).collect();
        accounts.sort_by(AccountUsage::most_first);
        let (accounts, next_token) = pages.cut(accounts).await?;
        Ok(Response {
            start_time: window.start().to_string(),
            end_time: window.end().to_string(),
            accounts,
            total,
            prices: Prices::from(&model),
            next_token,
        })
    }
}

/// Of `graph`, or of every graph that the caller feeds.
async fn shown(cx: &Context<'_>, graph: Option<&GraphArn>) -> Result<Shown, ApiError> {
    let own = graph.filter(|arn| arn.account() == cx.caller.account);
    if let Some(own) = own {
        return Ok(Shown::Whole(cx.own_graph(own).await?));
    }
    let mut fed = cx.store.graphs_fed_by(cx.caller.account).await?;
    if let Some(arn) = graph {
        fed.retain(|it| it.arn == *arn);
        if fed.is_empty() {
            return Err(ApiError::graph_not_found());
        }
    }
    Ok(Shown::Own(fed))
}

/// What each account that feeds `graph` now gave it.
async fn every_account(
    cx: &Context<'_>,
    graph: &Graph,
    window: Window,
) -> Result<Vec<Contribution>, ApiError> {
    let id = graph.arn.id();
    let members = cx.store.every_member(id).await?;
    let (first, last) = window.days();
    let mut volumes = cx.store.volumes_of_days(id, first, last).await?;
    let mut volumes_of = |account: AccountId| volumes.remove(&account).unwrap_or_default();
    let administrator = graph.arn.account();
    let mut given = vec![of_administrator(graph, volumes_of(administrator))];
    for member in members.iter().filter(|member| member.life.is_enabled()) {
        given.push(of_member(member, volumes_of(member.account)));
    }
    Ok(given)
}

/// What the caller gave each of `graphs`.
async fn own_account(
    cx: &Context<'_>,
    graphs: &[Graph],
    window: Window,
) -> Result<Vec<Contribution>, ApiError> {
    let account = cx.caller.account;
    let ids = graphs.iter().map(|graph| graph.arn.id()).collect();
    let memberships = cx.store.memberships(account, &ids).await?;
    let (first, last) = window.days();
    let mut given = Vec::with_capacity(graphs.len());
    for graph in graphs {
        let id = graph.arn.id();
        let volumes = cx.store.account_volumes_of_days(id, account, first, last);
        let volumes = volumes.await?;
        if graph.arn.account() == account {
            given.push(of_administrator(graph, volumes));
        } else if let Some(member) = memberships.iter().find(|it| it.graph == graph.arn) {
            given.push(of_member(member, volumes));
        }
    }
    Ok(given)
}

fn of_administrator(graph: &Graph, volumes: Volumes) -> Contribution {
    Contribution {
        graph: graph.arn.clone(),
        account: graph.arn.account(),
        email: None,
        since: graph.created,
        volumes,
    }
}

fn of_member(member: &Membership, volumes: Volumes) -> Contribution {
    Contribution {
        graph: member.graph.clone(),
        account: member.account,
        email: member.email.as_ref().map(|it| it.reveal().to_owned()),
        since: member.life.updated(),
        volumes,
    }
}
