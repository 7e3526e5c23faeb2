//! A trigger that does the same thing whatever the event says.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

use gumshoe_api::trigger::Handling;
use gumshoe_api::{Handler, Services, TriggerError};
use gumshoe_domain::Timestamp;
use serde_json::Value;

use crate::now;

/// Why work could not be done.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Work that is being done.
pub type Work<T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send>>;

struct Job {
    function: &'static str,
    services: Services,
    work: fn(Services, Timestamp) -> Work<Value>,
}

impl Handler for Job {
    fn handle(&self, _event: Value) -> Handling<'_> {
        Box::pin(async {
            let done = (self.work)(self.services.clone(), now()).await;
            done.map_err(|source| TriggerError::Failed {
                function: self.function,
                source,
            })
        })
    }
}

/// Gets a job ready: `work` is what `function` does at each start; its answer goes to the log.
pub fn open(
    services: &Services,
    function: &'static str,
    work: fn(Services, Timestamp) -> Work<Value>,
) -> Arc<dyn Handler> {
    Arc::new(Job {
        function,
        services: services.clone(),
        work,
    })
}
