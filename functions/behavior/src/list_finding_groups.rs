//! `ListFindingGroups`: the groups of a graph's findings that were seen in a scope time, filtered and
//! sorted.

use std::cmp::Ordering;

use gumshoe_activity::{Entity, FindingGroup};
use gumshoe_api::field::SentScope;
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::investigation::Severity;
use gumshoe_domain::{AccountId, FindingGroupStatus, GraphArn, GraphId, ScopeTime, Timestamp};
use gumshoe_store::{Access, Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::finding_groups::FindingGroupSummary;
use crate::shapes::{self, Paging};

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListFindingGroups>();

enum ListFindingGroups {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    severities: Option<Vec<String>>,
    statuses: Option<Vec<String>>,
    account_ids: Option<Vec<String>>,
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
    statuses: Vec<FindingGroupStatus>,
    accounts: Vec<AccountId>,
}

#[derive(Debug, Clone, Copy)]
enum SortBy {
    FirstSeen,
    LastSeen,
    Severity,
    EntityCount,
    FindingCount,
}

/// What groups are sorted by, by its name on the wire.
const SORTS: &[(&str, SortBy)] = &[
    ("FirstSeen", SortBy::FirstSeen),
    ("LastSeen", SortBy::LastSeen),
    ("Severity", SortBy::Severity),
    ("EntityCount", SortBy::EntityCount),
    ("FindingCount", SortBy::FindingCount),
];

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    finding_groups: Vec<FindingGroupSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        // A group that became part of another is told by that one.
        let statuses = match sent.statuses {
            Some(statuses) => shapes::each("Statuses", Some(statuses))?,
            None => vec![FindingGroupStatus::Active],
        };
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            filters: Filters {
                entity: shapes::optional_entity(sent.entity_type, sent.entity_id)?,
                severities: shapes::each("Severities", sent.severities)?,
                statuses,
                accounts: shapes::each("AccountIds", sent.account_ids)?,
            },
            sort_by: sort_by(sent.sort_by.as_deref())?,
            is_descending: shapes::is_descending(sent.sort_order.as_deref())?,
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

fn sort_by(sent: Option<&str>) -> Result<SortBy, Invalid> {
    let Some(sent) = sent else {
        return Ok(SortBy::LastSeen);
    };
    let found = SORTS.iter().find(|(name, _)| *name == sent);
    found.map(|(_, it)| *it).ok_or_else(|| {
        let problem = "must be one of FirstSeen, LastSeen, Severity, EntityCount, FindingCount";
        Invalid::new("SortBy", problem)
    })
}

impl Filters {
    /// The groups of a scope time that pass, in no order; those of an entity by what is shown at `now`.
    async fn find(
        &self,
        store: &Store,
        graph: GraphId,
        scope: ScopeTime,
        now: Timestamp,
    ) -> Result<Vec<FindingGroup>, StoreError> {
        let (from, until) = (scope.start().start(), scope.end().start());
        let mut found = match &self.entity {
            Some(entity) => {
                store
                    .finding_groups_of(graph, entity, (from, until), now)
                    .await?
            }
            None => store.finding_groups(graph).await?,
        };
        found.retain(|group| {
            let it = &group.profile;
            it.last_seen >= from && it.first_seen < until && self.pass(group)
        });
        Ok(found)
    }

    fn pass(&self, group: &FindingGroup) -> bool {
        let (severities, statuses) = (&self.severities, &self.statuses);
        let is_of_account = |it: &AccountId| group.profile.accounts.contains(it);
        (severities.is_empty() || severities.contains(&group.profile.severity))
            && (statuses.is_empty() || statuses.contains(&group.status))
            && (self.accounts.is_empty() || self.accounts.iter().any(is_of_account))
    }
}

impl SortBy {
    /// Equal ones are in the order of their last observation, then of their ids.
    fn compare(self, a: &FindingGroup, b: &FindingGroup) -> Ordering {
        let (one, other) = (&a.profile, &b.profile);
        let count = |it: &FindingGroup| it.profile.entities.values().sum::<u64>();
        let findings = |it: &FindingGroup| it.profile.findings.values().sum::<u64>();
        let compared = match self {
            Self::FirstSeen => one.first_seen.cmp(&other.first_seen),
            Self::LastSeen => one.last_seen.cmp(&other.last_seen),
            Self::Severity => one.severity.cmp(&other.severity),
            Self::EntityCount => count(a).cmp(&count(b)),
            Self::FindingCount => findings(a).cmp(&findings(b)),
        };
        let compared = compared.then_with(|| one.last_seen.cmp(&other.last_seen));
        compared.then_with(|| a.id.cmp(&b.id))
    }
}

impl Operation for ListFindingGroups {
    const NAME: &'static str = "ListFindingGroups";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/findingGroups/list",
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
        Ok(Response {
            finding_groups: page.iter().map(FindingGroupSummary::from).collect(),
            next_token,
        })
    }
}
