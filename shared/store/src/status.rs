//! Counters of what was ingested, left out and rejected: part of the transaction that counts.

use std::collections::BTreeMap;

use gumshoe_domain::{LogSourceName, Timestamp};

use crate::Store;
use crate::error::StoreError;
use crate::item::Stored;
use crate::ledger::LedgerScope;
use crate::reading::every;
use crate::table::{STATUS, STATUS_SHARDS, scope_partition};

/// Counts by name, of one source. A count may be negative in a commit: an object that leaves quarantine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counters(BTreeMap<String, i64>);

/// What a graph has taken in from one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStatus {
    /// The source.
    pub source: LogSourceName,
    /// Its counts.
    pub counters: Counters,
    /// When something of it was committed last.
    pub last_ingest: Option<Timestamp>,
    /// The geolocation files of that commit.
    pub geolocation: Vec<String>,
}

impl Counters {
    /// Adds `count` to the counter `name`.
    pub fn add(&mut self, name: impl Into<String>, count: i64) {
        if count != 0 {
            *self.0.entry(name.into()).or_default() += count;
        }
    }

    /// The counter `name`; 0 when it was never counted.
    pub fn get(&self, name: &str) -> i64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// The counters whose name is `group.…`, by the rest of their names, without those that are 0.
    pub fn group(&self, group: &str) -> BTreeMap<String, i64> {
        let members = self.0.iter().filter_map(|(name, count)| {
            Some((
                name.strip_prefix(group)?.strip_prefix('.')?.to_owned(),
                *count,
            ))
        });
        members.filter(|(_, count)| *count != 0).collect()
    }

    /// Every counter.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i64)> {
        self.0.iter().map(|(name, count)| (name.as_str(), *count))
    }
}

/// One of the items in which the counters are kept, at random.
pub(crate) fn any_shard() -> u8 {
    let mut byte = [0];
    // Without randomness commits only meet more often.
    let _ = getrandom::fill(&mut byte);
    byte[0] % STATUS_SHARDS
}

impl Store {
    /// What `scope` has taken in, of every source.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn status(&self, scope: LedgerScope) -> Result<Vec<SourceStatus>, StoreError> {
        let mut sources: Vec<SourceStatus> = LogSourceName::ALL
            .iter()
            .map(|&source| SourceStatus {
                source,
                counters: Counters::default(),
                last_ingest: None,
                geolocation: Vec::new(),
            })
            .collect();
        for item in every(self.beginning_with(&scope_partition(scope), STATUS)?).await? {
            for status in &mut sources {
                add_shard(status, Stored(&item));
            }
        }
        Ok(sources)
    }
}

fn add_shard(status: &mut SourceStatus, item: Stored<'_>) {
    let prefix = format!("{}.", status.source);
    for (name, value) in item.0 {
        let Some(counter) = name.strip_prefix(&prefix) else {
            continue;
        };
        if let Some(count) = value.as_n().ok().and_then(|number| number.parse().ok()) {
            status.counters.add(counter, count);
        }
    }
    let last: Option<Timestamp> = item
        .optional_text(&last_ingest(status.source))
        .and_then(|text| text.parse().ok());
    if last > status.last_ingest {
        status.last_ingest = last;
        let files = item
            .optional_text(&geolocation(status.source))
            .unwrap_or_default();
        status.geolocation = files.lines().map(str::to_owned).collect();
    }
}

/// The attribute that holds when a source was committed last.
pub(crate) fn last_ingest(source: LogSourceName) -> String {
    format!("{source}/LastIngest")
}

/// The attribute that holds the geolocation files of the commit that was last, a line each.
pub(crate) fn geolocation(source: LogSourceName) -> String {
    format!("{source}/Geolocation")
}
