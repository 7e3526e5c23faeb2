//! Volumes: who gives a graph how much, and what happens when it is too much.

use std::collections::HashMap;
use std::path::PathBuf;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{Day, Timestamp};
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, eventually, gzip, log_file, log_key};
use serde_json::{Value, json};

const OTHER: &str = "444455556666";
const TIME: &str = "2026-03-01T12:00:00Z";
const TERABYTE: u64 = 1_000_000_000_000;

async fn status(account: &Account, graph: &str) -> Value {
    account
        .ask("/behavior/ingest/get", json!({ "GraphArn": graph }))
        .await
}

async fn upload(gumshoe: &Gumshoe, name: &str, event: u128) {
    let record = Record::new(ADMINISTRATOR, TIME, event);
    let key = log_key(ADMINISTRATOR, name);
    gumshoe.upload(&key, gzip(&log_file([&record]))).await;
    gumshoe.settled().await;
}

pub(crate) fn now() -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    Timestamp::from_millis(since.as_millis().try_into().unwrap())
}

/// As if so much had been ingested of `account` today.
async fn given(gumshoe: &Gumshoe, graph: &str, account: &str, bytes: u64) {
    given_on(gumshoe, graph, account, now().hour().day(), bytes).await;
}

/// As if so much had been ingested of `account` on `day`.
pub(crate) async fn given_on(gumshoe: &Gumshoe, graph: &str, account: &str, day: Day, bytes: u64) {
    let id = graph.rsplit(':').next().unwrap();
    let item = HashMap::from([
        ("PK", AttributeValue::S(format!("GRAPH#{id}"))),
        ("SK", AttributeValue::S(format!("VOLUME#{day}#{account}"))),
        ("Account", AttributeValue::S(account.to_owned())),
        ("DETECTIVE_CORE", AttributeValue::N(bytes.to_string())),
    ]);
    let put = gumshoe.stack().clients().dynamodb.put_item();
    put.table_name(gumshoe::endpoints::TABLE)
        .set_item(Some(
            item.into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        ))
        .send()
        .await
        .unwrap();
}

