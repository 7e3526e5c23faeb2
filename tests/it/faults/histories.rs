//! What happens while one call goes wrong.

mod delivery;

use aws_sdk_dynamodb::types::AttributeValue;
use futures::future::LocalBoxFuture;
use gumshoe::endpoints::TABLE;
use gumshoe_domain::LogSourceName;
use gumshoe_messages::QueueName;
use gumshoe_tests::ADMINISTRATOR;
use serde_json::json;

use super::functions::{Functions, announcement, now};
use super::logs::{Logs, MEMBER, Object};

pub(super) use delivery::{BACKFILL, REDRIVE};

/// Days ago, and more than a graph keeps.
pub(super) const OLD: Logs<'_> = Logs { day: "2026-03-01" };

/// A history.
pub(super) struct History {
    /// What was before, when nothing goes wrong; the graph.
    pub(super) before: for<'a> fn(&'a Functions<'a>) -> LocalBoxFuture<'a, String>,
    /// What happens to the graph while one call goes wrong.
    pub(super) during: for<'a> fn(&'a Functions<'a>, &'a str) -> LocalBoxFuture<'a, ()>,
    /// The scheduled functions that run once more then, as they always do.
    pub(super) then: &'static [&'static str],
    /// The scope time of what is asked in the end.
    pub(super) scope: fn() -> [String; 2],
    /// Whether the same calls are made each time.
    pub(super) is_exact: bool,
}

pub(super) const INGESTION: History = History {
    before: |functions| {
        Box::pin(async {
            let graph = graph(functions).await;
            for object in OLD.first() {
                functions.upload(&object.key, object.bytes).await;
            }
            graph
        })
    },
    during: |functions, _| {
        Box::pin(async {
            let twice = OLD.first().into_iter().chain(OLD.first());
            announce(functions, twice).await;
            for (source, event) in OLD.events() {
                functions.deliver(source, [event]).await;
            }
            let Object { source, key, bytes } = OLD.mended();
            functions.upload(&key, bytes).await;
            functions.deliver(source, [announcement(&key)]).await;
        })
    },
    then: &["compact-segments"],
    scope: old,
    is_exact: true,
};

pub(super) const COMPACTION: History = History {
    before: |functions| {
        Box::pin(async {
            let graph = graph(functions).await;
            ingest(functions, OLD.first()).await;
            // Each day has several batches then.
            ingest(functions, [OLD.mended()]).await;
            for object in OLD.late() {
                functions.upload(&object.key, object.bytes).await;
            }
            graph
        })
    },
    during: |functions, _| {
        Box::pin(async {
            functions.job("compact-segments").await;
            announce(functions, OLD.late()).await;
            functions.job("compact-segments").await;
        })
    },
    then: &["compact-segments"],
    scope: old,
    is_exact: true,
};

pub(super) const RETENTION: History = History {
    before: |functions| {
        Box::pin(async {
            let graph = graph(functions).await;
            let day = recent_day();
            for logs in [OLD, Logs { day: &day }] {
                ingest(functions, logs.first()).await;
                functions.job("compact-segments").await;
                ingest(functions, logs.late()).await;
            }
            graph
        })
    },
    during: |functions, _| {
        Box::pin(async {
            functions.job("expire-segments").await;
        })
    },
    then: &["expire-segments", "compact-segments"],
    scope: recent,
    is_exact: true,
};

pub(super) const ERASURE: History = History {
    before: |functions| {
        Box::pin(async {
            let graph = graph(functions).await;
            ingest(functions, OLD.first()).await;
            functions.job("compact-segments").await;
            ingest(functions, OLD.late()).await;
            let remove = json!({ "GraphArn": graph, "AccountIds": [MEMBER] });
            functions.ask("DeleteMembers", &remove).await;
            graph
        })
    },
    during: |functions, graph| {
        Box::pin(async move {
            let erase = json!({ "GraphArn": graph, "AccountId": MEMBER });
            functions.ask("DeleteAccountData", &erase).await;
            functions.job("erase-accounts").await;
            age_request(functions, graph).await;
            functions.job("erase-accounts").await;
        })
    },
    then: &["erase-accounts", "compact-segments"],
    scope: old,
    is_exact: true,
};

