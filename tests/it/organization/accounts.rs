//! What becomes of the organization's accounts: enabled, by themselves or not, converted, suspended,
//! removed.

use aws_sdk_detective::types::{InvitationType, MemberStatus};
use gumshoe_domain::quota::Quotas;
use gumshoe_tests::{Record, eventually, gzip, log_file, log_key};
use serde_json::json;

use super::{MANAGEMENT, Organization, SECURITY, SHOP, STRANGER, described, enabled, member};

const NEW: &str = "500000000004";
const NEWER: &str = "500000000005";

async fn until_enabled(organization: &Organization, graph: &str, ids: &[&str]) {
    let expected: Vec<_> = ids.iter().map(|id| enabled(id)).collect();
    eventually("the accounts are members", async || {
        (organization.members(SECURITY, graph).await == expected).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_the_organization_is_enabled_without_an_invitation() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.create_members(SECURITY, &graph, &[SHOP]).await;
    until_enabled(&organization, &graph, &[SHOP]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_that_join_after_it_was_switched_on_become_members_by_themselves() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.joins(NEW);
    organization.reconcile().await;
    assert_eq!(organization.members(SECURITY, &graph).await, []);

    organization.set_auto_enable(SECURITY, &graph, true).await;
    organization.joins(NEWER);
    organization.reconcile().await;

    assert!(organization.auto_enable(SECURITY, &graph).await);
    assert_eq!(
        organization.members(SECURITY, &graph).await,
        [enabled(NEWER)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_an_event_tells_of_becomes_a_member_at_once() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.set_auto_enable(SECURITY, &graph, true).await;
    organization.joins(NEW);
    organization
        .event("AccountJoinedOrganization", json!({}))
        .await;
    assert_eq!(organization.members(SECURITY, &graph).await, [enabled(NEW)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_the_administrator_removes_does_not_come_back_by_itself() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.set_auto_enable(SECURITY, &graph, true).await;
    organization.joins(NEW);
    organization.reconcile().await;
    let security = organization.account(SECURITY).detective;
    let delete = security.delete_members().graph_arn(&graph).account_ids(NEW);
    delete.send().await.unwrap();

    organization.reconcile().await;

    assert_eq!(organization.members(SECURITY, &graph).await, []);
    organization.create_members(SECURITY, &graph, &[NEW]).await;
    until_enabled(&organization, &graph, &[NEW]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn switching_it_off_removes_nobody_and_takes_nobody() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.set_auto_enable(SECURITY, &graph, true).await;
    organization.joins(NEW);
    organization.reconcile().await;

    organization.set_auto_enable(SECURITY, &graph, false).await;
    organization.joins(NEWER);
    organization.reconcile().await;

    assert_eq!(organization.members(SECURITY, &graph).await, [enabled(NEW)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_finds_no_place_becomes_a_member_when_there_is_one() {
    let quotas = Quotas {
        members: 1,
        ..Quotas::default()
    };
    let mut organization = Organization::start_with(quotas).await;
    let graph = organization.designate(SECURITY).await;
    organization.set_auto_enable(SECURITY, &graph, true).await;
    organization.joins(NEW);
    organization.reconcile().await;
    organization.joins(NEWER);
    let done = organization.reconcile().await;
    assert_eq!(done["waiting"], json!(1), "{done}");
    assert_eq!(organization.members(SECURITY, &graph).await, [enabled(NEW)]);

    let security = organization.account(SECURITY).detective;
    let delete = security.delete_members().graph_arn(&graph).account_ids(NEW);
    delete.send().await.unwrap();
    organization.reconcile().await;

    until_enabled(&organization, &graph, &[NEWER]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_at_the_same_time_enable_an_account_once() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.set_auto_enable(SECURITY, &graph, true).await;
    organization.joins(NEW);
    organization.joins(NEWER);

    let runs = (0..6).map(|_| organization.reconcile());
    futures::future::join_all(runs).await;

    until_enabled(&organization, &graph, &[NEW, NEWER]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_leaves_the_organization_or_is_closed_is_no_member_any_more() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.joins(NEW);
    organization
        .create_members(SECURITY, &graph, &[SHOP, NEW])
        .await;
    until_enabled(&organization, &graph, &[SHOP, NEW]).await;

    organization.leaves(SHOP);
    organization
        .event(
            "RemoveAccountFromOrganization",
            json!({ "accountId": SHOP }),
        )
        .await;
    assert_eq!(organization.members(SECURITY, &graph).await, [enabled(NEW)]);
    organization.becomes(NEW, "CLOSED");
    organization.reconcile().await;
    assert_eq!(organization.members(SECURITY, &graph).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_invited_from_outside_stays_what_it_is() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization
        .create_members(SECURITY, &graph, &[STRANGER])
        .await;
    let invited = member(STRANGER, InvitationType::Invitation, MemberStatus::Invited);
    eventually("the verification", async || {
        (organization.members(SECURITY, &graph).await == [invited.clone()]).then_some(())
    })
    .await;

    organization.reconcile().await;

    assert_eq!(organization.members(SECURITY, &graph).await, [invited]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_joins_the_organization_is_a_member_through_it() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization
        .create_members(SECURITY, &graph, &[STRANGER])
        .await;
    eventually("the verification", async || {
        let members = organization.members(SECURITY, &graph).await;
        (members[0].2 == MemberStatus::Invited).then_some(())
    })
    .await;

    organization.joins(STRANGER);
    organization.reconcile().await;

    assert_eq!(
        organization.members(SECURITY, &graph).await,
        [enabled(STRANGER)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_whose_verification_failed_is_enabled_once_it_is_active_in_the_organization() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.becomes(SHOP, "SUSPENDED");
    organization.create_members(SECURITY, &graph, &[SHOP]).await;
    eventually("the verification", async || {
        let members = organization.members(SECURITY, &graph).await;
        (members[0].2 == MemberStatus::VerificationFailed).then_some(())
    })
    .await;

    organization.becomes(SHOP, "ACTIVE");
    organization.create_members(SECURITY, &graph, &[SHOP]).await;

    until_enabled(&organization, &graph, &[SHOP]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_of_another_organization_are_asked_though_the_deployment_moved_there() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    let moved = described(&organization.accounts).replace("o-exampleorgid", "o-anotherorgid");
    std::fs::write(&organization.file, moved).unwrap();

    organization.create_members(SECURITY, &graph, &[SHOP]).await;

    let (_, kind, _) = organization.members(SECURITY, &graph).await.remove(0);
    assert_eq!(kind, InvitationType::Invitation);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_member_keeps_its_status_and_feeds_no_graph_until_it_is_active() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.create_members(SECURITY, &graph, &[SHOP]).await;
    until_enabled(&organization, &graph, &[SHOP]).await;
    upload(&organization, "active", 1).await;
    assert_eq!(ingested(&organization, &graph).await, json!(1));

    organization.becomes(SHOP, "SUSPENDED");
    organization.reconcile().await;
    upload(&organization, "suspended", 2).await;
    assert_eq!(ingested(&organization, &graph).await, json!(1));
    assert_eq!(
        organization.members(SECURITY, &graph).await,
        [enabled(SHOP)]
    );

    organization.becomes(SHOP, "ACTIVE");
    organization.reconcile().await;
    upload(&organization, "active-again", 3).await;
    assert_eq!(ingested(&organization, &graph).await, json!(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_ends_though_the_account_is_no_member_and_the_graph_is_gone() {
    let mut organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    organization.create_members(SECURITY, &graph, &[SHOP]).await;
    until_enabled(&organization, &graph, &[SHOP]).await;
    let shop = organization.account(SHOP);
    let own = shop.create_graph().await;
    organization.becomes(SHOP, "SUSPENDED");
    organization.reconcile().await;
    let management = organization.account(MANAGEMENT).detective;
    let disable = management.disable_organization_admin_account();
    disable.send().await.unwrap();

    organization.becomes(SHOP, "ACTIVE");
    organization.reconcile().await;
    upload(&organization, "active", 1).await;

    let status = shop.cloudtrail_status(&own).await;
    assert_eq!(status["Objects"]["Ingested"], json!(1), "{status}");
}

/// A log file of the shop.
async fn upload(organization: &Organization, name: &str, event: u128) {
    let record = Record::new(SHOP, "2026-03-01T12:00:00Z", event);
    let bytes = gzip(&log_file([&record]));
    organization
        .gumshoe
        .upload(&log_key(SHOP, name), bytes)
        .await;
    organization.gumshoe.settled().await;
}

/// How many log files the graph has taken in.
async fn ingested(organization: &Organization, graph: &str) -> serde_json::Value {
    let security = organization.account(SECURITY);
    security.cloudtrail_status(graph).await["Objects"]["Ingested"].clone()
}
