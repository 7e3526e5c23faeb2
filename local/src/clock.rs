//! The clock: the present, and what it starts, as Amazon EventBridge Scheduler does.

use std::sync::Arc;
use std::time::Duration;

use gumshoe_api::Handler;
use gumshoe_domain::Timestamp;
use serde_json::{Value, json};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// A function that runs again and again, never twice at the same time.
pub struct Job {
    /// The function's name.
    pub name: &'static str,
    /// The function.
    pub handler: Arc<dyn Handler>,
    /// The time from one start to the next; a run that takes longer delays the next.
    pub every: Duration,
}

/// The present. Everything below takes it as an argument.
#[expect(
    clippy::disallowed_methods,
    reason = "the local stack is an entry point and reads the clock here only"
)]
pub fn now() -> Timestamp {
    Timestamp::from_millis(jiff::Timestamp::now().as_millisecond())
}

/// Runs `job` until `stop`, for the first time at once; a run that goes on then is finished.
pub async fn run(job: Job, stop: CancellationToken) {
    let mut ticks = interval(job.every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = job.handler.handle(scheduled_event(now())).await {
            let error: &(dyn std::error::Error + 'static) = &error;
            tracing::error!(job = job.name, error.chain = %crate::chain(error), "job failed");
        }
    }
}

/// What a schedule sends: EventBridge User Guide, "Schedule events".
pub(crate) fn scheduled_event(now: Timestamp) -> Value {
    json!({
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "time": now.to_string(),
        "resources": [],
        "detail": {},
    })
}
