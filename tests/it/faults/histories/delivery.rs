//! Objects that a person lets be delivered: from before, or given up.

use std::sync::Arc;

use gumshoe::aws::{Deployment, DeploymentArguments};
use gumshoe::backfill::{self, BackfillArguments};
use gumshoe::endpoints::{LOG_BUCKET, STACK, TABLE};
use gumshoe::queue::Consumer;
use gumshoe::redrive::{self, RedriveArguments};
use gumshoe_domain::LogSourceName;
use tokio_util::sync::CancellationToken;

use super::{History, OLD, graph, ingest, old};
use crate::faults::functions::{Functions, announcement, now};
use crate::faults::logs::Object;

pub(crate) const BACKFILL: History = History {
    before: |functions| {
        Box::pin(async {
            let graph = graph(functions).await;
            let mut objects = OLD.first();
            let rest = objects.split_off(2);
            ingest(functions, objects).await;
            for object in rest {
                functions.upload(&object.key, object.bytes).await;
            }
            graph
        })
    },
    during: |functions, _| {
        Box::pin(async {
            again(async || {
                let backfill =
                    backfill::run_for(deployment(functions), backfill_arguments(functions), now());
                functions
                    .world
                    .faults
                    .mortal(backfill)
                    .await
                    .map(|done| done.is_ok())
            })
            .await;
            drain(functions).await;
        })
    },
    then: &["compact-segments"],
    scope: old,
    // It counts what there is to do while it is being done.
    is_exact: false,
};

pub(crate) const REDRIVE: History = History {
    before: |functions| {
        Box::pin(async {
            let graph = graph(functions).await;
            ingest(functions, [OLD.unreadable()]).await;
            for object in OLD.late().into_iter().chain([OLD.mended()]) {
                functions.upload(&object.key, object.bytes).await;
            }
            graph
        })
    },
    during: |functions, _| {
        Box::pin(async {
            for object in OLD.late() {
                give_up(functions, &object).await;
            }
            for is_quarantined in [false, true] {
                again(async || {
                    let deployment = deployment(functions);
                    let arguments = redrive_arguments(is_quarantined);
                    let redrive = redrive::run_for(&deployment, arguments);
                    functions
                        .world
                        .faults
                        .mortal(redrive)
                        .await
                        .map(|done| done.is_ok())
                })
                .await;
                drain(functions).await;
            }
        })
    },
    then: &["compact-segments"],
    scope: old,
    // How often a move is looked at is up to SQS.
    is_exact: false,
};

/// Does what a person does, and once more when it comes to no end.
async fn again(mut attempt: impl AsyncFnMut() -> Option<bool>) {
    for _ in 0..2 {
        if attempt().await == Some(true) {
            return;
        }
    }
    panic!("it fails without a fault");
}

fn deployment(functions: &Functions<'_>) -> Deployment {
    let (world, is_retried) = (functions.world, functions.is_retried);
    let (dynamodb, s3) = (world.dynamodb(is_retried), world.s3(is_retried));
    Deployment::new(&meant(), dynamodb, s3, world.sqs(is_retried))
}

fn meant() -> DeploymentArguments {
    DeploymentArguments {
        stack: STACK.to_owned(),
        table: TABLE.to_owned(),
        s3_path_style: true,
    }
}

fn backfill_arguments(functions: &Functions<'_>) -> BackfillArguments {
    BackfillArguments {
        location: format!("s3://{LOG_BUCKET}").parse().unwrap(),
        since: "2026-02-01T00:00:00Z".parse().unwrap(),
        until: None,
        source: None,
        dry_run: false,
        json: false,
        rate: 100_000,
        most_waiting: 1_000,
        state: functions.world.file("backfill.json"),
        queue: None,
        deployment: meant(),
    }
}

fn redrive_arguments(is_quarantined: bool) -> RedriveArguments {
    RedriveArguments {
        source: None,
        all: true,
        dry_run: false,
        rate: None,
        quarantined: is_quarantined,
        reason: None,
        deployment: meant(),
    }
}

/// Makes a dead letter of the message about an object.
async fn give_up(functions: &Functions<'_>, object: &Object) {
    let queue = &functions.world.queues[&object.source];
    queue.send(announcement(&object.key));
    let failing: Consumer = Arc::new(|_| Box::pin(async { Err("it always fails".into()) }));
    let stop = CancellationToken::new();
    let workers = queue.deliver(&failing, &stop);
    queue.settled().await;
    stop.cancel();
    futures::future::join_all(workers).await;
}

async fn drain(functions: &Functions<'_>) {
    for &source in LogSourceName::ALL {
        functions.drain(source).await;
        let dead = functions.world.queues[&source].dead_letters();
        assert_eq!(dead, [""; 0], "{source}");
    }
}
