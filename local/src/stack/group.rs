//! The tasks of a stack: servers, workers, jobs.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use gumshoe_api::{Handler, Services, StartedBy, Trigger};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{Options, StackError};
use crate::clock::{self, Job};
use crate::families::triggers;
use crate::ingestion::{self, IngestQueues};
use crate::outbox::Outbox;
use crate::queue::Queue;
use crate::s3;

/// Tasks that stop together.
#[derive(Debug)]
pub(super) struct Group {
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    _stop_when_dropped: DropGuard,
}

impl Group {
    pub(super) fn new() -> Self {
        let stop = CancellationToken::new();
        Self {
            _stop_when_dropped: stop.clone().drop_guard(),
            stop,
            tasks: Vec::new(),
        }
    }

    pub(super) fn serve(&mut self, listener: TcpListener, router: Router) {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let stop = self.stop.clone().cancelled_owned();
        self.tasks.push(tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, service)
                .with_graceful_shutdown(stop)
                .await
            {
                tracing::error!(error.message = %error, "server failed");
            }
        }));
    }

    pub(super) fn serve_database(
        &mut self,
        listener: TcpListener,
        data: &Path,
    ) -> Result<(), StackError> {
        let path = data.join("dynamodb.sqlite");
        let database = dynoxide::Database::new(&path.to_string_lossy());
        let database = database.map_err(|error| StackError::Database {
            path,
            source: error.into(),
        })?;
        let stop = self.stop.clone().cancelled_owned();
        self.tasks.push(tokio::spawn(async move {
            if let Err(error) =
                dynoxide::server::serve_with_shutdown(listener, database, stop).await
            {
                tracing::error!(error.message = %error, "database server failed");
            }
        }));
        Ok(())
    }

    /// Starts whatever starts the triggers, but the events of other AWS services.
    pub(super) fn start_triggers(
        &mut self,
        options: &Options,
        services: &Services,
        objects: &IngestQueues,
        outbox: &Outbox,
    ) -> Result<(), StackError> {
        for trigger in triggers() {
            let handler = open(trigger, services)?;
            match trigger.started_by {
                StartedBy::Objects(source) => {
                    if let Some(queue) = objects.of(source) {
                        self.deliver(queue, handler);
                    }
                }
                StartedBy::Messages(name) => {
                    if let Some(queue) = outbox.queue(name) {
                        self.deliver(queue, handler);
                    }
                }
                StartedBy::Schedule(every) => {
                    let job = Job {
                        name: trigger.name,
                        handler,
                        every: local_period(options, trigger.name, every),
                    };
                    self.tasks
                        .push(tokio::spawn(clock::run(job, self.stop.clone())));
                }
                StartedBy::Events => {}
            }
        }
        Ok(())
    }

    fn deliver(&mut self, queue: &Queue, handler: Arc<dyn Handler>) {
        let consumer = ingestion::consumer(handler);
        self.tasks.extend(queue.deliver(&consumer, &self.stop));
    }

    pub(super) fn announce(&mut self, s3: aws_sdk_s3::Client, notify: s3::OnCreated) {
        let stop = self.stop.clone();
        self.tasks.push(tokio::spawn(async move {
            if let Some(Err(error)) = stop
                .run_until_cancelled(ingestion::announce_existing(s3, notify))
                .await
            {
                tracing::error!(error.chain = %crate::chain(&error), "log bucket cannot be listed");
            }
        }));
    }

    pub(super) async fn finish(self, limit: Duration) {
        self.stop.cancel();
        if timeout(limit, futures::future::join_all(self.tasks))
            .await
            .is_err()
        {
            tracing::warn!("something still runs");
        }
    }
}

pub(crate) fn open(
    trigger: &'static Trigger,
    services: &Services,
) -> Result<Arc<dyn Handler>, StackError> {
    (trigger.open)(services).map_err(|source| StackError::Function {
        function: trigger.name,
        source,
    })
}

/// On a laptop somebody waits for what may take minutes in an account.
fn local_period(options: &Options, job: &str, deployed: Duration) -> Duration {
    match job {
        "delete-graph-data" => Duration::from_secs(1),
        "compact-segments" | "update-finding-groups" => options.compact_every,
        "reconcile-organization" => Duration::from_secs(2),
        // They find again what a queue in memory forgot, once it is some minutes old.
        "enable-members" | "settle-investigations" | "investigate-automatically" => {
            Duration::from_secs(60)
        }
        _ => deployed,
    }
}
