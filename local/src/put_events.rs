//! `PutEvents` of Amazon `EventBridge`, for the events that carry records of a log source.
//!
//! An event is handled before it is answered: nothing that was accepted is lost when the process
//! ends. Other than in AWS, whoever calls may say that an event is of a service of AWS: that is what
//! this is for.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::post;
use gumshoe_api::caller::credential;
use gumshoe_api::{Handler, Services, StartedBy};
use gumshoe_domain::{Timestamp, access_key};
use gumshoe_sources::{EventPattern, source_named};
use http::StatusCode;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::now;
use crate::families::triggers;
use crate::gateway;
use crate::notify::{Origin, uuid};
use crate::stack::{StackError, open};

/// How the AWS JSON protocol names the operation.
const TARGET: &str = "AWSEvents.PutEvents";

/// Most entries and bytes of a request. Amazon `EventBridge` API Reference, `PutEvents`; and 1 MB.
const MOST_ENTRIES: usize = 10;
const MOST_BYTES: usize = 1 << 20;

/// A function that takes events, and which.
struct Taker {
    events: EventPattern,
    handler: Arc<dyn Handler>,
}

struct Bus {
    takers: Vec<Taker>,
    origin: Origin,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entries {
    #[serde(default)]
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    /// In seconds since 1970.
    time: Option<f64>,
    source: Option<String>,
    #[serde(default)]
    resources: Vec<String>,
    detail_type: Option<String>,
    detail: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Put {
    failed_entry_count: usize,
    entries: Vec<EntryAnswer>,
}

/// The id of an event, or why it was not taken.
#[derive(Serialize, Default)]
#[serde(rename_all = "PascalCase")]
struct EntryAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
}

/// The service, at the path `/`.
///
/// # Errors
/// When a function does not start.
pub(crate) fn service(services: &Services, origin: Origin) -> Result<Router, StackError> {
    let mut takers = Vec::new();
    for trigger in triggers() {
        let StartedBy::Objects(source) = trigger.started_by else {
            continue;
        };
        if let Some(events) = source_named(source).events() {
            let handler = open(trigger, services)?;
            takers.push(Taker { events, handler });
        }
    }
    let bus = Arc::new(Bus { takers, origin });
    Ok(Router::new().route("/", post(call)).with_state(bus))
}

async fn call(State(bus): State<Arc<Bus>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Some(target) = head.headers.get("x-amz-target") else {
        return gateway::no_such_operation();
    };
    if target.as_bytes() != TARGET.as_bytes() {
        return refusal("UnknownOperationException", "The operation is not known.");
    }
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        return refusal("RequestEntityTooLarge", "The request is too large.");
    };
    let entries = match serde_json::from_slice::<Entries>(&body) {
        Ok(sent) if (1..=MOST_ENTRIES).contains(&sent.entries.len()) => sent.entries,
        Ok(_) => {
            return refusal("ValidationException", "A request has 1 to 10 entries.");
        }
        Err(_) => {
            return refusal("SerializationException", "The request cannot be read.");
        }
    };
    let account = account(&head.headers);
    let mut answers = Vec::with_capacity(entries.len());
    for entry in entries {
        answers.push(bus.put(entry, account.as_deref()).await);
    }
    let put = Put {
        failed_entry_count: answers.iter().filter(|it| it.error_code.is_some()).count(),
        entries: answers,
    };
    response(StatusCode::OK, &json!(put))
}

impl Bus {
    /// Gives an event to whoever takes it, as a rule of the template does, and waits for its end.
    async fn put(&self, entry: Entry, account: Option<&str>) -> EntryAnswer {
        let parts = (entry.source, entry.detail_type, entry.detail);
        let (Some(source), Some(detail_type), Some(detail)) = parts else {
            let missing = "Source, DetailType and Detail are required.";
            return failed("InvalidArgument", missing.to_owned());
        };
        let Ok(detail @ Value::Object(_)) = serde_json::from_str(&detail) else {
            return failed("MalformedDetail", "Detail is malformed.".to_owned());
        };
        let id = uuid(crate::random_bits());
        let event = json!({
            "version": "0",
            "id": id,
            "detail-type": detail_type,
            "source": source,
            "account": account.unwrap_or(self.origin.account.as_str()),
            "time": entry.time.map_or_else(now, seconds).to_string(),
            "region": self.origin.region.to_string(),
            "resources": entry.resources,
            "detail": detail,
        });
        let mut takers = self.takers.iter();
        let taker = takers.find(|it| it.events.matches(&source, &detail_type));
        // As in AWS, an event that no rule matches is accepted and forgotten.
        if let Some(taker) = taker
            && let Err(error) = taker.handler.handle(event).await
        {
            return failed("InternalFailure", crate::chain(&error));
        }
        EntryAnswer {
            event_id: Some(id),
            ..EntryAnswer::default()
        }
    }
}

/// Who calls, by the access key; the account that owns the stack where nobody says.
fn account(headers: &HeaderMap) -> Option<String> {
    let authorization = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let account = access_key::account_of(credential(authorization)?)?;
    Some(account.to_string())
}

fn seconds(time: f64) -> Timestamp {
    let millis = std::time::Duration::try_from_secs_f64(time).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(millis.as_millis()).unwrap_or(i64::MAX))
}

fn failed(code: &'static str, message: String) -> EntryAnswer {
    EntryAnswer {
        error_code: Some(code),
        error_message: Some(message),
        ..EntryAnswer::default()
    }
}

fn refusal(kind: &str, message: &str) -> Response {
    let body = json!({ "__type": kind, "message": message });
    response(StatusCode::BAD_REQUEST, &body)
}

fn response(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/x-amz-json-1.1");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
