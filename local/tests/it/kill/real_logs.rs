//! Real log files, while Gumshoe is killed at random moments, against an independent count of them.
//!
//! The files are optional test data: `GUMSHOE_TEST_DATA` names their folder, `../shared/data` beside the
//! workspace is tried otherwise, and where neither is there the test says so and checks nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::calls::Caller;
use super::objects::gzip;
use super::program::Place;
use super::{Object, at_once, graph_of, put, short_lives};

/// The account of the records; the files' names have another one.
const ACCOUNT: &str = "123837392027";

/// Calls that succeeded and that failed, by service and API.
type Calls = BTreeMap<String, (u64, u64)>;

#[expect(
    clippy::disallowed_methods,
    reason = "where the data is concerns this test alone"
)]
fn data() -> Option<PathBuf> {
    let named = std::env::var_os("GUMSHOE_TEST_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = named.unwrap_or_else(beside);
    let facts = folder.join("invictus-facts.json");
    facts.is_file().then_some(folder)
}

/// The log files as CloudTrail delivers them.
fn objects(data: &Path) -> Vec<Object> {
    let mut objects = Vec::new();
    for file in std::fs::read_dir(data.join("cloudtrail/invictus")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|it| it != "json") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let [account, _, region, time, _] = name.split('_').collect::<Vec<_>>()[..] else {
            panic!("{name} is no log file's name");
        };
        let (year, month, day) = (&time[..4], &time[4..6], &time[6..8]);
        objects.push(Object {
            key: format!("AWSLogs/{account}/CloudTrail/{region}/{year}/{month}/{day}/{name}.gz"),
            bytes: gzip(&std::fs::read(&path).unwrap()),
        });
    }
    objects.sort_by(|one, other| one.key.cmp(&other.key));
    objects
}

fn expected(data: &Path) -> Calls {
    let facts = std::fs::read(data.join("invictus-facts.json")).unwrap();
    let facts: Value = serde_json::from_slice(&facts).unwrap();
    let count = |of: &Value, name: &str| of[name].as_u64().unwrap();
    let calls = facts["calls"].as_object().unwrap().iter();
    calls
        .map(|(api, of)| (api.clone(), (count(of, "success"), count(of, "failed"))))
        .collect()
}

async fn told(caller: &Caller, graph: &str) -> Calls {
    let request = json!({
        "GraphArn": graph, "EntityType": "AwsAccount", "EntityId": ACCOUNT, "GroupBy": ["Service", "Api"],
        "ScopeStartTime": "2023-07-10T00:00:00Z", "ScopeEndTime": "2023-07-11T00:00:00Z",
    });
    let (groups, _) = caller.activity(request).await;
    let calls = groups.iter().map(|group| {
        let key = |name: &str| group["Keys"][name].as_str().unwrap();
        let count = |name: &str| group[name].as_u64().unwrap();
        (
            format!("{}.amazonaws.com:{}", key("Service"), key("Api")),
            (count("SuccessCount"), count("FailureCount")),
        )
    });
    calls.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn real_logs_count_as_by_the_oracle_however_often_gumshoe_is_killed() {
    let Some(test_data) = data() else {
        println!("skipped: there is no test data; set GUMSHOE_TEST_DATA");
        return;
    };
    let objects = objects(&test_data);
    assert_eq!(objects.len(), 55);
    let state = crate::folder();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let graph = graph_of(state.path(), ACCOUNT).await;
    // What was not acknowledged is put again below, with everything else.
    let _ = short_lives(state.path(), &objects, &mut random).await;

    let stack = crate::start(state.path()).await;
    let place = Place::of(stack.endpoints());
    let refused = put(&place, &objects, at_once(0..objects.len())).await;
    assert_eq!(refused, [0; 0]);
    stack.ingested().await;
    assert_eq!(stack.dead_letters(), [""; 0]);
    let caller = Caller::new(&place, ACCOUNT);
    let status = caller.ingest_status(&graph).await;
    assert_eq!(status["Objects"]["Ingested"], json!(55), "{status}");
    assert_eq!(status["Records"]["Ingested"], json!(2_900), "{status}");
    assert_eq!(told(&caller, &graph).await, expected(&test_data));
    stack.shutdown().await;
}
