//! Gumshoe is killed at random moments, again and again; every call counts exactly once.
//!
//! The program runs as a process of its own and dies by SIGKILL: while it starts, receives objects,
//! ingests or compacts. Clients put again what was not acknowledged, and sometimes what was.

mod calls;
mod delivery;
mod objects;
pub(crate) mod program;
mod real_logs;
mod sources;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use gumshoe::endpoints::LOG_BUCKET;
use gumshoe::synthetic::Scenario;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use calls::{Caller, Calls};
use program::{Place, Program};

/// An object of the log bucket.
struct Object {
    key: String,
    bytes: Vec<u8>,
}

impl From<gumshoe::synthetic::Object> for Object {
    fn from(object: gumshoe::synthetic::Object) -> Self {
        let gumshoe::synthetic::Object { key, bytes, .. } = object;
        Self { key, bytes }
    }
}

/// How often Gumshoe is killed in one history.
const KILLS: usize = 5;

/// Histories of the long test, of five kills each.
const MANY_HISTORIES: u64 = 100;

/// Acknowledged objects that are put once more, in each life.
const REPEATED_PUTS: usize = 4;

/// How long a life is, at most, from the moment that its services answer. Objects are put at random
/// moments of as much time, so that ingestion never rests; compaction begins when a life does.
const LONGEST_LIFE: Duration = Duration::from_millis(800);

/// How long a life is, at most, that may end before its services answer.
const LONGEST_START: Duration = Duration::from_millis(300);

/// How long ingestion may take once nobody kills it.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn every_call_counts_once_however_often_gumshoe_is_killed() {
    survive(1).await;
}

#[ignore = "long: a hundred histories of kills"]
#[tokio::test(flavor = "multi_thread")]
async fn every_call_counts_once_in_many_histories_of_kills() {
    for seed in 2..2 + MANY_HISTORIES {
        println!("seed {seed}");
        survive(seed).await;
    }
}

/// One history: kills, then peace, then one more restart.
async fn survive(seed: u64) {
    let scenario = scenario(seed);
    let mut generated = scenario.objects();
    let objects: Vec<Object> = generated
        .by_ref()
        .map(Result::unwrap)
        .map(Object::from)
        .collect();
    let expected = Calls::recounted(&objects, generated.tally());
    let account = scenario.account_ids().remove(0);
    let data = crate::folder();
    let mut random = ChaCha8Rng::seed_from_u64(seed);

    let graph = graph_of(data.path(), &account).await;
    let pending = short_lives(data.path(), &objects, &mut random).await;

    let peaceful = Program::start(data.path()).await;
    let refused = put(&peaceful.place, &objects, at_once(pending)).await;
    assert_eq!(refused, [0; 0]);
    let caller = Caller::new(&peaceful.place, &account);
    wait_until_ingested(&caller, &graph, objects.len()).await;
    assert_eq!(caller.calls(&graph, &scenario, &expected).await, expected);
    peaceful.terminate().await;

    // Here it is known when everything that was announced again has been decided about.
    let stack = crate::start(data.path()).await;
    let place = Place::of(stack.endpoints());
    let refused = put(&place, &objects, at_once(0..objects.len())).await;
    assert_eq!(refused, [0; 0]);
    stack.ingested().await;
    let caller = Caller::new(&place, &account);
    assert_eq!(caller.calls(&graph, &scenario, &expected).await, expected);
    assert_eq!(
        caller.ingest_status(&graph).await,
        status(objects.len(), &expected, generated.tally().bytes)
    );
    stack.shutdown().await;
}

/// A graph of `account` in a deployment that stops then.
async fn graph_of(data: &Path, account: &str) -> String {
    let first = Program::start(data).await;
    let graph = Caller::new(&first.place, account).create_graph().await;
    first.terminate().await;
    graph
}

