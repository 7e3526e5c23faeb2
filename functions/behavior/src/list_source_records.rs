//! `ListSourceRecords`: the records of the log behind calls of an entity in one hour.

use gumshoe_activity::{Call, Entity};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route, field};
use gumshoe_domain::{AccountId, Graph, GraphArn, Hour, ScopeTime, Timestamp};
use gumshoe_segments::{Column, Filter as Rows, graph_rows};
use gumshoe_store::{Access, Manifest};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::filters::{Filters, SentFilter, SentFilters};
use crate::originals::{Candidate, Finder, Found, Page, Place, Reader};
use crate::shapes;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListSourceRecords>();

enum ListSourceRecords {}

/// Records of a page, unless it is sent.
const USUAL_RECORDS: i64 = 50;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    account_id: Option<String>,
    entity_type: Option<String>,
    entity_id: Option<String>,
    start_time: Option<String>,
    region: Option<String>,
    filters: Option<Vec<SentFilter>>,
    filter_connector: Option<String>,
    required_filters: Option<Vec<SentFilter>>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    account: AccountId,
    entity: Entity,
    hour: Hour,
    region: Option<String>,
    filters: Filters<Column>,
    /// The filters as they were sent, for tokens.
    sent: String,
    max_results: usize,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    records: Vec<RecordShape>,
    /// How many calls the graph counts.
    call_count: u64,
    state: State,
    sentence: String,
    object_count: usize,
    read_object_count: usize,
    gone: Vec<ObjectShape>,
    not_readable: Vec<ObjectShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// Whether the records can still be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    /// Objects that can have them are there.
    Available,
    /// The graph counts calls, and no object that can have them is there any more.
    Gone,
    /// The place of the objects may not be read.
    NotReadable,
    /// The graph counts no such call.
    NoCalls,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RecordShape {
    record: Value,
    object: ObjectShape,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ObjectShape {
    bucket: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl ObjectShape {
    fn of(it: Candidate, reason: Option<String>) -> Self {
        Self {
            bucket: it.name.bucket,
            key: Some(it.name.key),
            reason,
        }
    }
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let account = field::required("AccountId", sent.account_id)?;
        let start = field::required("StartTime", sent.start_time)?;
        let start: Timestamp = field::parsed("StartTime", &start)?;
        let filters = SentFilters {
            required: sent.required_filters.as_deref(),
            filters: sent.filters.as_deref(),
            connector: sent.filter_connector.as_deref(),
        };
        let region = sent.region.map(|it| field::parsed("Region", &it));
        let region: Option<gumshoe_domain::Region> = region.transpose()?;
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            account: field::parsed("AccountId", &account)?,
            entity: shapes::entity(sent.entity_type, sent.entity_id)?,
            hour: start.hour(),
            region: region.map(|it| it.to_string()),
            sent: format!("{filters:?}"),
            filters: Filters::parse(filters)?,
            max_results: field::max_results(sent.max_results.or(Some(USUAL_RECORDS)))?,
            next_token: field::next_token(sent.next_token)?,
        })
    }
}

impl Operation for ListSourceRecords {
    const NAME: &'static str = "ListSourceRecords";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/activity/records",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadSegments, Access::ReadLogs];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = readable_graph(cx, &command).await?;
        let tokens_of = arguments(&command);
        let tokens = PageToken::new(cx, &tokens_of);
        let position = tokens.open(command.next_token.as_deref()).await?;
        let call_count = command.calls(cx, &graph).await?;
        let finder = Finder {
            store: &cx.store,
            graph: graph.arn.id(),
            account: command.account,
            hour: command.hour,
            region: command.region.as_deref(),
        };
        let found = if call_count == 0 {
            Found::default()
        } else {
            finder.find().await?
        };
        let reader = Reader {
            store: &cx.store,
            is_wanted: |call: &Call<'_>| command.wants(call),
            most: command.max_results,
        };
        let page = reader
            .page(&found.objects, Place::of_number(position))
            .await?;
        let next_token = match page.next {
            Some(place) => Some(tokens.seal(place.to_number()).await?),
            None => None,
        };
        Ok(response(call_count, found, page, next_token))
    }
}

