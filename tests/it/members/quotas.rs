//! The limits of a graph: members and volume.

use aws_sdk_detective::operation::create_members::CreateMembersError;
use aws_sdk_detective::operation::start_monitoring_member::StartMonitoringMemberError;
use aws_sdk_detective::types::{MemberDisabledReason, MemberStatus};
use gumshoe_domain::quota::Quotas;
use gumshoe_tests::{ADMINISTRATOR, Record, log_file, log_key};

use super::{MEMBER, OTHER, Team, accounts, invited};

fn members(limit: u32) -> Quotas {
    Quotas {
        members: limit,
        ..Quotas::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_members_than_the_quota_are_refused_before_anything_is_written() {
    let team = Team::start_with(|options, _| options.quotas = members(2)).await;
    team.invite(&[MEMBER]).await;
    let mut create = team.administrator.detective.create_members();
    for id in &accounts(2) {
        create = create.accounts(invited(id, "root@example.com"));
    }

    let refused = create.graph_arn(&team.graph).send().await.unwrap_err();

    let CreateMembersError::ServiceQuotaExceededException(error) = refused.into_service_error()
    else {
        panic!("another error");
    };
    assert_eq!(error.resources(), ["members"]);
    assert_eq!(team.consistent().await, 1);
    assert_eq!(team.invite(&[MEMBER, OTHER]).await.members().len(), 1);
    assert_eq!(team.consistent().await, 2);
    // Who is a member already takes no place.
    assert_eq!(team.invite(&[MEMBER]).await.unprocessed_accounts().len(), 1);
    team.remove(OTHER).await;
    assert_eq!(team.invite(&[OTHER]).await.members().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_calls_make_no_more_members_than_the_quota() {
    let team = Team::start_with(|options, _| options.quotas = members(5)).await;
    let mut calls = Vec::new();
    for id in accounts(12) {
        let create = team.administrator.detective.create_members();
        let create = create
            .graph_arn(&team.graph)
            .accounts(invited(&id, "root@example.com"));
        calls.push(tokio::spawn(create.send()));
    }
    let mut made = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(created) => made += created.members().len(),
            Err(error) => assert!(matches!(
                error.into_service_error(),
                CreateMembersError::ServiceQuotaExceededException(_)
            )),
        }
    }
    assert_eq!(made, 5);
    assert_eq!(team.consistent().await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_above_its_volume_takes_no_member_and_enables_none() {
    let team = Team::start_with(|options, _| {
        options.quotas = Quotas {
            bytes_per_day: 1,
            ..Quotas::default()
        };
    })
    .await;
    team.invite(&[MEMBER]).await;
    team.until(MEMBER, MemberStatus::Invited).await;
    let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1);
    let key = log_key(ADMINISTRATOR, "a");
    team.gumshoe.upload(&key, log_file([&record])).await;
    team.gumshoe.settled().await;

    let create = team.administrator.detective.create_members();
    let create = create
        .graph_arn(&team.graph)
        .accounts(invited(OTHER, "root@example.com"));
    let refused = create.send().await.unwrap_err().into_service_error();
    assert!(matches!(
        refused,
        CreateMembersError::ServiceQuotaExceededException(_)
    ));

    let accept = team.gumshoe.account(MEMBER).detective.accept_invitation();
    accept.graph_arn(&team.graph).send().await.unwrap();
    gumshoe_tests::eventually("the reason", async || {
        let member = team.member(MEMBER).await?;
        let told = (member.status().cloned(), member.disabled_reason().cloned());
        let expected = (
            Some(MemberStatus::AcceptedButDisabled),
            Some(MemberDisabledReason::VolumeTooHigh),
        );
        (told == expected).then_some(())
    })
    .await;
    let start = team.administrator.detective.start_monitoring_member();
    let start = start.graph_arn(&team.graph).account_id(MEMBER);
    let refused = start.send().await.unwrap_err().into_service_error();
    assert!(matches!(
        refused,
        StartMonitoringMemberError::ServiceQuotaExceededException(_)
    ));
    assert_eq!(team.consistent().await, 1);
}
