//! What an operation is given besides its request.

use std::sync::Arc;

use gumshoe_domain::{Graph, GraphArn, GraphState, Timestamp};
use gumshoe_store::{Access, Store};

use crate::caller::Caller;
use crate::error::ApiError;
use crate::settings::Settings;

/// The clients and settings of a process, opened once and shared.
#[derive(Debug, Clone)]
pub struct Services {
    /// Names and limits.
    pub settings: Arc<Settings>,
    store: Store,
}

impl Services {
    /// The services of a deployment.
    pub fn new(
        settings: Settings,
        dynamodb: aws_sdk_dynamodb::Client,
        s3: aws_sdk_s3::Client,
    ) -> Self {
        let store = Store::new(dynamodb, s3, &settings.table, &settings.segment_bucket);
        Self {
            settings: Arc::new(settings),
            store,
        }
    }

    /// The store, open for what `access` declares and nothing else.
    pub fn store(&self, access: &'static [Access]) -> Store {
        self.store.limited_to(access)
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
    /// Who calls.
    pub caller: &'a Caller,
    /// When.
    pub now: Timestamp,
}

impl Context<'_> {
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
