//! Gumshoe is killed at random moments while somebody sets up a graph; whoever takes up the work
//! where it was left comes to where he would have come without.
//!
//! The program runs as a process of its own and dies by SIGKILL. What it had in its queues is lost,
//! so an hour passes between two lives, in which the scheduled jobs find again what waits.

mod logs;
mod script;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue::{self, S};
use gumshoe::endpoints::TABLE;
use gumshoe::stack::Stack;
use gumshoe_messages::QueueName;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

use crate::kill::program::{Place, Program};
use script::{Clients, Script};

/// How often Gumshoe is killed in one history.
const KILLS: usize = 8;

/// How long a life goes on, at most, after the steps that are done in it for certain: at most three, so
/// that the script lasts for all lives however fast the machine is.
const LONGEST_LIFE: Duration = Duration::from_millis(60);

/// How long a life is, at most, that may end before its services answer.
const LONGEST_START: Duration = Duration::from_millis(300);

/// How long the script may take once nobody kills Gumshoe.
const PATIENCE: Duration = Duration::from_secs(60);

/// A moment that is long ago for every job.
const LONG_AGO: &str = "2026-03-01T12:00:00.000Z";

#[tokio::test(flavor = "multi_thread")]
async fn work_that_is_taken_up_after_kills_ends_as_if_there_had_been_none() {
    let undisturbed = undisturbed().await;
    let (done, end) = history(1).await;
    println!("seed 1: {done} steps between the kills");
    assert_eq!(end, undisturbed);
}

#[ignore = "long: a hundred histories of kills"]
#[tokio::test(flavor = "multi_thread")]
async fn work_that_is_taken_up_ends_the_same_in_many_histories_of_kills() {
    let undisturbed = undisturbed().await;
    for seed in 2..102 {
        let (done, end) = history(seed).await;
        println!("seed {seed}: {done} steps between the kills");
        assert_eq!(end, undisturbed);
    }
}

/// What the script comes to when nobody kills Gumshoe.
async fn undisturbed() -> Value {
    let data = crate::folder();
    let mut script = Script::new();
    end(data.path(), &mut script).await
}

/// How many steps were done between the kills, and what the script comes to.
async fn history(seed: u64) -> (usize, Value) {
    let data = crate::folder();
    let mut script = Script::new();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for _ in 0..KILLS {
        if random.random_range(0..4) == 0 {
            let starting = Program::spawn(data.path());
            let life = random.random_range(Duration::ZERO..LONGEST_START);
            starting.kill_after(life).await;
        } else {
            let steps = random.random_range(0..=3);
            let life = random.random_range(Duration::ZERO..LONGEST_LIFE);
            let running = Program::start(data.path()).await;
            let clients = Clients::of(&running.place);
            script.advance(&clients, steps).await;
            tokio::select! {
                () = running.kill_after(life) => {}
                () = script.advance(&clients, usize::MAX) => {}
            }
        }
        an_hour_passes(data.path()).await;
    }
    (script.done(), end(data.path(), &mut script).await)
}

/// The rest of the script, in peace, and where it leads.
async fn end(data: &Path, script: &mut Script) -> Value {
    let peaceful = Program::start(data).await;
    let clients = Clients::of(&peaceful.place);
    let done = tokio::time::timeout(PATIENCE, script.advance(&clients, usize::MAX)).await;
    assert!(done.is_ok(), "{script:?}");
    peaceful.terminate().await;
    // What was done survives one more start.
    let stack = crate::start(data).await;
    let told = script.told(&Place::of(stack.endpoints())).await;
    let end = serde_json::json!({ "told": told, "kept": kept(&stack).await });
    stack.shutdown().await;
    end
}

/// Turns what waits back to a moment long ago, and runs the jobs that look for it.
async fn an_hour_passes(data: &Path) {
    let stack = crate::start(data).await;
    for item in items(&stack).await {
        let (field, status, wait) = if item.contains_key("MemberStatus") {
            ("Updated", "MemberStatus", "VERIFICATION_IN_PROGRESS")
        } else {
            ("LastAttempt", "InvestigationStatus", "RUNNING")
        };
        if item.get(status) != Some(&S(wait.to_owned())) {
            continue;
        }
        let update = stack.clients().dynamodb.update_item().table_name(TABLE);
        let update = update
            .key("PK", item["PK"].clone())
            .key("SK", item["SK"].clone())
            .update_expression(format!("SET {field} = :then"))
            .expression_attribute_values(":then", S(LONG_AGO.to_owned()));
        update.send().await.unwrap();
    }
    for job in ["enable-members", "settle-investigations"] {
        stack.run_job(job).await.unwrap().unwrap();
    }
    for queue in [QueueName::Members, QueueName::Investigations] {
        stack.settled(queue).await;
    }
    stack.shutdown().await;
}

type Item = HashMap<String, AttributeValue>;

async fn items(stack: &Stack) -> Vec<Item> {
    let scan = stack.clients().dynamodb.scan().table_name(TABLE);
    let pages = scan.consistent_read(true).into_paginator().items().send();
    let items = pages.collect::<Result<Vec<Item>, _>>().await;
    items.unwrap()
}

/// How many items of each kind there are, and what they count: a call that was made twice leaves
/// nothing behind.
async fn kept(stack: &Stack) -> Value {
    let (mut kinds, mut counts) = (BTreeMap::<String, usize>::new(), BTreeMap::new());
    for item in items(stack).await {
        let [pk, sk] = ["PK", "SK"].map(|key| kind(item[key].as_s().unwrap()));
        // Compaction makes as many segments as it likes, and a run that was cut off leaves indicators.
        if sk.contains("SEGMENT") || sk.contains("MANIFEST") || pk.contains("INDICATORS") {
            continue;
        }
        for count in ["MemberCount", "Running"] {
            if let Some(number) = item.get(count) {
                counts.insert(count, number.as_n().unwrap().clone());
            }
        }
        *kinds.entry(format!("{pk} {sk}")).or_default() += 1;
    }
    serde_json::json!({ "kinds": kinds, "counts": counts })
}

/// What of a key is no name of a graph, an account, an object or a day.
fn kind(key: &str) -> String {
    key.chars().filter(char::is_ascii_uppercase).collect()
}
