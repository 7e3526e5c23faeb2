//! The API as the console asks it: signed and passed on, and the answer passed back.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use gumshoe_domain::AccountId;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{StatusCode, Uri};
use serde_json::json;

use super::{API, Console};
use crate::api::caller::{Answer, CallError};

/// Largest body that is passed on: what API Gateway takes.
const BODY_BYTES: usize = 10 << 20;

/// The header with the account that the reader chose, of a local stack.
const ACCOUNT: &str = "x-gumshoe-account";

pub(super) async fn pass_on(State(console): State<Arc<Console>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES).await else {
        let message = "The request is larger than 10 MB, which is the most that the API takes.";
        return problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestTooLargeException",
            message,
        );
    };
    let Ok(account) = chosen(&head.headers) else {
        let message = "X-Gumshoe-Account must be the twelve digits of an account.";
        return problem(StatusCode::BAD_REQUEST, "ValidationException", message);
    };
    let identity = match console.signer.identity(account).await {
        Ok(identity) => identity,
        Err(error) => {
            tracing::warn!(error.message = %crate::chain(error.as_ref()), "requests cannot be signed");
            let message = "Your credentials are not valid any more: sign in again (aws sso login), and retry.";
            return problem(StatusCode::UNAUTHORIZED, "ExpiredTokenException", message);
        }
    };
    let path = path_of(&head.uri);
    let sent = console
        .caller
        .send(head.method, path, body.to_vec(), &identity);
    match sent.await {
        Ok(answer) => passed_back(answer),
        Err(error) => unreachable_api(&error),
    }
}

fn chosen(headers: &HeaderMap) -> Result<Option<AccountId>, ()> {
    let Some(account) = headers.get(ACCOUNT) else {
        return Ok(None);
    };
    let text = account.to_str().map_err(|_| ())?;
    text.parse().map(Some).map_err(|_| ())
}

/// What of the address is the API's: its path as it was sent, escapes included, and the query.
fn path_of(uri: &Uri) -> &str {
    let whole = uri.path_and_query().map_or("/", |it| it.as_str());
    whole.strip_prefix(API).unwrap_or(whole)
}

fn passed_back(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
    // What is in a graph stays in no cache, and is never taken for a page.
    let said = [
        (CONTENT_TYPE.as_str(), Some("application/json".to_owned())),
        ("x-amzn-errortype", answer.error_type),
        (CACHE_CONTROL.as_str(), Some("no-store".to_owned())),
        ("x-content-type-options", Some("nosniff".to_owned())),
    ];
    for (name, value) in said {
        let value = value.and_then(|value| HeaderValue::from_str(&value).ok());
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn unreachable_api(error: &CallError) -> Response {
    tracing::warn!(error.message = %crate::chain(error), "the API gives no answer");
    let message = format!(
        "The API gives no answer ({}): look whether its endpoint is right and reachable.",
        crate::chain(error)
    );
    problem(StatusCode::BAD_GATEWAY, "ConnectionException", &message)
}

fn problem(status: StatusCode, kind: &'static str, message: &str) -> Response {
    let body = json!({ "message": message }).to_string();
    let headers = [
        (CONTENT_TYPE.as_str(), "application/json"),
        ("x-amzn-errortype", kind),
    ];
    (status, headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_queries_reach_the_api_as_they_were_sent() {
        let uri: Uri = "/console/api/tags/arn%3Aaws%3Adetective?tagKeys=a%20b"
            .parse()
            .unwrap();
        assert_eq!(path_of(&uri), "/tags/arn%3Aaws%3Adetective?tagKeys=a%20b");
    }
}
