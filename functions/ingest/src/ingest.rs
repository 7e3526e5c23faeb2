//! Objects to rows to committed segments.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use gumshoe_api::Settings;
use gumshoe_domain::{AccountId, LogSourceName, Timestamp, Trail, Trails};
use gumshoe_segments::SegmentError;
use gumshoe_sources::{Geolocator, KeyVerdict, Limits, LogSource, ObjectKey, source_named};
use gumshoe_store::{Fate, ObjectName, Store, StoreError};

use crate::attribution::Attribution;
use crate::{ledgers, measures};

/// Stored bytes of the objects that are read and counted together, at most; a larger object is alone.
const GROUP_BYTES: u64 = 24 << 20;

/// Number of objects that are read and counted together and of their accounts, at most: the items
/// of both and the segments share one transaction of 100 actions.
const GROUP_ITEMS: usize = 91;

/// Objects that are fetched at the same time, at most.
const FETCHES: usize = 16;

/// What an object counts for whose size the notification does not say.
const UNKNOWN_BYTES: u64 = 1 << 20;

/// An object that a notification names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its name.
    pub name: ObjectName,
    /// Its size in bytes as the notification says, 0 when it does not.
    pub size: u64,
    /// Its content, where the notification brings it along: an event that carries records itself is
    /// an object whose bucket is the event's source and whose key is the event's id.
    pub content: Option<Bytes>,
}

/// An object could not be ingested now; trying again can help.
#[derive(Debug, Clone, thiserror::Error)]
pub enum IngestError {
    /// S3 or DynamoDB refused or could not be reached.
    #[error("the store failed")]
    Store(#[source] Arc<StoreError>),
    /// A segment could not be written.
    #[error("the segment could not be written")]
    Segment(#[source] Arc<SegmentError>),
}

impl From<StoreError> for IngestError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl From<SegmentError> for IngestError {
    fn from(error: SegmentError) -> Self {
        Self::Segment(Arc::new(error))
    }
}

/// Takes the objects of one source.
pub struct Ingester {
    pub(crate) store: Store,
    pub(crate) source: &'static dyn LogSource,
    pub(crate) geolocator: Arc<Geolocator>,
    /// What the geolocation files are, for the counters.
    pub(crate) geolocation: Vec<String>,
    pub(crate) limits: Limits,
    max_object_bytes: u64,
    /// Which trails count for which accounts.
    trails: Trails,
}

/// An object with what is in it, or with why it is not read.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) name: ObjectName,
    pub(crate) key: ObjectKey,
    pub(crate) content: Content,
}

/// What is known of an object before its records are.
#[derive(Debug)]
pub(crate) enum Content {
    /// Its bytes.
    Bytes(Bytes),
    /// Why its bytes do not matter.
    Decided(Fate),
}

impl Ingester {
    /// The ingester of `source`'s objects.
    pub fn new(
        store: Store,
        settings: &Settings,
        source: LogSourceName,
        geolocator: Arc<Geolocator>,
    ) -> Self {
        let limits = Limits {
            inflated_bytes: settings.max_inflated_bytes,
            ..Limits::default()
        };
        let geolocation = geolocator
            .files()
            .map(|file| format!("{} of {}", file.name, file.built))
            .collect();
        Self {
            store,
            source: source_named(source),
            geolocator,
            geolocation,
            limits,
            max_object_bytes: settings.max_object_bytes,
            trails: settings.trails.clone(),
        }
    }

    /// Counts each of `objects` exactly once, whatever was counted before. Returns those that could
    /// not be decided about, each with the reason; all others are counted, left out or quarantined.
    pub async fn ingest(
        &self,
        objects: &[Received],
        now: Timestamp,
    ) -> Vec<(ObjectName, IngestError)> {
        let mut seen = BTreeSet::new();
        let distinct: Vec<&Received> = objects
            .iter()
            .filter(|object| seen.insert(&object.name))
            .collect();
        let mut attribution = Attribution::of(self.source.name().package());
        let mut failures = Vec::new();
        let account = |object: &Received| ledgers::account_in_key(self.source, &object.name.key);
        for group in groups(&distinct, account) {
            let wanted = match self.undecided(group, &mut attribution).await {
                Ok(wanted) => wanted,
                Err(error) => {
                    failures.extend(
                        group
                            .iter()
                            .map(|object| (object.name.clone(), error.clone())),
                    );
                    continue;
                }
            };
            let mut loaded = Vec::with_capacity(wanted.len());
            let loads: Vec<_> = wanted.iter().map(|object| self.load(object)).collect();
            let results: Vec<_> = stream::iter(loads).buffered(FETCHES).collect().await;
            for (name, result) in results {
                match result {
                    Ok(object) => loaded.push(object),
                    Err(error) => failures.push((name, error)),
                }
            }
            failures.extend(self.count(&loaded, &mut attribution, now).await);
        }
        measures::failed(failures.len());
        for (name, error) in &failures {
            tracing::error!(object.bucket = %name.bucket, object.key = %name.key, error.cause = ?error, "object not ingested");
        }
        failures
    }

