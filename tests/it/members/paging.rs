//! Lists that are read page by page while they change.

use std::collections::BTreeSet;

use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::types::MemberStatus;
use gumshoe_tests::ADMINISTRATOR;
use serde_json::json;

use super::{MEMBER, OTHER, Team, accounts, invited};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_a_member_all_the_while_is_listed_once() {
    let team = Team::start().await;
    let ids = accounts(9);
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let (stay, come_and_go) = ids.split_at(6);
    team.invite(stay).await;
    team.invite(&come_and_go[..2]).await;
    let list = || {
        let list = team.administrator.detective.list_members();
        list.graph_arn(&team.graph).max_results(2)
    };
    let (mut seen, mut token) = (Vec::new(), None);
    let mut page = 0;
    loop {
        let listed = list().set_next_token(token).send().await.unwrap();
        assert!(listed.member_details().len() <= 2);
        let members = listed.member_details().iter();
        seen.extend(members.map(|it| it.account_id().unwrap().to_owned()));
        page += 1;
        if page == 1 {
            // Members before and behind the page's end go, and others come.
            team.remove(come_and_go[0]).await;
            team.invite(&["100000000001", come_and_go[2]]).await;
        }
        token = listed.next_token;
        if token.is_none() {
            break;
        }
    }
    let distinct: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "{seen:?}");
    for id in stay {
        assert!(distinct.contains(&(*id).to_owned()), "{id} of {seen:?}");
    }
    assert!(!distinct.contains(&come_and_go[0].to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_members_is_good_for_its_graph_and_list_only() {
    let team = Team::start().await;
    team.invite(&[MEMBER, OTHER]).await;
    let list = team.administrator.detective.list_members();
    let first = list.graph_arn(&team.graph).max_results(1);
    let token = first.send().await.unwrap().next_token.unwrap();
    let stranger = team.gumshoe.account(MEMBER);
    let others = stranger.create_graph().await;

    let list = stranger.detective.list_members().graph_arn(others);
    let foreign = list.next_token(&token).send().await.unwrap_err();
    let list = team.administrator.detective.list_invitations();
    let other_list = list.next_token(&token).send().await.unwrap_err();

    assert_eq!(foreign.code(), Some("ValidationException"));
    assert_eq!(other_list.code(), Some("ValidationException"));
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_of_several_graphs_are_listed_page_by_page() {
    let team = Team::start().await;
    let mut graphs = BTreeSet::from([team.graph.clone()]);
    team.invite(&[MEMBER]).await;
    for id in accounts(4) {
        let administrator = team.gumshoe.account(&id);
        let graph = administrator.create_graph().await;
        let create = administrator.detective.create_members().graph_arn(&graph);
        let create = create.accounts(invited(MEMBER, "root@example.com"));
        create.send().await.unwrap();
        graphs.insert(graph);
    }
    gumshoe_tests::eventually("five invitations", async || {
        (team.invitations(MEMBER).await.len() == 5).then_some(())
    })
    .await;
    let member = team.gumshoe.account(MEMBER);
    let (mut seen, mut token) = (Vec::new(), json!(null));
    loop {
        let mut request = json!({ "MaxResults": 2 });
        if !token.is_null() {
            request["NextToken"] = token;
        }
        let answer = member.ask("/invitations/list", request).await;
        for invitation in answer["Invitations"].as_array().unwrap() {
            assert_eq!(invitation["Status"], MemberStatus::Invited.as_str());
            seen.push(invitation["GraphArn"].as_str().unwrap().to_owned());
        }
        token = answer["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), graphs);
    assert_eq!(team.invitations(ADMINISTRATOR).await, []);
}
