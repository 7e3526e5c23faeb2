//! Objects in S3.

use std::ops::Range;

use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use gumshoe_domain::Timestamp;

use crate::error::StoreError;

/// One bucket.
#[derive(Debug, Clone)]
pub struct Objects {
    client: Client,
    bucket: String,
}

/// The beginning of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstKeys {
    /// Keys, in order.
    pub keys: Vec<String>,
    /// Whether there are more.
    pub has_more: bool,
}

/// An object in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was written last.
    pub modified: Timestamp,
    /// Its entity tag, which changes with its content.
    pub etag: String,
}

impl Objects {
    /// The objects of `bucket`.
    pub fn new(client: Client, bucket: impl Into<String>) -> Self {
        Self {
            client,
            bucket: bucket.into(),
        }
    }

    /// The bucket's name.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Writes an object whole.
    ///
    /// # Errors
    /// When S3 refuses or cannot be reached.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), StoreError> {
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .body(ByteStream::from(bytes));
        request
            .send()
            .await
            .map_err(StoreError::service("PutObject"))?;
        Ok(())
    }

    /// Reads an object of at most `limit` bytes whole.
    ///
    /// # Errors
    /// [`StoreError::NoSuchObject`], [`StoreError::ObjectTooLarge`], or when S3 refuses or cannot be reached.
    pub async fn get(&self, key: &str, limit: u64) -> Result<Bytes, StoreError> {
        let sent = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .send()
            .await;
        let object = sent.map_err(|error| missing_or_service(error, key))?;
        let size = object
            .content_length()
            .and_then(|length| u64::try_from(length).ok())
            .unwrap_or(0);
        if size > limit {
            return Err(StoreError::ObjectTooLarge {
                key: key.to_owned(),
                size,
                limit,
            });
        }
        let body = object
            .body
            .collect()
            .await
            .map_err(StoreError::service("GetObject"))?;
        Ok(body.into_bytes())
    }

    /// Reads a part of an object.
    ///
    /// # Errors
    /// [`StoreError::NoSuchObject`], or when S3 refuses or cannot be reached.
    pub async fn get_range(&self, key: &str, range: &Range<u64>) -> Result<Bytes, StoreError> {
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        let bytes = format!("bytes={}-{}", range.start, range.end - 1);
        let sent = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .range(bytes)
            .send()
            .await;
        let object = sent.map_err(|error| missing_or_service(error, key))?;
        let body = object
            .body
            .collect()
            .await
            .map_err(StoreError::service("GetObject"))?;
        Ok(body.into_bytes())
    }

    /// Every object whose key begins with `prefix`, in the order of the keys.
    ///
    /// # Errors
    /// When S3 refuses or cannot be reached.
    pub async fn list(&self, prefix: &str) -> Result<Vec<Listed>, StoreError> {
        let mut pages = self
            .client
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(prefix)
            .into_paginator()
            .send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(StoreError::service("ListObjectsV2"))?;
            for object in page.contents.unwrap_or_default() {
                let Some(key) = object.key else { continue };
                let size = object
                    .size
                    .and_then(|size| u64::try_from(size).ok())
                    .unwrap_or(0);
                let modified = object.last_modified.map_or(Timestamp::MIN, |time| {
                    Timestamp::from_millis(time.secs().saturating_mul(1_000))
                });
                found.push(Listed {
                    key,
                    size,
                    modified,
                    etag: object.e_tag.unwrap_or_default(),
                });
            }
        }
        Ok(found)
    }

    /// The first `most` keys that begin with `prefix`, a thousand at most.
    ///
    /// # Errors
    /// [`StoreError::AccessDenied`], or when S3 refuses otherwise or cannot be reached.
    pub async fn first(&self, prefix: &str, most: i32) -> Result<FirstKeys, StoreError> {
        let request = self.client.list_objects_v2().bucket(&self.bucket);
        let request = request.prefix(prefix).max_keys(most);
        let page = request.send().await;
        let page = page.map_err(|error| no_bucket_or(error, prefix))?;
        let objects = page.contents.unwrap_or_default().into_iter();
        Ok(FirstKeys {
            keys: objects.filter_map(|it| it.key).collect(),
            has_more: page.is_truncated.unwrap_or_default(),
        })
    }

    /// The names of the folders in a folder, whose name ends with a slash; the first thousand.
    ///
    /// # Errors
    /// As [`Self::first`].
    pub async fn folders(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let request = self.client.list_objects_v2().bucket(&self.bucket);
        let request = request.prefix(folder).delimiter("/");
        let page = request.send().await;
        let page = page.map_err(|error| no_bucket_or(error, folder))?;
        let prefixes = page.common_prefixes.unwrap_or_default().into_iter();
        let names = prefixes.filter_map(|it| {
            let name = it.prefix?;
            let name = name.strip_prefix(folder)?.trim_end_matches('/');
            Some(name.to_owned())
        });
        Ok(names.collect())
    }

    /// Deletes an object; that it is not there is no error.
    ///
    /// # Errors
    /// When S3 refuses or cannot be reached.
    pub async fn delete(&self, key: &str) -> Result<(), StoreError> {
        let sent = self
            .client
            .delete_object()
            .bucket(&self.bucket)
            .key(key)
            .send()
            .await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) => match missing_or_service(error, key) {
                StoreError::NoSuchObject { .. } => Ok(()),
                other => Err(other),
            },
        }
    }
}

/// The same for a listing, in which nothing can be missing but the bucket.
fn no_bucket_or<E, R>(error: SdkError<E, R>, prefix: &str) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let code = error
        .as_service_error()
        .and_then(ProvideErrorMetadata::code);
    if code == Some("NoSuchBucket") {
        return StoreError::NoSuchObject {
            key: prefix.to_owned(),
        };
    }
    missing_or_service(error, prefix)
}

fn missing_or_service<E, R>(error: SdkError<E, R>, key: &str) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match error
        .as_service_error()
        .and_then(ProvideErrorMetadata::code)
    {
        Some("NoSuchKey" | "NotFound") => StoreError::NoSuchObject {
            key: key.to_owned(),
        },
        Some("AccessDenied" | "AllAccessDisabled") => StoreError::AccessDenied {
            key: key.to_owned(),
        },
        Some(_) | None => StoreError::service("S3")(error),
    }
}
