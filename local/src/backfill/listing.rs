//! Every object that is meant, in the order of the keys, without listing the folders of other days.

use aws_sdk_s3::Client;
use aws_sdk_s3::types::Object;
use futures::future::BoxFuture;
use gumshoe_domain::{Day, Timestamp};
use tokio::sync::mpsc;

use super::dates::{self, Folder};
use super::location::{Location, Span};

/// An object in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) key: String,
    pub(crate) size: u64,
    /// The day in its key; without one, that of its last change.
    pub(crate) day: Day,
}

/// S3 refused to list or cannot be reached.
#[derive(Debug, thiserror::Error)]
#[error("{location} cannot be listed")]
pub struct ListError {
    /// What.
    pub location: Location,
    /// Why.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// A walk through a bucket.
#[derive(Debug)]
pub(crate) struct Walk {
    pub(crate) client: Client,
    pub(crate) location: Location,
    pub(crate) span: Span,
    /// Only what comes after this key.
    pub(crate) after: Option<String>,
}

/// Keys that the walk may be ahead of whoever takes them.
const AHEAD: usize = 5_000;

/// Why a walk ends early.
enum Stop {
    Failed(ListError),
    /// Nobody takes objects any more.
    Unwanted,
}

impl Walk {
    /// Begins to walk; an error is the last that comes.
    pub(crate) fn begin(self) -> mpsc::Receiver<Result<Found, ListError>> {
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::spawn(async move {
            let prefix = self.location.prefix.clone();
            if let Err(Stop::Failed(error)) = self.enter(prefix, &sender).await {
                // Nobody hears of it who has gone.
                let _ = sender.send(Err(error)).await;
            }
        });
        receiver
    }

    /// Boxed, because it calls itself; folders are as deep as a key of 1,024 bytes has slashes, at most.
    fn enter<'a>(
        &'a self,
        prefix: String,
        sender: &'a mpsc::Sender<Result<Found, ListError>>,
    ) -> BoxFuture<'a, Result<(), Stop>> {
        Box::pin(async move {
            let delimiter = match dates::folder(&prefix, self.span) {
                Folder::Skip => return Ok(()),
                Folder::Whole => None,
                Folder::Enter => Some("/".to_owned()),
            };
            let request = self.client.list_objects_v2().bucket(&self.location.bucket);
            let request = request.prefix(&prefix).set_delimiter(delimiter);
            let request = request.set_start_after(self.start_after(&prefix));
            let mut pages = request.into_paginator().send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| Stop::Failed(self.failed(error)))?;
                let objects = page.contents.unwrap_or_default().into_iter();
                let objects = objects.filter_map(|object| self.found(object).map(Item::Object));
                let folders = page.common_prefixes.unwrap_or_default().into_iter();
                let folders = folders.filter_map(|it| it.prefix).map(Item::Folder);
                // A page has objects and folders in one order, but tells them in two lists.
                let mut items: Vec<Item> = objects.chain(folders).collect();
                items.sort_by(|a, b| a.key().cmp(b.key()));
                for item in items {
                    match item {
                        Item::Folder(path) if self.is_done(&path) => {}
                        Item::Folder(path) => self.enter(path, sender).await?,
                        Item::Object(found) => {
                            let sent = sender.send(Ok(found)).await;
                            sent.map_err(|_| Stop::Unwanted)?;
                        }
                    }
                }
            }
            Ok(())
        })
    }

    fn start_after(&self, prefix: &str) -> Option<String> {
        let after = self.after.as_ref()?;
        (after.as_str() > prefix).then(|| after.clone())
    }

    /// Whether every key of a folder comes before where the walk begins.
    fn is_done(&self, path: &str) -> bool {
        let after = self.after.as_deref().unwrap_or_default();
        path < after && !after.starts_with(path)
    }

    fn found(&self, object: Object) -> Option<Found> {
        let key = object.key?;
        if self.after.as_ref().is_some_and(|after| key <= *after) {
            return None;
        }
        let size = object.size.and_then(|size| u64::try_from(size).ok());
        let size = size.unwrap_or(0);
        let day = match dates::day(&key) {
            Some(day) => self.span.meets(day, day.plus(1)).then_some(day),
            None => {
                let changed = object.last_modified.map_or(Timestamp::MIN, |time| {
                    Timestamp::from_millis(time.secs().saturating_mul(1_000))
                });
                let is_meant = self.span.contains(changed);
                is_meant.then(|| changed.hour().day())
            }
        };
        // What is called like a folder and is empty is the console's mark of one.
        let is_mark = key.ends_with('/') && size == 0;
        let day = day.filter(|_| !is_mark)?;
        Some(Found { key, size, day })
    }

    fn failed(&self, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ListError {
        ListError {
            location: self.location.clone(),
            source: error.into(),
        }
    }
}

enum Item {
    Object(Found),
    Folder(String),
}

impl Item {
    fn key(&self) -> &str {
        match self {
            Self::Object(found) => &found.key,
            Self::Folder(path) => path,
        }
    }
}
