//! The records of the log behind what the graph counts.

use gumshoe_tests::{ADMINISTRATOR, Account, Answer, Gumshoe, Record, gzip, log_file};
use serde_json::{Value, json};

const REGION: &str = "us-east-1";
const MEMBER: &str = "444455556666";

/// The key of a log file that was delivered at a time such as `1205`.
fn key(account: &str, region: &str, time: &str, name: &str) -> String {
    format!(
        "AWSLogs/{account}/CloudTrail/{region}/2026/03/01/{account}_CloudTrail_{region}_20260301T{time}Z_{name}.json.gz"
    )
}

fn call(account: &str, minute: u32, number: u128, api: &str) -> Record {
    Record::new(account, &format!("2026-03-01T12:{minute:02}:00Z"), number)
        .with("eventName", json!(api))
        .with(
            "additionalEventData",
            json!({ "Number": number.to_string() }),
        )
}

async fn upload(gumshoe: &Gumshoe, key: &str, records: &[Record]) {
    gumshoe.upload(key, gzip(&log_file(records))).await;
    gumshoe.settled().await;
}

fn request(graph: &str, more: Value) -> Value {
    let mut request = json!({
        "GraphArn": graph, "AccountId": ADMINISTRATOR, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
        "StartTime": "2026-03-01T12:00:00Z",
    });
    let members = more.as_object().expect("members").clone();
    request.as_object_mut().expect("members").extend(members);
    request
}

async fn ask(account: &Account, graph: &str, more: Value) -> Value {
    account
        .ask("/behavior/activity/records", request(graph, more))
        .await
}

async fn send(account: &Account, graph: &str, more: Value) -> Answer {
    let body = request(graph, more).to_string().into_bytes();
    account.post("/behavior/activity/records", body).await
}

fn numbers(answer: &Value) -> Vec<&str> {
    let records = answer["Records"].as_array().expect("records").iter();
    let number = |it: &'_ Value| {
        it["Record"]["additionalEventData"]["Number"]
            .as_str()
            .is_some()
    };
    records
        .inspect(|it| assert!(number(it), "{it}"))
        .filter_map(|it| it["Record"]["additionalEventData"]["Number"].as_str())
        .collect()
}

