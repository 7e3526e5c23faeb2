//! An API Gateway event in, a response out.

use std::error::Error;

use gumshoe_domain::Timestamp;
use gumshoe_domain::quota::REQUEST_BODY_BYTES;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CONTENT_TYPE, HeaderValue};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use tracing::Instrument;

use crate::caller::Caller;
use crate::context::{Context, Services};
use crate::error::ApiError;
use crate::operation::Entry;

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
        Ok(body) => (StatusCode::OK, body, None),
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
    let cx = Context {
        operation: entry.name,
        settings: &services.settings,
        store: services.store(entry.access),
        caller: &caller,
        now,
    };
    (entry.call)(&cx, body).await
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
        | ApiError::Conflict(_) => {
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
