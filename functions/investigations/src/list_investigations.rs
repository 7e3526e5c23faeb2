//! `ListInvestigations`: the investigations of a graph, filtered and sorted.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_ListInvestigations.html>

use std::fmt;
use std::str::FromStr;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route, field};
use gumshoe_domain::investigation::{Severity, State, Status};
use gumshoe_domain::quota::FILTER_VALUE_CHARS;
use gumshoe_domain::{GraphArn, Investigation, InvestigationId, Timestamp};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::shapes;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListInvestigations>();

enum ListInvestigations {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    next_token: Option<String>,
    max_results: Option<i64>,
    filter_criteria: Option<SentFilters>,
    sort_criteria: Option<SentOrder>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase")]
struct SentFilters {
    severity: Option<SentText>,
    status: Option<SentText>,
    state: Option<SentText>,
    entity_arn: Option<SentText>,
    created_time: Option<SentTimes>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SentText {
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SentTimes {
    start_inclusive: Option<String>,
    end_inclusive: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase")]
struct SentOrder {
    field: Option<String>,
    sort_order: Option<String>,
}

struct Command {
    graph: GraphArn,
    filters: Filters,
    order: Order,
    next_token: Option<String>,
    max_results: usize,
}

/// All of them must hold. As they were sent: a page token is bound to what was sent, defaults or not.
#[derive(Debug)]
struct Filters {
    severity: Option<Severity>,
    status: Option<Status>,
    state: Option<State>,
    entity_arn: Option<String>,
    /// Bounds of the time at which it was started, both included.
    created: Option<(Timestamp, Timestamp)>,
}

/// As it was sent. Without it, the newest come first: our choice, for AWS does not say.
#[derive(Debug)]
struct Order {
    field: Option<Field>,
    is_descending: Option<bool>,
}

#[derive(Debug, Clone, Copy)]
enum Field {
    Severity,
    Status,
    CreatedTime,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    investigation_details: Vec<InvestigationDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct InvestigationDetail {
    investigation_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    status: &'static str,
    state: &'static str,
    created_time: String,
    entity_arn: String,
    entity_type: &'static str,
}

impl From<Investigation> for InvestigationDetail {
    fn from(it: Investigation) -> Self {
        Self {
            investigation_id: it.id.to_string(),
            severity: it.severity().map(Severity::as_str),
            status: it.status().as_str(),
            state: it.state().as_str(),
            created_time: it.created.to_string(),
            entity_arn: it.principal.arn().to_owned(),
            entity_type: it.principal.kind().as_str(),
        }
    }
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            filters: filters(sent.filter_criteria.unwrap_or_default())?,
            order: order(&sent.sort_criteria.unwrap_or_default())?,
            next_token: field::next_token(sent.next_token)?,
            max_results: shapes::max_results(sent.max_results)?,
        })
    }
}

fn filters(sent: SentFilters) -> Result<Filters, Invalid> {
    Ok(Filters {
        severity: one_of("FilterCriteria.Severity.Value", sent.severity)?,
        status: one_of("FilterCriteria.Status.Value", sent.status)?,
        state: one_of("FilterCriteria.State.Value", sent.state)?,
        entity_arn: sent
            .entity_arn
            .map(|sent| value("FilterCriteria.EntityArn.Value", sent))
            .transpose()?,
        created: sent.created_time.map(created).transpose()?,
    })
}

fn created(sent: SentTimes) -> Result<(Timestamp, Timestamp), Invalid> {
    let start = "FilterCriteria.CreatedTime.StartInclusive";
    let end = "FilterCriteria.CreatedTime.EndInclusive";
    Ok((
        field::parsed(start, &field::required(start, sent.start_inclusive)?)?,
        field::parsed(end, &field::required(end, sent.end_inclusive)?)?,
    ))
}

fn one_of<T>(member: &'static str, sent: Option<SentText>) -> Result<Option<T>, Invalid>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    sent.map(|sent| field::parsed(member, &value(member, sent)?))
        .transpose()
}

fn value(member: &'static str, sent: SentText) -> Result<String, Invalid> {
    let value = field::required(member, sent.value)?;
    field::text(member, value, 1, FILTER_VALUE_CHARS)
}

fn order(sent: &SentOrder) -> Result<Order, Invalid> {
    let field = match sent.field.as_deref() {
        None => None,
        Some("CREATED_TIME") => Some(Field::CreatedTime),
        Some("SEVERITY") => Some(Field::Severity),
        Some("STATUS") => Some(Field::Status),
        Some(_) => {
            return Err(Invalid::new(
                "SortCriteria.Field",
                "must be one of SEVERITY, STATUS, CREATED_TIME",
            ));
        }
    };
    let is_descending = match sent.sort_order.as_deref() {
        None => None,
        Some("DESC") => Some(true),
        Some("ASC") => Some(false),
        Some(_) => {
            return Err(Invalid::new(
                "SortCriteria.SortOrder",
                "must be one of ASC, DESC",
            ));
        }
    };
    Ok(Order {
        field,
        is_descending,
    })
}

impl Filters {
    fn pass(&self, it: &Investigation) -> bool {
        // Only active ones are listed unless others are asked for.
        self.state.unwrap_or(State::Active) == it.state()
            && self
                .severity
                .is_none_or(|wanted| it.severity() == Some(wanted))
            && self.status.is_none_or(|wanted| it.status() == wanted)
            && self
                .entity_arn
                .as_ref()
                .is_none_or(|arn| arn == it.principal.arn())
    }
}

/// Where an investigation stands in an order: no two of a graph stand at the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    rank: u8,
    id: InvestigationId,
}

impl Order {
    /// An investigation without a severity stands below those that have one.
    fn place(&self, it: &Investigation) -> Place {
        let rank = match self.field.unwrap_or(Field::CreatedTime) {
            Field::CreatedTime => 0,
            Field::Severity => match it.severity() {
                None => 0,
                Some(Severity::Informational) => 1,
                Some(Severity::Low) => 2,
                Some(Severity::Medium) => 3,
                Some(Severity::High) => 4,
                Some(Severity::Critical) => 5,
            },
            Field::Status => match it.status() {
                Status::Running => 0,
                Status::Failed => 1,
                Status::Successful => 2,
            },
        };
        Place { rank, id: it.id }
    }

