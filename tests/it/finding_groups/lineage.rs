//! A group's life: it grows, becomes part of another, goes.

use serde_json::{Value, json};

use super::case::{Case, attack, ids};

#[tokio::test(flavor = "multi_thread")]
async fn a_group_keeps_its_id_while_it_grows_and_nothing_changes_without_news() {
    let mut case = Case::start().await;
    let first = [
        attack("a", 10, "i-0a", "198.51.100.7"),
        attack("b", 20, "i-0a", "198.51.100.7"),
    ];
    assert_eq!(case.group(&first).await, 1);
    let id = case.list(json!({})).await[0]["GroupId"].clone();
    assert_eq!(case.group(&first).await, 0, "the same findings again");

    assert_eq!(
        case.group(&[attack("c", 30, "i-0a", "198.51.100.9")]).await,
        1
    );

    let listed = case.list(json!({})).await;
    assert_eq!((listed.len(), &listed[0]["GroupId"]), (1, &id));
    assert_eq!(listed[0]["FindingCount"], 3);
    assert_eq!(case.group_of("c").await, id);
    let created = case.get(&id).await["FindingGroup"]["CreatedTime"].clone();
    assert_eq!(listed[0]["CreatedTime"], created);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_that_links_two_groups_makes_them_the_inactive_parents_of_a_new_one() {
    let mut case = Case::start().await;
    case.group(&[
        attack("a1", 1, "i-0a", "198.51.100.7"),
        attack("a2", 2, "i-0a", "198.51.100.7"),
        attack("b1", 3, "i-0b", "198.51.100.8"),
        attack("b2", 4, "i-0b", "198.51.100.8"),
    ])
    .await;
    let before = case.list(json!({})).await;
    assert_eq!(before.len(), 2, "{before:?}");

    // From the address of one on the instance of the other.
    case.group(&[attack("between", 5, "i-0b", "198.51.100.7")])
        .await;

    let after = case.list(json!({})).await;
    assert_eq!(after.len(), 1, "{after:?}");
    let child = case.get(&after[0]["GroupId"]).await;
    assert_eq!(ids(&child, "Findings"), ["a1", "a2", "b1", "b2", "between"]);
    let parents = child["Lineage"]["Parents"].as_array().unwrap();
    assert_eq!(parents.len(), 2);
    for parent in parents {
        assert_eq!(parent["Status"], "INACTIVE");
        assert_eq!(parent["Child"], after[0]["GroupId"]);
        let parent = case.get(&parent["GroupId"]).await;
        assert_eq!(parent["Lineage"]["Child"]["GroupId"], after[0]["GroupId"]);
        assert_eq!(parent["Findings"].as_array().unwrap().len(), 2);
    }
    let inactive = case.list(json!({ "Statuses": ["INACTIVE"] })).await;
    assert_eq!(inactive.len(), 2);
    for finding in ["a1", "b2", "between"] {
        assert_eq!(case.group_of(finding).await, after[0]["GroupId"]);
    }
    let of = json!({ "EntityType": "Ec2Instance", "EntityId": "i-0a", "Statuses": ["ACTIVE", "INACTIVE"] });
    assert_eq!(
        case.list(of).await.len(),
        2,
        "the child, and the parent with the instance"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn updaters_at_the_same_time_lose_nothing() {
    let mut case = Case::start().await;
    for round in 0..4 {
        let instance = format!("i-{round}");
        let from = format!("198.51.100.{round}");
        case.find(&[
            attack(&format!("{round}a"), 10 + round, &instance, &from),
            attack(&format!("{round}b"), 11 + round, &instance, &from),
            // Links it with the round before.
            attack(
                &format!("{round}c"),
                12 + round,
                &format!("i-{}", round.max(1) - 1),
                &from,
            ),
        ])
        .await;
        let job = "update-finding-groups";
        let runs = (0..4).map(|_| case.gumshoe.run(job));
        futures::future::join_all(runs).await;
    }
    case.gumshoe.run("update-finding-groups").await;

    let active = case.list(json!({})).await;
    assert_eq!(active.len(), 1, "{active:?}");
    let group = case.get(&active[0]["GroupId"]).await;
    assert_eq!(group["Findings"].as_array().unwrap().len(), 12);
    for parent in case.list(json!({ "Statuses": ["INACTIVE"] })).await {
        assert!(parent["Child"].is_string(), "{parent}");
    }
    for round in 0..4 {
        for part in ["a", "b", "c"] {
            let finding = format!("{round}{part}");
            assert_eq!(
                case.group_of(&finding).await,
                active[0]["GroupId"],
                "{finding}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_go_with_what_is_too_old_and_with_their_graph() {
    let mut case = Case::start().await;
    case.group(&[
        attack("a", 10, "i-0a", "198.51.100.7"),
        attack("b", 20, "i-0a", "198.51.100.7"),
    ])
    .await;
    assert_eq!(case.list(json!({})).await.len(), 1);
    let tag = case
        .administrator
        .detective
        .tag_resource()
        .resource_arn(&case.graph);
    tag.tags("gumshoe:retention-days", "2")
        .send()
        .await
        .unwrap();

    case.gumshoe.run("expire-segments").await;

    assert_eq!(case.list(json!({ "Statuses": [] })).await, [Value::Null; 0]);
    assert_eq!(
        case.gumshoe.run("update-finding-groups").await["changed"],
        0
    );
}
