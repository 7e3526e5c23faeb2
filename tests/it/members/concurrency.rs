//! Calls at the same time: whoever is first, both sides of every membership and their count agree.

use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::types::MemberStatus;

use super::{Team, accounts, invited};

#[tokio::test(flavor = "multi_thread")]
async fn accounts_invited_by_two_calls_at_once_are_invited_by_one_of_them() {
    let team = Team::start().await;
    let ids = accounts(20);
    let mut calls = Vec::new();
    for reversed in [false, true] {
        let mut create = team.administrator.detective.create_members();
        let mut ids = ids.clone();
        if reversed {
            ids.reverse();
        }
        for id in &ids {
            create = create.accounts(invited(id, "root@example.com"));
        }
        calls.push(tokio::spawn(create.graph_arn(&team.graph).send()));
    }
    let mut made = Vec::new();
    for call in calls {
        let created = call.await.unwrap().unwrap();
        let answered = created.members().len() + created.unprocessed_accounts().len();
        assert_eq!(answered, ids.len());
        let members = created.members().iter();
        made.extend(members.map(|it| it.account_id().unwrap().to_owned()));
    }
    made.sort();
    assert_eq!(made, ids);
    assert_eq!(team.consistent().await, ids.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn accepting_while_being_removed_leaves_nothing_behind() {
    let team = Team::start().await;
    let ids = accounts(12);
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    team.invite(&names).await;
    for id in &names {
        team.until(id, MemberStatus::Invited).await;
    }
    let mut calls = Vec::new();
    for id in &ids {
        let accept = team.gumshoe.account(id).detective.accept_invitation();
        let accept = accept.graph_arn(&team.graph).send();
        let delete = team.administrator.detective.delete_members();
        let delete = delete.graph_arn(&team.graph).account_ids(id).send();
        calls.push((tokio::spawn(accept), tokio::spawn(delete)));
    }
    for (accept, delete) in calls {
        if let Err(error) = accept.await.unwrap() {
            assert_eq!(error.code(), Some("ResourceNotFoundException"));
        }
        let deleted = delete.await.unwrap().unwrap();
        assert_eq!(deleted.account_ids().len(), 1);
    }
    // What was accepted first may still be looked at by `update-members`.
    team.gumshoe.run("enable-members").await;
    assert_eq!(team.consistent().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_the_graph_while_accounts_are_invited_leaves_nothing_behind() {
    let team = Team::start().await;
    let mut calls = Vec::new();
    for (at, id) in accounts(10).into_iter().enumerate() {
        let create = team.administrator.detective.create_members();
        let create = create
            .graph_arn(&team.graph)
            .accounts(invited(&id, "root@example.com"));
        calls.push(tokio::spawn(create.send()));
        if at == 4 {
            let delete = team.administrator.detective.delete_graph();
            delete.graph_arn(&team.graph).send().await.unwrap();
        }
    }
    for call in calls {
        if let Err(error) = call.await.unwrap() {
            assert_eq!(error.code(), Some("ResourceNotFoundException"));
        }
    }
    gumshoe_tests::eventually("removal of the graph", async || {
        let items = team.items().await;
        let left = items.iter().any(|item| {
            ["MEMBER", "GRAPH"]
                .iter()
                .any(|kind| item["SK"].starts_with(kind))
        });
        (!left).then_some(())
    })
    .await;
    assert_eq!(team.consistent().await, 0);
}
