//! Investigations: started, begun, finished, archived and removed, each by one conditional write.

mod item;

use std::ops::RangeInclusive;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use gumshoe_domain::investigation::{FailureReason, Found, Progress, Severity, State, Status};
use gumshoe_domain::quota::RUNNING_INVESTIGATIONS;
use gumshoe_domain::{GraphId, Investigation, InvestigationId, Timestamp};

use crate::Store;
use crate::error::StoreError;
use crate::indicators;
use crate::item::{Item, Stored, VERSION, key_of};
use crate::ledger::LedgerScope;
use crate::reading::every;
use crate::status::any_shard;
use crate::table::{Key, PK, REMOVED, SK, indicators_partition, investigations_partition};
use crate::transaction::{Condition, MAX_ACTIONS, Outcome, Transaction};
use item::{item, read};

/// What became of the wish to start an investigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// It is there, and runs.
    Running,
    /// As many as may run at the same time do.
    TooMany,
    /// The graph takes nothing any more.
    NoGraph,
    /// There is another one with this id.
    IdTaken,
}

impl Store {
    /// Adds an investigation that runs from now on.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn start_investigation(
        &self,
        graph: GraphId,
        investigation: &Investigation,
    ) -> Result<Started, StoreError> {
        let mut transaction = Transaction::new(&self.table);
        let has_room = Condition::new("attribute_not_exists(Running) OR Running < :most")
            .with_number(":most", RUNNING_INVESTIGATIONS)
            .with_number(":one", 1)
            .with_number(":version", VERSION);
        transaction.update(
            &Key::running_investigations(graph),
            "SET Version = :version ADD Running :one",
            Vec::new(),
            has_room,
        );
        transaction.put(item(graph, investigation), Some(Condition::absent()));
        let gate = Key::status(LedgerScope::Graph(graph), any_shard());
        transaction.check(&gate, Condition::present());
        Ok(match transaction.run(self).await? {
            Outcome::Done => Started::Running,
            Outcome::Refused(positions) if positions.contains(&2) => Started::NoGraph,
            Outcome::Refused(positions) if positions.contains(&0) => Started::TooMany,
            Outcome::Refused(_) => Started::IdTaken,
        })
    }

    /// An investigation of a graph.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn investigation(
        &self,
        graph: GraphId,
        id: InvestigationId,
    ) -> Result<Option<Investigation>, StoreError> {
        let found = self.item(&Key::investigation(graph, id)).await?;
        found.map(|item| read(Stored(&item))).transpose()
    }

    /// The investigations of a graph whose ids are in `ids`, in the order of their ids.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn investigations(
        &self,
        graph: GraphId,
        ids: RangeInclusive<InvestigationId>,
    ) -> Result<Vec<Investigation>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let [first, last] = [ids.start(), ids.end()].map(ToString::to_string);
        let wanted = self.between(&investigations_partition(graph), &first, &last)?;
        let items = every(wanted).await?;
        items.iter().map(|item| read(Stored(item))).collect()
    }

    /// Counts one more attempt at `now`, if the investigation runs. Says what it is then; `None` when
    /// there is none.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn begin_attempt(
        &self,
        graph: GraphId,
        id: InvestigationId,
        now: Timestamp,
    ) -> Result<Option<Investigation>, StoreError> {
        let updated = self
            .writing()?
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(key_of(&Key::investigation(graph, id))))
            .update_expression("SET LastAttempt = :now ADD Attempts :one")
            .condition_expression("InvestigationStatus = :running")
            .expression_attribute_values(":now", AttributeValue::S(now.to_string()))
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":running", running())
            .return_values(ReturnValue::AllNew)
            .send()
            .await;
        match updated {
            Ok(updated) => updated
                .attributes
                .as_ref()
                .map(|it| read(Stored(it)))
                .transpose(),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|it| it.is_conditional_check_failed_exception()) =>
            {
                self.investigation(graph, id).await
            }
            Err(error) => Err(StoreError::service("UpdateItem")(error)),
        }
    }

    /// Gives a running investigation its report: the indicators that were found, and what they come
    /// to. Others may be at the same; the first to finish makes the report. Says whether it was this
    /// one.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn report(
        &self,
        graph: GraphId,
        id: InvestigationId,
        found: &[Found],
    ) -> Result<bool, StoreError> {
        let mut bits = [0; 8];
        getrandom::fill(&mut bits).map_err(StoreError::service("getrandom"))?;
        let run = format!("{:016x}", u64::from_be_bytes(bits));
        let runs =
            Condition::new("InvestigationStatus = :running").with_value(":running", running());
        for (chunk, place) in found
            .chunks(MAX_ACTIONS - 1)
            .zip((0..).step_by(MAX_ACTIONS - 1))
        {
            let mut transaction = Transaction::new(&self.table);
            transaction.check(&Key::investigation(graph, id), runs.clone());
            for (found, place) in chunk.iter().zip(place..) {
                let key = Key::indicator(graph, id, &run, place);
                transaction.put(indicators::item(&key, found), None);
            }
            if let Outcome::Refused(_) = transaction.run(self).await? {
                return Ok(false);
            }
        }
        let end = Progress::Successful {
            severity: Severity::of(&Found::indicators(found)),
            run,
        };
        self.finish(graph, id, &end).await
    }

    /// Ends a running investigation without a report. Says whether it was running.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn fail_investigation(
        &self,
        graph: GraphId,
        id: InvestigationId,
        reason: FailureReason,
    ) -> Result<bool, StoreError> {
        self.finish(graph, id, &Progress::Failed(reason)).await
    }

    async fn finish(
        &self,
        graph: GraphId,
        id: InvestigationId,
        end: &Progress,
    ) -> Result<bool, StoreError> {
        let (status, expression, values) = match end {
            Progress::Running { .. } => return Ok(false),
            Progress::Failed(reason) => (
                Status::Failed,
                "SET InvestigationStatus = :status, FailureReason = :reason",
                vec![(":reason", reason.to_string())],
            ),
            Progress::Successful { severity, run } => (
                Status::Successful,
                "SET InvestigationStatus = :status, Severity = :severity, Run = :run",
                vec![(":severity", severity.to_string()), (":run", run.clone())],
            ),
        };
        let mut runs = Condition::new("InvestigationStatus = :running")
            .with_value(":running", running())
            .with(":status", status.as_str());
        for (name, value) in values {
            runs = runs.with(name, value);
        }
        let mut transaction = Transaction::new(&self.table);
        transaction.update(&Key::investigation(graph, id), expression, Vec::new(), runs);
        transaction.update(
            &Key::running_investigations(graph),
            "ADD Running :less",
            Vec::new(),
            // It goes with its graph, and must not come back.
            Condition::present().with_number(":less", -1),
        );
        Ok(transaction.run(self).await? == Outcome::Done)
    }

    /// Archives an investigation at `now`, or makes it active. Says what it was before; `None` when
    /// there is none. One that is archived already stays archived since when it was.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn set_investigation_state(
        &self,
        graph: GraphId,
        id: InvestigationId,
        state: State,
        now: Timestamp,
    ) -> Result<Option<Investigation>, StoreError> {
        let request = self
            .writing()?
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(key_of(&Key::investigation(graph, id))))
            .condition_expression(format!("attribute_exists({PK})"))
            .return_values(ReturnValue::AllOld);
        let request = match state {
            State::Active => request.update_expression("REMOVE Archived"),
            State::Archived => request
                .update_expression("SET Archived = if_not_exists(Archived, :now)")
                .expression_attribute_values(":now", AttributeValue::S(now.to_string())),
        };
        match request.send().await {
            Ok(updated) => updated
                .attributes
                .as_ref()
                .map(|it| read(Stored(it)))
                .transpose(),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|it| it.is_conditional_check_failed_exception()) =>
            {
                Ok(None)
            }
            Err(error) => Err(StoreError::service("UpdateItem")(error)),
        }
    }

    /// Removes an investigation that does not run, if it is still archived since when it was. Says
    /// whether it is removed; [`Self::remove_indicators`] removes what it had.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remove_investigation(
        &self,
        graph: GraphId,
        investigation: &Investigation,
    ) -> Result<bool, StoreError> {
        let Some(archived) = investigation.archived else {
            return Ok(false);
        };
        let unchanged = Condition::new("Archived = :archived AND InvestigationStatus <> :running")
            .with(":archived", archived.to_string())
            .with_value(":running", running());
        let mut transaction = Transaction::new(&self.table);
        transaction.delete(
            &Key::investigation(graph, investigation.id),
            Some(unchanged),
        );
        let removed = Item::new(&Key::removed_investigation(graph, investigation.id));
        transaction.put(removed.build(), None);
        Ok(transaction.run(self).await? == Outcome::Done)
    }

    /// Removes the indicators of removed investigations. Cut off in the middle, it goes on when
    /// called again.
    ///
    /// # Errors
    /// When something cannot be removed.
    pub async fn remove_indicators(&self, graph: GraphId) -> Result<(), StoreError> {
        let partition = indicators_partition(graph);
        for item in every(self.beginning_with(&partition, REMOVED)?).await? {
            let key = Stored(&item).text(SK)?;
            if let Some(id) = key.strip_prefix(REMOVED) {
                self.delete_prefix(&partition, &format!("{id}#")).await?;
                self.delete_prefix(&partition, key).await?;
            }
        }
        Ok(())
    }
}

fn running() -> AttributeValue {
    AttributeValue::S(Status::Running.as_str().to_owned())
}
