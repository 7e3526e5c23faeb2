//! An API Gateway event in, a response out.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Mutex, PoisonError};

use gumshoe_domain::Timestamp;
use gumshoe_domain::quota::REQUEST_BODY_BYTES;
use gumshoe_messages::{Notice, QueueName};
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CONTENT_TYPE, HeaderValue};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use tracing::Instrument;

use crate::audit;
use crate::caller::Caller;
use crate::context::{Context, Services};
use crate::error::ApiError;
use crate::operation::{Entry, Sent};
use crate::route;

/// Answers `request` with the operation `entry`, received at `now`. Never fails: every error is an answer.
pub async fn answer(
    entry: &'static Entry,
    services: &Services,
    request: Request,
    now: Timestamp,
) -> Response<Body> {
    let request_id = request_id(&request);
    let span = tracing::info_span!("operation", operation = entry.name, request.id = %request_id, caller.account = tracing::field::Empty);
    let answering = async {
        let mut notices = Vec::new();
        let answered = call(entry, services, &request, now, &mut notices).await;
        let answer = Answer::of(entry, answered);
        notices.extend(record(entry, services, &request, &request_id, &answer, now));
        tell(services, &notices).await;
        tracing::info!(http.status = answer.status.as_u16(), "answered");
        response(answer, &request_id)
    };
    answering.instrument(span).await
}

/// What a call comes to.
struct Answer {
    status: StatusCode,
    body: Vec<u8>,
    /// Name and message of the error.
    error: Option<(&'static str, String)>,
    /// Whether the call was one of the operation, whose request could be read.
    reached: Reached,
}

/// How far a call came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// Not the operation: it was sent to another path.
    Nothing,
    /// The operation, but what was sent is no request.
    Operation,
    /// The operation, with what was sent.
    Request,
}

impl Answer {
    fn of(entry: &Entry, answered: Result<Vec<u8>, ApiError>) -> Self {
        match answered {
            Ok(body) => Self {
                status: entry.success,
                body,
                error: None,
                reached: Reached::Request,
            },
            Err(error) => {
                let (kind, status) = error.kind();
                log(&error, kind);
                let body = error.body(entry.name);
                Self {
                    status,
                    // The error body has texts only and always serialises.
                    body: serde_json::to_vec(&body).unwrap_or_default(),
                    error: Some((kind, body.message)),
                    reached: match error {
                        ApiError::UnknownOperation { .. } => Reached::Nothing,
                        ApiError::InvalidBody(_) | ApiError::TooLarge { .. } => Reached::Operation,
                        _ => Reached::Request,
                    },
                }
            }
        }
    }
}

/// The record of a call that reached its operation.
fn record(
    entry: &'static Entry,
    services: &Services,
    request: &Request,
    request_id: &str,
    answer: &Answer,
    now: Timestamp,
) -> Option<Notice> {
    if answer.reached == Reached::Nothing {
        return None;
    }
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)
        .inspect_err(|error| tracing::error!(error.message = %error, "no randomness"))
        .ok()?;
    let members = || {
        let path = route::parameters(entry.route, request).ok()?;
        let sent = Sent {
            body: request.body().as_ref(),
            path: &path,
            query: &query_parameters(request),
        };
        (entry.members)(sent).ok()
    };
    let recorded = audit::record(&audit::Call {
        operation: entry.name,
        request,
        caller: Caller::of(request, services.settings.trust_access_key)
            .ok()
            .as_ref(),
        members: (answer.reached == Reached::Request).then(members).flatten(),
        answer: match &answer.error {
            None => Ok(&answer.body),
            Some((kind, message)) => Err((kind, message)),
        },
        request_id,
        region: &services.settings.region,
        now,
        event_id: u128::from_be_bytes(bits),
    });
    if recorded.is_none() {
        tracing::warn!("call of an unknown account not recorded");
    }
    recorded.map(Notice::Call)
}

/// Hands over what others are told, before the answer: afterwards Lambda may stop the process. What
/// cannot be sent changes no answer, for what the operation did is done.
async fn tell(services: &Services, notices: &[Notice]) {
    if notices.is_empty() {
        return;
    }
    let outbox = services.outbox(Entry::ACCESS_OF_ALL);
    if let Err(error) = outbox.send(QueueName::Notices, notices).await {
        tracing::error!(notices = notices.len(), error.message = %error, error.cause = %causes(&error), "notices not sent");
    }
}

async fn call(
    entry: &'static Entry,
    services: &Services,
    request: &Request,
    now: Timestamp,
    notices: &mut Vec<Notice>,
) -> Result<Vec<u8>, ApiError> {
    route::check(entry.route, request)?;
    let caller = Caller::of(request, services.settings.trust_access_key)?;
    tracing::Span::current().record("caller.account", caller.account.as_str());
    let body: &[u8] = request.body().as_ref();
    if body.len() > REQUEST_BODY_BYTES {
        return Err(ApiError::TooLarge {
            limit: REQUEST_BODY_BYTES,
        });
    }
    let (path, query) = (
        route::parameters(entry.route, request)?,
        query_parameters(request),
    );
    let sent = Sent {
        body,
        path: &path,
        query: &query,
    };
    let cx = Context {
        operation: entry.name,
        settings: &services.settings,
        store: services.store(entry.access),
        outbox: services.outbox(entry.access),
        caller: &caller,
        now,
        services,
        access: entry.access,
        notices: Mutex::default(),
    };
    let answered = (entry.call)(&cx, sent).await;
    // Also what a call did that failed in the end has happened.
    *notices = cx
        .notices
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    answered
}

/// The values of the query string by name.
fn query_parameters(request: &Request) -> BTreeMap<String, Vec<String>> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in request.query_string_parameters().iter() {
        values
            .entry(name.to_owned())
            .or_default()
            .push(value.to_owned());
    }
    values
}

fn request_id(request: &Request) -> String {
    let of_gateway = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => context.request_id.clone(),
        Some(RequestContext::ApiGatewayV2(context)) => context.request_id.clone(),
        Some(_) | None => None,
    };
    of_gateway.unwrap_or_default()
}

/// One line for each failure: `error` when an operator must act, `warn` when the caller must.
fn log(error: &ApiError, kind: &'static str) {
    let cause = causes(error);
    match error {
        ApiError::InternalServer(_) => {
            tracing::error!(error.kind = kind, error.message = %error, error.cause = %cause, "operation failed")
        }
        ApiError::Validation(_)
        | ApiError::Refused(_)
        | ApiError::InvalidBody(_)
        | ApiError::TooLarge { .. }
        | ApiError::UnknownOperation { .. }
        | ApiError::AccessDenied(_)
        | ApiError::ResourceNotFound(_)
        | ApiError::Conflict(_)
        | ApiError::ServiceQuotaExceeded { .. }
        | ApiError::TooManyRequests(_) => {
            tracing::warn!(error.kind = kind, error.message = %error, error.cause = %cause, "request refused")
        }
    }
}

/// What is behind an error, in one line.
fn causes(error: &dyn Error) -> String {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        causes.push(inner.to_string());
        cause = inner.source();
    }
    causes.join(": ")
}

fn response(answer: Answer, request_id: &str) -> Response<Body> {
    let Answer {
        status,
        body,
        error,
        ..
    } = answer;
    let body = if body.is_empty() {
        Body::Empty
    } else {
        String::from_utf8(body)
            .map_or_else(|invalid| Body::Binary(invalid.into_bytes()), Body::Text)
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    if let Some((kind, _)) = error {
        headers.insert("x-amzn-errortype", HeaderValue::from_static(kind));
    }
    response
}

#[cfg(test)]
mod tests;
