//! Usage: who gave how much of which package on which day, and what a month of it will cost.

use gumshoe_domain::Day;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

use crate::volumes::{given_on, now};
use crate::world::{ENABLED, STRANGER, World};

const GB: u64 = 1_000_000_000;

async fn usage(account: &Account, members: Value) -> Value {
    account.ask("/behavior/usage/get", members).await
}

fn today() -> Day {
    now().hour().day()
}

/// The accounts of an answer, with their bytes.
fn accounts(usage: &Value) -> Vec<(&str, u64)> {
    let accounts = usage["Accounts"].as_array().unwrap().iter();
    accounts
        .map(|it| {
            (
                it["AccountId"].as_str().unwrap(),
                it["Bytes"].as_u64().unwrap(),
            )
        })
        .collect()
}

/// As if the graph had been created so many days ago.
async fn created(gumshoe: &Gumshoe, days: i32) {
    let since = today().plus(-days).first_hour().start().to_string();
    let dynamodb = &gumshoe.stack().clients().dynamodb;
    let update = dynamodb.update_item().table_name(gumshoe::endpoints::TABLE);
    let text = |it: &str| aws_sdk_dynamodb::types::AttributeValue::S(it.to_owned());
    update
        .key("PK", text(&format!("ACCOUNT#{ADMINISTRATOR}")))
        .key("SK", text("GRAPH"))
        .update_expression("SET Created = :since")
        .expression_attribute_values(":since", text(&since))
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bytes_of_a_counted_object_are_its_accounts_on_the_day_of_its_ingest() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let file = log_file([&Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1)]);
    let bytes = file.len();
    for _ in 0..2 {
        // Delivered twice, it counts once.
        let key = log_key(ADMINISTRATOR, "a");
        gumshoe.upload(&key, gzip(&file)).await;
        gumshoe.settled().await;
    }

    let usage = usage(&administrator, json!({ "GraphArn": graph })).await;

    let account = &usage["Accounts"][0];
    let package = json!([{
        "Package": "DETECTIVE_CORE", "Bytes": bytes,
        "Days": [{ "Date": today().to_string(), "Bytes": bytes }],
    }]);
    assert_eq!(account["Packages"], package);
    assert_eq!(usage["Total"]["Packages"], package);
    // It began today, so that a month is thirty times what came.
    assert_eq!(account["ProjectedBytes"], 30 * bytes);
    assert!(account["ProjectedCost"]["Gumshoe"].as_f64().unwrap() > 0.0);
    assert!(
        usage["Total"]["ProjectedCost"]["GumshoeStanding"]
            .as_f64()
            .unwrap()
            > 0.0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_projected_from_the_days_since_an_account_began_and_priced_by_tiers() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    created(&gumshoe, 300).await;
    for back in 0..35 {
        let day = today().plus(-back);
        given_on(&gumshoe, &graph, ADMINISTRATOR, day, 100 * GB).await;
    }

    let usage = usage(&administrator, json!({ "GraphArn": graph })).await;

    let account = &usage["Accounts"][0];
    // What is older than 30 days is not in it.
    assert_eq!(account["Bytes"], 3_000 * GB);
    assert_eq!(account["Packages"][0]["Days"].as_array().unwrap().len(), 30);
    // Up to now there were 29 days and a part of one.
    let projected = account["ProjectedBytes"].as_f64().unwrap() / 1e9;
    assert!((3_000.0..=3_103.5).contains(&projected), "{projected}");
    let tiers = 1_000.0 * 2.0 + (projected - 1_000.0) * 1.0;
    let detective = account["ProjectedCost"]["AmazonDetective"]
        .as_f64()
        .unwrap();
    assert!((detective - tiers).abs() < 0.01, "{detective}, not {tiers}");
    assert_eq!(
        usage["Prices"]["AmazonDetectiveTiers"][0],
        json!({ "UpToGb": 1_000.0, "UsdPerGb": 2.0 })
    );
    assert_eq!(usage["Prices"]["Region"], "us-east-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_sees_every_account_and_a_total_of_their_sum() {
    let world = World::new().await;
    let (graph, _) = world.graph(false);
    let gumshoe = &world.gumshoe;
    given_on(gumshoe, graph, ADMINISTRATOR, today(), 100 * GB).await;
    given_on(gumshoe, graph, ENABLED, today(), 200 * GB).await;
    // It feeds the graph no more, or never did.
    given_on(gumshoe, graph, STRANGER, today(), 900 * GB).await;

    let administrator = gumshoe.account(ADMINISTRATOR);
    let usage = usage(&administrator, json!({ "GraphArn": graph })).await;

    assert_eq!(
        accounts(&usage),
        [(ENABLED, 200 * GB), (ADMINISTRATOR, 100 * GB)]
    );
    assert!(usage["Accounts"][0]["EmailAddress"].is_string());
    let cost = |it: &Value| it["ProjectedCost"]["AmazonDetective"].as_f64().unwrap();
    // 3 TB and 6 TB of each come to less than 9 TB of one: the sum is priced.
    assert_eq!(usage["Total"]["Bytes"], 300 * GB);
    assert_eq!(usage["Total"]["ProjectedBytes"], 9_000 * GB);
    assert_eq!(cost(&usage["Total"]), 2_000.0 + 4_000.0 + 4_000.0 * 0.5);
    assert_eq!(
        cost(&usage["Accounts"][0]),
        2_000.0 + 4_000.0 + 1_000.0 * 0.5
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_sees_its_own_volume_in_each_graph_and_nobody_elses() {
    let world = World::new().await;
    let (graph, _) = world.graph(false);
    let gumshoe = &world.gumshoe;
    let member = gumshoe.account(ENABLED);
    let own = member.create_graph().await;
    given_on(gumshoe, graph, ADMINISTRATOR, today(), 100 * GB).await;
    given_on(gumshoe, graph, ENABLED, today(), 20 * GB).await;
    given_on(gumshoe, &own, ENABLED, today(), 20 * GB).await;

    let of_one = usage(&member, json!({ "GraphArn": graph })).await;
    let of_all = usage(&member, json!({})).await;

    assert_eq!(accounts(&of_one), [(ENABLED, 20 * GB)]);
    assert_eq!(of_one["Accounts"][0]["GraphArn"], *graph);
    assert!(
        of_one["Total"]["ProjectedCost"]
            .get("GumshoeStanding")
            .is_none()
    );
    let mut graphs: Vec<&str> = of_all["Accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["GraphArn"].as_str().unwrap())
        .collect();
    graphs.sort_unstable();
    let mut expected = [graph, own.as_str()];
    expected.sort_unstable();
    assert_eq!(graphs, expected);
    // 600 GB of each graph are 1,200 GB of the account.
    assert_eq!(of_all["Total"]["ProjectedCost"]["AmazonDetective"], 2_200.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_feeds_nothing_is_told_nothing() {
    let gumshoe = Gumshoe::start().await;
    let stranger = gumshoe.account(STRANGER);

    let usage = usage(&stranger, json!({})).await;

    assert_eq!(accounts(&usage), []);
    assert_eq!(usage["Total"]["ProjectedBytes"], 0);
}
