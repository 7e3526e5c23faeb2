//! `sweep-segments`: deletes the objects that no manifest names.

use std::time::Duration;

use gumshoe_api::{StartedBy, Trigger};
use gumshoe_domain::Timestamp;
use gumshoe_runtime::job;
use gumshoe_store::{Access, Store, StoreError};
use serde_json::{Value, json};

const ACCESS: &[Access] = &[Access::ReadTable, Access::DeleteSegments];

/// How old an object must be, in seconds: four times as old as a Lambda function can run, so that it
/// is not about to be committed.
const AGE_SECONDS: i64 = 3_600;

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "sweep-segments",
    started_by: StartedBy::Schedule(Duration::from_secs(86_400)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, "sweep-segments", |services, now| {
            Box::pin(async move { Ok(sweep(&services.store(ACCESS), now).await?) })
        }))
    },
};

async fn sweep(store: &Store, now: Timestamp) -> Result<Value, StoreError> {
    let graphs = store.every_graph().await?;
    let swept = store.sweep(&graphs, now.plus_seconds(-AGE_SECONDS)).await?;
    tracing::info!(objects.swept = swept, "segments swept");
    Ok(json!({ "swept": swept }))
}
