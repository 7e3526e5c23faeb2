//! What an operation of the API is.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use gumshoe_store::Access;
use lambda_http::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::context::Context;
use crate::error::{ApiError, Invalid, Unreadable};
use crate::model;

/// An HTTP method that an operation of the API has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads what the path names.
    Get,
    /// Everything that has a body.
    Post,
    /// Accepts an invitation.
    Put,
    /// Removes tags.
    Delete,
}

impl Method {
    /// The method's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Where an operation is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, as API Gateway writes it: `/tags/{ResourceArn}`.
    pub path: &'static str,
}

/// One operation of the API: its name, its route, what it may touch, and what it does.
pub trait Operation: Sized {
    /// The operation's name in the API.
    const NAME: &'static str;
    /// Where it is found.
    const ROUTE: Route;
    /// What it may touch: its least privilege.
    const ACCESS: &'static [Access];
    /// What is sent, nothing of it believed.
    type Request: DeserializeOwned + Send;
    /// What is meant.
    type Command: TryFrom<Self::Request, Error = Invalid> + Send;
    /// What is answered. `()` is an empty body.
    type Response: Serialize + Send;

    /// The HTTP status of success.
    const SUCCESS: StatusCode = StatusCode::OK;

    /// What was sent, as members of the request: the members of the body, unless an operation has
    /// members in its path or its query string.
    ///
    /// # Errors
    /// When the body is no JSON object.
    fn members(sent: Sent<'_>) -> Result<Map<String, Value>, ApiError> {
        body_members(sent.body)
    }

    /// Does it.
    fn run(
        cx: &Context<'_>,
        command: Self::Command,
    ) -> impl Future<Output = Result<Self::Response, ApiError>> + Send;
}

/// What was sent with a request, nothing of it believed.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The body.
    pub body: &'a [u8],
    /// The path's variable parts by name, percent-decoded.
    pub path: &'a BTreeMap<String, String>,
    /// The query string's values by name, percent-decoded, in their order.
    pub query: &'a BTreeMap<String, Vec<String>>,
}

type Call = for<'a> fn(
    &'a Context<'a>,
    Sent<'a>,
) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, ApiError>> + Send + 'a>>;

/// Reads what was sent as members of the request.
type Members = fn(Sent<'_>) -> Result<Map<String, Value>, ApiError>;

/// An operation with its types erased, so that a binary holds no generic code.
#[derive(Debug)]
pub struct Entry {
    /// The operation's name in the API.
    pub name: &'static str,
    /// Where it is found.
    pub route: Route,
    /// What it may touch.
    pub access: &'static [Access],
    /// The HTTP status of success.
    pub success: StatusCode,
    pub(crate) members: Members,
    pub(crate) call: Call,
}

impl Entry {
    /// What every operation may touch besides what it says, for every call leaves a record.
    pub const ACCESS_OF_ALL: &[Access] = &[Access::SendToNotices];

    /// The entry of an operation.
    pub const fn of<O: Operation + 'static>() -> Self {
        Self {
            name: O::NAME,
            route: O::ROUTE,
            access: O::ACCESS,
            success: O::SUCCESS,
            members: O::members,
            call: |cx, sent| Box::pin(call::<O>(cx, sent)),
        }
    }
}

async fn call<O: Operation>(cx: &Context<'_>, sent: Sent<'_>) -> Result<Vec<u8>, ApiError> {
    let members = O::members(sent)?;
    model::check(O::NAME, &members)?;
    let request: O::Request = serde_json::from_value(Value::Object(members))
        .map_err(|error| ApiError::InvalidBody(Unreadable::from(&error)))?;
    let command = O::Command::try_from(request)?;
    let response = O::run(cx, command).await?;
    let body = serde_json::to_vec(&response).map_err(ApiError::internal)?;
    Ok(if body == b"null" { Vec::new() } else { body })
}

/// The members of a request's body.
///
/// # Errors
/// When it is no JSON object. An operation without required members may be sent no body at all.
pub fn body_members(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(body).map_err(|error| ApiError::InvalidBody(Unreadable::from(&error)))
}
