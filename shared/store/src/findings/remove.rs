//! Removing findings that are too old, or of an account whose data is to go.

use aws_sdk_dynamodb::types::AttributeValue;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use gumshoe_activity::Provider;
use gumshoe_activity::finding::evidence_since;
use gumshoe_domain::{AccountId, GraphId, Timestamp};

use super::item;
use super::version::KeptFinding;
use super::write::{self, AT_ONCE};
use crate::Store;
use crate::error::StoreError;
use crate::item::Stored;
use crate::reading::every;
use crate::table::{Key, finding_times, findings_partition};
use crate::transaction::{Outcome, Transaction};

const MONTH_SECONDS: i64 = 31 * 86_400;

impl Store {
    /// Removes the findings of a graph that were seen last before `before`; says how many. One that
    /// is updated meanwhile stays until the next time.
    ///
    /// # Errors
    /// When the table cannot be read or written; some may be removed then.
    pub async fn expire_findings(
        &self,
        graph: GraphId,
        before: Timestamp,
    ) -> Result<usize, StoreError> {
        // Keys begin with the year, and what was seen at `before` itself is behind it.
        let query = self.between(&finding_times(graph), "0", &before.to_string())?;
        let old = self.found(graph, query).await?;
        self.remove_findings(graph, old).await
    }

    /// Removes the evidence of a graph that is too old at `now`, a month back: nothing older is left where
    /// this is done every day. Says how much.
    ///
    /// # Errors
    /// When the table cannot be read or written; some may be removed then.
    pub async fn expire_evidence(
        &self,
        graph: GraphId,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let before = evidence_since(now);
        let from = before.plus_seconds(-MONTH_SECONDS);
        let times = finding_times(graph);
        let query = self.between(&times, &from.to_string(), &before.to_string())?;
        let mut old = self.found(graph, query).await?;
        old.retain(|kept| kept.finding.provider == Provider::Detective);
        self.remove_findings(graph, old).await
    }

    /// Removes the findings that an account gave a graph; says how many there were. One that is
    /// updated meanwhile stays until the next time.
    ///
    /// # Errors
    /// When the table cannot be read or written; some may be removed then.
    pub async fn erase_findings(
        &self,
        graph: GraphId,
        account: AccountId,
    ) -> Result<usize, StoreError> {
        let query = self
            .whole(&findings_partition(graph))?
            .filter_expression("Account = :account")
            .expression_attribute_values(":account", AttributeValue::S(account.to_string()));
        let items = every(query).await?;
        let found = items.iter().map(|it| item::read(Stored(it)));
        let found: Vec<KeptFinding> = found.collect::<Result<_, _>>()?;
        let count = found.len();
        self.remove_findings(graph, found).await?;
        Ok(count)
    }

    async fn remove_findings(
        &self,
        graph: GraphId,
        findings: Vec<KeptFinding>,
    ) -> Result<usize, StoreError> {
        let removals = findings.into_iter().map(|kept| async move {
            let removed = self.removal(graph, &kept).run(self).await?;
            Ok::<_, StoreError>(removed == Outcome::Done)
        });
        let removals = stream::iter(removals).buffer_unordered(AT_ONCE);
        let removed: Vec<bool> = removals.try_collect().await?;
        Ok(removed.into_iter().filter(|it| *it).count())
    }

    fn removal(&self, graph: GraphId, kept: &KeptFinding) -> Transaction<'_> {
        let finding = &kept.finding;
        let mut transaction = Transaction::new(&self.table);
        let unchanged = write::unchanged(Some(kept));
        transaction.delete(&Key::finding(graph, &finding.id), Some(unchanged));
        transaction.delete(&Key::finding_record(graph, &finding.id), None);
        let time = Key::finding_time(graph, finding.last_seen, &finding.id);
        transaction.delete(&time, None);
        for entity in write::entities(kept) {
            transaction.delete(&Key::finding_entity(graph, entity, &finding.id), None);
        }
        transaction
    }
}
