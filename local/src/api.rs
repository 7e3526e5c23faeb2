//! The API of a deployment or of a local stack, as a person's environment says: JSON over signed HTTP.

use std::error::Error;
use std::time::SystemTime;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::provider::ProvideCredentials as _;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::HttpConnector as _;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use clap::Args;
use http::{Request, header};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

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

type Failure = Box<dyn Error + Send + Sync>;

/// A caller of the API.
#[derive(Debug)]
pub(crate) struct Api {
    endpoint: String,
    config: SdkConfig,
    connector: Connector,
}

impl Api {
    /// A caller as the environment says.
    pub(crate) async fn open(endpoint: &str) -> Self {
        let tls = Provider::Rustls(CryptoMode::AwsLc);
        Self {
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            config: aws_config::load_defaults(BehaviorVersion::latest()).await,
            connector: Connector::builder().tls_provider(tls).build(),
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
        let request = self.signed(path, body.to_string()).await;
        let request = request.map_err(|source| ApiError::Request { path, source })?;
        let sent = self.connector.call(request).await;
        let response = sent.map_err(|error| ApiError::Connection {
            path,
            source: error.into(),
        })?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await;
        let body = body.map_err(|source| ApiError::Connection { path, source })?;
        let body = body.to_bytes();
        if status != 200 {
            let body = String::from_utf8_lossy(&body);
            let body = body.escape_debug().take(MOST_TOLD).collect();
            return Err(ApiError::Refused { path, status, body });
        }
        serde_json::from_slice(&body).map_err(|source| ApiError::Answer { path, source })
    }

    async fn signed(&self, path: &str, body: String) -> Result<HttpRequest, Failure> {
        let url = format!("{}{path}", self.endpoint);
        let provider = self
            .config
            .credentials_provider()
            .ok_or("there are no credentials")?;
        let identity = provider.provide_credentials().await?.into();
        let region = self.config.region().ok_or("no Region is set")?;
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(region.as_ref())
            .name(signing_name(&self.endpoint))
            .time(now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let uri: http::Uri = url.parse()?;
        let host = uri
            .authority()
            .ok_or("the endpoint has no host")?
            .to_string();
        let headers = [
            ("host", host.as_str()),
            ("content-type", "application/json"),
        ];
        let body_to_sign = SignableBody::Bytes(body.as_bytes());
        let to_sign =
            SignableRequest::new("POST", url.as_str(), headers.into_iter(), body_to_sign)?;
        let (signature, _) = sign(to_sign, &parameters)?.into_parts();
        let request = Request::post(uri)
            .header(header::HOST, &host)
            .header(header::CONTENT_TYPE, "application/json");
        let request = signature.headers().fold(request, |request, (name, value)| {
            request.header(name, value)
        });
        let request = request.body(SdkBody::from(body))?;
        Ok(HttpRequest::try_from(request)?)
    }
}

/// API Gateway wants its own name in a signature; a local stack takes Detective's.
fn signing_name(endpoint: &str) -> &'static str {
    if endpoint.contains(".execute-api.") {
        "execute-api"
    } else {
        "detective"
    }
}

/// The time of a signature.
#[expect(
    clippy::disallowed_methods,
    reason = "a client's signature says the present moment, which nothing is decided by"
)]
fn now() -> SystemTime {
    SystemTime::now()
}
