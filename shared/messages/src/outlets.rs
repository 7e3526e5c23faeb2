//! The ways out of a deployment: an event bus and e-mail.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use crate::StateChange;

/// Nothing was taken, or it is not known whether it was.
#[derive(Debug, thiserror::Error)]
#[error("{outlet} did not take it")]
pub struct OutletError {
    /// Who did not.
    pub outlet: &'static str,
    /// Why.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}

/// An e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// What it is about, in one line.
    pub subject: String,
    /// What it says, as plain text.
    pub text: String,
    /// What it says, as HTML.
    pub html: String,
}

/// What sends e-mail.
#[async_trait]
pub trait Mailer: fmt::Debug + Send + Sync {
    /// Sends `mail`.
    ///
    /// # Errors
    /// When it may not have been sent.
    async fn send(&self, mail: &Mail) -> Result<(), OutletError>;
}

/// What passes events on to whoever has a rule for them.
#[async_trait]
pub trait EventBus: fmt::Debug + Send + Sync {
    /// Puts `changes` on the bus `name`; the answer has the positions of those that it refused.
    ///
    /// # Errors
    /// When none of them may have been taken.
    async fn put(&self, name: &str, changes: &[StateChange]) -> Result<Vec<usize>, OutletError>;
}

/// Every way out.
#[derive(Debug, Clone)]
pub struct Outlets {
    /// E-mail.
    pub mailer: Arc<dyn Mailer>,
    /// Events.
    pub bus: Arc<dyn EventBus>,
}