/// Puts objects while Gumshoe is killed again and again; those come back that are not acknowledged.
async fn short_lives(data: &Path, objects: &[Object], random: &mut ChaCha8Rng) -> Vec<usize> {
    let mut pending: Vec<usize> = (0..objects.len()).collect();
    pending.shuffle(random);
    for lives_left in (1..=KILLS).rev() {
        let share = pending.len().div_ceil(lives_left);
        let mut chosen = pending.split_off(pending.len() - share);
        chosen.extend(again(&pending, &chosen, objects.len(), random));
        chosen.shuffle(random);
        let refused = short_life(data, objects, &chosen, random).await;
        pending.extend(refused);
    }
    pending
}

fn at_once(objects: impl IntoIterator<Item = usize>) -> impl Iterator<Item = (usize, Duration)> {
    objects.into_iter().map(|at| (at, Duration::ZERO))
}

/// A day of one account's logs.
fn scenario(seed: u64) -> Scenario {
    Scenario {
        seed,
        start: "2026-03-02T00:00:00Z".parse().unwrap(),
        days: 1,
        accounts: 1,
        size: Some(400_000),
    }
}

/// Some of the objects that were acknowledged: neither pending nor chosen now.
fn again(pending: &[usize], chosen: &[usize], count: usize, random: &mut ChaCha8Rng) -> Vec<usize> {
    let mut done: Vec<usize> = (0..count)
        .filter(|at| !pending.contains(at) && !chosen.contains(at))
        .collect();
    done.shuffle(random);
    done.truncate(REPEATED_PUTS);
    done
}

/// Starts Gumshoe, puts the `chosen` objects, and kills it at a random moment. The objects that
/// were not acknowledged come back.
async fn short_life(
    data: &Path,
    objects: &[Object],
    chosen: &[usize],
    random: &mut ChaCha8Rng,
) -> Vec<usize> {
    if random.random_range(0..5) == 0 {
        let starting = Program::spawn(data);
        starting
            .kill_after(random.random_range(Duration::ZERO..LONGEST_START))
            .await;
        return chosen.to_vec();
    }
    let mut moment = || random.random_range(Duration::ZERO..LONGEST_LIFE);
    let life = moment();
    let puts: Vec<_> = chosen.iter().map(|&at| (at, moment())).collect();
    let running = Program::start(data).await;
    let place = running.place.clone();
    let (refused, ()) = tokio::join!(put(&place, objects, puts), running.kill_after(life));
    refused
}

/// Puts objects into the log bucket, each after a while; those that were not acknowledged come back.
async fn put(
    place: &Place,
    objects: &[Object],
    puts: impl IntoIterator<Item = (usize, Duration)>,
) -> Vec<usize> {
    let s3 = place.s3();
    let puts = puts.into_iter().map(|(at, after)| {
        let object = &objects[at];
        let put = s3.put_object().bucket(LOG_BUCKET).key(&object.key);
        let put = put.body(object.bytes.clone().into());
        async move {
            tokio::time::sleep(after).await;
            put.send().await.err().map(|_| at)
        }
    });
    let refused = futures::future::join_all(puts).await;
    refused.into_iter().flatten().collect()
}

async fn wait_until_ingested(caller: &Caller, graph: &str, objects: usize) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let status = caller.ingest_status(graph).await;
        if status["Objects"]["Ingested"] == json!(objects) {
            return;
        }
        assert!(Instant::now() < deadline, "{status}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What `GetIngestStatus` says of objects that all count, without its times.
fn status(objects: usize, calls: &Calls, bytes: u64) -> Value {
    let nothing = BTreeMap::<String, u64>::new();
    json!({
        "Source": "CLOUDTRAIL",
        "Objects": { "Ingested": objects, "LeftOut": nothing, "Quarantined": nothing },
        "Records": {
            "Ingested": calls.total.0 + calls.total.1,
            "LeftOut": nothing,
            "Rejected": nothing,
            "Notices": nothing,
        },
        "Bytes": bytes,
    })
}
