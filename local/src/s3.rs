//! S3 on a loopback address: buckets in a folder, requests checked as S3 checks them.
//!
//! The protocol (XML, Signature Version 4, streaming checksums) is the `s3s` crate's; how objects
//! are kept is ours, because a key may have 1,024 bytes, an object that is overwritten must be whole
//! at any moment, and a listing must not cost the whole bucket.

mod answers;
mod digest;
mod folder;
mod key;
mod listing;
mod operations;
mod uploads;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use gumshoe_domain::access_key;
use s3s::auth::{S3Auth, SecretKey};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Result, s3_error};

/// An object that was created or replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The bucket.
    pub bucket: String,
    /// The object's key, as it is.
    pub key: String,
    /// The object's size in bytes.
    pub size: u64,
    /// The object's entity tag, without quotes.
    pub tag: String,
    /// The operation that created it, as events name it: `PutObject`, `CopyObject`, `CompleteMultipartUpload`.
    pub reason: &'static str,
    /// The access key id that signed the request.
    pub requester: Option<String>,
}

/// What is told of every created object, after it is in its place and before the client is answered.
pub type OnCreated = Arc<dyn Fn(Created) + Send + Sync>;

/// The HTTP service of the buckets in the folder `root`, which is made when it is missing.
///
/// A request must be signed with `secret` and an access key id that tells an account.
///
/// # Errors
/// When the folder cannot be made or read.
pub fn service(root: PathBuf, secret: String, on_created: OnCreated) -> io::Result<Router> {
    let folder = folder::Folder::open(root)?;
    let mut builder = S3ServiceBuilder::new(operations::Buckets { folder, on_created });
    builder.set_auth(OneSecret(SecretKey::from(secret)));
    Ok(Router::new().fallback(call).with_state(builder.build()))
}

async fn call(State(service): State<S3Service>, request: Request) -> Response {
    let request = request.map(s3s::Body::http_body_unsync);
    match service.call(request).await {
        Ok(response) => response.map(axum::body::Body::new),
        Err(error) => {
            let cause: s3s::StdError = error.into();
            tracing::error!(error.message = %cause, "S3 request failed");
            let mut response = Response::new(axum::body::Body::empty());
            *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
    }
}

/// One secret for every account.
struct OneSecret(SecretKey);

#[async_trait::async_trait]
impl S3Auth for OneSecret {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        access_key::account_of(access_key)
            .map(|_| self.0.clone())
            .ok_or_else(|| s3_error!(InvalidAccessKeyId))
    }
}
