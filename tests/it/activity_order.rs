//! The order of groups of activity, and filters of which one is enough, or each must hold.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

/// Calls from an address: how many, and whether they failed.
const CALLS: [(&str, &str, u32, bool); 5] = [
    ("198.51.100.1", "GetObject", 2, false),
    ("198.51.100.1", "GetObject", 1, true),
    ("198.51.100.1", "PutObject", 3, false),
    ("198.51.100.2", "GetObject", 9, false),
    ("198.51.100.2", "DeleteObject", 1, false),
];

async fn with_calls() -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let mut records = Vec::new();
    for (address, api, count, failed) in CALLS {
        for _ in 0..count {
            let number = u128::try_from(records.len()).unwrap();
            let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", number)
                .with("sourceIPAddress", json!(address))
                .with("eventName", json!(api));
            records.push(if failed {
                record.with("errorCode", json!("AccessDenied"))
            } else {
                record
            });
        }
    }
    let log = gzip(&log_file(&records));
    gumshoe.upload(&log_key(ADMINISTRATOR, "a"), log).await;
    gumshoe.settled().await;
    (gumshoe, administrator, graph)
}

async fn groups(account: &Account, graph: &str, more: Value) -> Vec<String> {
    let mut request = json!({
        "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE", "GroupBy": ["IpAddress", "Api"],
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let members = more.as_object().unwrap().clone();
    request.as_object_mut().unwrap().extend(members);
    let answer = account.ask("/behavior/activity/list", request).await;
    let groups = answer["Groups"].as_array().unwrap().iter();
    let line = |it: &Value| {
        let key = |name: &str| it["Keys"][name].as_str().unwrap().to_owned();
        format!(
            "{} {}",
            key("IpAddress").rsplit_once('.').unwrap().1,
            key("Api")
        )
    };
    groups.map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nested_groups_are_sorted_by_what_was_asked_first_and_by_successes_below() {
    let (_gumshoe, administrator, graph) = with_calls().await;
    let by_failures = json!({ "SortBy": "FailureCount", "SortMode": "NESTED" });
    let nested = groups(&administrator, &graph, by_failures).await;
    assert_eq!(
        nested,
        [
            "1 PutObject",
            "1 GetObject",
            "2 GetObject",
            "2 DeleteObject"
        ]
    );
    let by_total = json!({ "SortBy": "TotalCount", "SortOrder": "ASC", "SortMode": "NESTED" });
    let nested = groups(&administrator, &graph, by_total).await;
    assert_eq!(
        nested,
        [
            "1 PutObject",
            "1 GetObject",
            "2 GetObject",
            "2 DeleteObject"
        ]
    );
    let flat = groups(&administrator, &graph, json!({ "SortBy": "FailureCount" })).await;
    assert_eq!(
        flat,
        [
            "1 GetObject",
            "1 PutObject",
            "2 DeleteObject",
            "2 GetObject"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_filters_that_are_connected_by_or_one_is_enough() {
    let (_gumshoe, administrator, graph) = with_calls().await;
    let filters = json!([
        { "Dimension": "Api", "Operator": "EQUALS", "Values": ["PutObject"] },
        { "Dimension": "IpAddress", "Operator": "EQUALS", "Values": ["198.51.100.2"] },
    ]);
    let either = json!({ "Filters": filters, "FilterConnector": "OR" });
    let found = groups(&administrator, &graph, either).await;
    assert_eq!(found, ["2 GetObject", "1 PutObject", "2 DeleteObject"]);
    let both = json!({ "Filters": filters });
    assert_eq!(
        groups(&administrator, &graph, both).await,
        Vec::<String>::new()
    );
    let none = json!({ "FilterConnector": "OR" });
    assert_eq!(groups(&administrator, &graph, none).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn required_filters_hold_each_beside_others_of_which_one_is_enough() {
    let (_gumshoe, administrator, graph) = with_calls().await;
    let filter = |dimension: &str, value: &str| json!({ "Dimension": dimension, "Operator": "EQUALS", "Values": [value] });
    let members = json!({
        "RequiredFilters": [filter("IpAddress", "198.51.100.1")],
        "Filters": [filter("Api", "PutObject"), filter("Api", "DeleteObject")],
        "FilterConnector": "OR",
    });
    let found = groups(&administrator, &graph, members.clone()).await;
    assert_eq!(found, ["1 PutObject"]);
    let timeline = json!({
        "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE", "BinSize": "DAY",
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let records = json!({
        "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
        "AccountId": ADMINISTRATOR, "StartTime": "2026-03-01T12:00:00Z",
    });
    let ask = async |path: &str, mut request: Value| {
        let more = members.as_object().unwrap().clone();
        request.as_object_mut().unwrap().extend(more);
        administrator.ask(path, request).await
    };
    let timeline = ask("/behavior/activity/timeline", timeline).await;
    assert_eq!(timeline["Bins"][0]["SuccessCount"], 3, "{timeline}");
    let records = ask("/behavior/activity/records", records).await;
    let records = records["Records"].as_array().unwrap();
    assert_eq!(records.len(), 3);
    for it in records {
        assert_eq!(it["Record"]["eventName"], "PutObject");
        assert_eq!(it["Record"]["sourceIPAddress"], "198.51.100.1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_a_required_filter_names_it() {
    let (_gumshoe, administrator, graph) = with_calls().await;
    let request = json!({
        "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
        "RequiredFilters": [{ "Dimension": "Api", "Operator": "IS", "Values": ["PutObject"] }],
    });
    let refused = administrator
        .post("/behavior/activity/list", request.to_string().into_bytes())
        .await;
    assert_eq!(refused.status, 400);
    let message = refused.body.to_string();
    assert!(message.contains("RequiredFilters.Operator"), "{message}");
}
