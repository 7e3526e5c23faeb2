//! The ledger: what became of each log object, so that each counts once.

use std::collections::HashMap;
use std::fmt::Write as _;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{GraphId, LogSourceName};
use sha2::{Digest, Sha256};

use crate::Store;
use crate::error::StoreError;
use crate::item::Stored;
use crate::reading::every;
use crate::table::{Key, LEDGER_PARTITIONS, SK, ledger_partition};

/// Whose ledger: a graph's, or that of objects which belong to no graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerScope {
    /// A graph's.
    Graph(GraphId),
    /// Objects of which nobody can tell an account that feeds a graph.
    Unattributed,
}

/// A log object. Its bucket and key are its identity for a source: AWS never delivers two objects under
/// one key, so a second delivery of a key is the same object again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
}

impl ObjectName {
    /// The identity as an object of `source`, as 64 hexadecimal digits: what one source decides about an
    /// object whose key another one owns, too, is nothing to the other. Keys are hostile input and may
    /// be long, so they are never part of a key of the table.
    pub(crate) fn digest(&self, source: LogSourceName) -> String {
        let mut digest = Sha256::new();
        digest.update(&self.bucket);
        digest.update([0]);
        digest.update(&self.key);
        // The first entries are of a time when there was one source.
        if source != LogSourceName::CloudTrail {
            digest.update([0]);
            digest.update(source.as_str());
        }
        digest
            .finalize()
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                // Writing to a string does not fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

/// What became of a log object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Its records count.
    Counted,
    /// It was recognised as something that is not counted, for this reason.
    LeftOut(String),
    /// It could not be read, for this reason. Only such an object may be tried again.
    Quarantined(String),
}

impl Fate {
    pub(crate) fn state(&self) -> &'static str {
        match self {
            Self::Counted => "COUNTED",
            Self::LeftOut(_) => "LEFT_OUT",
            Self::Quarantined(_) => "QUARANTINED",
        }
    }

    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::Counted => None,
            Self::LeftOut(reason) | Self::Quarantined(reason) => Some(reason),
        }
    }

    fn read(item: Stored<'_>) -> Result<Self, StoreError> {
        let reason = item.optional_text("Reason").unwrap_or_default().to_owned();
        match item.text("Fate")? {
            "COUNTED" => Ok(Self::Counted),
            "LEFT_OUT" => Ok(Self::LeftOut(reason)),
            "QUARANTINED" => Ok(Self::Quarantined(reason)),
            _ => Err(item.malformed("Fate")),
        }
    }
}

/// An object that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The object.
    pub object: ObjectName,
    /// The source whose it is.
    pub source: LogSourceName,
    /// Why.
    pub reason: String,
}

impl Store {
    /// Every object in quarantine, or every one for this reason. The ledger is read whole.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn quarantined(
        &self,
        scope: LedgerScope,
        reason: Option<&str>,
    ) -> Result<Vec<Quarantined>, StoreError> {
        let state = Fate::Quarantined(String::new()).state();
        let mut found = Vec::new();
        for partition in 0..LEDGER_PARTITIONS {
            let query = self
                .whole(&ledger_partition(scope, partition))?
                .filter_expression("Fate = :fate")
                .expression_attribute_values(":fate", AttributeValue::S(state.to_owned()));
            for item in every(query).await? {
                let item = Stored(&item);
                let why = item.text("Reason")?;
                if reason.is_none_or(|reason| reason == why) {
                    found.push(Quarantined {
                        object: ObjectName {
                            bucket: item.text("Bucket")?.to_owned(),
                            key: item.text("Key")?.to_owned(),
                        },
                        source: item
                            .text("Source")?
                            .parse()
                            .map_err(|_| item.malformed("Source"))?,
                        reason: why.to_owned(),
                    });
                }
            }
        }
        Ok(found)
    }

    /// Some objects of a source that count, at most `most` of each part of the ledger: as digests are in
    /// no order of their own, any.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn counted_samples(
        &self,
        scope: LedgerScope,
        source: LogSourceName,
        most: i32,
    ) -> Result<Vec<ObjectName>, StoreError> {
        let mut found = Vec::new();
        for partition in 0..LEDGER_PARTITIONS {
            let query = self.whole(&ledger_partition(scope, partition))?.limit(most);
            let page = query.send().await.map_err(StoreError::service("Query"))?;
            for item in page.items() {
                let item = Stored(item);
                let is_counted = Fate::read(item)? == Fate::Counted;
                if is_counted && item.text("Source")? == source.as_str() {
                    found.push(ObjectName {
                        bucket: item.text("Bucket")?.to_owned(),
                        key: item.text("Key")?.to_owned(),
                    });
                }
            }
        }
        Ok(found)
    }

    /// What became of each of `objects` as one of `source`, in their order; `None` for those not seen
    /// before.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn fates(
        &self,
        scope: LedgerScope,
        source: LogSourceName,
        objects: &[ObjectName],
    ) -> Result<Vec<Option<Fate>>, StoreError> {
        let keys: Vec<Key> = objects
            .iter()
            .map(|object| Key::object(scope, source, object))
            .collect();
        let mut known = HashMap::new();
        for item in self.items(&keys).await? {
            let stored = Stored(&item);
            known.insert(stored.text(SK)?.to_owned(), Fate::read(stored)?);
        }
        Ok(objects
            .iter()
            .map(|object| known.get(&object.digest(source)).cloned())
            .collect())
    }
}
