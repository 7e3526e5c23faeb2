//! Which calls of DynamoDB a client makes.

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;

/// The operations that a client called.
#[derive(Debug, Clone, Default)]
pub(super) struct Counter(Arc<Mutex<Vec<String>>>);

impl Counter {
    /// The same client, counted.
    pub(super) fn count(&self, client: &Client) -> Client {
        let config = client.config().to_builder().interceptor(self.clone());
        Client::from_conf(config.build())
    }

    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    /// The operations' names, sorted: some are called at the same time.
    pub(super) fn calls(&self) -> Vec<String> {
        let mut calls = self.lock().clone();
        calls.sort();
        calls
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Intercept for Counter {
    fn name(&self) -> &'static str {
        "Counter"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target");
        let operation = target.and_then(|it| it.rsplit('.').next());
        self.lock().push(operation.unwrap_or_default().to_owned());
        Ok(())
    }
}