pub(super) const DELETION: History = History {
    before: |functions| {
        Box::pin(async {
            let graph = graph(functions).await;
            ingest(functions, OLD.first()).await;
            functions.job("compact-segments").await;
            for object in OLD.late() {
                functions.upload(&object.key, object.bytes).await;
            }
            graph
        })
    },
    during: |functions, graph| {
        Box::pin(async move {
            let delete = json!({ "GraphArn": graph });
            let deleted = functions.call("DeleteGraph", ADMINISTRATOR, &delete).await;
            // Whoever was not answered asks again, and hears that it is gone.
            assert!([200, 404].contains(&deleted.0), "{deleted:?}");
            announce(functions, OLD.late()).await;
            functions.job("delete-graph-data").await;
        })
    },
    then: &["delete-graph-data"],
    scope: old,
    is_exact: true,
};

pub(super) const SWEEPING: History = History {
    before: |functions| {
        Box::pin(async {
            let graph = graph(functions).await;
            ingest(functions, OLD.first()).await;
            functions.job("compact-segments").await;
            ingest(functions, OLD.late()).await;
            functions.job("compact-segments").await;
            ingest(functions, [OLD.mended()]).await;
            graph
        })
    },
    during: |functions, _| {
        Box::pin(async {
            functions.world.age_segments();
            functions.job("sweep-segments").await;
        })
    },
    then: &["compact-segments"],
    scope: old,
    is_exact: true,
};

/// A graph with a member.
pub(super) async fn graph(functions: &Functions<'_>) -> String {
    let created = functions.ask("CreateGraph", &json!({})).await;
    let graph = created["GraphArn"].as_str().unwrap().to_owned();
    let account = json!({ "AccountId": MEMBER, "EmailAddress": "root@example.com" });
    let invite = json!({ "GraphArn": graph, "Accounts": [account] });
    functions.ask("CreateMembers", &invite).await;
    functions.settle(QueueName::Members).await;
    let accept = json!({ "GraphArn": graph });
    functions.ask_as(MEMBER, "AcceptInvitation", &accept).await;
    functions.settle(QueueName::Members).await;
    graph
}

/// Puts objects into the log bucket, and lets them be ingested one batch after the other.
pub(super) async fn ingest(functions: &Functions<'_>, objects: impl IntoIterator<Item = Object>) {
    for Object { source, key, bytes } in objects {
        functions.upload(&key, bytes).await;
        functions.deliver(source, [announcement(&key)]).await;
    }
}

/// Tells of objects that are there, all those of a source in one batch.
pub(super) async fn announce(functions: &Functions<'_>, objects: impl IntoIterator<Item = Object>) {
    let objects: Vec<Object> = objects.into_iter().collect();
    for &source in LogSourceName::ALL {
        let own = objects.iter().filter(|it| it.source == source);
        let messages: Vec<String> = own.map(|it| announcement(&it.key)).collect();
        if !messages.is_empty() {
            functions.deliver(source, messages).await;
        }
    }
}

/// A day that is over, and that a graph keeps.
pub(super) fn recent_day() -> String {
    now().plus_seconds(-2 * 86_400).hour().day().to_string()
}

/// The days of [`OLD`].
fn old() -> [String; 2] {
    ["2026-02-28T00:00:00Z", "2026-03-04T00:00:00Z"].map(str::to_owned)
}

/// The last few days.
fn recent() -> [String; 2] {
    [-10 * 86_400, 3_600].map(|seconds| now().plus_seconds(seconds).to_string())
}

/// As if the member's data had been asked to be erased long ago.
async fn age_request(functions: &Functions<'_>, graph: &str) {
    let (_, id) = graph.rsplit_once(':').unwrap();
    let update = functions.world.plain_dynamodb().update_item();
    let aged = update
        .table_name(TABLE)
        .key("PK", AttributeValue::S(format!("GRAPH#{id}")))
        .key("SK", AttributeValue::S(format!("ERASURE#{MEMBER}")))
        .condition_expression("attribute_exists(PK)")
        .update_expression("SET Requested = :long_ago")
        .expression_attribute_values(
            ":long_ago",
            AttributeValue::S("2026-03-01T12:00:00.000Z".to_owned()),
        );
    aged.send().await.unwrap();
}
