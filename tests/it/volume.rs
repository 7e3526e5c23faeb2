//! What is more than usual.

use gumshoe_tests::{ADMINISTRATOR, Gumshoe, Record, log_file, log_key};
use serde_json::{Value, json};

const START: &str = "2026-03-01T00:00:00Z";
const END: &str = "2026-03-02T00:00:00Z";

/// Four weeks in which `ListBuckets` and `GetBucketAcl` are called twice in each of ten hours of the
/// day, a little more on every third day; and a day on which the first is called 400 times.
fn history() -> Vec<Record> {
    let mut times = Vec::new();
    for day in 1..=28 {
        for hour in 8..18 {
            for call in 0..2 + u32::from(day % 3 == 0) {
                times.push((
                    format!("2026-02-{day:02}T{hour:02}:{call:02}:00Z"),
                    "ListBuckets",
                ));
                times.push((
                    format!("2026-02-{day:02}T{hour:02}:{call:02}:30Z"),
                    "GetBucketAcl",
                ));
            }
        }
    }
    for call in 0..400 {
        let (minute, second) = (call / 60, call % 60);
        times.push((
            format!("2026-03-01T12:{minute:02}:{second:02}Z"),
            "ListBuckets",
        ));
    }
    for call in 0..20 {
        times.push((format!("2026-03-01T12:{call:02}:00Z"), "GetBucketAcl"));
        times.push((format!("2026-03-01T12:{call:02}:00Z"), "DeleteBucket"));
    }
    let record = |(event, (time, api)): (u128, (String, &str))| {
        Record::new(ADMINISTRATOR, &time, event).with("eventName", json!(api))
    };
    (0..).zip(times).map(record).collect()
}

async fn graph_with_history(gumshoe: &Gumshoe) -> String {
    let graph = gumshoe.account(ADMINISTRATOR).create_graph().await;
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), log_file(&history()))
        .await;
    gumshoe.settled().await;
    graph
}

fn about_alice(graph: &str, more: Value) -> Value {
    let mut request = json!({
        "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
        "ScopeStartTime": START, "ScopeEndTime": END,
    });
    let more = more.as_object().expect("members").clone();
    request.as_object_mut().expect("members").extend(more);
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_what_is_called_every_day_is_an_increase_and_what_is_new_is_none() {
    let gumshoe = Gumshoe::start().await;
    let graph = graph_with_history(&gumshoe).await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let ask = |more| administrator.ask("/behavior/volume/list", about_alice(&graph, more));

    let answer = ask(json!({})).await;
    let changes = answer["Changes"].as_array().expect("changes");
    let keys: Vec<&Value> = changes.iter().map(|it| &it["Keys"]).collect();
    assert_eq!(keys, [&json!({ "Service": "s3", "Api": "ListBuckets" })]);
    assert_eq!(answer["TestedCount"], json!(2));
    assert_eq!(answer["FalseDiscoveryRate"], json!(0.05));
    let it = &changes[0];
    assert_eq!(it["Observed"], json!(400));
    let number = |name: &str| it[name].as_f64().expect("a number");
    assert!((18.0..30.0).contains(&number("Expected")), "{it}");
    assert!(number("Lower") <= 20.0 && number("Upper") < 100.0, "{it}");
    assert!(
        number("PValue") < 1e-4 && number("QValue") >= number("PValue"),
        "{it}"
    );
    let why = &it["Explanation"];
    assert_eq!(why["Observed"], json!(400.0));
    assert_eq!(why["Expected"], it["Expected"]);
    let sentence = why["Sentence"].as_str().expect("a sentence");
    assert!(
        sentence.starts_with("400 calls of s3 ListBuckets where 2"),
        "{sentence}"
    );

    // Of the day before, nothing is said; of a source without data, nothing either.
    let day_before = json!({ "ScopeStartTime": "2026-02-28T00:00:00Z", "ScopeEndTime": START });
    assert_eq!(ask(day_before).await["Changes"], json!([]));
    let traffic = ask(json!({ "Source": "NETWORK" })).await;
    assert_eq!(
        (&traffic["Changes"], &traffic["TestedCount"]),
        (&json!([]), &json!(0))
    );
    assert_eq!(traffic["Baseline"]["Training"]["IsTraining"], json!(true));
    let refused = administrator
        .post(
            "/behavior/volume/list",
            about_alice(&graph, json!({ "FalseDiscoveryRate": 0.9 }))
                .to_string()
                .into_bytes(),
        )
        .await;
    assert_eq!(
        (refused.status, &*refused.error),
        (400, "ValidationException")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_has_a_band_of_what_is_usual() {
    let gumshoe = Gumshoe::start().await;
    let graph = graph_with_history(&gumshoe).await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let ask = |more| administrator.ask("/behavior/activity/timeline", about_alice(&graph, more));

    let answer = ask(json!({})).await;
    let bins = answer["Bins"].as_array().expect("bins");
    let usual = |hour: usize| &bins[hour]["Usual"]["SuccessCount"];
    let number = |it: &Value| it.as_f64().expect("a number");
    assert!(number(&usual(3)["Expected"]) < 1.0, "{}", usual(3));
    assert!(
        (3.0..7.0).contains(&number(&usual(12)["Expected"])),
        "{}",
        usual(12)
    );
    assert!(number(&usual(12)["Upper"]) < 60.0, "{}", usual(12));
    assert_eq!(bins[12]["SuccessCount"], json!(440));
    assert_eq!(
        answer["Baseline"]["Training"],
        json!({ "IsTraining": false, "DaysOfData": 28 })
    );
    let days = ask(json!({ "BinSize": "DAY" })).await;
    let usual = &days["Bins"][0]["Usual"]["SuccessCount"];
    assert!(
        (36.0..60.0).contains(&number(&usual["Expected"])),
        "{usual}"
    );
}
