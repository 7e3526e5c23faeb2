//! Findings as if they had been told on another day: evidence is only made of yesterday.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue::{self, L, M, S};
use gumshoe::endpoints::TABLE;
use gumshoe_domain::Day;
use gumshoe_tests::Gumshoe;

type Item = HashMap<String, AttributeValue>;

async fn items(gumshoe: &Gumshoe, is_wanted: impl Fn(&str) -> bool) -> Vec<Item> {
    let scan = gumshoe.stack().clients().dynamodb.scan().table_name(TABLE);
    let mut pages = scan.consistent_read(true).into_paginator().items().send();
    let mut found = Vec::new();
    while let Some(item) = pages.next().await {
        let item = item.unwrap();
        if is_wanted(item["PK"].as_s().unwrap()) {
            found.push(item);
        }
    }
    found
}

/// How many findings the table has of a graph, shown or not.
pub(super) async fn findings_kept(gumshoe: &Gumshoe, graph: &str) -> usize {
    let partition = format!("GRAPH#{}#FINDINGS", graph.rsplit(':').next().unwrap());
    items(gumshoe, |it| it == partition).await.len()
}

/// Moves what is kept of findings and their groups from one day to another.
pub(super) async fn age_findings(gumshoe: &Gumshoe, from: Day, to: Day) {
    let (from, to) = (from.to_string(), to.to_string());
    let dynamodb = &gumshoe.stack().clients().dynamodb;
    for item in items(gumshoe, |it| it.contains("#FINDING")).await {
        let moved: Item = item
            .iter()
            .map(|(name, value)| (name.clone(), on_day(value, &from, &to)))
            .collect();
        if moved == item {
            continue;
        }
        let put = dynamodb.put_item().table_name(TABLE);
        put.set_item(Some(moved.clone())).send().await.unwrap();
        if moved["SK"] != item["SK"] {
            let delete = dynamodb.delete_item().table_name(TABLE);
            let delete = delete.key("PK", item["PK"].clone());
            delete.key("SK", item["SK"].clone()).send().await.unwrap();
        }
    }
}

fn on_day(value: &AttributeValue, from: &str, to: &str) -> AttributeValue {
    let moved = |it: &AttributeValue| on_day(it, from, to);
    match value {
        S(text) => S(text.replace(from, to)),
        L(all) => L(all.iter().map(moved).collect()),
        M(all) => M(all
            .iter()
            .map(|(key, it)| (key.clone(), moved(it)))
            .collect()),
        other => other.clone(),
    }
}
