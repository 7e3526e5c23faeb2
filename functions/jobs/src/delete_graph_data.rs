//! `delete-graph-data`: removes what deleted graphs held. What is cut off goes on at the next start.

use std::time::Duration;

use gumshoe_api::{StartedBy, Trigger};
use gumshoe_domain::GraphState;
use gumshoe_runtime::job;
use gumshoe_store::{Access, Store, StoreError};
use serde_json::{Value, json};

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::DeleteSegments,
];

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "delete-graph-data",
    started_by: StartedBy::Schedule(Duration::from_secs(300)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, "delete-graph-data", |services, _| {
            Box::pin(async move { Ok(delete(&services.store(ACCESS)).await?) })
        }))
    },
};

async fn delete(store: &Store) -> Result<Value, StoreError> {
    let mut deleted = 0;
    for graph in store.every_graph().await? {
        if graph.state == GraphState::Deleting {
            store.purge(&graph.arn).await?;
            tracing::info!(graph.arn = %graph.arn, "graph deleted");
            deleted += 1;
        }
    }
    Ok(json!({ "deleted": deleted }))
}
