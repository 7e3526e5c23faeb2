//! Each call of a function goes wrong once, in every way in which a call can; then the work is done
//! again, as SQS and schedules do it. Whatever it was, in the end the deployment tells what it tells
//! when nothing goes wrong, and nothing is left over.
//!
//! A history is replayed for every call that it makes and every fault. That takes minutes, so that
//! `make test` replays a part of them, always the same one.

mod functions;
mod histories;
mod layer;
mod logs;
mod told;
mod world;

use std::panic::AssertUnwindSafe;

use futures::FutureExt;

use gumshoe_tests::ADMINISTRATOR;

use histories::History;
use layer::{Fault, Point};
use logs::MEMBER;
use told::Told;
use world::World;

/// Of how many points `make test` tries one.
const SAMPLED: usize = 61;

/// What became of a history.
struct Replayed {
    told: Told,
    calls: Vec<String>,
    hit: Option<String>,
}

async fn replay(world: &World, history: &History, graph: &str, point: Option<Point>) -> Replayed {
    world.restore();
    let is_retried = point.is_some_and(|(_, fault)| fault.is_retried());
    let functions = world.functions(is_retried);
    world.faults.arm(point);
    (history.during)(&functions, graph).await;
    let (calls, hit) = world.faults.disarm();
    for job in history.then {
        functions.job(job).await;
    }
    world.age_segments();
    functions.job("sweep-segments").await;
    let told = told::everything(&functions, graph, &(history.scope)()).await;
    Replayed { told, calls, hit }
}

/// What a history tells without a fault, how many calls it makes, and at how many points one went wrong.
#[derive(Debug)]
struct Survived {
    told: Told,
    calls: usize,
    points: usize,
}

/// Replays a history without a fault and then with one at every point, or one of so many.
async fn survives(history: &History, one_of: usize) -> Survived {
    let world = World::start().await;
    let graph = (history.before)(&world.functions(false)).await;
    world.save();
    let calm = replay(&world, history, &graph, None).await;
    let calls = calm.calls.iter().enumerate();
    let points = calls.flat_map(|(at, call)| Fault::of(call).iter().map(move |&it| (at, it)));
    let (mut tried, mut missed) = (0, 0);
    for point in points.step_by(one_of) {
        let replayed = AssertUnwindSafe(replay(&world, history, &graph, Some(point)));
        let Ok(replayed) = replayed.catch_unwind().await else {
            let (calls, hit) = world.faults.disarm();
            panic!("call {} {}: {hit:?} of {calls:#?}", point.0, point.1);
        };
        let what = format!("call {} ({:?}) {}", point.0, replayed.hit, point.1);
        compare(&what, &replayed.told, &calm.told);
        match replayed.hit {
            Some(_) => tried += 1,
            None => missed += 1,
        }
    }
    assert!(
        missed == 0 || !history.is_exact,
        "{missed} points are not reached"
    );
    assert!(tried > 0);
    Survived {
        told: calm.told,
        calls: calm.calls.len(),
        points: tried,
    }
}

fn compare(what: &str, told: &Told, expected: &Told) {
    for (about, value) in expected {
        assert_eq!(told.get(about), Some(value), "{what}: {about}");
    }
    let more: Vec<_> = told
        .keys()
        .filter(|it| !expected.contains_key(*it))
        .collect();
    assert_eq!(more, [""; 0], "{what}");
}

/// How often an account's calls succeeded, failed, how many of its flows there were and how many
/// Kubernetes calls succeeded; nothing where the graph does not answer.
fn sums(told: &Told, account: &str) -> [Option<u64>; 4] {
    let sum = |source: &str, name: &str| {
        let of_account = |about: &&String| {
            about.starts_with("ListActivity")
                && about.contains(&format!("\"EntityId\":\"{account}\""))
                && about.contains(&format!("\"Source\":\"{source}\""))
        };
        let about = told.keys().find(of_account).unwrap();
        told[about][1]["Totals"][name].as_u64()
    };
    [
        sum("API", "SuccessCount"),
        sum("API", "FailureCount"),
        sum("NETWORK", "Flows"),
        sum("KUBERNETES", "SuccessCount"),
    ]
}

/// What the histories come to when nothing goes wrong, counted by hand: calls of the administrator and
/// of the member, and the findings.
fn is(told: &Told, own: [u64; 4], members: [u64; 4], findings: usize) {
    assert_eq!(sums(told, ADMINISTRATOR), own.map(Some));
    assert_eq!(sums(told, MEMBER), members.map(Some));
    let found = told["ListFindings {}"][1]["Findings"].as_array();
    assert_eq!(found.unwrap().len(), findings);
}

fn ingested(told: &Told) {
    is(told, [4, 1, 3, 1], [2, 0, 3, 1], 4);
}

fn ingested_with_late_ones(told: &Told) {
    is(told, [5, 1, 6, 2], [3, 0, 3, 1], 4);
}

/// Without the mended object, which retention's history has not.
fn retained(told: &Told) {
    is(told, [4, 1, 6, 2], [3, 0, 3, 1], 4);
}

fn erased(told: &Told) {
    is(told, [4, 1, 6, 2], [0, 0, 0, 0], 2);
}

fn backfilled(told: &Told) {
    is(told, [3, 1, 3, 1], [2, 0, 3, 1], 4);
}

fn redriven(told: &Told) {
    is(told, [2, 0, 3, 1], [1, 0, 0, 0], 1);
}

/// Nobody is answered, and the table has no item of a graph: what came late belongs to none.
fn deleted(told: &Told) {
    assert_eq!(sums(told, ADMINISTRATOR), [None; 4]);
    let items: Vec<&String> = told
        .keys()
        .filter(|it| it.starts_with("item GRAPH#"))
        .collect();
    assert_eq!(items, [""; 0]);
    let late = told
        .keys()
        .filter(|it| it.starts_with("item UNATTRIBUTED#OBJECTS#"));
    assert_eq!(late.count(), 4);
}

/// A test of a part of a history's points, and one of all.
macro_rules! histories {
    ($($name:ident, $long:ident: $history:expr, $check:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let check: fn(&Told) = $check;
            let survived = survives(&$history, SAMPLED).await;
            println!("{} calls; {} fault points", survived.calls, survived.points);
            check(&survived.told);
        }

        #[ignore = "long: every call of the history, with every fault"]
        #[tokio::test]
        async fn $long() {
            let survived = survives(&$history, 1).await;
            println!("{} calls; {} fault points", survived.calls, survived.points);
        }
    )*};
}

histories! {
    ingestion_counts_once_whichever_call_goes_wrong, ingestion_at_every_point: histories::INGESTION, ingested;
    compaction_loses_and_doubles_nothing_whichever_call_goes_wrong, compaction_at_every_point: histories::COMPACTION, ingested_with_late_ones;
    retention_takes_the_old_days_alone_whichever_call_goes_wrong, retention_at_every_point: histories::RETENTION, retained;
    erasure_takes_the_account_alone_whichever_call_goes_wrong, erasure_at_every_point: histories::ERASURE, erased;
    deletion_leaves_nothing_whichever_call_goes_wrong, deletion_at_every_point: histories::DELETION, deleted;
    sweeping_takes_what_nobody_names_whichever_call_goes_wrong, sweeping_at_every_point: histories::SWEEPING, ingested_with_late_ones;
    a_backfill_delivers_everything_whichever_call_goes_wrong, a_backfill_at_every_point: histories::BACKFILL, backfilled;
    a_redrive_delivers_everything_whichever_call_goes_wrong, a_redrive_at_every_point: histories::REDRIVE, redriven;
}
