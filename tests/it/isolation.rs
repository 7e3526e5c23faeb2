//! Nobody else's data: every operation, called by a stranger.

use gumshoe_tests::{ADMINISTRATOR, Gumshoe};
use serde_json::json;

const STRANGER: &str = "999988887777";

/// Operations without a graph in their request; they answer about the caller's own account.
const OWN_ACCOUNT: &[&str] = &["CreateGraph", "ListGraphs"];

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_graph_answers_exactly_as_one_that_does_not_exist() {
    let gumshoe = Gumshoe::start().await;
    let foreign = gumshoe.account(ADMINISTRATOR).create_graph().await;
    let stranger = gumshoe.account(STRANGER);
    let own = stranger.create_graph().await;
    let id = own.rsplit(':').next().unwrap();
    let missing = own.replace(id, &"0".repeat(32));
    for operation in gumshoe::families::operations().filter(|it| !OWN_ACCOUNT.contains(&it.name)) {
        let request = |graph: &str| {
            let request = json!({
                "GraphArn": graph, "EntityType": "AwsAccount", "EntityId": ADMINISTRATOR, "Query": "*",
                "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
            });
            request.to_string().into_bytes()
        };

        let of_foreign = stranger.post(operation.route.path, request(&foreign)).await;
        let of_missing = stranger.post(operation.route.path, request(&missing)).await;

        assert_eq!(of_foreign, of_missing, "{}", operation.name);
        assert_eq!(
            (of_foreign.status, of_foreign.error.as_str()),
            (404, "ResourceNotFoundException"),
            "{}",
            operation.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_graph_lists_none() {
    let gumshoe = Gumshoe::start().await;
    gumshoe.account(ADMINISTRATOR).create_graph().await;

    let listed = gumshoe
        .account(STRANGER)
        .detective
        .list_graphs()
        .send()
        .await
        .unwrap();

    assert_eq!(listed.graph_list().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_token_is_good_for_its_own_caller_and_arguments_only() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let stranger = gumshoe.account(STRANGER);
    let graph = administrator.create_graph().await;
    let foreign = stranger.create_graph().await;
    for id in [ADMINISTRATOR, STRANGER] {
        let records = [("ListBuckets", 1), ("GetBucketAcl", 2), ("CreateBucket", 3)];
        let records = records.map(|(name, event)| {
            gumshoe_tests::Record::new(id, "2026-03-01T12:00:00Z", event)
                .with("eventName", json!(name))
        });
        gumshoe
            .upload(
                &gumshoe_tests::log_key(id, "a"),
                gumshoe_tests::log_file(&records),
            )
            .await;
        gumshoe.settled().await;
    }
    let request = |graph: &str, id: &str, group: &str, token: &str| {
        let mut request = json!({
            "GraphArn": graph, "EntityType": "AwsAccount", "EntityId": id, "GroupBy": [group], "MaxResults": 1,
            "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
        });
        if !token.is_empty() {
            request["NextToken"] = json!(token);
        }
        request.to_string().into_bytes()
    };
    let list = "/behavior/activity/list";
    let first = administrator
        .post(list, request(&graph, ADMINISTRATOR, "Api", ""))
        .await;
    let token = first.body["NextToken"]
        .as_str()
        .expect("a token")
        .to_owned();
    // The first byte of the position.
    let forged = format!("B{}", &token[1..]);

    let same = administrator
        .post(list, request(&graph, ADMINISTRATOR, "Api", &token))
        .await;
    let other_arguments = administrator
        .post(list, request(&graph, ADMINISTRATOR, "Service", &token))
        .await;
    let other_caller = stranger
        .post(list, request(&foreign, STRANGER, "Api", &token))
        .await;
    let forged = administrator
        .post(list, request(&graph, ADMINISTRATOR, "Api", &forged))
        .await;

    assert_eq!(same.status, 200, "{}", same.body);
    for refused in [other_arguments, other_caller, forged] {
        assert_eq!(
            (refused.status, refused.error.as_str()),
            (400, "ValidationException"),
            "{}",
            refused.body
        );
    }
}
