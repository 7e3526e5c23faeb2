//! A trigger that does the same thing whatever the event says.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

use gumshoe_api::trigger::Handling;
use gumshoe_api::{Handler, Services, TriggerError};
use gumshoe_domain::Timestamp;
use gumshoe_runtime::now;
use gumshoe_store::{Access, Store};
use serde_json::Value;

type Failure = Box<dyn Error + Send + Sync>;
type Work = Pin<Box<dyn Future<Output = Result<Value, Failure>> + Send>>;

struct Job {
    function: &'static str,
    store: Store,
    work: fn(Store, Timestamp) -> Work,
}

impl Handler for Job {
    fn handle(&self, _event: Value) -> Handling<'_> {
        Box::pin(async {
            let done = (self.work)(self.store.clone(), now()).await;
            done.map_err(|source| TriggerError::Failed {
                function: self.function,
                source,
            })
        })
    }
}

/// Gets a job ready.
pub(crate) fn open(
    services: &Services,
    function: &'static str,
    access: &'static [Access],
    work: fn(Store, Timestamp) -> Work,
) -> Arc<dyn Handler> {
    Arc::new(Job {
        function,
        store: services.store(access),
        work,
    })
}
