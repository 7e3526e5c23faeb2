//! A client of the behaviour API: JSON over signed HTTP.

use std::net::SocketAddr;
use std::time::SystemTime;

use aws_sdk_s3::config::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::endpoints::{Endpoints, SECRET_ACCESS_KEY};

/// The name that AWS's SDKs sign calls of Detective for.
const SIGNING_NAME: &str = "detective";

/// Why the behaviour API gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum BehaviorError {
    /// The request cannot be made or signed.
    #[error("the request to {path} cannot be made")]
    Request {
        /// What was asked.
        path: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There was no response.
    #[error("{path} gave no response")]
    Connection {
        /// What was asked.
        path: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The response is an error.
    #[error("{path} answered {status}: {body}")]
    Refused {
        /// What was asked.
        path: &'static str,
        /// The HTTP status.
        status: StatusCode,
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
}

/// Calls the behaviour API as one account.
#[derive(Debug, Clone)]
pub(super) struct Behavior {
    api: SocketAddr,
    region: String,
    account: String,
}

impl Behavior {
    /// A client that calls as `account`.
    pub(super) fn new(endpoints: &Endpoints, account: &str) -> Self {
        Self {
            api: endpoints.api,
            region: endpoints.region.to_string(),
            account: account.to_owned(),
        }
    }

    /// Calls the operation at `path`.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        path: &'static str,
        body: &Value,
    ) -> Result<T, BehaviorError> {
        let request = self
            .signed(path, body.to_string())
            .map_err(|source| BehaviorError::Request { path, source })?;
        let (status, body) = self
            .send(request)
            .await
            .map_err(|source| BehaviorError::Connection { path, source })?;
        if status != StatusCode::OK {
            let body = String::from_utf8_lossy(&body).escape_debug().to_string();
            return Err(BehaviorError::Refused { path, status, body });
        }
        serde_json::from_slice(&body).map_err(|source| BehaviorError::Answer { path, source })
    }

    fn signed(&self, path: &str, body: String) -> Result<Request<Full<bytes::Bytes>>, Failure> {
        let host = self.api.to_string();
        let url = format!("http://{host}{path}");
        let headers = [
            ("host", host.as_str()),
            ("content-type", "application/json"),
        ];
        let identity =
            Credentials::new(&self.account, SECRET_ACCESS_KEY, None, None, "gumshoe").into();
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(SIGNING_NAME)
            .time(now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let body_to_sign = SignableBody::Bytes(body.as_bytes());
        let to_sign = SignableRequest::new("POST", url, headers.into_iter(), body_to_sign)?;
        let (signature, _) = sign(to_sign, &parameters)?.into_parts();
        let request = Request::post(path)
            .header(header::HOST, &host)
            .header(header::CONTENT_TYPE, "application/json");
        let request = signature.headers().fold(request, |request, (name, value)| {
            request.header(name, value)
        });
        Ok(request.body(Full::from(body))?)
    }

    async fn send(
        &self,
        request: Request<Full<bytes::Bytes>>,
    ) -> Result<(StatusCode, bytes::Bytes), Failure> {
        let stream = TcpStream::connect(self.api).await?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let exchange = async {
            let response = sender.send_request(request).await?;
            let status = response.status();
            Ok::<_, hyper::Error>((status, response.into_body().collect().await?.to_bytes()))
        };
        tokio::select! {
            answer = exchange => Ok(answer?),
            closed = connection => Err(closed.err().map_or_else(
                || "the connection was closed".into(),
                Failure::from,
            )),
        }
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The time of a signature.
#[expect(
    clippy::disallowed_methods,
    reason = "a client's signature says the present moment, which nothing is decided by"
)]
fn now() -> SystemTime {
    SystemTime::now()
}
