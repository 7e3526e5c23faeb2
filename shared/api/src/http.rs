//! An API Gateway event in, a response out.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Mutex;

use gumshoe_domain::Timestamp;
use gumshoe_domain::quota::REQUEST_BODY_BYTES;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CONTENT_TYPE, HeaderValue};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use percent_encoding::percent_decode_str;
use tracing::Instrument;

use crate::caller::Caller;
use crate::context::{Context, Services};
use crate::error::{ApiError, Invalid};
use crate::operation::{Entry, Sent};

/// Answers `request` with the operation `entry`, received at `now`. Never fails: every error is an answer.
pub async fn answer(
    entry: &'static Entry,
    services: &Services,
    request: Request,
    now: Timestamp,
) -> Response<Body> {
    let request_id = request_id(&request);
    let span = tracing::info_span!("operation", operation = entry.name, request.id = %request_id, caller.account = tracing::field::Empty);
    let answered = call(entry, services, &request, now)
        .instrument(span.clone())
        .await;
    let _entered = span.enter();
    let (status, body, kind) = match answered {
        Ok(body) => (entry.success, body, None),
        Err(error) => {
            let (kind, status) = error.kind();
            log(&error, kind);
            // The error body has texts only and always serialises.
            (
                status,
                serde_json::to_vec(&error.body(entry.name)).unwrap_or_default(),
                Some(kind),
            )
        }
    };
    tracing::info!(http.status = status.as_u16(), "answered");
    response(status, body, kind, &request_id)
}

async fn call(
    entry: &'static Entry,
    services: &Services,
    request: &Request,
    now: Timestamp,
) -> Result<Vec<u8>, ApiError> {
    check_route(entry, request)?;
    let caller = Caller::of(request, services.settings.trust_access_key)?;
    tracing::Span::current().record("caller.account", caller.account.as_str());
    let body: &[u8] = request.body().as_ref();
    if body.len() > REQUEST_BODY_BYTES {
        return Err(ApiError::TooLarge {
            limit: REQUEST_BODY_BYTES,
        });
    }
    let (path, query) = (path_parameters(entry, request)?, query_parameters(request));
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
    (entry.call)(&cx, sent).await
}

/// The variable parts of the path. They are read from the path itself: what API Gateway, function
/// URLs and `cargo lambda watch` put into an event's path parameters is not decoded alike.
fn path_parameters(entry: &Entry, request: &Request) -> Result<BTreeMap<String, String>, ApiError> {
    let variable = |(name, value): (&str, &str)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        Some((name.to_owned(), value.to_owned()))
    };
    let path = request.raw_http_path();
    let parts = entry.route.path.split('/').zip(path_segments(entry, path));
    parts
        .filter_map(variable)
        .map(|(name, value)| {
            let decoded = percent_decode_str(&value).decode_utf8();
            let decoded = decoded.map_err(|_| {
                ApiError::from(Invalid::new(
                    "ResourceArn",
                    "must be percent-encoded UTF-8.",
                ))
            })?;
            Ok((name, decoded.into_owned()))
        })
        .collect()
}

/// The segments of `path`, of which the last takes whatever is left over: the path of a stage or a
/// base path mapping may stand before the route's own.
fn path_segments<'a>(entry: &Entry, path: &'a str) -> Vec<&'a str> {
    let wanted = entry.route.path.split('/').count();
    let found: Vec<&str> = path.split('/').collect();
    let skipped = found.len().saturating_sub(wanted);
    std::iter::once("")
        .chain(found.into_iter().skip(1 + skipped))
        .collect()
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

/// A function serves one route: whatever else is sent to it is no operation.
fn check_route(entry: &Entry, request: &Request) -> Result<(), ApiError> {
    let method = request.method().as_str();
    // API Gateway names the matched resource; other event forms only have the path.
    let path = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => context
            .resource_path
            .as_deref()
            .unwrap_or_else(|| request.raw_http_path()),
        Some(_) | None => request.raw_http_path(),
    };
    if method == entry.route.method.as_str() && matches(entry.route.path, path) {
        Ok(())
    } else {
        Err(ApiError::UnknownOperation {
            method: method.to_owned(),
            path: path.chars().take(200).collect(),
        })
    }
}

/// Whether `path` has the form `route`, in which `{Name}` stands for one segment.
fn matches(route: &str, path: &str) -> bool {
    let (mut expected, mut found) = (route.split('/'), path.split('/'));
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return true,
            (Some(part), Some(segment))
                if part == segment || (part.starts_with('{') && !segment.is_empty()) => {}
            (Some(_) | None, Some(_) | None) => return false,
        }
    }
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
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        causes.push(inner.to_string());
        cause = inner.source();
    }
    let cause = causes.join(": ");
    match error {
        ApiError::InternalServer(_) => {
            tracing::error!(error.kind = kind, error.message = %error, error.cause = %cause, "operation failed")
        }
        ApiError::Validation(_)
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

fn response(
    status: StatusCode,
    body: Vec<u8>,
    error: Option<&'static str>,
    request_id: &str,
) -> Response<Body> {
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
    if let Some(kind) = error {
        headers.insert("x-amzn-errortype", HeaderValue::from_static(kind));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_path_matches_its_route_segment_by_segment() {
        assert!(matches("/graph", "/graph"));
        assert!(matches("/tags/{ResourceArn}", "/tags/arn%3Aaws"));
        for path in ["/", "/graphs", "/graph/", "/graph/x"] {
            assert!(!matches("/graph", path), "{path}");
        }
        assert!(!matches("/tags/{ResourceArn}", "/tags/"));
    }
}
