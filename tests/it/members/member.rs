//! What an invited account does and sees.

use std::collections::BTreeMap;

use aws_sdk_detective::types::MemberStatus;
use gumshoe_tests::{Answer, eventually};
use serde_json::json;

use super::{MEMBER, OTHER, Team};

const ACCEPT: (&str, &str) = ("PUT", "/invitation");
const REJECT: (&str, &str) = ("POST", "/invitation/removal");
const LEAVE: (&str, &str) = ("POST", "/membership/removal");

impl Team {
    async fn answer(&self, account: &str, (method, path): (&str, &str), graph: &str) -> Answer {
        let body = json!({ "GraphArn": graph }).to_string().into_bytes();
        self.gumshoe.account(account).send(method, path, body).await
    }
}

fn kind(answer: &Answer) -> (u16, &str) {
    (answer.status, &answer.error)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_account_accepts_once_and_is_enabled() {
    let team = Team::start().await;
    team.invite(&[MEMBER]).await;
    team.until(MEMBER, MemberStatus::Invited).await;
    let told = [(team.graph.clone(), MemberStatus::Invited)];
    assert_eq!(team.invitations(MEMBER).await, told);

    let first = team.answer(MEMBER, ACCEPT, &team.graph).await;
    let second = team.answer(MEMBER, ACCEPT, &team.graph).await;

    assert_eq!(kind(&first), (200, ""));
    assert_eq!(kind(&second), (409, "ConflictException"));
    let enabled = team.until(MEMBER, MemberStatus::Enabled).await;
    assert!(enabled.invited_time().is_some());
    assert_eq!(enabled.disabled_reason(), None);
    let told = [(team.graph.clone(), MemberStatus::Enabled)];
    assert_eq!(team.invitations(MEMBER).await, told);
    assert_eq!(team.consistent().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_that_did_not_invite_looks_as_one_that_does_not_exist() {
    let team = Team::start().await;
    team.invite(&[OTHER]).await;
    team.until(OTHER, MemberStatus::Invited).await;
    let (start, id) = team.graph.split_at(team.graph.len() - 32);
    let none = format!("{start}{}", "0".repeat(32));
    // The right id below another account's or another Region's name.
    let renamed = [
        format!("{}{id}", start.replace("111122223333", MEMBER)),
        team.graph.replace("us-east-1", "eu-west-1"),
    ];
    for call in [ACCEPT, REJECT, LEAVE] {
        let missing = team.answer(MEMBER, call, &none).await;
        assert_eq!(kind(&missing), (404, "ResourceNotFoundException"));
        assert_eq!(team.answer(MEMBER, call, &team.graph).await, missing);
        for graph in &renamed {
            assert_eq!(team.answer(OTHER, call, graph).await, missing, "{graph}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_invitation_is_gone_for_both_sides() {
    let team = Team::start().await;
    team.invite(&[MEMBER]).await;
    team.until(MEMBER, MemberStatus::Invited).await;

    let declined = team.answer(MEMBER, REJECT, &team.graph).await;
    let again = team.answer(MEMBER, REJECT, &team.graph).await;

    assert_eq!(kind(&declined), (200, ""));
    assert_eq!(kind(&again), (404, "ResourceNotFoundException"));
    assert_eq!(team.invitations(MEMBER).await, []);
    assert_eq!(team.member(MEMBER).await, None);
    assert_eq!(team.consistent().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_resigns_only_after_it_is_enabled() {
    let team = Team::start().await;
    team.invite(&[MEMBER]).await;
    team.until(MEMBER, MemberStatus::Invited).await;
    let early = team.answer(MEMBER, LEAVE, &team.graph).await;
    assert_eq!(kind(&early), (409, "ConflictException"));
    team.answer(MEMBER, ACCEPT, &team.graph).await;
    team.until(MEMBER, MemberStatus::Enabled).await;

    let late = team.answer(MEMBER, REJECT, &team.graph).await;
    let left = team.answer(MEMBER, LEAVE, &team.graph).await;

    assert_eq!(kind(&late), (409, "ConflictException"));
    assert_eq!(kind(&left), (200, ""));
    assert_eq!(team.invitations(MEMBER).await, []);
    assert_eq!(team.member(MEMBER).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_graph_is_gone_for_its_members_at_once() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    team.invite(&[OTHER]).await;
    team.until(OTHER, MemberStatus::Invited).await;
    let delete = team.administrator.detective.delete_graph();

    delete.graph_arn(&team.graph).send().await.unwrap();

    for (account, call) in [(OTHER, ACCEPT), (OTHER, REJECT), (MEMBER, LEAVE)] {
        assert_eq!(team.invitations(account).await, []);
        let answer = team.answer(account, call, &team.graph).await;
        assert_eq!(kind(&answer), (404, "ResourceNotFoundException"));
    }
    eventually("removal of the members", async || {
        // Both sides and the count, which go one after the other.
        let items = team.items().await;
        let is_left = |item: &BTreeMap<String, String>| item["SK"].starts_with("MEMBER");
        (!items.iter().any(is_left)).then_some(())
    })
    .await;
}
