//! Reading items of the table: one, several by their keys, neighbours in a partition. Every read is
//! consistent.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Attributes, key_of};
use crate::pause::Pause;
use crate::table::{Key, PK, SK};

/// Most keys of one `BatchGetItem`. DynamoDB API Reference.
const BATCH: usize = 100;

impl Store {
    /// The item of `key`, if there is one.
    pub(crate) async fn item(&self, key: &Key) -> Result<Option<Attributes>, StoreError> {
        let found = self
            .reading()?
            .get_item()
            .table_name(&*self.table)
            .consistent_read(true)
            .set_key(Some(key_of(key)))
            .send()
            .await
            .map_err(StoreError::service("GetItem"))?;
        Ok(found.item)
    }

    /// The items of `keys` that there are, in no order. No key may be there twice.
    pub(crate) async fn items(&self, keys: &[Key]) -> Result<Vec<Attributes>, StoreError> {
        let mut items = Vec::with_capacity(keys.len());
        for batch in keys.chunks(BATCH) {
            let request = KeysAndAttributes::builder()
                .set_keys(Some(batch.iter().map(key_of).collect()))
                .consistent_read(true)
                .build()
                .map_err(StoreError::service("BatchGetItem"))?;
            let mut pause = Pause::new();
            let mut wanted = Some(request);
            while let Some(keys) = wanted {
                let answer = self
                    .reading()?
                    .batch_get_item()
                    .request_items(&*self.table, keys)
                    .send()
                    .await
                    .map_err(StoreError::service("BatchGetItem"))?;
                let found = answer.responses.unwrap_or_default().remove(&*self.table);
                items.extend(found.unwrap_or_default());
                let left_out = answer.unprocessed_keys.unwrap_or_default();
                wanted = left_out.into_values().next();
                if wanted.is_some() {
                    pause.wait().await;
                }
            }
        }
        Ok(items)
    }

    /// Asks for the items of `partition` whose sort keys are from `from` to `to`, both included.
    pub(crate) fn between(
        &self,
        partition: &str,
        from: &str,
        to: &str,
    ) -> Result<QueryFluentBuilder, StoreError> {
        Ok(self
            .in_partition(partition)?
            .key_condition_expression(format!("{PK} = :pk AND {SK} BETWEEN :from AND :to"))
            .expression_attribute_values(":from", AttributeValue::S(from.to_owned()))
            .expression_attribute_values(":to", AttributeValue::S(to.to_owned())))
    }

    /// Asks for the items of `partition` whose sort keys begin with `prefix`.
    pub(crate) fn beginning_with(
        &self,
        partition: &str,
        prefix: &str,
    ) -> Result<QueryFluentBuilder, StoreError> {
        Ok(self
            .in_partition(partition)?
            .key_condition_expression(format!("{PK} = :pk AND begins_with({SK}, :prefix)"))
            .expression_attribute_values(":prefix", AttributeValue::S(prefix.to_owned())))
    }

    /// Asks for all items of `partition`.
    pub(crate) fn whole(&self, partition: &str) -> Result<QueryFluentBuilder, StoreError> {
        Ok(self
            .in_partition(partition)?
            .key_condition_expression(format!("{PK} = :pk")))
    }

    fn in_partition(&self, partition: &str) -> Result<QueryFluentBuilder, StoreError> {
        Ok(self
            .reading()?
            .query()
            .table_name(&*self.table)
            .consistent_read(true)
            .expression_attribute_values(":pk", AttributeValue::S(partition.to_owned())))
    }
}

/// Every item that `query` asks for, in the order of the sort keys.
pub(crate) async fn every(query: QueryFluentBuilder) -> Result<Vec<Attributes>, StoreError> {
    first(query, usize::MAX).await
}

/// The first `most` items that `query` asks for. Page by page: the paginator of items hands over each
/// single one through a channel.
pub(crate) async fn first(
    query: QueryFluentBuilder,
    most: usize,
) -> Result<Vec<Attributes>, StoreError> {
    let mut pages = query.into_paginator().send();
    let mut items = Vec::new();
    while items.len() < most {
        let Some(page) = pages.next().await else {
            break;
        };
        let page = page.map_err(StoreError::service("Query"))?;
        items.extend(page.items.unwrap_or_default());
    }
    items.truncate(most);
    Ok(items)
}
