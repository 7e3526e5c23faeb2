//! Reading findings: by id, by time, by entity.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use gumshoe_activity::Entity;
use gumshoe_domain::{GraphId, Timestamp};

use super::version::KeptFinding;
use super::{item, record};
use crate::Store;
use crate::error::StoreError;
use crate::item::Stored;
use crate::reading::every;
use crate::table::{Key, SK, entity_prefix, finding_entities, finding_times, findings_partition};

/// Keys of one request, and requests at the same time.
const BATCH: usize = 100;
const REQUESTS: usize = 8;

impl Store {
    /// A finding of a graph, if it is shown at `now`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn finding(
        &self,
        graph: GraphId,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<KeptFinding>, StoreError> {
        let found = self.item(&Key::finding(graph, id)).await?;
        let kept = found.map(|it| item::read(Stored(&it))).transpose()?;
        Ok(kept.filter(|it| it.is_shown_at(now)))
    }

    /// The provider's own record of a finding, as JSON.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn finding_record(
        &self,
        graph: GraphId,
        id: &str,
    ) -> Result<Option<String>, StoreError> {
        let Some(found) = self.item(&Key::finding_record(graph, id)).await? else {
            return Ok(None);
        };
        let stored = Stored(&found);
        let bytes = found.get("Record").and_then(|it| it.as_b().ok());
        let bytes = bytes.ok_or_else(|| stored.malformed("Record"))?;
        let record = record::inflate(bytes.as_ref());
        record.map(Some).map_err(StoreError::service("gzip"))
    }

    /// The findings of a graph that were seen at some time from `from` until before `until` and are shown
    /// at `now`, in no order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn findings_seen(
        &self,
        graph: GraphId,
        (from, until): (Timestamp, Timestamp),
        now: Timestamp,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        let query = self
            .between(&finding_times(graph), &from.to_string(), "~")?
            .filter_expression("FirstSeen < :until")
            .expression_attribute_values(":until", AttributeValue::S(until.to_string()));
        self.shown(graph, query, now).await
    }

    /// The findings of a graph that an entity is involved in and that are shown at `now`, in no order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn findings_of(
        &self,
        graph: GraphId,
        entity: &Entity,
        now: Timestamp,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        let query = self.beginning_with(&finding_entities(graph), &entity_prefix(entity))?;
        self.shown(graph, query, now).await
    }

    async fn shown(
        &self,
        graph: GraphId,
        query: QueryFluentBuilder,
        now: Timestamp,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        let mut found = self.found(graph, query).await?;
        found.retain(|kept| kept.is_shown_at(now));
        Ok(found)
    }

    /// The findings that the items of `query` find: their sort keys end with those of findings.
    pub(super) async fn found(
        &self,
        graph: GraphId,
        query: QueryFluentBuilder,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        // A query is not isolated from transactions: it can find one finding at its old time and at
        // its new one.
        let mut sort_keys = BTreeSet::new();
        for item in every(query).await? {
            let key = Stored(&item).text(SK)?;
            sort_keys.insert(key.rsplit('#').next().unwrap_or_default().to_owned());
        }
        self.findings_at(graph, sort_keys).await
    }

    /// The findings with these sort keys that there are, shown or not.
    pub(crate) async fn findings_at(
        &self,
        graph: GraphId,
        sort_keys: BTreeSet<String>,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        let pk = findings_partition(graph);
        let key = |sk| Key { pk: pk.clone(), sk };
        let keys: Vec<Key> = sort_keys.into_iter().map(key).collect();
        let requests: Vec<_> = keys.chunks(BATCH).map(|keys| self.items(keys)).collect();
        let found: Vec<_> = stream::iter(requests)
            .buffered(REQUESTS)
            .try_collect()
            .await?;
        let kept = found.iter().flatten().map(|it| item::read(Stored(it)));
        kept.collect()
    }
}
