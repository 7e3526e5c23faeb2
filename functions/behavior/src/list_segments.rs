//! `ListSegments`: the objects that hold the rows of a scope time, for whoever asks them with another tool.
//!
//! The bucket does not say which of its objects count: one that was merged into another stays for a while, and
//! holds rows that the other holds, too (docs/data-format.md, "Levels").

use std::sync::Arc;

use gumshoe_api::field::{self, SentScope};
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::GraphArn;
use gumshoe_store::{Access, Manifest, Segment};
use serde::{Deserialize, Serialize};

use crate::shapes::Paging;
use crate::source::Source;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListSegments>();

enum ListSegments {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    source: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

struct Command {
    graph: GraphArn,
    source: Source,
    scope: SentScope,
    paging: Paging,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    /// The bucket that all of them are in.
    bucket: String,
    /// In the order of their days.
    segments: Vec<SegmentDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SegmentDetail {
    key: String,
    bytes: u64,
    row_count: u64,
    /// The hour of the first rows.
    start_time: String,
    /// The end of the hour of the last rows.
    end_time: String,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            source: Source::parse(sent.source.as_deref())?,
            scope: field::scope(sent.scope_start_time, sent.scope_end_time)?,
            paging: Paging::parse(sent.max_results, sent.next_token)?,
        })
    }
}

impl Operation for ListSegments {
    const NAME: &'static str = "ListSegments";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/segments/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let scope = command.scope.at(cx.now)?;
        let graph = cx.own_graph(&command.graph).await?;
        let (source, sent) = (command.source, command.scope);
        let arguments = format!("{} {source:?} {sent:?}", command.graph);
        let pages = command.paging.open(cx, &arguments).await?;
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let found = manifest.segments(source.kind(), scope).await?;
        let (page, next_token) = pages.cut(found).await?;
        Ok(Response {
            bucket: cx.settings.segment_bucket.clone(),
            segments: page.iter().map(detail).collect(),
            next_token,
        })
    }
}

fn detail(segment: &Arc<Segment>) -> SegmentDetail {
    SegmentDetail {
        key: segment.activity.key.clone(),
        bytes: segment.activity.bytes,
        row_count: segment.rows,
        start_time: segment.first_hour.start().to_string(),
        end_time: segment.last_hour.plus(1).start().to_string(),
    }
}
