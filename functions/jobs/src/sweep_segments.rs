//! `sweep-segments`: deletes the objects that no manifest names.

use gumshoe_api::Trigger;
use gumshoe_domain::Timestamp;
use gumshoe_store::{Access, Store, StoreError};
use serde_json::{Value, json};

use crate::job;

const ACCESS: &[Access] = &[Access::ReadTable, Access::DeleteSegments];

/// How old an object must be, in seconds: four times as old as a Lambda function can run, so that it
/// is not about to be committed.
const AGE_SECONDS: i64 = 3_600;

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "sweep-segments",
    access: ACCESS,
    open: |services| {
        Ok(job::open(
            services,
            "sweep-segments",
            ACCESS,
            |store, now| Box::pin(async move { sweep(&store, now).await.map_err(Into::into) }),
        ))
    },
};

async fn sweep(store: &Store, now: Timestamp) -> Result<Value, StoreError> {
    let graphs = store.every_graph().await?;
    let swept = store.sweep(&graphs, now.plus_seconds(-AGE_SECONDS)).await?;
    tracing::info!(objects.swept = swept, "segments swept");
    Ok(json!({ "swept": swept }))
}
