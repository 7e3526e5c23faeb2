//! Trails that deliver the same events: a sample of events is remembered with the trail that
//! delivered them first.
//!
//! What is remembered is no part of a commit and never decides what counts: it is there to warn.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use gumshoe_domain::{AccountId, GraphId, Timestamp};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Attributes, Stored, key_of};
use crate::reading::every;
use crate::table::{DUPLICATES, Key, graph_partition};
use crate::transaction::{Condition, Transaction};
use crate::volumes::EXPIRES_AT;

/// For how long an event is remembered, and a warning is told after its last cause, in seconds.
const REMEMBERED: i64 = 2 * 24 * 3_600;

/// Events that are asked for at the same time.
const AT_ONCE: usize = 16;

/// An account whose events came from several trails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateTrail {
    /// The account.
    pub account: AccountId,
    /// The trails, in order: buckets with prefixes.
    pub trails: Vec<String>,
    /// When such an event came last.
    pub last_seen: Timestamp,
    /// Whether others were told.
    pub is_told: bool,
}

impl Store {
    /// Remembers that `trail` delivered these events, and warns of those that another one delivered
    /// before. Gives the accounts whose they are.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remember_events(
        &self,
        graph: GraphId,
        trail: &str,
        events: &[(AccountId, u128)],
        now: Timestamp,
    ) -> Result<Vec<AccountId>, StoreError> {
        let first: Vec<_> = events
            .iter()
            .map(|event| self.first_trail(graph, trail, *event, now))
            .collect();
        let first: Vec<String> = stream::iter(first).buffered(AT_ONCE).try_collect().await?;
        let mut repeated: Vec<(AccountId, String)> = events
            .iter()
            .map(|(account, _)| *account)
            .zip(first)
            .filter(|(_, first)| first != trail)
            .collect();
        repeated.sort_unstable();
        repeated.dedup();
        for (account, first) in &repeated {
            self.warn(graph, *account, [first, trail], now).await?;
        }
        Ok(repeated.into_iter().map(|(account, _)| account).collect())
    }

    /// The trail that delivered an event first.
    async fn first_trail(
        &self,
        graph: GraphId,
        trail: &str,
        (account, event): (AccountId, u128),
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let updated = self
            .writing()?
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(key_of(&Key::event(graph, account, event))))
            .update_expression(format!(
                "SET Trail = if_not_exists(Trail, :trail), {EXPIRES_AT} = if_not_exists({EXPIRES_AT}, :expires)"
            ))
            .expression_attribute_values(":trail", AttributeValue::S(trail.to_owned()))
            .expression_attribute_values(":expires", expires(now))
            .return_values(ReturnValue::AllNew)
            .send()
            .await
            .map_err(StoreError::service("UpdateItem"))?;
        let item: Attributes = updated.attributes.unwrap_or_default();
        Stored(&item).text("Trail").map(str::to_owned)
    }

    async fn warn(
        &self,
        graph: GraphId,
        account: AccountId,
        trails: [&str; 2],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let trails = trails.iter().map(|it| (*it).to_owned()).collect();
        self.writing()?
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(key_of(&Key::duplicate_trail(graph, account))))
            .update_expression(format!(
                "SET Account = :account, LastSeen = :now, {EXPIRES_AT} = :expires ADD Trails :trails"
            ))
            .expression_attribute_values(":account", AttributeValue::S(account.to_string()))
            .expression_attribute_values(":now", AttributeValue::S(now.to_string()))
            .expression_attribute_values(":expires", expires(now))
            .expression_attribute_values(":trails", AttributeValue::Ss(trails))
            .send()
            .await
            .map_err(StoreError::service("UpdateItem"))?;
        Ok(())
    }

    /// The accounts whose events came from several trails in the last two days.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn duplicate_trails(
        &self,
        graph: GraphId,
        now: Timestamp,
    ) -> Result<Vec<DuplicateTrail>, StoreError> {
        let items = every(self.beginning_with(&graph_partition(graph), DUPLICATES)?).await?;
        let mut all = Vec::with_capacity(items.len());
        for item in &items {
            let stored = Stored(item);
            let trails = item.get("Trails").and_then(|it| it.as_ss().ok());
            let mut trails = trails.ok_or_else(|| stored.malformed("Trails"))?.clone();
            trails.sort_unstable();
            all.push(DuplicateTrail {
                account: stored.parsed("Account")?,
                trails,
                last_seen: stored.parsed("LastSeen")?,
                is_told: stored.optional_text("Told").is_some(),
            });
        }
        // DynamoDB deletes what expired within days, not at once.
        all.retain(|it| now.plus_seconds(-REMEMBERED) < it.last_seen);
        Ok(all)
    }

    /// Remembers that others were told of an account's trails.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn duplicate_trail_is_told(
        &self,
        graph: GraphId,
        account: AccountId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        let there = Condition::present().with(":now", now.to_string());
        let key = Key::duplicate_trail(graph, account);
        transaction.update(&key, "SET Told = :now", Vec::new(), there);
        transaction.run(self).await.map(|_| ())
    }
}

fn expires(now: Timestamp) -> AttributeValue {
    let at = now.plus_seconds(REMEMBERED).as_seconds();
    AttributeValue::N(at.to_string())
}
