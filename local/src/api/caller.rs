//! One signed request to the API of a deployment or of a local stack.

use std::error::Error;
use std::time::SystemTime;

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials as _;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::HttpConnector as _;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::BodyExt as _;

/// Any cause.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// The request cannot be made or signed.
    #[error("the request cannot be made")]
    Request(#[source] Failure),
    /// There was no response.
    #[error("there is no response")]
    Connection(#[source] Failure),
}

/// Who signs, and for which Region.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) credentials: Credentials,
    pub(crate) region: String,
}

/// Whom the configuration says, with credentials that are valid now.
pub(crate) async fn identity(config: &SdkConfig) -> Result<Identity, Failure> {
    let provider = config
        .credentials_provider()
        .ok_or("there are no credentials")?;
    let region = config.region().ok_or("no Region is set")?;
    Ok(Identity {
        credentials: provider.provide_credentials().await?,
        region: region.to_string(),
    })
}

/// What was answered, whatever it is.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The header `x-amzn-errortype`.
    pub(crate) error_type: Option<String>,
    pub(crate) body: Bytes,
}

/// Sends requests to one endpoint.
#[derive(Debug)]
pub(crate) struct Caller {
    endpoint: String,
    connector: Connector,
}

impl Caller {
    pub(crate) fn new(endpoint: &str) -> Self {
        let tls = Provider::Rustls(CryptoMode::AwsLc);
        Self {
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            connector: Connector::builder().tls_provider(tls).build(),
        }
    }

    /// The URL of the API, without a slash at its end.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Sends a request to `path`, which may have a query.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        identity: &Identity,
    ) -> Result<Answer, CallError> {
        let request = self.signed(method, path, body, identity);
        let request = request.map_err(CallError::Request)?;
        let sent = self.connector.call(request).await;
        let response = sent.map_err(|error| CallError::Connection(error.into()))?;
        let error_type = response
            .headers()
            .get("x-amzn-errortype")
            .map(str::to_owned);
        let status = response.status().as_u16();
        let body = response.into_body().collect().await;
        Ok(Answer {
            status,
            error_type,
            body: body.map_err(CallError::Connection)?.to_bytes(),
        })
    }

    fn signed(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        identity: &Identity,
    ) -> Result<HttpRequest, Failure> {
        let url = format!("{}{path}", self.endpoint);
        let signer = identity.credentials.clone().into();
        let parameters = v4::SigningParams::builder()
            .identity(&signer)
            .region(&identity.region)
            .name(signing_name(&self.endpoint))
            .time(now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let uri: http::Uri = url.parse()?;
        let host = uri.authority().ok_or("the endpoint has no host")?;
        let host = host.to_string();
        let headers = [
            ("host", host.as_str()),
            ("content-type", "application/json"),
        ];
        let to_sign = SignableRequest::new(
            method.as_str(),
            url.as_str(),
            headers.into_iter(),
            SignableBody::Bytes(&body),
        )?;
        let (signature, _) = sign(to_sign, &parameters)?.into_parts();
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header(header::HOST, &host)
            .header(header::CONTENT_TYPE, "application/json");
        let request = signature.headers().fold(request, |request, (name, value)| {
            request.header(name, value)
        });
        Ok(HttpRequest::try_from(request.body(SdkBody::from(body))?)?)
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