    fn is_descending(&self) -> bool {
        self.is_descending.unwrap_or(true)
    }

    /// Whether `place` is behind `last`, the last of the page before.
    fn is_after(&self, place: Place, last: Place) -> bool {
        if self.is_descending() {
            place < last
        } else {
            place > last
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.rank, self.id)
    }
}

/// A page token holds something else: it is not of this operation.
struct NotAPlace;

impl FromStr for Place {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let (rank, id) = text.split_once(' ').ok_or(NotAPlace)?;
        Ok(Self {
            rank: rank.parse().map_err(|_| NotAPlace)?,
            id: id.parse().map_err(|_| NotAPlace)?,
        })
    }
}

impl Operation for ListInvestigations {
    const NAME: &'static str = "ListInvestigations";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/investigations/listInvestigations",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// A page begins behind the last investigation of the page before, whatever was started or
    /// removed meanwhile.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let Command { filters, order, .. } = &command;
        let arguments = format!("{} {filters:?} {order:?}", command.graph);
        let tokens = PageToken::new(cx, &arguments);
        let last: Option<Place> = tokens.open_text(command.next_token.as_deref()).await?;
        let (first_moment, last_moment) =
            filters.created.unwrap_or((Timestamp::MIN, Timestamp::MAX));
        let ids = InvestigationId::first_of(first_moment)..=InvestigationId::last_of(last_moment);
        let found = cx.store.investigations(graph.arn.id(), ids).await?;
        let mut rest: Vec<(Place, Investigation)> = found
            .into_iter()
            .filter(|it| filters.pass(it))
            .map(|it| (order.place(&it), it))
            .filter(|(place, _)| last.is_none_or(|last| order.is_after(*place, last)))
            .collect();
        rest.sort_unstable_by_key(|(place, _)| *place);
        if order.is_descending() {
            rest.reverse();
        }
        let is_last = rest.len() <= command.max_results;
        rest.truncate(command.max_results);
        let next_token = match rest.last() {
            Some((place, _)) if !is_last => Some(tokens.seal_text(&place.to_string()).await?),
            Some(_) | None => None,
        };
        Ok(Response {
            investigation_details: rest.into_iter().map(|(_, it)| it.into()).collect(),
            next_token,
        })
    }
}