/// The graph, if the caller may read records of the account in it: its administrator those of every
/// account that feeds it, a member its own.
async fn readable_graph(cx: &Context<'_>, command: &Command) -> Result<Graph, ApiError> {
    let is_own = command.graph.account() == cx.caller.account;
    if !is_own && command.account != cx.caller.account {
        return Err(ApiError::graph_not_found());
    }
    if is_own {
        cx.own_graph(&command.graph).await?;
    }
    let fed = cx.store.graphs_fed_by(command.account).await?;
    let fed = fed.into_iter().find(|it| it.arn == command.graph);
    fed.ok_or_else(|| {
        if is_own {
            let problem = "The account does not feed the behavior graph.";
            ApiError::ResourceNotFound(problem.to_owned())
        } else {
            ApiError::graph_not_found()
        }
    })
}

impl Command {
    fn wants(&self, call: &Call<'_>) -> bool {
        call.hour == self.hour
            && call.caller.account == self.account.as_str()
            && call
                .entities()
                .any(|(kind, id)| kind == self.entity.kind && id == self.entity.id)
            && self
                .region
                .as_deref()
                .is_none_or(|it| call.action.region == Some(it))
            && self.filters.passes(call, &self.entity)
    }

    /// How many calls the graph counts.
    async fn calls(&self, cx: &Context<'_>, graph: &Graph) -> Result<u64, ApiError> {
        let (start, end) = (self.hour.start(), self.hour.plus(1).start());
        let scope = ScopeTime::new(start, end).map_err(ApiError::internal)?;
        let rows = Rows {
            entity: Some(self.entity.clone()),
            account: Some(self.account),
            ..Rows::default()
        };
        let add = |sum: &mut u64, call: &Call<'_>| {
            if self.wants(call) {
                *sum = sum.saturating_add(call.calls);
            }
        };
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let read = graph_rows::add_up(&manifest, scope, rows, Column::ALL, || 0, add);
        read.await.map_err(ApiError::internal)
    }
}

fn response(call_count: u64, found: Found, page: Page, next_token: Option<String>) -> Response {
    let state = if call_count == 0 {
        State::NoCalls
    } else if !found.objects.is_empty() && page.gone.len() < page.objects_read {
        State::Available
    } else if found.objects.is_empty() && !found.forbidden.is_empty() {
        State::NotReadable
    } else {
        State::Gone
    };
    let unreadable = page.unreadable.into_iter();
    let unreadable = unreadable.map(|(it, reason)| ObjectShape::of(it, Some(reason)));
    let forbidden = found.forbidden.into_iter().map(|place| ObjectShape {
        bucket: place,
        key: None,
        reason: Some("ACCESS_DENIED".to_owned()),
    });
    let records = page
        .records
        .into_iter()
        .map(|(object, record)| RecordShape {
            record,
            object: ObjectShape::of(object, None),
        });
    Response {
        sentence: sentence(state, call_count, found.objects.len(), found.is_cut),
        call_count,
        state,
        object_count: found.objects.len(),
        read_object_count: page.objects_read,
        records: records.collect(),
        gone: page
            .gone
            .into_iter()
            .map(|it| ObjectShape::of(it, None))
            .collect(),
        not_readable: unreadable.chain(forbidden).collect(),
        next_token,
    }
}

/// What can be said of the records, in one sentence.
fn sentence(state: State, calls: u64, objects: usize, is_cut: bool) -> String {
    let more = if is_cut {
        " There are more objects than are looked at: name the Region."
    } else {
        ""
    };
    let told = match state {
        State::NoCalls => "The graph counts no such call in this hour.".to_owned(),
        State::Available => format!(
            "The graph counts {calls} such calls in this hour; {objects} log objects of it and of the next hour are still there."
        ),
        State::Gone => format!(
            "The graph counts {calls} such calls in this hour, but the log objects with their records are not in the log bucket any more."
        ),
        State::NotReadable => format!(
            "The graph counts {calls} such calls in this hour, but where their log objects are may not be read."
        ),
    };
    format!("{told}{more}")
}

/// What binds a page token.
fn arguments(command: &Command) -> String {
    format!(
        "{} {} {:?} {} {:?} {}",
        command.graph,
        command.account,
        command.entity,
        command.hour.index(),
        command.region,
        command.sent
    )
}
