//! `gumshoe backfill` and `gumshoe redrive`, killed at random moments.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use gumshoe::endpoints::LOG_BUCKET;
use gumshoe::stack::Stack;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use super::calls::Caller;
use super::objects::{ACCOUNT, trail, trail_key};
use super::program::{Place, Process};

/// How often a command is killed.
const KILLS: usize = 4;

/// Objects that are delivered.
const OBJECTS: u32 = 120;

/// How many in a second, so that a command lives for more than half a second.
const RATE: &str = "200";

/// How long a command lives, at most.
const LONGEST_LIFE: Duration = Duration::from_millis(900);

/// A bucket that the stack is never told of.
const HISTORY: &str = "history";

/// `gumshoe` with these arguments, for the stack.
fn command(stack: &Stack, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gumshoe"));
    command.args(["--log-level", "error"]).args(arguments);
    command.envs(stack.endpoints().environment());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Starts a command again and again and kills it each time; then lets it come to its end.
async fn killed_and_then_done(stack: &Stack, arguments: &[&str], random: &mut ChaCha8Rng) {
    for _ in 0..KILLS {
        let killed = Process::start(&mut command(stack, arguments));
        let life = random.random_range(Duration::ZERO..LONGEST_LIFE);
        killed.kill_after(life).await;
    }
    // SQS moves dead letters on by itself, and one move at a time.
    for _ in 0..100 {
        let mut command = command(stack, arguments);
        let ended = tokio::task::spawn_blocking(move || command.status().unwrap());
        if ended.await.unwrap().success() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{arguments:?} comes to no end");
}

async fn fill(stack: &Stack, bucket: &str) {
    let s3 = &stack.clients().s3;
    if bucket != LOG_BUCKET {
        s3.create_bucket().bucket(bucket).send().await.unwrap();
    }
    for number in 0..OBJECTS {
        let object = trail(number);
        let put = s3.put_object().bucket(bucket).key(object.key);
        put.body(object.bytes.into()).send().await.unwrap();
    }
}

/// Every object counts, and each once: its two calls, of which one fails.
async fn assert_counted(stack: &Stack, graph: &str) {
    stack.ingested().await;
    let caller = Caller::new(&Place::of(stack.endpoints()), ACCOUNT);
    let request = json!({
        "GraphArn": graph, "EntityType": "AwsAccount", "EntityId": ACCOUNT,
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let (_, totals) = caller.activity(request).await;
    assert_eq!(
        [&totals["SuccessCount"], &totals["FailureCount"]],
        [OBJECTS, OBJECTS]
    );
    let status = caller.ingest_status(graph).await;
    assert_eq!(
        status["Objects"],
        json!({ "Ingested": OBJECTS, "LeftOut": {}, "Quarantined": {} })
    );
    assert_eq!(stack.dead_letters(), [""; 0]);
}

async fn started(data: &Path) -> (Stack, String) {
    let stack = crate::start(data).await;
    let caller = Caller::new(&Place::of(stack.endpoints()), ACCOUNT);
    let graph = caller.create_graph().await;
    (stack, graph)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backfill_that_is_killed_and_started_again_delivers_everything_and_it_counts_once() {
    let data = crate::folder();
    let (stack, graph) = started(data.path()).await;
    fill(&stack, HISTORY).await;
    let state = data.path().join("backfill.json");
    let (bucket, state) = (format!("s3://{HISTORY}"), state.to_str().unwrap());
    let arguments = [
        "backfill",
        &bucket,
        "--since",
        "2026-03-01",
        "--rate",
        RATE,
        "--state",
        state,
    ];
    let mut random = ChaCha8Rng::seed_from_u64(1);

    killed_and_then_done(&stack, &arguments, &mut random).await;

    assert_counted(&stack, &graph).await;
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redrive_that_is_killed_and_started_again_delivers_everything_and_it_counts_once() {
    let data = crate::folder();
    let (stack, graph) = started(data.path()).await;
    fill(&stack, HISTORY).await;
    send_to_dead_letters(&stack).await;
    assert_eq!(
        stack.dead_letters().len(),
        usize::try_from(OBJECTS).unwrap()
    );
    let arguments = ["redrive", "cloudtrail", "--rate", RATE];
    let mut random = ChaCha8Rng::seed_from_u64(1);

    killed_and_then_done(&stack, &arguments, &mut random).await;

    assert_counted(&stack, &graph).await;
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redrive_of_the_quarantine_that_is_killed_counts_everything_once() {
    let data = crate::folder();
    let stack = crate::start(data.path()).await;
    // Nobody has a graph yet.
    fill(&stack, LOG_BUCKET).await;
    stack.ingested().await;
    let caller = Caller::new(&Place::of(stack.endpoints()), ACCOUNT);
    let graph = caller.create_graph().await;
    let mut random = ChaCha8Rng::seed_from_u64(1);

    killed_and_then_done(
        &stack,
        &["redrive", "cloudtrail", "--quarantined"],
        &mut random,
    )
    .await;

    assert_counted(&stack, &graph).await;
    stack.shutdown().await;
}

/// As if ingestion had given up every object of the history.
async fn send_to_dead_letters(stack: &Stack) {
    let dead = format!(
        "{}/{ACCOUNT}/gumshoe-cloudtrail-quarantine",
        stack.endpoints().sqs_url()
    );
    for number in 0..OBJECTS {
        let event = json!({
            "version": "0", "id": "0", "detail-type": "Object Created", "source": "aws.s3", "account": ACCOUNT,
            "time": "2026-03-01T12:05:00Z", "region": "us-east-1", "resources": [], "detail": {
                "version": "0", "bucket": { "name": HISTORY }, "object": { "key": trail_key(number), "size": 1 },
            },
        });
        let body = json!({ "QueueUrl": dead, "MessageBody": event.to_string() });
        let request = ureq::post(stack.endpoints().sqs_url())
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AmazonSQS.SendMessage");
        let sent = tokio::task::spawn_blocking(move || request.send(body.to_string()));
        assert!(sent.await.unwrap().unwrap().status().is_success());
    }
}
