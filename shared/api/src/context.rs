//! What an operation is given besides its request.

use std::sync::{Arc, Mutex, PoisonError};

use gumshoe_directory::{AcceptedAsGiven, AccountDirectory};
use gumshoe_domain::{AccountId, Graph, GraphArn, GraphState, Tags, Timestamp};
use gumshoe_messages::{NoQueues, Notice, Outlets, QueueError, QueueName, Queues};
use gumshoe_store::{Access, Store, StoreError};
use serde::Serialize;

use crate::caller::Caller;
use crate::error::ApiError;
use crate::settings::Settings;

/// The clients and settings of a process, opened once and shared.
#[derive(Debug, Clone)]
pub struct Services {
    /// Names and limits.
    pub settings: Arc<Settings>,
    store: Store,
    queues: Arc<dyn Queues>,
    directory: Arc<dyn AccountDirectory>,
    outlets: Option<Outlets>,
}

impl Services {
    /// The services of a deployment without queues, in which accounts are what they say they are.
    pub fn new(
        settings: Settings,
        dynamodb: aws_sdk_dynamodb::Client,
        s3: aws_sdk_s3::Client,
    ) -> Self {
        let store = Store::new(dynamodb, s3, &settings.table, &settings.segment_bucket);
        Self {
            settings: Arc::new(settings),
            store,
            queues: Arc::new(NoQueues),
            directory: Arc::new(AcceptedAsGiven),
            outlets: None,
        }
    }

    /// The same services with these queues.
    pub fn with_queues(self, queues: Arc<dyn Queues>) -> Self {
        Self { queues, ..self }
    }

    /// The same services with this directory of accounts.
    pub fn with_directory(self, directory: Arc<dyn AccountDirectory>) -> Self {
        Self { directory, ..self }
    }

    /// The same services with these ways out of the deployment.
    pub fn with_outlets(self, outlets: Outlets) -> Self {
        Self {
            outlets: Some(outlets),
            ..self
        }
    }

    /// The ways out of the deployment, where they are others than AWS's services: only one function
    /// uses them, so that only it makes their clients.
    pub fn outlets(&self) -> Option<&Outlets> {
        self.outlets.as_ref()
    }

    /// The queues, open for what `access` declares and nothing else.
    pub fn outbox(&self, access: &'static [Access]) -> Outbox {
        Outbox {
            queues: Arc::clone(&self.queues),
            access,
        }
    }

    /// The directory of accounts.
    ///
    /// # Errors
    /// [`StoreError::Undeclared`] unless `access` has [`Access::ReadOrganization`].
    pub fn directory(&self, access: &[Access]) -> Result<&dyn AccountDirectory, StoreError> {
        if access.contains(&Access::ReadOrganization) {
            Ok(&*self.directory)
        } else {
            Err(StoreError::Undeclared(Access::ReadOrganization))
        }
    }

    /// The directory of accounts, to register a delegated administrator in it.
    ///
    /// # Errors
    /// [`StoreError::Undeclared`] unless `access` has [`Access::DelegateAdministrator`].
    pub fn registrar(&self, access: &[Access]) -> Result<&dyn AccountDirectory, StoreError> {
        if access.contains(&Access::DelegateAdministrator) {
            Ok(&*self.directory)
        } else {
            Err(StoreError::Undeclared(Access::DelegateAdministrator))
        }
    }

    /// The store, open for what `access` declares and nothing else.
    pub fn store(&self, access: &'static [Access]) -> Store {
        self.store.limited_to(access)
    }
}

/// The queues as far as a function declared to send to them.
#[derive(Debug, Clone)]
pub struct Outbox {
    queues: Arc<dyn Queues>,
    access: &'static [Access],
}

/// A message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The function did not declare the queue.
    #[error(transparent)]
    Undeclared(StoreError),
    /// The queue did not take it.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

impl Outbox {
    /// Puts `messages` into `queue`.
    ///
    /// # Errors
    /// When the function did not declare to send to it, or a message may not have been sent.
    pub async fn send<M: Serialize + Sync>(
        &self,
        queue: QueueName,
        messages: &[M],
    ) -> Result<(), SendError> {
        let needed = match queue {
            QueueName::Members => Access::SendToMembers,
            QueueName::Investigations => Access::SendToInvestigations,
            QueueName::Notices => Access::SendToNotices,
        };
        if !self.access.contains(&needed) {
            return Err(SendError::Undeclared(StoreError::Undeclared(needed)));
        }
        Ok(gumshoe_messages::send(&*self.queues, queue, messages).await?)
    }
}

/// One call of an operation.
#[derive(Debug)]
pub struct Context<'a> {
    /// The operation's name.
    pub operation: &'static str,
    /// Names and limits.
    pub settings: &'a Settings,
    /// The store, as far as the operation declared.
    pub store: Store,
    /// The queues, as far as the operation declared.
    pub outbox: Outbox,
    pub(crate) services: &'a Services,
    pub(crate) access: &'static [Access],
    pub(crate) notices: Mutex<Vec<Notice>>,
    /// Who calls.
    pub caller: &'a Caller,
    /// When.
    pub now: Timestamp,
}

impl Context<'_> {
    /// The directory of accounts.
    ///
    /// # Errors
    /// When the operation did not declare to read it.
    pub fn directory(&self) -> Result<&dyn AccountDirectory, ApiError> {
        Ok(self.services.directory(self.access)?)
    }

    /// The directory of accounts, to register a delegated administrator in it.
    ///
    /// # Errors
    /// When the operation did not declare to register one.
    pub fn registrar(&self) -> Result<&dyn AccountDirectory, ApiError> {
        Ok(self.services.registrar(self.access)?)
    }

    /// Tells others what happened, after the answer is known.
    pub fn notify(&self, notice: Notice) {
        self.notices
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(notice);
    }

    /// A graph that `account` may get now: nobody has it yet.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn new_graph(&self, account: AccountId, tags: Tags) -> Result<Graph, ApiError> {
        let id = gumshoe_store::graphs::random_id()?;
        let arn = GraphArn::new(&self.settings.region, account, id);
        Ok(Graph::new(arn, tags, self.now))
    }

    /// The active graph `arn`, which the caller must administer.
    ///
    /// # Errors
    /// [`ApiError::ResourceNotFound`] for a graph that does not exist, is being deleted, or belongs
    /// to another account: nobody learns which.
    pub async fn own_graph(&self, arn: &GraphArn) -> Result<Graph, ApiError> {
        if arn.account() != self.caller.account {
            return Err(ApiError::graph_not_found());
        }
        match self.store.graph_of(self.caller.account).await? {
            Some(graph) if graph.arn == *arn && graph.state == GraphState::Active => Ok(graph),
            Some(_) | None => Err(ApiError::graph_not_found()),
        }
    }
}
