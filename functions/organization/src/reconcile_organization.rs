//! `reconcile-organization`: brings the organization graph in line with the organization, which it
//! asks for everything. Events come sooner, and may be missed.

use std::time::Duration;

use gumshoe_api::{StartedBy, Trigger};
use gumshoe_runtime::job;

use crate::reconcile::{ACCESS, Scope, reconcile};

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "reconcile-organization",
    started_by: StartedBy::Schedule(Duration::from_secs(3_600)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(
            services,
            "reconcile-organization",
            |services, now| {
                Box::pin(async move {
                    let done = reconcile(&services, Scope::Everything, now).await?;
                    Ok(serde_json::to_value(done)?)
                })
            },
        ))
    },
};
