//! Writing findings, with what finds them.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use gumshoe_activity::{Entity, Report};
use gumshoe_domain::investigation::State;
use gumshoe_domain::{GraphId, Timestamp};

use super::version::{self, KeptFinding};
use super::{item, record};
use crate::Store;
use crate::error::StoreError;
use crate::item::{Attributes, Item, Stored};
use crate::ledger::LedgerScope;
use crate::pause::Pause;
use crate::status::any_shard;
use crate::table::{Key, SK};
use crate::transaction::{Condition, Outcome, Transaction};

/// Findings that are written at the same time.
pub(super) const AT_ONCE: usize = 8;

/// How often a finding is looked at anew that somebody else changed meanwhile.
const ATTEMPTS: usize = 10;

/// What becomes of findings that are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unknown {
    Added,
    LeftOut,
}

/// How writing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingsWritten {
    /// The newest version of each is there.
    Done,
    /// The graph is deleted.
    GraphGone,
}

impl Store {
    /// Keeps the newest version of each finding, of those that are there and of `reports`. Writing
    /// the same reports again, or older ones, changes nothing.
    ///
    /// # Errors
    /// When the table cannot be read or written; some may be written then.
    pub async fn write_findings(
        &self,
        graph: GraphId,
        reports: &[&Report],
    ) -> Result<FindingsWritten, StoreError> {
        self.write_reports(graph, reports, Unknown::Added).await
    }

    /// The same for those of the findings that are there; of others nothing is kept.
    ///
    /// # Errors
    /// As [`Self::write_findings`].
    pub async fn update_findings(
        &self,
        graph: GraphId,
        reports: &[&Report],
    ) -> Result<FindingsWritten, StoreError> {
        self.write_reports(graph, reports, Unknown::LeftOut).await
    }

    async fn write_reports(
        &self,
        graph: GraphId,
        reports: &[&Report],
        unknown: Unknown,
    ) -> Result<FindingsWritten, StoreError> {
        let mut by_id: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
        for report in reports {
            by_id.entry(&report.finding.id).or_default().push(report);
        }
        let keys: Vec<Key> = by_id.keys().map(|id| Key::finding(graph, id)).collect();
        let mut known = BTreeMap::new();
        for found in self.items(&keys).await? {
            let stored = Stored(&found);
            known.insert(stored.text(SK)?.to_owned(), item::read(stored)?);
        }
        let findings = by_id
            .into_iter()
            .zip(keys)
            .filter_map(|((id, reports), key)| {
                let known = known.remove(&key.sk);
                let is_wanted = known.is_some() || unknown == Unknown::Added;
                is_wanted.then(|| self.write_finding(graph, id.to_owned(), known, reports))
            });
        let findings: Vec<_> = findings.collect();
        let written: Vec<FindingsWritten> = stream::iter(findings)
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        if written.contains(&FindingsWritten::GraphGone) {
            return Ok(FindingsWritten::GraphGone);
        }
        Ok(FindingsWritten::Done)
    }

    async fn write_finding(
        &self,
        graph: GraphId,
        id: String,
        mut known: Option<KeptFinding>,
        reports: Vec<&Report>,
    ) -> Result<FindingsWritten, StoreError> {
        let mut pause = Pause::new();
        for _ in 0..ATTEMPTS {
            let merged = version::merge(known.as_ref(), reports.iter().copied());
            let Some((next, record)) = merged else {
                return Ok(FindingsWritten::Done);
            };
            let change = Change {
                graph,
                known: known.as_ref(),
                next: &next,
                record,
            };
            match change.transaction(&self.table)?.run(self).await? {
                Outcome::Done => return Ok(FindingsWritten::Done),
                Outcome::Refused(positions) if positions.contains(&0) => {
                    return Ok(FindingsWritten::GraphGone);
                }
                Outcome::Refused(_) => pause.wait().await,
            }
            let found = self.item(&Key::finding(graph, &id)).await?;
            known = found.map(|it| item::read(Stored(&it))).transpose()?;
        }
        Err(StoreError::Conflict)
    }

