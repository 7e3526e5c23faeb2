//! The table itself, and what must be true of it whatever was called.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue::{self, S};
use gumshoe::endpoints::TABLE;
use gumshoe::stack::Stack;

/// Attributes as text, without the keys.
type Item = BTreeMap<String, String>;

/// Every item by its keys.
pub(super) struct Table(BTreeMap<(String, String), Item>);

impl Table {
    pub(super) async fn read(stack: &Stack) -> Self {
        let scan = stack.clients().dynamodb.scan().table_name(TABLE);
        let mut pages = scan.consistent_read(true).into_paginator().items().send();
        let mut items = BTreeMap::new();
        while let Some(found) = pages.next().await {
            let mut item: Item = found
                .unwrap()
                .into_iter()
                .map(|(name, value)| (name, text(&value)))
                .collect();
            let keys = ["PK", "SK"].map(|key| item.remove(key).unwrap());
            items.insert(keys.into(), item);
        }
        Self(items)
    }

    /// The same table without the first item whose sort key is `kind`, but for names behind a `#`.
    pub(super) fn without(&self, kind: &str) -> Self {
        let mut items = self.0.clone();
        let is_meant = |sk: &str| sk == kind || (kind.ends_with('#') && sk.starts_with(kind));
        let gone = items.keys().find(|(_, sk)| is_meant(sk)).cloned();
        items.remove(&gone.unwrap());
        Self(items)
    }

    /// Whether every graph that was deleted is gone.
    pub(super) fn is_without_closed_graphs(&self) -> bool {
        let closed = |item: &Item| item.get("GraphState").is_some_and(|it| it == "DELETING");
        !self.0.values().any(closed)
    }

    /// The ARNs of the graphs by their ids.
    pub(super) fn graphs(&self) -> BTreeMap<String, String> {
        let graphs = self.0.iter().filter(|((_, sk), _)| sk == "GRAPH");
        let graphs = graphs.map(|(_, item)| item["Arn"].clone());
        graphs.map(|arn| (id(&arn).to_owned(), arn)).collect()
    }

    /// Panics unless everything agrees, with at most `most` members in each graph.
    pub(super) fn check(&self, most: u32, seed: u64) {
        let graphs = self.graphs();
        for ((pk, sk), item) in &self.0 {
            let place = format!("seed {seed}: {pk} {sk} {item:?}");
            match pk.split_once('#') {
                Some(("ACCOUNT", account)) if sk == "GRAPH" => {
                    self.check_graph(account, item, &place)
                }
                Some(("ACCOUNT", account)) => {
                    let graph = sk.strip_prefix("MEMBERSHIP#");
                    let graph = graph.unwrap_or_else(|| panic!("unknown: {place}"));
                    let twin = self.get(&format!("GRAPH#{graph}"), &format!("MEMBER#{account}"));
                    assert_eq!(twin, Some(item), "the graph's side differs: {place}");
                }
                Some(("GRAPH", graph)) => {
                    let graph = graph.split('#').next().unwrap();
                    let arn = graphs.get(graph);
                    let arn = arn.unwrap_or_else(|| panic!("of no graph: {place}"));
                    if let Some(account) = sk.strip_prefix("MEMBER#") {
                        self.check_member(arn, account, item, &place);
                    }
                }
                Some(_) => panic!("unknown: {place}"),
                None if pk == "GRAPHS" => {
                    assert_eq!(graphs.get(sk), item.get("Arn"), "of no graph: {place}");
                }
                None => {
                    assert_eq!(pk, "DEPLOYMENT", "unknown: {place}");
                    if let Some(arn) = item.get("GraphArn") {
                        assert_eq!(graphs.get(id(arn)), Some(arn), "of no graph: {place}");
                    }
                }
            }
        }
        for graph in graphs.keys() {
            self.check_count(graph, most, seed);
        }
        let accounts: BTreeSet<&str> = graphs.values().map(|it| super::owner(it)).collect();
        assert_eq!(accounts.len(), graphs.len(), "seed {seed}: {graphs:?}");
    }

