//! An API gateway: HTTP requests become the events that Amazon API Gateway (REST API, IAM
//! authorisation) sends to Lambda functions, answers become HTTP responses.
//!
//! Who calls is read from the access key id with which a request is signed. The signature is **not
//! verified**: whoever reaches the port is whom it says it is. Listen on loopback addresses only.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use gumshoe_api::caller::{arn_of_key, credential};
use gumshoe_api::{Entry, Services, answer};
use gumshoe_domain::{AccountId, access_key};
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::json;

use crate::clock::now;
use crate::event::{self, Received};

/// Largest request body: Amazon API Gateway, "Quotas for configuring and running a REST API".
const BODY_BYTES: usize = 10 << 20;

/// Where scripts ask whether the gateway is up; it needs no signature.
pub const HEALTH_PATH: &str = "/health";

/// Two operations have the same route, or a route cannot be one.
#[derive(Debug, thiserror::Error)]
#[error("the route of {operation} cannot be added")]
pub struct RouteError {
    /// The operation.
    pub operation: &'static str,
    /// Why.
    #[source]
    pub source: matchit::InsertError,
}

struct Gateway {
    routes: HashMap<Method, matchit::Router<&'static Entry>>,
    services: Services,
    /// The account that owns the API.
    owner: AccountId,
}

/// The HTTP service of the operations `entries`, in `owner`'s account.
///
/// It needs to know whom it is connected to: serve it with [`SocketAddr`] as connect info.
///
/// # Errors
/// When two operations have the same route.
pub fn service(
    entries: impl IntoIterator<Item = &'static Entry>,
    services: Services,
    owner: AccountId,
) -> Result<Router, RouteError> {
    let mut routes: HashMap<Method, matchit::Router<&'static Entry>> = HashMap::new();
    for entry in entries {
        let method = method(entry.route.method);
        let inserted = routes
            .entry(method)
            .or_default()
            .insert(entry.route.path, entry);
        inserted.map_err(|source| RouteError {
            operation: entry.name,
            source,
        })?;
    }
    Ok(Router::new().fallback(call).with_state(Arc::new(Gateway {
        routes,
        services,
        owner,
    })))
}

fn method(method: gumshoe_api::Method) -> Method {
    match method {
        gumshoe_api::Method::Get => Method::GET,
        gumshoe_api::Method::Post => Method::POST,
        gumshoe_api::Method::Put => Method::PUT,
        gumshoe_api::Method::Delete => Method::DELETE,
    }
}

async fn call(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    if request.method() == Method::GET && request.uri().path() == HEALTH_PATH {
        return Response::new(Body::from("ok"));
    }
    gateway
        .answer(client, request)
        .await
        .unwrap_or_else(Refusal::response)
}

impl Gateway {
    async fn answer(&self, client: SocketAddr, request: Request) -> Result<Response, Refusal> {
        let (head, body) = request.into_parts();
        let matched = self
            .routes
            .get(&head.method)
            .and_then(|routes| routes.at(head.uri.path()).ok());
        let matched = matched.ok_or(Refusal::MissingAuthenticationToken)?;
        let authorization = head
            .headers
            .get(AUTHORIZATION)
            .ok_or(Refusal::MissingAuthenticationToken)?;
        let key = authorization
            .to_str()
            .ok()
            .and_then(credential)
            .ok_or(Refusal::IncompleteSignature)?;
        let account = access_key::account_of(key).ok_or(Refusal::UnrecognizedClient)?;
        if announced_bytes(&head).is_some_and(|bytes| bytes > BODY_BYTES) {
            return Err(Refusal::RequestTooLarge);
        }
        let body = axum::body::to_bytes(body, BODY_BYTES)
            .await
            .map_err(|_| Refusal::RequestTooLarge)?;
        let received = Received {
            head: &head,
            body: &body,
            route: matched.value.route.path,
            path_parameters: matched.params.iter().collect(),
            client: client.ip(),
            owner: self.owner,
            account,
            arn: arn_of_key(account, key),
            access_key: key,
            now: now(),
            request_id: crate::random_bits(),
        };
        // The event is ours and has the form of one, so that it can always be read.
        let event = lambda_http::request::from_str(&event::rest_proxy(&received).to_string())
            .map_err(Refusal::Unreadable)?;
        let answered = answer(matched.value, &self.services, event, received.now).await;
        Ok(answered.map(|body| match body {
            lambda_http::Body::Text(text) => Body::from(text),
            lambda_http::Body::Binary(bytes) => Body::from(bytes),
            _ => Body::empty(),
        }))
    }
}

/// The size of the body that the request announces.
fn announced_bytes(head: &Parts) -> Option<usize> {
    head.headers
        .get(CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// The answer where there is no such operation.
pub(crate) fn no_such_operation() -> Response {
    Refusal::MissingAuthenticationToken.response()
}

/// What API Gateway itself answers, before any function is invoked: Amazon API Gateway Developer
/// Guide, "Gateway response types".
#[derive(Debug)]
enum Refusal {
    /// There is no such route, or the request is not signed.
    MissingAuthenticationToken,
    IncompleteSignature,
    UnrecognizedClient,
    RequestTooLarge,
    Unreadable(serde_json::Error),
}

impl Refusal {
    fn response(self) -> Response {
        let (status, kind, message) = match self {
            Self::MissingAuthenticationToken => (
                StatusCode::FORBIDDEN,
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
            ),
            Self::IncompleteSignature => (
                StatusCode::FORBIDDEN,
                "IncompleteSignatureException",
                "Authorization header requires 'Credential' parameter.",
            ),
            Self::UnrecognizedClient => (
                StatusCode::FORBIDDEN,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
            ),
            Self::RequestTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestTooLargeException",
                "HTTP content length exceeded 10485760 bytes.",
            ),
            Self::Unreadable(error) => {
                tracing::error!(error.message = %error, "event cannot be read");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "InternalServerErrorException",
                    "Internal server error",
                )
            }
        };
        let mut response = Response::new(Body::from(json!({ "message": message }).to_string()));
        *response.status_mut() = status;
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
            .headers_mut()
            .insert("x-amzn-errortype", HeaderValue::from_static(kind));
        // The request's body may be unread, and then no other request can follow on the connection:
        // the client has to know before it sends one.
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
        response
    }
}
