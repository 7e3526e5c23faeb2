//! `ListFindings`: the findings of a graph that were seen in a scope time, filtered and sorted.

use std::cmp::Ordering;

use gumshoe_activity::{Entity, Provider};
use gumshoe_api::field::SentScope;
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::investigation::{Severity, State};
use gumshoe_domain::{AccountId, GraphArn, GraphId, ScopeTime, Timestamp};
use gumshoe_store::{Access, KeptFinding, Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::findings::FindingSummary;
use crate::shapes::{self, Paging};

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListFindings>();

enum ListFindings {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    severities: Option<Vec<String>>,
    providers: Option<Vec<String>>,
    type_prefix: Option<String>,
    account_ids: Option<Vec<String>>,
    state: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    scope: SentScope,
    filters: Filters,
    sort_by: SortBy,
    is_descending: bool,
    paging: Paging,
}

/// All of them must hold; a list that is empty holds for everything.
#[derive(Debug)]
struct Filters {
    entity: Option<Entity>,
    severities: Vec<Severity>,
    providers: Vec<Provider>,
    type_prefix: Option<String>,
    accounts: Vec<AccountId>,
    state: State,
}

#[derive(Debug, Clone, Copy)]
enum SortBy {
    FirstSeen,
    LastSeen,
    Severity,
    UpdatedTime,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    findings: Vec<FindingSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            filters: Filters {
                entity: shapes::optional_entity(sent.entity_type, sent.entity_id)?,
                severities: shapes::each("Severities", sent.severities)?,
                providers: shapes::each("Providers", sent.providers)?,
                type_prefix: sent
                    .type_prefix
                    .map(|it| field::text("TypePrefix", it, 1, Entity::MAX_ID_BYTES))
                    .transpose()?,
                accounts: shapes::each("AccountIds", sent.account_ids)?,
                state: match sent.state {
                    Some(state) => field::parsed("State", &state)?,
                    None => State::Active,
                },
            },
            sort_by: sort_by(sent.sort_by.as_deref())?,
            is_descending: shapes::is_descending(sent.sort_order.as_deref())?,
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

fn sort_by(sent: Option<&str>) -> Result<SortBy, Invalid> {
    match sent {
        None | Some("LastSeen") => Ok(SortBy::LastSeen),
        Some("FirstSeen") => Ok(SortBy::FirstSeen),
        Some("Severity") => Ok(SortBy::Severity),
        Some("UpdatedTime") => Ok(SortBy::UpdatedTime),
        Some(_) => Err(Invalid::new(
            "SortBy",
            "must be one of FirstSeen, LastSeen, Severity, UpdatedTime",
        )),
    }
}

impl Filters {
    /// The findings of a scope time that pass and are shown at `now`, in no order.
    async fn find(
        &self,
        store: &Store,
        graph: GraphId,
        scope: ScopeTime,
        now: Timestamp,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        let (from, until) = (scope.start().start(), scope.end().start());
        let mut found = match &self.entity {
            Some(entity) => store.findings_of(graph, entity, now).await?,
            None => store.findings_seen(graph, (from, until), now).await?,
        };
        found.retain(|kept| self.pass(kept, scope));
        Ok(found)
    }

    fn pass(&self, kept: &KeptFinding, scope: ScopeTime) -> bool {
        let finding = &kept.finding;
        let is_in_scope =
            finding.last_seen >= scope.start().start() && finding.first_seen < scope.end().start();
        let is_of_type = |prefix: &String| finding.types.iter().any(|it| it.starts_with(prefix));
        is_in_scope
            && kept.state() == self.state
            && is_one_of(&self.severities, &finding.severity.level)
            && is_one_of(&self.providers, &finding.provider)
            && is_one_of(&self.accounts, &finding.account)
            && self.type_prefix.as_ref().is_none_or(is_of_type)
            && self.entity.as_ref().is_none_or(|entity| {
                let mut involved = finding.involved.iter();
                involved.any(|it| it.entity == *entity)
            })
    }
}

fn is_one_of<T: PartialEq>(wanted: &[T], found: &T) -> bool {
    wanted.is_empty() || wanted.contains(found)
}

impl SortBy {
    /// Equal ones are in the order of their ids.
    fn compare(self, a: &KeptFinding, b: &KeptFinding) -> Ordering {
        let (a, b) = (&a.finding, &b.finding);
        let compared = match self {
            Self::FirstSeen => a.first_seen.cmp(&b.first_seen),
            Self::LastSeen => a.last_seen.cmp(&b.last_seen),
            Self::UpdatedTime => a.updated.cmp(&b.updated),
            // Numbers of different providers say nothing about each other.
            Self::Severity => a.severity.level.cmp(&b.severity.level),
        };
        compared.then_with(|| a.id.cmp(&b.id))
    }
}

impl Operation for ListFindings {
    const NAME: &'static str = "ListFindings";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/findings/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let scope = command.scope.at(cx.now)?;
        let Command {
            filters, sort_by, ..
        } = &command;
        let arguments = format!(
            "{} {:?} {filters:?} {sort_by:?} {}",
            command.graph, command.scope, command.is_descending
        );
        let pages = command.paging.open(cx, &arguments).await?;
        let mut found = filters
            .find(&cx.store, graph.arn.id(), scope, cx.now)
            .await?;
        found.sort_unstable_by(|a, b| sort_by.compare(a, b));
        if command.is_descending {
            found.reverse();
        }
        let (page, next_token) = pages.cut(found).await?;
        let keys = page.iter().map(KeptFinding::key).collect();
        let groups = cx.store.groups_of_findings(graph.arn.id(), &keys).await?;
        let group_of = |it: &KeptFinding| groups.get(&it.key()).map(|it| it.id);
        let summary = |it: &KeptFinding| FindingSummary::of(it, group_of(it));
        Ok(Response {
            findings: page.iter().map(summary).collect(),
            next_token,
        })
    }
}
