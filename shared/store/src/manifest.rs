//! The manifest: which segments of a graph count.

mod keys;
mod kinds;
mod once;
mod stored;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{Day, GraphId, Hour, Timestamp};

pub use self::keys::KeyRange;
pub use self::kinds::{NotASegmentKind, SegmentKind};
pub use self::once::Manifest;
pub use self::stored::StoredObject;
use crate::Store;
use crate::error::StoreError;
use crate::item::{Attributes, Item, Stored};
use crate::ledger::LedgerScope;
use crate::reading::every;
use crate::status::any_shard;
use crate::table::{Key, SEGMENT, graph_partition};
use crate::transaction::{Condition, MAX_ACTIONS, Outcome, Transaction};

/// How often the manifest is read while segments are being replaced, before the reader gives up.
const SNAPSHOT_ATTEMPTS: usize = 10;

/// How far a segment's rows are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As one ingested batch left them.
    Batch,
    /// Merged in the course of the day.
    Hour,
    /// Merged when the day was over.
    Day,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Batch => "BATCH",
            Self::Hour => "HOUR",
            Self::Day => "DAY",
        })
    }
}

/// The text names no level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotALevel;

impl FromStr for Level {
    type Err = NotALevel;

    fn from_str(text: &str) -> Result<Self, NotALevel> {
        [Self::Batch, Self::Hour, Self::Day]
            .into_iter()
            .find(|level| level.to_string() == text)
            .ok_or(NotALevel)
    }
}

/// A segment that counts: rows of one kind and one UTC day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What its rows are.
    pub kind: SegmentKind,
    /// The day of all of its rows.
    pub day: Day,
    /// Its name, unique within the graph.
    pub name: String,
    /// How far it is merged.
    pub level: Level,
    /// Its rows.
    pub activity: StoredObject,
    /// Number of rows.
    pub rows: u64,
    /// Between which texts the values are of the column by which rows are sorted; absent where
    /// nothing is known of them.
    pub keys: Option<KeyRange>,
    /// The hour of the first rows.
    pub first_hour: Hour,
    /// The hour of the last rows.
    pub last_hour: Hour,
    /// The newest event.
    pub newest: Timestamp,
    /// Its registry of entities; a segment of an ingested batch has none.
    pub entities: Option<StoredObject>,
}

impl Segment {
    /// Most segments, old and new, that one transaction can exchange.
    pub const MOST_EXCHANGED: usize = MAX_ACTIONS - 2;

    /// A name for a new segment: 128 random bits, in hexadecimal digits.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn new_name() -> Result<String, StoreError> {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits).map_err(StoreError::service("getrandom"))?;
        Ok(format!("{:032x}", u128::from_be_bytes(bits)))
    }

    /// The prefix of every object of a graph.
    pub fn prefix(graph: GraphId) -> String {
        format!("{GRAPH_PREFIX}{graph}/")
    }

    /// The key of the rows of a new segment. Directories are in Hive's style, so that Athena, DuckDB
    /// and Spark see `graph` and `day` as columns.
    pub fn rows_key(graph: GraphId, kind: SegmentKind, day: Day, name: &str) -> String {
        let (prefix, folder) = (Self::prefix(graph), kind.folder());
        format!("{prefix}{folder}/day={day}/{name}.parquet")
    }

    /// The key of the registry of a new segment.
    pub fn entities_key(graph: GraphId, day: Day, name: &str) -> String {
        format!("{}entities/day={day}/{name}.parquet", Self::prefix(graph))
    }

    /// Every object of the segment.
    pub fn objects(&self) -> impl Iterator<Item = &StoredObject> {
        [Some(&self.activity), self.entities.as_ref()]
            .into_iter()
            .flatten()
    }

    pub(crate) fn item(&self, graph: GraphId) -> Attributes {
        let item = Item::new(&Key::segment(graph, self.day, &self.name))
            .text("Kind", self.kind.as_str())
            .text("Day", self.day.to_string())
            .text("Name", &self.name)
            .text("Level", self.level.to_string())
            .number("Rows", self.rows)
            .number("FirstHour", self.first_hour.index())
            .number("LastHour", self.last_hour.index())
            .text("Newest", self.newest.to_string());
        let item = self.activity.write(&stored::ACTIVITY, item);
        let item = KeyRange::write(self.keys.as_ref(), item);
        match &self.entities {
            Some(entities) => entities.write(&stored::ENTITIES, item).build(),
            None => item.build(),
        }
    }

    fn read(item: Stored<'_>) -> Result<Self, StoreError> {
        // The first entries are of a time when there was one kind.
        let kind = match item.optional_text("Kind") {
            Some(_) => item.parsed("Kind")?,
            None => SegmentKind::Activity,
        };
        Ok(Self {
            kind,
            day: item.parsed("Day")?,
            name: item.text("Name")?.to_owned(),
            level: item.parsed("Level")?,
            activity: StoredObject::required(item, &stored::ACTIVITY)?,
            rows: item.number("Rows")?,
            keys: KeyRange::read(&item),
            first_hour: Hour::from_index(item.number("FirstHour")?),
            last_hour: Hour::from_index(item.number("LastHour")?),
            newest: item.parsed("Newest")?,
            entities: StoredObject::read(item, &stored::ENTITIES)?,
        })
    }
}

