//! The API of a deployment or of a local stack, as a person's environment says: JSON over signed HTTP.

pub(crate) mod caller;

use std::error::Error;

use aws_config::{BehaviorVersion, SdkConfig};
use clap::Args;
use http::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::caller::{CallError, Caller};

/// Most bytes of an error's body that are told.
const MOST_TOLD: usize = 500;

/// Which API is asked, and about which graph.
///
/// Credentials and Region are found as AWS's own tools find them; with the endpoint, those of a local
/// stack are in its endpoints.env: `set -a; . DIR/endpoints.env; set +a`.
#[derive(Debug, Clone, Args)]
pub struct ApiArguments {
    /// URL of the API: the output `Endpoint` of the stack
    #[arg(long, env = "AWS_ENDPOINT_URL_DETECTIVE", value_name = "URL")]
    pub endpoint: String,
    /// ARN of the behavior graph [default: the caller's own]
    #[arg(long, env = "GUMSHOE_GRAPH", value_name = "ARN")]
    pub graph: Option<String>,
}

/// Why the API gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// There are no credentials, or the request cannot be made or signed.
    #[error("the request to {path} cannot be made")]
    Request {
        /// What was asked.
        path: &'static str,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// There was no response.
    #[error("{path} gave no response")]
    Connection {
        /// What was asked.
        path: &'static str,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The response is an error.
    #[error("{path} answered {status}: {body}")]
    Refused {
        /// What was asked.
        path: &'static str,
        /// The HTTP status.
        status: u16,
        /// The body, with control characters escaped.
        body: String,
    },
    /// The response is not what the operation answers.
    #[error("{path} answered something else")]
    Answer {
        /// What was asked.
        path: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The caller has no graph.
    #[error("the caller administers no behavior graph")]
    NoGraph,
}

/// A caller of the API.
#[derive(Debug)]
pub(crate) struct Api {
    caller: Caller,
    config: SdkConfig,
}

impl Api {
    /// A caller as the environment says.
    pub(crate) async fn open(endpoint: &str) -> Self {
        Self {
            caller: Caller::new(endpoint),
            config: aws_config::load_defaults(BehaviorVersion::latest()).await,
        }
    }

    /// The graph that was asked for, or the caller's own.
    pub(crate) async fn graph(&self, asked: Option<&str>) -> Result<String, ApiError> {
        if let Some(graph) = asked {
            return Ok(graph.to_owned());
        }
        let list: Value = self.call("/graphs/list", &json!({})).await?;
        let own = list["GraphList"][0]["Arn"].as_str();
        own.map(str::to_owned).ok_or(ApiError::NoGraph)
    }

    /// Calls the operation at `path`.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        path: &'static str,
        body: &Value,
    ) -> Result<T, ApiError> {
        let body = body.to_string().into_bytes();
        let identity = caller::identity(&self.config).await;
        let identity = identity.map_err(|source| ApiError::Request { path, source })?;
        let sent = self.caller.send(Method::POST, path, body, &identity).await;
        let answer = sent.map_err(|error| match error {
            CallError::Request(source) => ApiError::Request { path, source },
            CallError::Connection(source) => ApiError::Connection { path, source },
        })?;
        if answer.status != 200 {
            let body = String::from_utf8_lossy(&answer.body);
            let body = body.escape_debug().take(MOST_TOLD).collect();
            let status = answer.status;
            return Err(ApiError::Refused { path, status, body });
        }
        serde_json::from_slice(&answer.body).map_err(|source| ApiError::Answer { path, source })
    }
}
