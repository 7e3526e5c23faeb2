//! `TransactWriteItems`: all or nothing, with the reasons when nothing.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem, Update,
};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Attributes, key_of};
use crate::pause::Pause;
use crate::table::Key;

/// Most actions of one transaction. DynamoDB Developer Guide, "`TransactWriteItems` API".
pub(crate) const MAX_ACTIONS: usize = 100;

/// How often a transaction that met another one is tried again.
const ATTEMPTS: u32 = 12;

/// How a transaction ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it happened.
    Done,
    /// None of it happened: the conditions of the actions at these positions do not hold.
    Refused(Vec<usize>),
}

/// A condition with the values that it names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Condition {
    pub(crate) expression: String,
    pub(crate) values: Attributes,
}

impl Condition {
    pub(crate) fn new(expression: &str) -> Self {
        Self {
            expression: expression.to_owned(),
            values: Attributes::new(),
        }
    }

    pub(crate) fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.values
            .insert(name.to_owned(), AttributeValue::S(text.into()));
        self
    }

    pub(crate) fn with_number(self, name: &str, number: impl ToString) -> Self {
        self.with_value(name, AttributeValue::N(number.to_string()))
    }

    pub(crate) fn with_value(mut self, name: &str, value: AttributeValue) -> Self {
        self.values.insert(name.to_owned(), value);
        self
    }

    pub(crate) fn absent() -> Self {
        Self::new("attribute_not_exists(PK)")
    }

    pub(crate) fn present() -> Self {
        Self::new("attribute_exists(PK)")
    }
}

/// A transaction that is being put together.
#[derive(Debug)]
pub(crate) struct Transaction<'a> {
    table: &'a str,
    actions: Vec<TransactWriteItem>,
    broken: Option<StoreError>,
}

impl<'a> Transaction<'a> {
    pub(crate) fn new(table: &'a str) -> Self {
        Self {
            table,
            actions: Vec::new(),
            broken: None,
        }
    }

    pub(crate) fn put(&mut self, item: Attributes, condition: Option<Condition>) {
        let condition = condition.unwrap_or_default();
        let built = Put::builder()
            .table_name(self.table)
            .set_item(Some(item))
            .set_condition_expression(non_empty(condition.expression))
            .set_expression_attribute_values(non_empty_values(condition.values))
            .build();
        self.push(built.map(|it| TransactWriteItem::builder().put(it).build()));
    }

    pub(crate) fn delete(&mut self, key: &Key, condition: Option<Condition>) {
        let condition = condition.unwrap_or_default();
        let built = Delete::builder()
            .table_name(self.table)
            .set_key(Some(key_of(key)))
            .set_condition_expression(non_empty(condition.expression))
            .set_expression_attribute_values(non_empty_values(condition.values))
            .build();
        self.push(built.map(|it| TransactWriteItem::builder().delete(it).build()));
    }

    pub(crate) fn check(&mut self, key: &Key, condition: Condition) {
        let built = ConditionCheck::builder()
            .table_name(self.table)
            .set_key(Some(key_of(key)))
            .condition_expression(condition.expression)
            .set_expression_attribute_values(non_empty_values(condition.values))
            .build();
        self.push(built.map(|it| TransactWriteItem::builder().condition_check(it).build()));
    }

    /// An update whose expression uses `names` (`#0`, `#1`, …) and the values of `condition`.
    pub(crate) fn update(
        &mut self,
        key: &Key,
        expression: &str,
        names: Vec<String>,
        condition: Condition,
    ) {
        let names = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| (format!("#{at}"), name))
            .collect::<std::collections::HashMap<_, _>>();
        let built = Update::builder()
            .table_name(self.table)
            .set_key(Some(key_of(key)))
            .update_expression(expression)
            .set_expression_attribute_names(if names.is_empty() { None } else { Some(names) })
            .set_condition_expression(non_empty(condition.expression))
            .set_expression_attribute_values(non_empty_values(condition.values))
            .build();
        self.push(built.map(|it| TransactWriteItem::builder().update(it).build()));
    }

    fn push(&mut self, built: Result<TransactWriteItem, aws_sdk_dynamodb::error::BuildError>) {
        match built {
            Ok(action) => self.actions.push(action),
            Err(error) => self.broken = Some(StoreError::service("TransactWriteItems")(error)),
        }
    }

    /// Runs the transaction. One that meets another is tried again, with growing pauses.
    pub(crate) async fn run(self, store: &Store) -> Result<Outcome, StoreError> {
        if let Some(error) = self.broken {
            return Err(error);
        }
        let client = store.writing()?;
        let mut pause = Pause::new();
        for _ in 1..ATTEMPTS {
            match attempt(client, self.actions.clone()).await? {
                Attempt::Ended(outcome) => return Ok(outcome),
                Attempt::Met(_) => pause.wait().await,
            }
        }
        match attempt(client, self.actions).await? {
            Attempt::Ended(outcome) => Ok(outcome),
            Attempt::Met(error) => Err(error),
        }
    }
}

enum Attempt {
    Ended(Outcome),
    /// Another transaction was at work on one of the items.
    Met(StoreError),
}

async fn attempt(
    client: &aws_sdk_dynamodb::Client,
    actions: Vec<TransactWriteItem>,
) -> Result<Attempt, StoreError> {
    let sent = client
        .transact_write_items()
        .set_transact_items(Some(actions))
        .send()
        .await;
    let Err(error) = sent else {
        return Ok(Attempt::Ended(Outcome::Done));
    };
    let codes = cancellation_codes(&error);
    let refused: Vec<usize> = positions(&codes, "ConditionalCheckFailed");
    if !refused.is_empty() {
        return Ok(Attempt::Ended(Outcome::Refused(refused)));
    }
    let met = [
        "TransactionConflict",
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
    ];
    let again = met.iter().any(|code| !positions(&codes, code).is_empty());
    let error = StoreError::service("TransactWriteItems")(error);
    if again {
        Ok(Attempt::Met(error))
    } else {
        Err(error)
    }
}

fn positions(codes: &[String], wanted: &str) -> Vec<usize> {
    codes
        .iter()
        .enumerate()
        .filter(|(_, code)| *code == wanted)
        .map(|(at, _)| at)
        .collect()
}

fn cancellation_codes<R>(error: &SdkError<TransactWriteItemsError, R>) -> Vec<String> {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => canceled
            .cancellation_reasons()
            .iter()
            .map(|reason| reason.code().unwrap_or_default().to_owned())
            .collect(),
        Some(_) | None => Vec::new(),
    }
}

fn non_empty(expression: String) -> Option<String> {
    Some(expression).filter(|it| !it.is_empty())
}

fn non_empty_values(values: Attributes) -> Option<Attributes> {
    Some(values).filter(|it| !it.is_empty())
}
