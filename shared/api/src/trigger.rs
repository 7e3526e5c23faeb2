//! What an object, a message or a schedule starts, with its types erased as an operation's are.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use gumshoe_domain::LogSourceName;
use gumshoe_messages::QueueName;
use gumshoe_store::Access;
use serde_json::Value;

use crate::context::Services;

/// The invocation failed as a whole, and is to be repeated by whoever invoked it.
#[derive(Debug, thiserror::Error)]
pub enum TriggerError {
    /// The event is not of a kind that this function takes.
    #[error("the event is none that {function} takes")]
    UnknownEvent {
        /// The function.
        function: &'static str,
        /// What is wrong with it.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// The work could not be done now.
    #[error("{function} failed")]
    Failed {
        /// The function.
        function: &'static str,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

/// A future of a handler.
pub type Handling<'a> = Pin<Box<dyn Future<Output = Result<Value, TriggerError>> + Send + 'a>>;

/// A trigger that is ready to take events.
pub trait Handler: Send + Sync {
    /// Handles one event; the answer is for whoever invoked, such as the batch item failures of SQS.
    fn handle(&self, event: Value) -> Handling<'_>;
}

/// What starts a function that is not called through the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartedBy {
    /// Objects of a source in the log bucket, through a queue of their own.
    Objects(LogSourceName),
    /// Messages of other functions.
    Messages(QueueName),
    /// The clock, as often as this.
    Schedule(Duration),
    /// Events of AWS services, by a rule of Amazon EventBridge.
    Events,
}

/// A function that is not called through the API.
#[derive(Debug)]
pub struct Trigger {
    /// The function's name, which is its binary's.
    pub name: &'static str,
    /// What starts it.
    pub started_by: StartedBy,
    /// What it may touch.
    pub access: &'static [Access],
    /// Gets it ready, once in a process: loads what it needs. Fails when a setting is wrong.
    pub open: fn(&Services) -> Result<Arc<dyn Handler>, TriggerError>,
}