    /// Counts objects whose bytes are at hand, as [`Self::ingest`] does with those that it fetches.
    pub async fn ingest_bytes(
        &self,
        objects: Vec<(ObjectName, Bytes)>,
        now: Timestamp,
    ) -> Vec<(ObjectName, IngestError)> {
        let loaded: Vec<Loaded> = objects
            .into_iter()
            .map(|(name, bytes)| {
                let key = match self.source.owns(&name.key) {
                    KeyVerdict::Ours(key) | KeyVerdict::LeftOut(_, key) => key,
                    KeyVerdict::NotOurs => ObjectKey::default(),
                };
                Loaded {
                    name,
                    key,
                    content: Content::Bytes(bytes),
                }
            })
            .collect();
        self.count(
            &loaded,
            &mut Attribution::of(self.source.name().package()),
            now,
        )
        .await
    }

    /// The objects of `group` that the graphs of the account in their keys have not decided about.
    async fn undecided<'a>(
        &self,
        group: &[&'a Received],
        attribution: &mut Attribution,
    ) -> Result<Vec<&'a Received>, IngestError> {
        let names: Vec<&ObjectName> = group.iter().map(|object| &object.name).collect();
        let fates = ledgers::fates(&self.store, self.source, attribution, &names).await?;
        let open = group.iter().zip(fates);
        let open = open.filter(|(_, fates)| !ledgers::is_decided(fates));
        Ok(open.map(|(object, _)| *object).collect())
    }

    async fn load(&self, object: &Received) -> (ObjectName, Result<Loaded, IngestError>) {
        let name = object.name.clone();
        if let Some(bytes) = &object.content {
            let loaded = Loaded {
                name: name.clone(),
                key: ObjectKey::default(),
                content: Content::Bytes(bytes.clone()),
            };
            return (name, Ok(loaded));
        }
        let (key, content) = match self.source.owns(&name.key) {
            KeyVerdict::NotOurs => (
                ObjectKey::default(),
                Content::Decided(Fate::LeftOut("UNKNOWN_KEY".to_owned())),
            ),
            KeyVerdict::LeftOut(reason, key) => (
                key,
                Content::Decided(Fate::LeftOut(reason.as_str().to_owned())),
            ),
            KeyVerdict::Ours(key) if self.is_of_other_trail(&name, &key) => (
                key,
                Content::Decided(Fate::LeftOut("OTHER_TRAIL".to_owned())),
            ),
            KeyVerdict::Ours(key) => match self.fetch(&name).await {
                Ok(content) => (key, content),
                Err(error) => return (name, Err(error.into())),
            },
        };
        (name.clone(), Ok(Loaded { name, key, content }))
    }

    /// Whether a trail delivered the object that does not count for the account.
    fn is_of_other_trail(&self, name: &ObjectName, key: &ObjectKey) -> bool {
        let trail = Trail::of(&name.bucket, &name.key);
        let of = key.account.zip(trail);
        of.is_some_and(|(account, trail)| !self.trails.counts(account, &trail))
    }

    async fn fetch(&self, name: &ObjectName) -> Result<Content, StoreError> {
        match self
            .store
            .logs(&name.bucket)?
            .get(&name.key, self.max_object_bytes)
            .await
        {
            Ok(bytes) => Ok(Content::Bytes(bytes)),
            // S3 is consistent: an object that is not there was deleted, and no retry brings it back.
            Err(StoreError::NoSuchObject { .. }) => Ok(Content::Decided(Fate::Quarantined(
                "OBJECT_GONE".to_owned(),
            ))),
            Err(StoreError::ObjectTooLarge { .. }) => Ok(Content::Decided(Fate::Quarantined(
                "OBJECT_TOO_LARGE".to_owned(),
            ))),
            Err(error) => Err(error),
        }
    }
}

/// Neighbours that together have at most [`GROUP_BYTES`] and [`GROUP_ITEMS`], or one larger object.
fn groups<'a, 'b>(
    objects: &'b [&'a Received],
    account: impl Fn(&Received) -> Option<AccountId>,
) -> impl Iterator<Item = &'b [&'a Received]> {
    let mut rest = objects;
    std::iter::from_fn(move || {
        let (mut total, mut items) = (0_u64, 0);
        let mut accounts = BTreeSet::new();
        let fitting = rest.iter().take_while(|object| {
            let size = match object.size {
                0 => UNKNOWN_BYTES,
                size => size,
            };
            total = total.saturating_add(size);
            items += 1 + usize::from(accounts.insert(account(object)));
            total <= GROUP_BYTES && items <= GROUP_ITEMS
        });
        let count = fitting.count().max(1).min(rest.len());
        let (group, others) = rest.split_at(count);
        rest = others;
        (!group.is_empty()).then_some(group)
    })
}