async fn start() -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    upload(
        &gumshoe,
        &key(ADMINISTRATOR, REGION, "1205", "a"),
        &[
            call(ADMINISTRATOR, 1, 1, "PutObject"),
            call(ADMINISTRATOR, 2, 2, "GetObject"),
            Record::new(ADMINISTRATOR, "2026-03-01T11:59:59Z", 3),
        ],
    )
    .await;
    upload(
        &gumshoe,
        &key(ADMINISTRATOR, REGION, "1305", "b"),
        &[
            call(ADMINISTRATOR, 59, 4, "PutObject"),
            call(ADMINISTRATOR, 58, 5, "PutObject").with(
                "userIdentity",
                json!({ "type": "IAMUser", "principalId": "AIDAEXAMPLEBOB", "accountId": ADMINISTRATOR, "userName": "bob" }),
            ),
        ],
    )
    .await;
    (gumshoe, administrator, graph)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_records_of_one_call_of_an_hour_are_given_as_they_were_written() {
    let (gumshoe, administrator, graph) = start().await;
    let puts = json!({ "Filters": [{ "Dimension": "Api", "Operator": "EQUALS", "Values": ["PutObject"] }] });
    for _ in 0..2 {
        let answer = ask(&administrator, &graph, puts.clone()).await;
        assert_eq!(numbers(&answer), ["1", "4"]);
        assert_eq!(
            (&answer["CallCount"], &answer["State"]),
            (&json!(2), &json!("AVAILABLE"))
        );
        let first = &answer["Records"][0];
        assert_eq!(first["Record"]["eventTime"], "2026-03-01T12:01:00Z");
        assert_eq!(first["Object"]["Bucket"], gumshoe.log_bucket());
        assert_eq!(
            first["Object"]["Key"],
            key(ADMINISTRATOR, REGION, "1205", "a")
        );
        assert_eq!(
            (&answer["ReadObjectCount"], answer.get("NextToken")),
            (&json!(2), None)
        );
        gumshoe.run("compact-segments").await;
    }
    let all = ask(&administrator, &graph, json!({ "Region": REGION })).await;
    assert_eq!(numbers(&all), ["1", "2", "4"]);
    let elsewhere = ask(&administrator, &graph, json!({ "Region": "eu-west-1" })).await;
    assert_eq!(
        (&elsewhere["CallCount"], &elsewhere["State"]),
        (&json!(0), &json!("NO_CALLS"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_on_where_the_last_one_ended_within_an_object_and_beyond() {
    let (_gumshoe, administrator, graph) = start().await;
    let (mut found, mut token) = (Vec::new(), None);
    loop {
        let mut more = json!({ "MaxResults": 1 });
        if let Some(token) = token {
            more["NextToken"] = token;
        }
        let answer = ask(&administrator, &graph, more).await;
        found.extend(numbers(&answer).into_iter().map(str::to_owned));
        token = answer.get("NextToken").cloned();
        if token.is_none() {
            break;
        }
    }
    assert_eq!(found, ["1", "2", "4"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_objects_are_gone_or_damaged_is_said() {
    let (gumshoe, administrator, graph) = start().await;
    let s3 = &gumshoe.stack().clients().s3;
    let object = |name: &str| if name == "a" { "1205" } else { "1305" };
    let key_of = |name: &str| key(ADMINISTRATOR, REGION, object(name), name);
    let put = s3.put_object().bucket("gumshoe-logs").key(key_of("a"));
    put.body(b"no gzip and no JSON".to_vec().into())
        .send()
        .await
        .unwrap();
    gumshoe.settled().await;
    let damaged = ask(&administrator, &graph, json!({})).await;
    assert_eq!(numbers(&damaged), ["4"]);
    assert_eq!(
        damaged["NotReadable"][0]["Reason"], "INVALID_JSON",
        "{damaged}"
    );
    for name in ["a", "b"] {
        let delete = s3.delete_object().bucket("gumshoe-logs").key(key_of(name));
        delete.send().await.unwrap();
    }
    let gone = ask(&administrator, &graph, json!({})).await;
    assert_eq!(
        (&gone["State"], &gone["CallCount"]),
        (&json!("GONE"), &json!(3))
    );
    assert!(
        gone["Sentence"]
            .as_str()
            .unwrap()
            .contains("not in the log bucket any more"),
        "{gone}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_graph_does_not_count_is_not_shown() {
    let (gumshoe, administrator, graph) = start().await;
    // An object that nobody was told of, and one of an account that does not feed the graph.
    let s3 = &gumshoe.stack().clients().s3;
    let records = [call(ADMINISTRATOR, 7, 9, "PutObject")];
    let untold = s3.put_object().bucket("gumshoe-segments").key("x");
    untold
        .body(gzip(&log_file(&records)).into())
        .send()
        .await
        .unwrap();
    upload(
        &gumshoe,
        &key(MEMBER, REGION, "1205", "m"),
        &[call(MEMBER, 1, 10, "PutObject")],
    )
    .await;
    let answer = ask(&administrator, &graph, json!({})).await;
    assert_eq!(numbers(&answer), ["1", "2", "4"]);
    let of_stranger = send(&administrator, &graph, json!({ "AccountId": MEMBER })).await;
    assert_eq!(
        (of_stranger.status, of_stranger.error.as_str()),
        (404, "ResourceNotFoundException")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_reads_the_records_of_its_own_account_alone() {
    let (gumshoe, administrator, graph) = start().await;
    let invited = aws_sdk_detective::types::Account::builder()
        .account_id(MEMBER)
        .email_address("root@example.com")
        .build()
        .unwrap();
    let invite = administrator.detective.create_members().graph_arn(&graph);
    invite
        .accounts(invited)
        .disable_email_notification(true)
        .send()
        .await
        .unwrap();
    let member = gumshoe.account(MEMBER);
    let own = json!({ "AccountId": MEMBER });
    // Who is only invited is told nothing.
    let before = send(&member, &graph, own.clone()).await;
    assert_eq!(
        (before.status, before.error.as_str()),
        (404, "ResourceNotFoundException")
    );
    let accept = member.detective.accept_invitation().graph_arn(&graph);
    accept.send().await.unwrap();
    gumshoe_tests::eventually("the member's logs count", async || {
        let fed = send(&member, &graph, own.clone()).await;
        (fed.status == 200).then_some(())
    })
    .await;
    upload(
        &gumshoe,
        &key(MEMBER, REGION, "1206", "m"),
        &[call(MEMBER, 1, 10, "PutObject")],
    )
    .await;
    let answer = ask(&member, &graph, own.clone()).await;
    assert_eq!(numbers(&answer), ["10"]);
    let others = send(&member, &graph, json!({})).await;
    assert_eq!(
        (others.status, others.error.as_str()),
        (404, "ResourceNotFoundException")
    );
    let answer = ask(&administrator, &graph, own).await;
    assert_eq!(numbers(&answer), ["10"]);
}
