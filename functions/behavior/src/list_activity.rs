//! `ListActivity`: the activity of an entity in a scope time, grouped by any of its dimensions.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use gumshoe_activity::Entity;
use gumshoe_activity::dimension::NotADimension;
use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{GraphArn, ScopeTime};
use gumshoe_segments::{Column, KubernetesColumn, NetworkColumn, SegmentError, graph_rows};
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};

use crate::filters::{Filters, SentFilter, SentFilters};
use crate::grouping::{Groups, Keys, Order, Sums, columns};
use crate::shapes::{self, Paging};
use crate::source::{Activity, Source};

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
    filter_connector: Option<String>,
    required_filters: Option<Vec<SentFilter>>,
    sort_mode: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    entity: Entity,
    scope: SentScope,
    question: Question,
    paging: Paging,
}

/// What is asked of a source.
#[derive(Debug)]
enum Question {
    Api(Grouping<Column>),
    Network(Grouping<NetworkColumn>),
    Kubernetes(Grouping<KubernetesColumn>),
}

/// How activity of one source is added up.
#[derive(Debug)]
struct Grouping<C: Activity> {
    group_by: Vec<C::Dimension>,
    filters: Filters<C>,
    /// Whether groups with the same first values are together.
    is_nested: bool,
    order: Order,
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
    keys: BTreeMap<String, String>,
    #[serde(flatten)]
    totals: Totals,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Totals {
    /// The source's sums by their names.
    #[serde(flatten)]
    sums: BTreeMap<&'static str, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_seen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen: Option<String>,
}

impl Totals {
    fn new<C: Activity>(sums: &Sums) -> Self {
        let seen = sums.is_seen();
        Self {
            sums: sums.named::<C>().collect(),
            first_seen: seen.then(|| sums.first_seen.to_string()),
            last_seen: seen.then(|| sums.last_seen.to_string()),
        }
    }
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(mut sent: Request) -> Result<Self, Invalid> {
        let source = Source::parse(sent.source.as_deref())?;
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn.take())?,
            entity: shapes::entity(sent.entity_type.take(), sent.entity_id.take())?,
            scope: field::scope(sent.scope_start_time.take(), sent.scope_end_time.take())?,
            question: match source {
                Source::Api => Question::Api(grouping(&sent)?),
                Source::Network => Question::Network(grouping(&sent)?),
                Source::Kubernetes => Question::Kubernetes(grouping(&sent)?),
            },
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

fn grouping<C: Activity>(sent: &Request) -> Result<Grouping<C>, Invalid> {
    Ok(Grouping {
        group_by: dimensions(sent.group_by.as_deref().unwrap_or_default())?,
        filters: Filters::parse(SentFilters {
            required: sent.required_filters.as_deref(),
            filters: sent.filters.as_deref(),
            connector: sent.filter_connector.as_deref(),
        })?,
        is_nested: is_nested(sent.sort_mode.as_deref())?,
        order: Order::parse::<C>(sent.sort_by.as_deref(), sent.sort_order.as_deref())?,
    })
}

fn is_nested(sent: Option<&str>) -> Result<bool, Invalid> {
    match sent {
        None | Some("FLAT") => Ok(false),
        Some("NESTED") => Ok(true),
        Some(_) => Err(Invalid::new("SortMode", "must be one of FLAT, NESTED")),
    }
}

fn dimensions<D: Eq + Display + FromStr<Err = NotADimension>>(
    sent: &[String],
) -> Result<Vec<D>, Invalid> {
    if sent.len() > MOST_DIMENSIONS {
        let problem = format!(
            "must have length less than or equal to {MOST_DIMENSIONS}. Found {}.",
            sent.len()
        );
        return Err(Invalid::new("GroupBy", problem));
    }
    let mut read = Vec::with_capacity(sent.len());
    for text in sent {
        let dimension: D = field::parsed("GroupBy", text)?;
        if read.contains(&dimension) {
            return Err(Invalid::new("GroupBy", format!("has {dimension} twice")));
        }
        read.push(dimension);
    }
    Ok(read)
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
        match &command.question {
            Question::Api(grouping) => answer(cx, &command, grouping).await,
            Question::Network(grouping) => answer(cx, &command, grouping).await,
            Question::Kubernetes(grouping) => answer(cx, &command, grouping).await,
        }
    }
}

async fn answer<C: Activity>(
    cx: &Context<'_>,
    command: &Command,
    grouping: &Grouping<C>,
) -> Result<Response, ApiError> {
    let scope = command.scope.at(cx.now)?;
    let graph = cx.own_graph(&command.graph).await?;
    let arguments = arguments(command);
    let pages = command.paging.open(cx, &arguments).await?;
    let manifest = Manifest::new(&cx.store, graph.arn.id());
    let groups = grouping
        .add_up(&manifest, scope, &command.entity)
        .await
        .map_err(ApiError::internal)?;
    let totals = Totals::new::<C>(&groups.totals);
    let sorted = if grouping.is_nested {
        groups.nested(grouping.order)
    } else {
        groups.sorted(grouping.order)
    };
    let (page, next_token) = pages.cut(sorted).await?;
    let groups = page
        .into_iter()
        .map(|(keys, sums)| group::<C>(&grouping.group_by, keys, &sums))
        .collect();
    Ok(Response {
        groups,
        totals,
        next_token,
    })
}

impl<C: Activity> Grouping<C> {
    /// The groups of the activity that concerns `entity`.
    async fn add_up<'a>(
        &'a self,
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        entity: &'a Entity,
    ) -> Result<Groups<'a, C>, SegmentError> {
        let about = self.dimensions();
        let attachments = C::attachments(manifest, scope, entity, &about).await?;
        let mut columns = columns::<C>(about.iter().copied());
        columns.extend(C::ATTRIBUTED);
        graph_rows::add_up(
            manifest,
            scope,
            C::rows(entity, &attachments),
            &columns,
            || Groups::<C>::new(&self.group_by, entity),
            |groups, row| {
                let row = C::attributed(row, entity, &attachments);
                let passes = |row: &C::Row<'_>| self.filters.passes(row, entity);
                if let Some(row) = row.filter(passes) {
                    groups.add(&row);
                }
            },
        )
        .await
    }

    fn dimensions(&self) -> Vec<C::Dimension> {
        let filtered = self.filters.dimensions();
        self.group_by.iter().copied().chain(filtered).collect()
    }
}

fn group<C: Activity>(dimensions: &[C::Dimension], keys: Keys, sums: &Sums) -> Group {
    let named = dimensions
        .iter()
        .zip(keys)
        .filter_map(|(dimension, value)| Some((dimension.to_string(), value?)));
    Group {
        keys: named.collect(),
        totals: Totals::new::<C>(sums),
    }
}

/// What binds a page token. The scope as it was sent: without one, the pages of a later hour are others.
fn arguments(command: &Command) -> String {
    format!(
        "{} {:?} {:?} {:?}",
        command.graph, command.entity, command.scope, command.question
    )
}