/// What `docs/operations.md` tells the operator to do.
async fn lift_suspension(gumshoe: &Gumshoe) {
    let lift = gumshoe
        .stack()
        .clients()
        .dynamodb
        .update_item()
        .table_name(gumshoe::endpoints::TABLE)
        .key("PK", AttributeValue::S(format!("ACCOUNT#{ADMINISTRATOR}")))
        .key("SK", AttributeValue::S("GRAPH".to_owned()));
    lift.update_expression("SET SuspensionLifted = :now")
        .condition_expression("attribute_exists(SuspendedFrom)")
        .expression_attribute_values(":now", AttributeValue::S(now().to_string()))
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objects_bytes_are_split_among_its_accounts_in_proportion_to_their_records() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, other) = (gumshoe.account(ADMINISTRATOR), gumshoe.account(OTHER));
    let (graph, others) = (
        administrator.create_graph().await,
        other.create_graph().await,
    );
    let records = [(ADMINISTRATOR, 1), (OTHER, 2), (OTHER, 3), (OTHER, 4)]
        .map(|(account, event)| Record::new(account, TIME, event));
    let file = log_file(&records);
    let bytes = u64::try_from(file.len()).unwrap();
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), gzip(&file))
        .await;
    gumshoe.settled().await;

    let own = status(&administrator, &graph).await["BytesPerDay"]
        .as_u64()
        .unwrap();
    let theirs = status(&other, &others).await["BytesPerDay"]
        .as_u64()
        .unwrap();

    assert_eq!((own, own + theirs), (bytes / 4, bytes));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_comes_twice_is_in_the_volume_once() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    upload(&gumshoe, "a", 1).await;
    let once = status(&administrator, &graph).await;

    gumshoe.announce(&log_key(ADMINISTRATOR, "a"));
    gumshoe.settled().await;
    let twice = status(&administrator, &graph).await;

    assert_eq!(once["BytesPerDay"], once["Sources"][0]["Bytes"]);
    assert_eq!(twice["BytesPerDay"], once["BytesPerDay"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_without_logs_has_no_volume() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    assert_eq!(
        status(&administrator, &graph).await.get("BytesPerDay"),
        None
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_days_volume_expires_after_more_than_a_year() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    upload(&gumshoe, "a", 1).await;
    let id = graph.rsplit(':').next().unwrap();
    let query = gumshoe.stack().clients().dynamodb.query();
    let found = query
        .table_name(gumshoe::endpoints::TABLE)
        .key_condition_expression("PK = :pk AND begins_with(SK, :volume)")
        .expression_attribute_values(":pk", AttributeValue::S(format!("GRAPH#{id}")))
        .expression_attribute_values(":volume", AttributeValue::S("VOLUME#".to_owned()))
        .send()
        .await
        .unwrap();
    let [item] = found.items() else {
        panic!("{found:?}")
    };
    let expires: i64 = item["ExpiresAt"].as_n().unwrap().parse().unwrap();
    let days = (expires - now().as_seconds()) / 86_400;
    assert!((398..=400).contains(&days), "{days}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ingest_of_a_graph_over_its_quota_is_suspended_until_an_operator_lifts_it() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    given(&gumshoe, &graph, ADMINISTRATOR, 15 * TERABYTE).await;
    let at_the_limit = gumshoe.run("update-volumes").await;
    given(&gumshoe, &graph, ADMINISTRATOR, 15 * TERABYTE + 1).await;

    let above = gumshoe.run("update-volumes").await;
    upload(&gumshoe, "suspended", 1).await;
    let suspended = status(&administrator, &graph).await;
    lift_suspension(&gumshoe).await;
    let known_already = gumshoe.run("update-volumes").await;
    upload(&gumshoe, "lifted", 2).await;
    let lifted = status(&administrator, &graph).await;

    assert_eq!(at_the_limit["suspended"], json!(0));
    assert_eq!(above["suspended"], json!(1));
    assert!(suspended["Suspension"]["StartTime"].is_string());
    assert_eq!(suspended["Suspension"].get("EndTime"), None);
    assert_eq!(
        suspended["Sources"][0]["Objects"],
        json!({ "Ingested": 0, "LeftOut": { "INGEST_SUSPENDED": 1 }, "Quarantined": {} })
    );
    assert_eq!(known_already["suspended"], json!(0));
    assert!(lifted["Suspension"]["EndTime"].is_string());
    assert_eq!(lifted["Sources"][0]["Objects"]["Ingested"], json!(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_over_its_volume_can_stop_packages_and_start_none() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    given(&gumshoe, &graph, ADMINISTRATOR, 10 * TERABYTE + 1).await;
    let update = |packages: &[&str]| {
        let request = json!({ "GraphArn": graph, "DatasourcePackages": packages });
        administrator.post(
            "/graph/datasources/update",
            request.to_string().into_bytes(),
        )
    };

    let stopped = update(&["DETECTIVE_CORE"]).await;
    let the_same = update(&["DETECTIVE_CORE"]).await;
    let started = update(&["DETECTIVE_CORE", "EKS_AUDIT"]).await;

    assert_eq!(stopped.status, 200, "{}", stopped.body);
    assert_eq!(the_same.status, 200, "{}", the_same.body);
    assert_eq!(
        (started.status, started.error.as_str()),
        (402, "ServiceQuotaExceededException"),
        "{}",
        started.body
    );
    assert_eq!(started.body["Resources"], json!(["volume"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_is_told_though_the_volumes_of_members_cannot_be_written() {
    let mut data = PathBuf::new();
    let gumshoe = Gumshoe::start_with(|_, folder| data = folder.to_owned()).await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    given(&gumshoe, &graph, ADMINISTRATOR, 15 * TERABYTE + 1).await;
    let id = graph.rsplit(':').next().unwrap();
    let put = gumshoe.stack().clients().dynamodb.put_item();
    put.table_name(gumshoe::endpoints::TABLE)
        .item("PK", AttributeValue::S(format!("GRAPH#{id}")))
        .item("SK", AttributeValue::S(format!("MEMBER#{OTHER}")))
        .send()
        .await
        .unwrap();

    let updated = gumshoe.stack().run_job("update-volumes").await;

    assert!(updated.is_err(), "{updated:?}");
    eventually("the event of the suspension", async || {
        let lines = std::fs::read_to_string(data.join("events.jsonl")).ok()?;
        lines.contains("The graph takes in too much").then_some(())
    })
    .await;
}
