//! What one function asks of another through a queue: the queues, the messages, and how they are sent.

mod events;
mod outlets;
mod queues;
mod sqs;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use events::{EVENT_SOURCE, StateChange};
pub use outlets::{EventBus, Mail, Mailer, OutletError, Outlets};
pub use queues::{NoQueues, QueueError, QueueName, Queues, send};
pub use sqs::Sqs;

/// For [`QueueName::Members`]: a membership waits to be verified, or for room in its graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MemberWaits {
    /// ARN of the graph.
    pub graph: String,
    /// The member's account.
    pub account: String,
}

/// For [`QueueName::Investigations`]: an investigation was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InvestigationWaits {
    /// ARN of the graph.
    pub graph: String,
    /// The investigation's id.
    pub investigation: String,
}

/// For [`QueueName::Notices`]: something happened that somebody outside wants to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    /// An operation was called: a record in CloudTrail's format, for the audit bucket.
    Call(Value),
    /// A state changed: an event for Amazon EventBridge.
    Event(StateChange),
    /// An account is invited: an e-mail to it. The address and the text are read from the table,
    /// for they are nobody else's business.
    #[serde(rename_all = "PascalCase")]
    Invitation {
        /// ARN of the graph.
        graph: String,
        /// The invited account.
        account: String,
    },
}
