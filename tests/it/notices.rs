//! What others are told: records of calls, events, invitations.

use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use flate2::read::GzDecoder;
use gumshoe::endpoints::AUDIT_BUCKET;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, eventually};
use serde_json::{Value, json};

const MEMBER: &str = "444455556666";

/// The keys and the texts of the objects in the audit bucket.
async fn audit_objects(gumshoe: &Gumshoe) -> Vec<(String, String)> {
    let s3 = &gumshoe.stack().clients().s3;
    let listed = s3.list_objects_v2().bucket(AUDIT_BUCKET).send().await;
    let mut objects = Vec::new();
    for object in listed.unwrap().contents() {
        let key = object.key().unwrap().to_owned();
        let get = s3.get_object().bucket(AUDIT_BUCKET).key(&key);
        let bytes = get.send().await.unwrap().body.collect().await.unwrap();
        let mut text = String::new();
        GzDecoder::new(&*bytes.into_bytes())
            .read_to_string(&mut text)
            .unwrap();
        objects.push((key, text));
    }
    objects
}

/// The first record of a call of `operation`, once there is one.
async fn record(gumshoe: &Gumshoe, operation: &str) -> Value {
    eventually(&format!("a record of {operation}"), async || {
        let objects = audit_objects(gumshoe).await;
        let mut records = objects.iter().flat_map(|(_, text)| {
            let mut file: Value = serde_json::from_str(text).unwrap();
            serde_json::from_value::<Vec<Value>>(file["Records"].take()).unwrap()
        });
        records.find(|record| record["eventName"] == operation)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_allowed_call_leaves_a_record() {
    let gumshoe = Gumshoe::start().await;
    let arn = gumshoe.account(ADMINISTRATOR).create_graph().await;

    let record = record(&gumshoe, "CreateGraph").await;

    for (member, expected) in [
        ("eventSource", json!("detective.amazonaws.com")),
        ("awsRegion", json!("us-east-1")),
        ("sourceIPAddress", json!("127.0.0.1")),
        ("readOnly", json!(false)),
        ("responseElements", json!({ "graphArn": arn })),
        ("recipientAccountId", json!(ADMINISTRATOR)),
        ("errorCode", Value::Null),
    ] {
        assert_eq!(record[member], expected, "{member} of {record}");
    }
    let identity = &record["userIdentity"];
    assert_eq!(
        (&identity["type"], &identity["accountId"]),
        (&json!("Root"), &json!(ADMINISTRATOR))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_call_leaves_a_record_with_its_error() {
    let gumshoe = Gumshoe::start().await;
    let account = gumshoe.account(MEMBER);
    let sent = json!({ "GraphArn": "no ARN" }).to_string().into_bytes();
    let answer = account.post("/graph/removal", sent).await;
    assert_eq!(answer.error, "ValidationException");

    let record = record(&gumshoe, "DeleteGraph").await;

    assert_eq!(record["errorCode"], "ValidationException");
    assert_eq!(
        record["requestParameters"],
        json!({ "graphArn": "HIDDEN_DUE_TO_SECURITY_REASONS" })
    );
    assert_eq!(record["recipientAccountId"], MEMBER);
    // The body's name of the message is Detective's own, in either case.
    let said = answer.body["Message"]
        .as_str()
        .or(answer.body["message"].as_str());
    assert_eq!(record["errorMessage"].as_str(), said);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_cannot_be_read_leaves_a_record() {
    let gumshoe = Gumshoe::start().await;
    let account = gumshoe.account(ADMINISTRATOR);
    let answer = account.post("/graph", b"no JSON".to_vec()).await;
    assert_eq!(answer.status, 400);

    let record = record(&gumshoe, "CreateGraph").await;

    assert_eq!(record["errorCode"], "ValidationException");
    assert_eq!(record["requestParameters"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sensitive_is_in_no_record() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    invite(&administrator, &graph, "open sesame").await;

    let record = record(&gumshoe, "CreateMembers").await;

    let hidden = json!("HIDDEN_DUE_TO_SECURITY_REASONS");
    let sent = &record["requestParameters"];
    assert_eq!(
        (&sent["message"], &sent["accounts"][0]["emailAddress"]),
        (&hidden, &hidden)
    );
    assert_eq!(sent["accounts"][0]["accountId"], MEMBER);
    for (key, text) in audit_objects(&gumshoe).await {
        assert!(
            !text.contains("example.com") && !text.contains("open sesame"),
            "{key}: {text}"
        );
    }
}

async fn invite(administrator: &Account, graph: &str, message: &str) -> Value {
    let request = json!({
        "GraphArn": graph, "Message": message,
        "Accounts": [{ "AccountId": MEMBER, "EmailAddress": format!("root+{MEMBER}@example.com") }],
    });
    let invited = administrator.ask("/graph/members", request).await;
    assert_eq!(invited["UnprocessedAccounts"], json!([]), "{invited}");
    invited
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_ingested_like_those_of_cloudtrail() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    administrator.detective.list_graphs().send().await.unwrap();
    record(&gumshoe, "ListGraphs").await;

    for (key, _) in audit_objects(&gumshoe).await {
        let event = json!({
            "version": "0", "id": "0", "detail-type": "Object Created", "source": "aws.s3", "account": ADMINISTRATOR,
            "time": "2026-03-01T12:05:00Z", "region": "us-east-1", "resources": [],
            "detail": { "version": "0", "bucket": { "name": AUDIT_BUCKET }, "object": { "key": key, "size": 1 } },
        });
        gumshoe.send_to_ingestion(&event);
    }
    gumshoe.settled().await;

    let hour = gumshoe::clock::now().hour();
    let (start, end) = (hour.plus(-1).start(), hour.plus(1).start());
    let groups = administrator
        .activity(
            &graph,
            &["Service", "Api"],
            (&start.to_string(), &end.to_string()),
        )
        .await;
    let seen: Vec<&Value> = groups.iter().map(|group| &group["Keys"]).collect();
    for api in ["CreateGraph", "ListGraphs"] {
        let expected = json!({ "Service": "detective", "Api": api });
        assert!(seen.contains(&&expected), "{expected} in {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_kept_changes_no_answer_and_is_kept_later() {
    let mut data = PathBuf::new();
    let gumshoe = Gumshoe::start_with(|_, folder| data = folder.to_owned()).await;
    let bucket = data.join("s3").join(AUDIT_BUCKET);
    std::fs::remove_dir_all(&bucket).unwrap();

    gumshoe.account(ADMINISTRATOR).create_graph().await;
    // Longer than the first batch waits.
    tokio::time::sleep(Duration::from_millis(800)).await;
    std::fs::create_dir(&bucket).unwrap();

    record(&gumshoe, "CreateGraph").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_an_event_and_an_email() {
    let mut data = PathBuf::new();
    let gumshoe = Gumshoe::start_with(|_, folder| data = folder.to_owned()).await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    invite(&administrator, &graph, "open <b>sesame</b>").await;

    let event = eventually("the event of the invitation", async || {
        let lines = std::fs::read_to_string(data.join("events.jsonl")).ok()?;
        let mut events = lines
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        events.find(|event| event["detail"]["status"] == "INVITED")
    })
    .await;
    assert_eq!(event["detail-type"], "Detective Membership State Change");
    assert_eq!(event["source"], "gumshoe.detective");
    assert_eq!(event["resources"], json!([graph]));
    assert_eq!(event["detail"]["accountId"], MEMBER);

    let mail = eventually("the e-mail of the invitation", async || {
        let mut files = std::fs::read_dir(data.join("mail")).ok()?;
        let text = std::fs::read_to_string(files.next()?.ok()?.path()).ok()?;
        text.ends_with("--\r\n").then_some(text)
    })
    .await;
    assert!(
        mail.contains(&format!("To: root+{MEMBER}@example.com\r\n")),
        "{mail}"
    );
    assert!(
        mail.contains("> open <b>sesame</b>") && mail.contains("open &lt;b&gt;sesame&lt;/b&gt;"),
        "{mail}"
    );
}
