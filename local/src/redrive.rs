//! `gumshoe redrive`: what ingestion gave up, once more into the queue that it came from.

mod arguments;
mod dead_letters;
mod quarantine;

use std::io;

use gumshoe_domain::LogSourceName;
use gumshoe_store::{Fate, StoreError};

pub use self::arguments::RedriveArguments;
use crate::aws::{Deployment, QueueError};

/// Why objects are not delivered again.
#[derive(Debug, thiserror::Error)]
pub enum RedriveError {
    /// A queue refuses.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The ledger cannot be read.
    #[error("the ledger cannot be read")]
    Ledger(#[from] StoreError),
    /// The queue gives nothing up.
    #[error("the queue {0} has no dead-letter queue")]
    NoDeadLetters(String),
    /// The messages are not moved to the end.
    #[error("the move task ended as {status} after {moved} messages: {reason}")]
    Move {
        /// Its status.
        status: String,
        /// Messages that were moved.
        moved: i64,
        /// What SQS says.
        reason: String,
    },
    /// SQS names a queue in an unknown way.
    #[error("the queue's ARN is none: {0:?}")]
    Arn(String),
    /// Standard output.
    #[error("the result cannot be told")]
    Io(#[from] io::Error),
}

/// Shows what was given up, and delivers it again.
///
/// # Errors
/// When SQS or DynamoDB refuse, or a move task does not come to its end.
pub async fn run(arguments: RedriveArguments) -> Result<(), RedriveError> {
    let deployment = Deployment::open(&arguments.deployment).await;
    run_for(&deployment, arguments).await
}

/// The same as [`run`], for a deployment that is at hand.
///
/// # Errors
/// As [`run`].
pub async fn run_for(
    deployment: &Deployment,
    arguments: RedriveArguments,
) -> Result<(), RedriveError> {
    let sources = match arguments.source {
        Some(source) => vec![source],
        None => LogSourceName::ALL.to_vec(),
    };
    if arguments.quarantined {
        return quarantine::redrive(&arguments, deployment, &sources).await;
    }
    for source in sources {
        dead_letters::redrive(&arguments, deployment, source).await?;
    }
    Ok(())
}

/// What the ledgers say of an object, in some words.
fn words(fates: &[Option<Fate>]) -> String {
    let each = fates.iter().map(|fate| match fate {
        None => "not decided about".to_owned(),
        Some(Fate::Counted) => "counted".to_owned(),
        Some(Fate::LeftOut(reason)) => format!("left out: {reason}"),
        Some(Fate::Quarantined(reason)) => format!("quarantined: {reason}"),
    });
    let mut each: Vec<String> = each.collect();
    each.sort();
    each.dedup();
    if each.is_empty() {
        return "not decided about".to_owned();
    }
    each.join(", ")
}

/// A text of somebody else in one line of a terminal.
fn in_one_line(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}