/// How the prefixes of graphs begin.
pub(crate) const GRAPH_PREFIX: &str = "graph=";

impl Store {
    /// The segments of a graph of the days from `first` to `last`, of every kind, in the order of their
    /// days.
    pub(crate) async fn segments_of_days(
        &self,
        graph: GraphId,
        first: Day,
        last: Day,
    ) -> Result<Vec<Segment>, StoreError> {
        // '$' follows '#' in ASCII, so the range ends behind the last segment of the last day.
        let (from, to) = (format!("{SEGMENT}{first}#"), format!("{SEGMENT}{last}$"));
        self.query_segments(graph, from, to).await
    }

    /// Every segment of a graph, in the order of their days.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn every_segment(&self, graph: GraphId) -> Result<Vec<Segment>, StoreError> {
        self.query_segments(graph, SEGMENT.to_owned(), format!("{SEGMENT}~"))
            .await
    }

    /// The segments of a graph of the day `first` and later ones, of every kind.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn segments_since(
        &self,
        graph: GraphId,
        first: Day,
    ) -> Result<Vec<Segment>, StoreError> {
        let (from, to) = (format!("{SEGMENT}{first}#"), format!("{SEGMENT}~"));
        self.query_segments(graph, from, to).await
    }

    /// The time of the newest event of a graph among the rows of a kind.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn newest_event(
        &self,
        graph: GraphId,
        kind: SegmentKind,
    ) -> Result<Option<Timestamp>, StoreError> {
        let newest_first = self
            .beginning_with(&graph_partition(graph), SEGMENT)?
            .scan_index_forward(false);
        let mut pages = newest_first.into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(StoreError::service("Query"))?;
            for item in page.items() {
                let segment = Segment::read(Stored(item))?;
                if segment.kind == kind {
                    let day = segment.day;
                    let of_last_day = self.segments_of_days(graph, day, day).await?;
                    let of_kind = of_last_day.iter().filter(|it| it.kind == kind);
                    return Ok(of_kind.map(|it| it.newest).max());
                }
            }
        }
        Ok(None)
    }

    /// A query is not isolated from transactions: it can see half of a replacement. The manifest's
    /// version, which is read before and after, tells; single items are isolated. Amazon DynamoDB
    /// Developer Guide, "Isolation levels for DynamoDB transactions".
    async fn query_segments(
        &self,
        graph: GraphId,
        from: String,
        to: String,
    ) -> Result<Vec<Segment>, StoreError> {
        let mut version = self.manifest_version(graph).await?;
        for _ in 0..SNAPSHOT_ATTEMPTS {
            let segments = self
                .query_segments_once(graph, from.clone(), to.clone())
                .await?;
            let after = self.manifest_version(graph).await?;
            if after == version {
                return Ok(segments);
            }
            version = after;
        }
        Err(StoreError::Conflict)
    }

    async fn manifest_version(&self, graph: GraphId) -> Result<u64, StoreError> {
        let found = self.item(&Key::manifest_version(graph)).await?;
        found.map_or(Ok(0), |item| Stored(&item).number("Replacements"))
    }

    async fn query_segments_once(
        &self,
        graph: GraphId,
        from: String,
        to: String,
    ) -> Result<Vec<Segment>, StoreError> {
        let items = every(self.between(&graph_partition(graph), &from, &to)?).await?;
        items
            .iter()
            .map(|item| Segment::read(Stored(item)))
            .collect()
    }

    /// Puts `new` in the place of `old`, which they hold the rows of.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when one of `old` does not count any more, or the graph takes no
    /// data: then nothing has changed. Or when the table cannot be written.
    pub async fn replace_segments(
        &self,
        graph: GraphId,
        old: &[Segment],
        new: &[Segment],
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        transaction.check(
            &Key::status(LedgerScope::Graph(graph), any_shard()),
            Condition::present(),
        );
        for segment in new {
            transaction.put(segment.item(graph), Some(Condition::absent()));
        }
        let mut one = Condition::default();
        one.values
            .insert(":one".to_owned(), AttributeValue::N("1".to_owned()));
        transaction.update(
            &Key::manifest_version(graph),
            "ADD Replacements :one",
            Vec::new(),
            one,
        );
        for segment in old {
            transaction.delete(
                &Key::segment(graph, segment.day, &segment.name),
                Some(Condition::present()),
            );
        }
        match transaction.run(self).await? {
            Outcome::Done => Ok(()),
            Outcome::Refused(_) => Err(StoreError::Conflict),
        }
    }
}
