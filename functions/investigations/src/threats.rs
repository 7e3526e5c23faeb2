//! The deployment's threat lists: objects below a prefix of the bucket of segments.
//!
//! A process keeps the lists that it read, by their entity tags: a list that changed is read again,
//! and one that did not is not.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use gumshoe_analytics::threat_lists::{Format, MOST_BYTES, ThreatList};
use gumshoe_runtime::chain;
use gumshoe_store::{Objects, StoreError};
use ipnetwork::IpNetwork;

/// Where the lists are.
const PREFIX: &str = "threat-lists/";

/// Most lists; those behind it, in the order of their keys, are left out. Our choice.
const MOST_LISTS: usize = 50;

/// A bucket, a key and an entity tag: what names a content.
type Content = (String, String, String);

/// What this process read; of what could not be read, that it could not.
static READ: LazyLock<Mutex<HashMap<Content, Option<Arc<ThreatList>>>>> =
    LazyLock::new(Mutex::default);

/// Addresses that are known for harm.
#[derive(Debug, Clone, Default)]
pub(crate) struct Threats(Vec<(String, Arc<ThreatList>)>);

/// Where an address is known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known<'a> {
    /// The list's name.
    pub(crate) list: &'a str,
    /// Its format.
    pub(crate) format: Format,
    /// The entry.
    pub(crate) network: IpNetwork,
}

impl Threats {
    /// The lists as they are now.
    pub(crate) async fn read(objects: &Objects) -> Result<Self, StoreError> {
        let mut lists = Vec::new();
        let mut contents = HashMap::new();
        let listed = objects.list(PREFIX).await?;
        for object in listed.into_iter().filter(|it| it.size > 0).take(MOST_LISTS) {
            let bucket = objects.bucket().to_owned();
            let content = (bucket, object.key.clone(), object.etag);
            let known = kept(&content);
            let list = match known {
                Some(list) => list,
                None => read(objects, &object.key).await?,
            };
            if let Some(list) = &list {
                let name = object.key.strip_prefix(PREFIX).unwrap_or(&object.key);
                lists.push((name.to_owned(), Arc::clone(list)));
            }
            contents.insert(content, list);
        }
        keep(objects.bucket(), contents);
        Ok(Self(lists))
    }

    /// The first list that has an address.
    pub(crate) fn find(&self, address: IpAddr) -> Option<Known<'_>> {
        self.0.iter().find_map(|(name, list)| {
            Some(Known {
                list: name,
                format: list.format,
                network: list.find(address)?,
            })
        })
    }

    #[cfg(test)]
    pub(crate) fn of(name: &str, text: &str) -> Self {
        let list = ThreatList::read(text.as_bytes()).unwrap();
        Self(vec![(name.to_owned(), Arc::new(list))])
    }
}

fn kept(content: &Content) -> Option<Option<Arc<ThreatList>>> {
    let read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.get(content).cloned()
}

/// Keeps what is there now of a bucket, and nothing that was there before.
fn keep(bucket: &str, contents: HashMap<Content, Option<Arc<ThreatList>>>) {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.retain(|(of, _, _), _| of != bucket);
    read.extend(contents);
}

/// A list, or nothing when it is none: a bad list must not keep investigations from running.
async fn read(objects: &Objects, key: &str) -> Result<Option<Arc<ThreatList>>, StoreError> {
    let bytes = match objects.get(key, MOST_BYTES).await {
        Ok(bytes) => bytes,
        Err(error @ (StoreError::ObjectTooLarge { .. } | StoreError::NoSuchObject { .. })) => {
            tracing::error!(object.key = key, error.cause = %chain(&error), "threat list left out");
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    match ThreatList::read(&bytes) {
        Ok(list) => {
            tracing::info!(
                object.key = key,
                list.format = list.format.as_str(),
                list.entries = list.len(),
                list.skipped = list.skipped,
                "threat list read"
            );
            Ok(Some(Arc::new(list)))
        }
        Err(error) => {
            tracing::error!(object.key = key, error.cause = %chain(&error), "threat list left out");
            Ok(None)
        }
    }
}
