//! How often a question reads the manifest, and what becomes of it when segments are replaced meanwhile.

mod watch;

use std::collections::BTreeSet;

use gumshoe::endpoints::{SEGMENT_BUCKET, TABLE};
use gumshoe::families::operations;
use gumshoe_api::{Services, Settings, answer};
use gumshoe_domain::Timestamp;
use gumshoe_tests::{ADMINISTRATOR, Gumshoe, Record, gzip, log_file, log_key};
use lambda_http::{Body, RequestExt};
use serde_json::{Value, json};

use super::profile::with_logs;
use watch::Watch;

/// An operation's answer, from functions whose calls are watched.
async fn ask(services: &Services, operation: &str, body: &Value) -> Value {
    let entry = operations().find(|it| it.name == operation).unwrap();
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={ADMINISTRATOR}/20260301/us-east-1/detective/aws4_request, SignedHeaders=host, Signature=0"
    );
    let request = lambda_http::http::Request::builder()
        .method(entry.route.method.as_str())
        .uri(entry.route.path)
        .header("Authorization", authorization)
        .body(Body::Text(body.to_string()))
        .unwrap()
        .with_raw_http_path(entry.route.path);
    let now: Timestamp = "2026-03-04T00:00:00Z".parse().unwrap();
    let answered = answer(entry, services, request, now).await;
    let Body::Text(text) = answered.body() else {
        panic!("{operation} answers nothing");
    };
    assert!(answered.status().is_success(), "{operation}: {text}");
    serde_json::from_str(text).unwrap()
}

fn watched(gumshoe: &Gumshoe) -> (Services, Watch) {
    let watch = Watch::default();
    let clients = gumshoe.stack().clients();
    let settings = Settings {
        trust_access_key: true,
        ..(*gumshoe.stack().services().settings).clone()
    };
    let (dynamodb, s3) = watch.on(clients);
    (Services::new(settings, dynamodb, s3), watch)
}

/// Deletes the rows that no entry of the manifest names, as `sweep-segments` does a day later.
async fn delete_what_was_replaced(gumshoe: &Gumshoe) {
    let clients = gumshoe.stack().clients();
    let scan = clients.dynamodb.scan().table_name(TABLE);
    let items = scan.consistent_read(true).send().await.unwrap().items;
    let items = items.unwrap();
    let named: BTreeSet<&String> = items
        .iter()
        .flat_map(|it| it.values())
        .filter_map(|it| it.as_s().ok())
        .collect();
    for key in gumshoe.segment_keys().await {
        if key.contains("/activity/") && !named.contains(&key) {
            let delete = clients.s3.delete_object().bucket(SEGMENT_BUCKET);
            delete.key(key).send().await.unwrap();
        }
    }
}

fn question(graph: &str, kind: &str, id: &str) -> Value {
    json!({
        "GraphArn": graph, "EntityType": kind, "EntityId": id,
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_reads_the_manifest_once_whatever_its_panels_are_made_from() {
    let (gumshoe, _, graph) = with_logs().await;
    let (services, watch) = watched(&gumshoe);
    let entities = [
        ("AwsUser", "AIDAEXAMPLEALICE"),
        ("AwsAccount", ADMINISTRATOR),
        ("Ec2Instance", "i-1"),
        ("IpAddress", "203.0.113.9"),
        ("S3Bucket", "payroll"),
    ];
    for job in ["close-days", "compact-segments"] {
        for (kind, id) in entities {
            let profile = ask(&services, "GetProfile", &question(&graph, kind, id)).await;
            assert!(profile["Panels"].as_array().unwrap().len() > 2, "{profile}");
            assert_eq!(watch.manifest_reads(), 1, "{kind}");
        }
        gumshoe.run(job).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_reads_no_day_of_the_manifest_twice() {
    let (gumshoe, _, graph) = with_logs().await;
    let (services, watch) = watched(&gumshoe);
    let user = question(&graph, "AwsUser", "AIDAEXAMPLEALICE");
    let instance = question(&graph, "Ec2Instance", "i-1");
    let with = |question: &Value, name: &str, value: Value| {
        let mut question = question.clone();
        question[name] = value;
        question
    };
    let summary = json!({ "GraphArn": graph, "ScopeStartTime": "2026-03-01T00:00:00Z" });
    let path = json!({
        "GraphArn": graph,
        "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
        "TargetEntityType": "S3Bucket", "TargetEntityId": "payroll",
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    // Who had an interface is looked for in the whole year before, which is read beside the rest.
    let asked = [
        ("GetEntity", &instance, 1),
        ("ListNewBehaviors", &user, 1),
        ("ListVolumeChanges", &user, 1),
        ("GetActivityTimeline", &user, 1),
        (
            "GetActivityTimeline",
            &with(&instance, "Source", json!("NETWORK")),
            2,
        ),
        ("ListRelationships", &user, 1),
        ("FindPaths", &path, 1),
        ("GetSummary", &summary, 1),
    ];
    for (operation, question, reads) in asked {
        ask(&services, operation, question).await;
        assert_eq!(watch.manifest_reads(), reads, "{operation} {question}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_the_same_when_its_segments_are_merged_and_deleted_while_it_is_read() {
    let (gumshoe, _, graph) = with_logs().await;
    let (services, watch) = watched(&gumshoe);
    let question = question(&graph, "AwsUser", "AIDAEXAMPLEALICE");
    for reads_before in [0, 1, 3] {
        let late = Record::new(ADMINISTRATOR, "2026-03-01T15:00:00Z", 100 + reads_before);
        let key = log_key(ADMINISTRATOR, &format!("late-{reads_before}"));
        gumshoe.upload(&key, gzip(&log_file(&[late]))).await;
        gumshoe.settled().await;
        let meanwhile = async {
            gumshoe.run("compact-segments").await;
            delete_what_was_replaced(&gumshoe).await;
        };
        let asking = ask(&services, "GetProfile", &question);
        let (profile, was_reached) = watch.with(reads_before, meanwhile, asking).await;
        assert_eq!(profile, ask(&services, "GetProfile", &question).await);
        assert!(was_reached, "fewer than {reads_before} segments are read");
    }
}
