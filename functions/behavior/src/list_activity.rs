//! `ListActivity`: the activity of an entity in a scope time, grouped by any of its dimensions.

use std::collections::BTreeMap;

use gumshoe_activity::{Dimension, Entity};
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route};
use gumshoe_domain::GraphArn;
use gumshoe_segments::{Column, Filter as Rows, graph_rows};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::filters::{self, Filter, SentFilter};
use crate::grouping::{Groups, Keys, Order, SortBy, Sums};
use crate::shapes;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListActivity>();

/// Most dimensions of one request. Our choice: more than a drill-down of Detective's console has.
const MOST_DIMENSIONS: usize = 8;

enum ListActivity {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    source: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    group_by: Option<Vec<String>>,
    filters: Option<Vec<SentFilter>>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
    scope: SentScope,
    group_by: Vec<Dimension>,
    filters: Vec<Filter>,
    order: Order,
    max_results: usize,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    groups: Vec<Group>,
    totals: Totals,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Group {
    /// The values; a dimension in which the calls have none is not in it.
    keys: BTreeMap<&'static str, String>,
    #[serde(flatten)]
    totals: Totals,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Totals {
    success_count: u64,
    failure_count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_seen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen: Option<String>,
}

impl From<&Sums> for Totals {
    fn from(sums: &Sums) -> Self {
        let seen = sums.total() > 0;
        Self {
            success_count: sums.success,
            failure_count: sums.failure,
            first_seen: seen.then(|| sums.first_seen.to_string()),
            last_seen: seen.then(|| sums.last_seen.to_string()),
        }
    }
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        if sent.source.is_some_and(|source| source != "API") {
            return Err(Invalid::new("Source", "must be one of API"));
        }
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            entity: shapes::entity(sent.entity_type, sent.entity_id)?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            group_by: dimensions(&sent.group_by.unwrap_or_default())?,
            filters: filters::parse(sent.filters)?,
            order: order(sent.sort_by.as_deref(), sent.sort_order.as_deref())?,
            max_results: field::max_results(sent.max_results)?,
            next_token: field::next_token(sent.next_token)?,
        })
    }
}

fn dimensions(sent: &[String]) -> Result<Vec<Dimension>, Invalid> {
    if sent.len() > MOST_DIMENSIONS {
        let problem = format!(
            "must have length less than or equal to {MOST_DIMENSIONS}. Found {}.",
            sent.len()
        );
        return Err(Invalid::new("GroupBy", problem));
    }
    let mut read = Vec::with_capacity(sent.len());
    for text in sent {
        let dimension = field::parsed("GroupBy", text)?;
        if read.contains(&dimension) {
            return Err(Invalid::new("GroupBy", format!("has {dimension} twice")));
        }
        read.push(dimension);
    }
    Ok(read)
}

fn order(by: Option<&str>, order: Option<&str>) -> Result<Order, Invalid> {
    let by = by.map_or(Ok(SortBy::TotalCount), |text| {
        let found = SortBy::ALL.iter().find(|(name, _)| *name == text);
        let names = || {
            SortBy::ALL
                .iter()
                .map(|(name, _)| *name)
                .collect::<Vec<_>>()
                .join(", ")
        };
        found
            .map(|(_, by)| *by)
            .ok_or_else(|| Invalid::new("SortBy", format!("must be one of {}", names())))
    })?;
    let descending = match order {
        None | Some("DESC") => true,
        Some("ASC") => false,
        Some(_) => return Err(Invalid::new("SortOrder", "must be one of ASC, DESC")),
    };
    Ok(Order { by, descending })
}

impl Operation for ListActivity {
    const NAME: &'static str = "ListActivity";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/activity/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let scope = command.scope.at(cx.now)?;
        let graph = cx.own_graph(&command.graph).await?;
        let arguments = arguments(&command);
        let tokens = PageToken::new(cx, &arguments);
        let position = tokens.open(command.next_token.as_deref()).await?;
        let Command {
            entity,
            group_by,
            filters,
            ..
        } = &command;
        let rows = Rows {
            entity: Some(entity.clone()),
            ..Rows::default()
        };
        let groups = graph_rows::add_up(
            &cx.store,
            graph.arn.id(),
            scope,
            rows,
            &columns(group_by, filters),
            || Groups::new(group_by, entity.kind),
            |groups, call| {
                if filters
                    .iter()
                    .all(|filter| filter.passes(call, entity.kind))
                {
                    groups.add(call);
                }
            },
        )
        .await
        .map_err(ApiError::internal)?;
        let totals = Totals::from(&groups.totals);
        let (page, next) =
            shapes::page(groups.sorted(command.order), position, command.max_results);
        let next_token = match next {
            Some(position) => Some(tokens.seal(position).await?),
            None => None,
        };
        let groups = page
            .into_iter()
            .map(|(keys, sums)| group(group_by, keys, &sums))
            .collect();
        Ok(Response {
            groups,
            totals,
            next_token,
        })
    }
}

fn group(dimensions: &[Dimension], keys: Keys, sums: &Sums) -> Group {
    let named = dimensions
        .iter()
        .zip(keys)
        .filter_map(|(dimension, value)| Some((dimension.as_str(), value?)));
    Group {
        keys: named.collect(),
        totals: sums.into(),
    }
}

/// What binds a page token. The scope as it was sent: without one, the pages of a later hour are others.
fn arguments(command: &Command) -> String {
    format!(
        "{} {:?} {:?} {:?} {:?} {:?}",
        command.graph,
        command.entity,
        command.scope,
        command.group_by,
        command.filters,
        command.order
    )
}

/// The columns that these dimensions are made of.
pub(crate) fn columns(group_by: &[Dimension], filters: &[Filter]) -> Vec<Column> {
    let mut columns = vec![
        Column::ErrorCode,
        Column::Calls,
        Column::FirstSeen,
        Column::LastSeen,
    ];
    for dimension in group_by
        .iter()
        .copied()
        .chain(filters.iter().map(Filter::dimension))
    {
        columns.extend_from_slice(columns_of(dimension));
    }
    columns.sort_unstable_by_key(|column| *column as usize);
    columns.dedup();
    columns
}

fn columns_of(dimension: Dimension) -> &'static [Column] {
    match dimension {
        Dimension::IpAddress => &[Column::SourceAddress],
        Dimension::Service => &[Column::Service],
        Dimension::Api => &[Column::Api],
        Dimension::Caller => &[
            Column::PrincipalArn,
            Column::PrincipalId,
            Column::InvokedBy,
            Column::SessionId,
            Column::AccessKeyId,
        ],
        Dimension::Principal => &[
            Column::CallerArn,
            Column::InvokedBy,
            Column::PrincipalName,
            Column::PrincipalId,
        ],
        Dimension::UserAgent => &[Column::UserAgent],
        Dimension::Country => &[Column::Country],
        Dimension::City => &[Column::City],
        Dimension::Aso => &[Column::Aso],
        Dimension::Region => &[Column::Region],
        Dimension::AccountId => &[Column::AccountId],
        Dimension::ErrorCode => &[Column::ErrorCode],
        Dimension::Resource => &[Column::ResourceType, Column::ResourceId],
    }
}
