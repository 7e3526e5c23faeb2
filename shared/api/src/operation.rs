//! What an operation of the API is.

use std::future::Future;
use std::pin::Pin;

use gumshoe_store::Access;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::context::Context;
use crate::error::{ApiError, Invalid};

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

    /// Does it.
    fn run(
        cx: &Context<'_>,
        command: Self::Command,
    ) -> impl Future<Output = Result<Self::Response, ApiError>> + Send;
}

type Call = for<'a> fn(
    &'a Context<'a>,
    &'a [u8],
) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, ApiError>> + Send + 'a>>;

/// An operation with its types erased, so that a binary holds no generic code.
#[derive(Debug)]
pub struct Entry {
    /// The operation's name in the API.
    pub name: &'static str,
    /// Where it is found.
    pub route: Route,
    /// What it may touch.
    pub access: &'static [Access],
    pub(crate) call: Call,
}

impl Entry {
    /// The entry of an operation.
    pub const fn of<O: Operation + 'static>() -> Self {
        Self {
            name: O::NAME,
            route: O::ROUTE,
            access: O::ACCESS,
            call: |cx, body| Box::pin(call::<O>(cx, body)),
        }
    }
}

async fn call<O: Operation>(cx: &Context<'_>, body: &[u8]) -> Result<Vec<u8>, ApiError> {
    // An operation without required members may be sent no body at all.
    let body = if body.is_empty() { b"{}" } else { body };
    // serde reads a struct from an array too; the protocol has objects only.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(ApiError::InvalidBody(None));
    }
    let request: O::Request =
        serde_json::from_slice(body).map_err(|error| ApiError::InvalidBody(Some(error)))?;
    let command = O::Command::try_from(request)?;
    let response = O::run(cx, command).await?;
    let body = serde_json::to_vec(&response).map_err(ApiError::internal)?;
    Ok(if body == b"null" { Vec::new() } else { body })
}
