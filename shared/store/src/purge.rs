//! Removing all of a deleted graph.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{DeleteRequest, WriteRequest};
use gumshoe_domain::{Graph, GraphArn, Timestamp};

use crate::Store;
use crate::access::Access;
use crate::closing::model_key;
use crate::error::StoreError;
use crate::item::{Attributes, Stored, key_of};
use crate::ledger::LedgerScope;
use crate::manifest::{GRAPH_PREFIX, Segment};
use crate::pause::Pause;
use crate::table::{
    Key, LEDGER_PARTITIONS, PK, SK, events_partition, finding_entities, finding_groups,
    finding_records, finding_times, findings_partition, graph_partition, group_members,
    groups_of_findings, indicators_partition, investigations_partition, ledger_partition, usages,
};

/// Most requests of one `BatchWriteItem`. DynamoDB API Reference.
pub(crate) const BATCH: usize = 25;

impl Store {
    /// Removes everything of a closed graph: segments, the model of peers, manifest, ledger, memberships, and last the
    /// graph itself.
    /// Cut off in the middle, it goes on when called again.
    ///
    /// # Errors
    /// When something cannot be removed.
    pub async fn purge(&self, arn: &GraphArn) -> Result<(), StoreError> {
        let segments = self.segments(Access::DeleteSegments)?;
        for object in segments.list(&Segment::prefix(arn.id())).await? {
            segments.delete(&object.key).await?;
        }
        segments.delete(&model_key(arn.id())).await?;
        let scope = LedgerScope::Graph(arn.id());
        for partition in 0..LEDGER_PARTITIONS {
            self.delete_partition(&ledger_partition(scope, partition))
                .await?;
        }
        // Indicators are added while their investigation is there, and no longer; findings and groups
        // while the graph takes data.
        for partition in [
            events_partition,
            investigations_partition,
            indicators_partition,
            findings_partition,
            finding_records,
            finding_times,
            finding_entities,
            finding_groups,
            group_members,
            groups_of_findings,
            usages,
        ] {
            self.delete_partition(&partition(arn.id())).await?;
        }
        // The graph's own partition goes after the members' sides of its memberships, or nobody could
        // tell whose they are.
        self.forget_members(arn).await?;
        self.delete_partition(&graph_partition(arn.id())).await?;
        self.forget_graph(arn).await
    }

    /// Deletes the objects below the prefixes of graphs that no manifest names and that were written
    /// before `before`: what cut-off ingests and finished compactions leave. Says how many.
    ///
    /// # Errors
    /// When a manifest cannot be read or an object cannot be deleted.
    pub async fn sweep(&self, graphs: &[Graph], before: Timestamp) -> Result<usize, StoreError> {
        let bucket = self.segments(Access::DeleteSegments)?;
        // The listing comes first: what is committed after it is in a manifest read later.
        let listed = bucket.list(GRAPH_PREFIX).await?;
        let mut counted = BTreeSet::new();
        let mut indexes = Vec::new();
        for graph in graphs {
            let index = self.entity_index(graph.arn.id()).await?;
            indexes.push((graph.arn.id(), index));
            for segment in self.every_segment(graph.arn.id()).await? {
                counted.extend(segment.objects().map(|object| object.key.clone()));
            }
        }
        let mut swept = 0;
        for object in listed
            .into_iter()
            .filter(|object| object.modified < before && !counted.contains(&object.key))
            .filter(|object| !indexes.iter().any(|(id, it)| it.has(*id, &object.key)))
        {
            bucket.delete(&object.key).await?;
            swept += 1;
        }
        Ok(swept)
    }

    /// Deletes the items of `partition` whose sort keys begin with `prefix`.
    pub(crate) async fn delete_prefix(
        &self,
        partition: &str,
        prefix: &str,
    ) -> Result<(), StoreError> {
        self.delete_found(self.beginning_with(partition, prefix)?)
            .await
    }

    async fn delete_partition(&self, partition: &str) -> Result<(), StoreError> {
        self.delete_found(self.whole(partition)?).await
    }

    async fn delete_found(&self, query: QueryFluentBuilder) -> Result<(), StoreError> {
        let mut items = query
            .projection_expression(format!("{PK}, {SK}"))
            .into_paginator()
            .items()
            .send();
        let mut keys = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(StoreError::service("Query"))?;
            let stored = Stored(&item);
            keys.push(key_of(&Key {
                pk: stored.text(PK)?.to_owned(),
                sk: stored.text(SK)?.to_owned(),
            }));
            if keys.len() == BATCH {
                self.delete_keys(std::mem::take(&mut keys)).await?;
            }
        }
        self.delete_keys(keys).await
    }

    /// Deletes items, at most [`BATCH`].
    pub(crate) async fn delete_keys(&self, keys: Vec<Attributes>) -> Result<(), StoreError> {
        let mut requests = Vec::with_capacity(keys.len());
        for key in keys {
            let delete = DeleteRequest::builder()
                .set_key(Some(key))
                .build()
                .map_err(StoreError::service("BatchWriteItem"))?;
            requests.push(WriteRequest::builder().delete_request(delete).build());
        }
        let mut pause = Pause::new();
        while !requests.is_empty() {
            let sent = self
                .writing()?
                .batch_write_item()
                .request_items(&*self.table, requests)
                .send()
                .await;
            let answer = sent.map_err(StoreError::service("BatchWriteItem"))?;
            requests = answer
                .unprocessed_items
                .unwrap_or_default()
                .remove(&*self.table)
                .unwrap_or_default();
            if !requests.is_empty() {
                pause.wait().await;
            }
        }
        Ok(())
    }
}
