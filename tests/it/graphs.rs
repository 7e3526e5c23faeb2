//! The life of a graph, through the official SDK.

use aws_sdk_detective::operation::delete_graph::DeleteGraphError;
use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_tests::{ADMINISTRATOR, Gumshoe, Record, eventually, gzip, log_file, log_key};
use serde_json::json;

const SCOPE: (&str, &str) = ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_is_listed_for_its_administrator() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let arn = administrator.create_graph().await;
    assert!(
        arn.starts_with(&format!(
            "arn:aws:detective:us-east-1:{ADMINISTRATOR}:graph:"
        )),
        "{arn}"
    );

    let listed = administrator.detective.list_graphs().send().await.unwrap();

    let arns: Vec<_> = listed
        .graph_list()
        .iter()
        .map(|graph| graph.arn())
        .collect();
    assert_eq!(arns, [Some(arn.as_str())]);
    assert!(listed.graph_list()[0].created_time().is_some());
    assert_eq!(listed.next_token(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_calls_of_create_graph_make_one_graph() {
    let gumshoe = Gumshoe::start().await;
    let calls: Vec<_> = (0..16)
        .map(|_| {
            let account = gumshoe.account(ADMINISTRATOR);
            tokio::spawn(async move { account.create_graph().await })
        })
        .collect();
    let mut arns = Vec::new();
    for call in calls {
        arns.push(call.await.unwrap());
    }
    arns.dedup();
    assert_eq!(arns.len(), 1, "{arns:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_graph_removes_everything_of_it() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let arn = administrator.create_graph().await;
    let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1);
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), gzip(&log_file([&record])))
        .await;
    gumshoe.settled().await;
    gumshoe.run("compact-segments").await;
    assert_ne!(gumshoe.segment_keys().await, Vec::<String>::new());
    let other = gumshoe.account("444455556666");
    let others = other.create_graph().await;

    administrator
        .detective
        .delete_graph()
        .graph_arn(&arn)
        .send()
        .await
        .unwrap();

    let listed = administrator.detective.list_graphs().send().await.unwrap();
    assert_eq!(listed.graph_list().len(), 0);
    eventually("removal of the segments", async || {
        gumshoe.segment_keys().await.is_empty().then_some(())
    })
    .await;
    eventually("removal of the items", async || {
        let items = items_naming(&gumshoe, arn.rsplit(':').next().unwrap()).await;
        items.is_empty().then_some(())
    })
    .await;
    assert_eq!(other.create_graph().await, others);
}

async fn items_naming(gumshoe: &Gumshoe, text: &str) -> Vec<String> {
    let scan = gumshoe
        .stack()
        .clients()
        .dynamodb
        .scan()
        .table_name(gumshoe::endpoints::TABLE);
    let items = scan.send().await.unwrap().items.unwrap_or_default();
    items
        .iter()
        .map(|item| format!("{item:?}"))
        .filter(|item| item.contains(text))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_made_after_a_deletion_is_new_and_empty() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let first = administrator.create_graph().await;
    let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1);
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), gzip(&log_file([&record])))
        .await;
    gumshoe.settled().await;
    administrator
        .detective
        .delete_graph()
        .graph_arn(&first)
        .send()
        .await
        .unwrap();

    let second = eventually("creation of another graph", async || {
        administrator
            .detective
            .create_graph()
            .send()
            .await
            .ok()?
            .graph_arn
    })
    .await;

    assert_ne!(second, first);
    assert_eq!(
        administrator.activity(&second, &["Api"], SCOPE).await,
        Vec::<serde_json::Value>::new()
    );
    assert_eq!(
        administrator.cloudtrail_status(&second).await["Objects"]["Ingested"],
        json!(0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_graph_that_is_deleted_finds_none() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let arn = administrator.create_graph().await;
    administrator
        .detective
        .delete_graph()
        .graph_arn(&arn)
        .send()
        .await
        .unwrap();

    let again = administrator
        .detective
        .delete_graph()
        .graph_arn(&arn)
        .send()
        .await;

    let error = again.unwrap_err().into_service_error();
    assert!(
        matches!(error, DeleteGraphError::ResourceNotFoundException(_)),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_of_many_days_is_not_delivered_again_for_a_graph_that_goes_meanwhile() {
    let gumshoe = Gumshoe::start().await;
    let arn = gumshoe.account(ADMINISTRATOR).create_graph().await;
    let id = arn.rsplit(':').next().unwrap();
    // As if the graph was closed after it was looked up.
    for shard in 0..8 {
        let delete = gumshoe.stack().clients().dynamodb.delete_item();
        delete
            .table_name(gumshoe::endpoints::TABLE)
            .key("PK", AttributeValue::S(format!("GRAPH#{id}")))
            .key("SK", AttributeValue::S(format!("STATUS#{shard}")))
            .send()
            .await
            .unwrap();
    }
    let days = (1..=4_u128).flat_map(|month| (1..=28_u128).map(move |day| (month, day)));
    let records: Vec<Record> = days
        .map(|(month, day)| {
            let time = format!("2026-{month:02}-{day:02}T12:00:00Z");
            Record::new(ADMINISTRATOR, &time, 100 * month + day)
        })
        .collect();
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), gzip(&log_file(&records)))
        .await;

    gumshoe.settled().await;

    assert_eq!(gumshoe.stack().dead_letters(), Vec::<String>::new());
}
