//! All that a deployment tells: the answers about a graph, its table, and what is left over in its
//! bucket.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe::endpoints::{SEGMENT_BUCKET, TABLE};
use gumshoe_tests::ADMINISTRATOR;
use serde_json::{Value, json};

use super::functions::Functions;
use super::logs::MEMBER;

/// What is told, by what it is about.
pub(super) type Told = BTreeMap<String, Value>;

type Item = std::collections::HashMap<String, AttributeValue>;

/// Members of items and answers that tell when something was done.
const TIMES: [&str; 6] = [
    "Decided",
    "Requested",
    "ExpiresAt",
    "LastIngestTime",
    "LagSeconds",
    "Updated",
];

/// What the administrator is answered about a scope time, and what is in the
/// table. Nothing may be in the bucket that the manifest does not name, nor the other way round.
pub(super) async fn everything(
    functions: &Functions<'_>,
    graph: &str,
    scope: &[String; 2],
) -> Told {
    let mut told = Told::new();
    for (operation, more) in questions() {
        let mut request = json!({ "GraphArn": graph });
        if operation != "GetIngestStatus" && operation != "SearchEntities" {
            request["ScopeStartTime"] = json!(scope[0]);
            request["ScopeEndTime"] = json!(scope[1]);
        }
        let members = request.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        let (status, answer) = functions.call(operation, ADMINISTRATOR, &request).await;
        told.insert(
            format!("{operation} {more}"),
            json!([status, timeless(answer)]),
        );
    }
    let items = items(functions).await;
    told.extend(table(&items));
    assert_eq!(
        stored(functions).await,
        named(&items),
        "objects in the bucket, and in the manifest"
    );
    told
}

fn questions() -> Vec<(&'static str, Value)> {
    let mut questions = Vec::new();
    for account in [ADMINISTRATOR, MEMBER] {
        let entity = json!({ "EntityType": "AwsAccount", "EntityId": account });
        for (source, group_by) in [
            ("API", &["Principal", "Api", "ErrorCode", "Resource"][..]),
            ("NETWORK", &["Peer", "LocalPort", "Action"]),
            ("KUBERNETES", &[]),
        ] {
            let mut activity = entity.clone();
            activity["Source"] = json!(source);
            activity["GroupBy"] = json!(group_by);
            questions.push(("ListActivity", activity));
        }
    }
    for (kind, id) in [("AwsRole", "AROAEXAMPLEADMIN"), ("S3Bucket", "payroll")] {
        let entity = json!({ "EntityType": kind, "EntityId": id });
        questions.push(("ListRelationships", entity));
    }
    questions.push(("SearchEntities", json!({ "Query": "*a*" })));
    questions.push(("ListFindings", json!({})));
    questions.push(("GetIngestStatus", json!({})));
    questions
}

fn timeless(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.retain(|name, _| !TIMES.contains(&name.as_str()));
            for member in members.values_mut() {
                *member = timeless(member.take());
            }
        }
        Value::Array(all) => {
            for each in all.iter_mut() {
                *each = timeless(each.take());
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    value
}

async fn items(functions: &Functions<'_>) -> Vec<Item> {
    let scan = functions.world.plain_dynamodb().scan().table_name(TABLE);
    let pages: Result<Vec<_>, _> = scan.into_paginator().items().send().collect().await;
    pages.unwrap()
}

/// The table without what is drawn by lot: names of segments, and which of its parts a counter is in.
fn table(items: &[Item]) -> Told {
    let mut told = Told::new();
    let mut counters: BTreeMap<String, i64> = BTreeMap::new();
    for item in items {
        let (pk, sk) = (text(item, "PK"), text(item, "SK"));
        if sk.starts_with("STATUS#") {
            for (name, value) in item {
                if let AttributeValue::N(count) = value {
                    let count: i64 = count.parse().unwrap();
                    *counters.entry(format!("{pk} {name}")).or_default() += count;
                }
            }
        } else if !sk.starts_with("SEGMENT#") && sk != "MANIFEST" && pk != "DEPLOYMENT" {
            let mut members = timeless(readable(item));
            // Work that is done again drops the index once or twice, and nothing follows from how often.
            if sk == "ENTITY_INDEX" {
                members.as_object_mut().unwrap().remove("Revision");
            }
            told.insert(format!("item {pk} {sk}"), members);
        }
    }
    counters.retain(|_, count| *count != 0);
    told.insert("counters".to_owned(), json!(counters));
    told
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    item[name].as_s().unwrap()
}

fn readable(item: &Item) -> Value {
    let members = item.iter().map(|(name, it)| (name.clone(), value(it)));
    Value::Object(members.collect())
}

fn value(of: &AttributeValue) -> Value {
    match of {
        AttributeValue::S(text) | AttributeValue::N(text) => json!(text),
        AttributeValue::M(members) => readable(members),
        AttributeValue::L(all) => all.iter().map(value).collect(),
        other => json!(format!("{other:?}")),
    }
}

/// The objects that the manifests name.
fn named(items: &[Item]) -> BTreeSet<String> {
    let segments = items
        .iter()
        .filter(|it| text(it, "SK").starts_with("SEGMENT#"));
    let keys = segments.flat_map(|it| ["ActivityKey", "EntitiesKey"].map(|name| it.get(name)));
    keys.flatten()
        .map(|key| key.as_s().unwrap().clone())
        .collect()
}

/// The objects that there are.
async fn stored(functions: &Functions<'_>) -> BTreeSet<String> {
    let list = functions.world.plain_s3().list_objects_v2();
    let listed = list.bucket(SEGMENT_BUCKET).send().await.unwrap();
    assert_eq!(listed.is_truncated(), Some(false));
    let keys = listed.contents().iter().map(|it| it.key().unwrap());
    keys.map(str::to_owned).collect()
}