    /// Archives a finding at `now`, or takes that back; one that is archived already stays archived
    /// since when it was. Says what it is then; `None` when there is none.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn set_finding_state(
        &self,
        graph: GraphId,
        id: &str,
        state: State,
        now: Timestamp,
    ) -> Result<Option<KeptFinding>, StoreError> {
        let key = Key::finding(graph, id);
        let shown =
            || Condition::new("Shown = :shown").with_value(":shown", AttributeValue::Bool(true));
        let mut transaction = Transaction::new(&self.table);
        match state {
            State::Active => transaction.update(&key, "REMOVE Archived", Vec::new(), shown()),
            State::Archived => transaction.update(
                &key,
                "SET Archived = if_not_exists(Archived, :now)",
                Vec::new(),
                shown().with(":now", now.to_string()),
            ),
        }
        match transaction.run(self).await? {
            Outcome::Done => self.finding(graph, id, now).await,
            Outcome::Refused(_) => Ok(None),
        }
    }
}

/// From what is known of a finding to what is to be.
struct Change<'a> {
    graph: GraphId,
    known: Option<&'a KeptFinding>,
    next: &'a KeptFinding,
    record: Option<&'a str>,
}

impl Change<'_> {
    fn transaction<'t>(&self, table: &'t str) -> Result<Transaction<'t>, StoreError> {
        let mut transaction = Transaction::new(table);
        let gate = Key::status(LedgerScope::Graph(self.graph), any_shard());
        transaction.check(&gate, Condition::present());
        let unchanged = unchanged(self.known);
        transaction.put(item::item(self.graph, self.next), Some(unchanged));
        if let Some(record) = self.record {
            transaction.put(self.record_item(record)?, None);
        }
        let (before, (last, first)) = (self.known.map(times), times(self.next));
        if let Some((old, _)) = before.filter(|(old, _)| *old != last) {
            transaction.delete(&self.time_key(old), None);
        }
        if before != Some((last, first)) {
            let found = Item::new(&self.time_key(last)).text("FirstSeen", first.to_string());
            transaction.put(found.build(), None);
        }
        let before = self.known.map(entities).unwrap_or_default();
        let after = entities(self.next);
        for gone in before.difference(&after) {
            transaction.delete(&self.entity_key(gone), None);
        }
        for new in after.difference(&before) {
            transaction.put(Item::new(&self.entity_key(new)).build(), None);
        }
        Ok(transaction)
    }

    fn record_item(&self, record: &str) -> Result<Attributes, StoreError> {
        let compressed = record::compress(record).map_err(StoreError::service("gzip"))?;
        let key = Key::finding_record(self.graph, &self.next.finding.id);
        let bytes = AttributeValue::B(Blob::new(compressed));
        Ok(Item::new(&key).value("Record", bytes).build())
    }

    fn time_key(&self, last_seen: Timestamp) -> Key {
        Key::finding_time(self.graph, last_seen, &self.next.finding.id)
    }

    fn entity_key(&self, entity: &Entity) -> Key {
        Key::finding_entity(self.graph, entity, &self.next.finding.id)
    }
}

/// The condition that nobody changed a finding since it was looked up.
pub(super) fn unchanged(known: Option<&KeptFinding>) -> Condition {
    let Some(known) = known else {
        return Condition::absent();
    };
    let archived = match known.archived {
        Some(_) => "Archived = :archived",
        None => "attribute_not_exists(Archived)",
    };
    let same = format!("FindingVersion = :version AND Shown = :shown AND {archived}");
    let condition = Condition::new(&same)
        .with(":version", &known.version)
        .with_value(":shown", AttributeValue::Bool(known.is_shown));
    match known.archived {
        Some(since) => condition.with(":archived", since.to_string()),
        None => condition,
    }
}

/// When a finding was seen last and first.
fn times(kept: &KeptFinding) -> (Timestamp, Timestamp) {
    (kept.finding.last_seen, kept.finding.first_seen)
}

/// The entities by which a finding is found.
pub(super) fn entities(kept: &KeptFinding) -> BTreeSet<&Entity> {
    let involved = kept.finding.involved.iter();
    let shown = involved.filter(|_| kept.is_shown);
    shown.map(|it| &it.entity).collect()
}