    fn get(&self, pk: &str, sk: &str) -> Option<&Item> {
        self.0.get(&(pk.to_owned(), sk.to_owned()))
    }

    /// A graph is active, in the directory, and takes data.
    fn check_graph(&self, account: &str, graph: &Item, place: &str) {
        let arn = &graph["Arn"];
        assert_eq!(super::owner(arn), account, "{place}");
        assert_eq!(graph["GraphState"], "ACTIVE", "{place}");
        let entry = self.get("GRAPHS", id(arn));
        assert_eq!(entry.map(|it| &it["Arn"]), Some(arn), "{place}");
        for shard in 0..8 {
            let gate = self.get(&format!("GRAPH#{}", id(arn)), &format!("STATUS#{shard}"));
            assert!(gate.is_some(), "no shard {shard}: {place}");
        }
    }

    /// A membership has two sides that agree, and stands where one can stand for which nobody is
    /// waited any more.
    fn check_member(&self, graph: &str, account: &str, member: &Item, place: &str) {
        let twin = self.get(
            &format!("ACCOUNT#{account}"),
            &format!("MEMBERSHIP#{}", id(graph)),
        );
        assert_eq!(twin, Some(member), "the account's side differs: {place}");
        assert_eq!(member["Graph"], graph, "{place}");
        assert_eq!(member["Account"], account, "{place}");
        assert_ne!(super::owner(graph), account, "its own member: {place}");
        let has = |name: &str| member.contains_key(name);
        let kind = member["InvitationType"].as_str();
        let is_legal = match (kind, member["MemberStatus"].as_str()) {
            ("INVITATION", "VERIFICATION_FAILED") => !has("Invited"),
            ("INVITATION", "INVITED") => has("Invited") && member["Notice"] != "DUE",
            ("INVITATION", "ENABLED") => has("Invited") && !has("Message"),
            ("ORGANIZATION", "ENABLED") => !has("Invited") && !has("Message"),
            _ => false,
        };
        assert!(is_legal && !has("DisabledReason"), "{place}");
    }

    fn check_count(&self, graph: &str, most: u32, seed: u64) {
        let partition = format!("GRAPH#{graph}");
        let members = self.0.keys();
        let members = members.filter(|(pk, sk)| *pk == partition && sk.starts_with("MEMBER#"));
        let counted = self.get(&partition, "MEMBERS");
        let counted: usize = counted.map_or(0, |it| it["MemberCount"].parse().unwrap());
        assert_eq!(counted, members.count(), "seed {seed}: {partition}");
        assert!(
            counted <= usize::try_from(most).unwrap(),
            "seed {seed}: {partition}"
        );
    }
}

/// Turns memberships back to a moment long ago, at which they began to wait for a job.
pub(super) async fn age_what_waits(stack: &Stack) {
    for ((pk, sk), item) in Table::read(stack).await.0 {
        if item
            .get("MemberStatus")
            .is_none_or(|it| it != "VERIFICATION_IN_PROGRESS")
        {
            continue;
        }
        let update = stack.clients().dynamodb.update_item().table_name(TABLE);
        let update = update
            .key("PK", S(pk))
            .key("SK", S(sk))
            .update_expression("SET Updated = :then")
            .condition_expression("MemberStatus = :status")
            .expression_attribute_values(":then", S("2026-03-01T12:00:00.000Z".to_owned()))
            .expression_attribute_values(":status", S(item["MemberStatus"].clone()));
        update.send().await.unwrap();
    }
}

/// The id of a graph.
fn id(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap()
}

fn text(value: &AttributeValue) -> String {
    match (value.as_s(), value.as_n()) {
        (Ok(text), _) | (_, Ok(text)) => text.clone(),
        // Maps are in no order of their own.
        (Err(_), Err(_)) => value.as_m().map_or_else(
            |_| format!("{value:?}"),
            |map| {
                let sorted: BTreeMap<_, _> = map.iter().map(|(key, it)| (key, text(it))).collect();
                format!("{sorted:?}")
            },
        ),
    }
}
