//! Tags of a graph, through the official SDK and byte by byte.

use std::collections::BTreeMap;

use aws_sdk_detective::operation::tag_resource::TagResourceError;
use gumshoe_tests::{ADMINISTRATOR, Account, Answer, Gumshoe};
use serde_json::{Value, json};

async fn tag(account: &Account, graph: &str, pairs: &[(&str, &str)]) {
    let mut call = account.detective.tag_resource().resource_arn(graph);
    for (key, value) in pairs {
        call = call.tags(*key, *value);
    }
    call.send().await.unwrap();
}

async fn untag(account: &Account, graph: &str, keys: &[&str]) {
    let mut call = account.detective.untag_resource().resource_arn(graph);
    for key in keys {
        call = call.tag_keys(*key);
    }
    call.send().await.unwrap();
}

async fn tags(account: &Account, graph: &str) -> BTreeMap<String, String> {
    let call = account.detective.list_tags_for_resource();
    let listed = call.resource_arn(graph).send().await.unwrap();
    listed.tags.unwrap_or_default().into_iter().collect()
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_are_added_to_those_of_the_creation_and_replace_those_of_the_same_key() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let created = administrator.detective.create_graph().tags("Team", "blue");
    let graph = created
        .tags("Cost:1/2", "")
        .send()
        .await
        .unwrap()
        .graph_arn
        .unwrap();

    tag(
        &administrator,
        &graph,
        &[("Team", "red & green"), ("Stage", "prod")],
    )
    .await;

    assert_eq!(
        tags(&administrator, &graph).await,
        pairs(&[("Team", "red & green"), ("Cost:1/2", ""), ("Stage", "prod")])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_tags_may_go_and_keys_that_are_not_there_are_ignored() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    tag(&administrator, &graph, &[("a:b/c", "1"), ("d", "2")]).await;

    untag(&administrator, &graph, &["a:b/c", "d", "absent"]).await;
    untag(&administrator, &graph, &["absent"]).await;

    assert_eq!(tags(&administrator, &graph).await, BTreeMap::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_arn_in_the_path_may_be_percent_encoded_or_not() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let nothing = Answer {
        status: 204,
        error: String::new(),
        body: Value::Null,
    };
    for arn in [graph.clone(), graph.replace(':', "%3A")] {
        let path = format!("/tags/{arn}");
        let body = json!({ "Tags": { "a": "1", "b": "2", "c": "3" } }).to_string();

        let tagged = administrator.post(&path, body.into_bytes()).await;
        let keys = format!("{path}?tagKeys=a&tagKeys=b");
        let untagged = administrator.send("DELETE", &keys, Vec::new()).await;
        let listed = administrator.send("GET", &path, Vec::new()).await;

        assert_eq!(tagged, nothing, "{path}");
        assert_eq!(untagged, nothing, "{path}");
        assert_eq!(
            (listed.status, listed.body),
            (200, json!({ "Tags": { "c": "3" } })),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_calls_lose_no_tag() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    tag(&administrator, &graph, &[("goes", "")]).await;
    let mut calls = Vec::new();
    for n in 0..12 {
        let (account, graph) = (administrator.clone(), graph.clone());
        calls.push(tokio::spawn(async move {
            tag(&account, &graph, &[(&format!("k{n}"), "v")]).await;
        }));
    }
    let (account, of) = (administrator.clone(), graph.clone());
    calls.push(tokio::spawn(async move {
        untag(&account, &of, &["goes"]).await;
    }));
    for call in calls {
        call.await.unwrap();
    }

    let expected = (0..12).map(|n| (format!("k{n}"), "v".to_owned()));
    assert_eq!(tags(&administrator, &graph).await, expected.collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_has_fifty_tags_at_most() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let fifty: Vec<String> = (0..50).map(|n| format!("k{n}")).collect();
    let fifty: Vec<(&str, &str)> = fifty.iter().map(|key| (key.as_str(), "")).collect();
    tag(&administrator, &graph, &fifty).await;

    let one_more = administrator.detective.tag_resource().resource_arn(&graph);
    let refused = one_more
        .tags("another", "")
        .send()
        .await
        .unwrap_err()
        .into_service_error();

    assert!(
        matches!(refused, TagResourceError::ValidationException(_)),
        "{refused:?}"
    );
    assert_eq!(tags(&administrator, &graph).await, pairs(&fifty));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_graphs_arn_is_invalid() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    administrator.create_graph().await;
    for path in [
        "/tags/graph",
        "/tags/arn%3Aaws%3As3%3A%3A%3Abucket",
        "/tags/arn:aws:detective:us-east-1:111122223333:graph%2F027c7c4610ea4aacaf0b883093cab899",
        "/tags/%FF",
    ] {
        let answer = administrator.send("GET", path, Vec::new()).await;
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (400, "ValidationException"),
            "{path}: {}",
            answer.body
        );
        assert_eq!(answer.body["ErrorCode"], json!("INVALID_GRAPH_ARN"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_that_the_model_refuses_are_invalid() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let path = format!("/tags/{graph}");
    for (method, query, body) in [
        ("POST", "", json!({})),
        ("POST", "", json!({ "Tags": {} })),
        ("POST", "", json!({ "Tags": { "aws:mine": "" } })),
        ("POST", "", json!({ "Tags": { "with space": "" } })),
        ("POST", "", json!({ "Tags": { "k": 1 } })),
        ("DELETE", "", json!({})),
        ("DELETE", "?tagKeys=", json!({})),
        ("DELETE", "?tagKeys=a%40b", json!({})),
    ] {
        let body = body.to_string().into_bytes();
        let answer = administrator
            .send(method, &format!("{path}{query}"), body)
            .await;
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (400, "ValidationException"),
            "{method} {query}: {}",
            answer.body
        );
    }
}
