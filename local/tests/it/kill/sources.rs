//! Objects of every source, while Gumshoe is killed at random moments.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::calls::Caller;
use super::objects::{ACCOUNT, EACH, of_every_source};
use super::program::Place;
use super::{at_once, graph_of, put, short_lives};

/// Histories of the long test.
const MANY_HISTORIES: u64 = 50;

#[tokio::test(flavor = "multi_thread")]
async fn objects_of_every_source_count_once_however_often_gumshoe_is_killed() {
    survive(1).await;
}

#[ignore = "long: fifty histories of kills"]
#[tokio::test(flavor = "multi_thread")]
async fn objects_of_every_source_count_once_in_many_histories_of_kills() {
    for seed in 2..2 + MANY_HISTORIES {
        println!("seed {seed}");
        survive(seed).await;
    }
}

async fn survive(seed: u64) {
    let objects = of_every_source();
    let data = crate::folder();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let graph = graph_of(data.path(), ACCOUNT).await;
    // What was not acknowledged is put again below, with everything else.
    let _ = short_lives(data.path(), &objects, &mut random).await;

    let stack = crate::start(data.path()).await;
    let place = Place::of(stack.endpoints());
    let refused = put(&place, &objects, at_once(0..objects.len())).await;
    assert_eq!(refused, [0; 0]);
    stack.ingested().await;
    assert_eq!(stack.dead_letters(), [""; 0]);
    let caller = Caller::new(&place, ACCOUNT);
    for job in ["sweep-segments", "compact-segments"] {
        assert_eq!(told(&caller, &graph).await, expected(), "before {job}");
        stack.run_job(job).await.unwrap().unwrap();
    }
    assert_eq!(told(&caller, &graph).await, expected());
    stack.shutdown().await;
}

/// The sums of each kind of activity, each finding with its count, and the objects of each source.
async fn told(caller: &Caller, graph: &str) -> Value {
    let scope = json!({
        "GraphArn": graph, "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let mut told = json!({});
    for source in ["API", "NETWORK", "KUBERNETES"] {
        let mut request = scope.clone();
        request["EntityType"] = json!("AwsAccount");
        request["EntityId"] = json!(ACCOUNT);
        request["Source"] = json!(source);
        let (_, mut totals) = caller.activity(request).await;
        for time in ["FirstSeen", "LastSeen"] {
            totals.as_object_mut().unwrap().remove(time);
        }
        told[source] = totals;
    }
    let findings = caller.ask("/behavior/findings/list", scope).await;
    for finding in findings["Findings"].as_array().unwrap() {
        let id = finding["FindingId"].as_str().unwrap();
        told["Findings"][id] = finding["Count"].clone();
    }
    let status = caller.ask("/behavior/ingest/get", json!({ "GraphArn": graph }));
    for source in status.await["Sources"].as_array().unwrap() {
        let name = source["Source"].as_str().unwrap();
        told["Objects"][name] = source["Objects"]["Ingested"].clone();
    }
    told
}

fn expected() -> Value {
    let mut expected = json!({
        "API": { "SuccessCount": EACH, "FailureCount": EACH },
        "NETWORK": {
            "InboundBytes": 40 * EACH, "OutboundBytes": 7_000 * EACH, "Packets": 8 * EACH, "Flows": 2 * EACH,
        },
        "KUBERNETES": {
            "SuccessCount": EACH, "UnauthorizedCount": EACH, "ForbiddenCount": EACH, "FailureCount": 0,
        },
        "Objects": {
            "CLOUDTRAIL": EACH, "VPC_FLOW": EACH, "GUARDDUTY": EACH, "SECURITY_HUB": EACH, "EKS_AUDIT": EACH,
        },
    });
    for number in 0..EACH {
        expected["Findings"][format!("hole-{number}")] = json!(1);
        if number >= EACH / 2 {
            // The newer version of two.
            let id = format!("attack-{}", number % (EACH / 2));
            expected["Findings"][id] = json!(number + 1);
        }
    }
    expected
}
