//! Page tokens: opaque, authenticated, bound to the operation, its arguments and the caller, and
//! good for 24 hours.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gumshoe_domain::Timestamp;
use gumshoe_domain::quota::PAGE_TOKEN_SECONDS;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::context::Context;
use crate::error::{ApiError, Invalid};

const TAG_BYTES: usize = 32;

/// Makes and reads the page tokens of one request.
#[derive(Debug)]
pub struct PageToken<'a> {
    cx: &'a Context<'a>,
    /// Digest of what must be the same in the next request.
    binding: [u8; 32],
}

impl<'a> PageToken<'a> {
    /// The tokens of a request with these arguments: all of its members but `NextToken` and
    /// `MaxResults`, in their textual form.
    pub fn new(cx: &'a Context<'a>, arguments: &str) -> Self {
        let mut digest = Sha256::new();
        for part in [cx.operation, cx.caller.account.as_str(), arguments] {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part);
        }
        Self {
            cx,
            binding: digest.finalize().into(),
        }
    }

    /// The token for the page that begins at `position`.
    ///
    /// # Errors
    /// When the deployment's key cannot be read.
    pub async fn seal(&self, position: u64) -> Result<String, ApiError> {
        self.seal_bytes(&position.to_be_bytes()).await
    }

    /// The token for the page that begins behind `position`, which names a place that stays where it
    /// is whatever comes and goes before it: an account, an id.
    ///
    /// # Errors
    /// When the deployment's key cannot be read.
    pub async fn seal_text(&self, position: &str) -> Result<String, ApiError> {
        self.seal_bytes(position.as_bytes()).await
    }

    /// Where the page of `token` begins; the first page without one.
    ///
    /// # Errors
    /// A validation error when the token is forged, from other arguments, another caller or
    /// operation, or expired.
    pub async fn open(&self, token: Option<&str>) -> Result<u64, ApiError> {
        let Some(token) = token else { return Ok(0) };
        let position = self.open_bytes(token).await?;
        let position: [u8; 8] = position.try_into().map_err(|_| invalid())?;
        Ok(u64::from_be_bytes(position))
    }

    /// Behind what the page of `token` begins, read as what was sealed; `None` without one.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_text<T: FromStr>(&self, token: Option<&str>) -> Result<Option<T>, ApiError> {
        let Some(token) = token else { return Ok(None) };
        let position = self.open_bytes(token).await?;
        let position = str::from_utf8(&position)
            .ok()
            .and_then(|it| it.parse().ok());
        position.map(Some).ok_or_else(invalid)
    }

    async fn seal_bytes(&self, position: &[u8]) -> Result<String, ApiError> {
        let expires = self.cx.now.plus_seconds(PAGE_TOKEN_SECONDS).as_seconds();
        let mut token = Vec::with_capacity(position.len() + 8 + TAG_BYTES);
        token.extend(position);
        token.extend(expires.to_be_bytes());
        let mac = self
            .mac(&token)
            .await?
            .ok_or_else(|| ApiError::internal(NoKey))?;
        token.extend(mac.finalize().into_bytes());
        Ok(URL_SAFE_NO_PAD.encode(token))
    }

    async fn open_bytes(&self, token: &str) -> Result<Vec<u8>, ApiError> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| invalid())?;
        let (body, tag) = bytes.split_last_chunk::<TAG_BYTES>().ok_or_else(invalid)?;
        // Without a key no token was ever made.
        let mac = self.mac(body).await?.ok_or_else(invalid)?;
        mac.verify_slice(tag).map_err(|_| invalid())?;
        let (position, expires) = body.split_last_chunk::<8>().ok_or_else(invalid)?;
        let expires = i64::from_be_bytes(*expires);
        if Timestamp::from_millis(0).plus_seconds(expires) <= self.cx.now {
            return Err(invalid());
        }
        Ok(position.to_vec())
    }

    async fn mac(&self, body: &[u8]) -> Result<Option<Hmac<Sha256>>, ApiError> {
        let Some(key) = self.cx.store.page_token_key().await? else {
            return Ok(None);
        };
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(ApiError::internal)?;
        mac.update(&self.binding);
        mac.update(body);
        Ok(Some(mac))
    }
}

fn invalid() -> ApiError {
    Invalid::new(
        "NextToken",
        "is invalid or expired. Ask for the first page again.",
    )
    .into()
}

/// There are pages but no graph was ever created: somebody deleted the key.
#[derive(Debug, thiserror::Error)]
#[error("the table has no key for page tokens")]
struct NoKey;
