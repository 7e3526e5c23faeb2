//! Who may be Detective administrator, who may say so, and what becomes of the graph.

use aws_sdk_detective::types::{InvitationType, MemberStatus};
use gumshoe_tests::eventually;
use serde_json::json;

use super::{MANAGEMENT, Organization, SECURITY, SHOP, STRANGER, enabled, member, now};

const OPERATIONS: &[(&str, &str)] = &[
    ("ListOrganizationAdminAccounts", "/orgs/adminAccountslist"),
    ("EnableOrganizationAdminAccount", "/orgs/enableAdminAccount"),
    (
        "DisableOrganizationAdminAccount",
        "/orgs/disableAdminAccount",
    ),
];

async fn call(
    organization: &Organization,
    account: &str,
    path: &str,
    body: serde_json::Value,
) -> (u16, String, String) {
    let answer = organization
        .account(account)
        .post(path, body.to_string().into_bytes())
        .await;
    let message = answer.body["Message"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status, answer.error, message)
}

async fn enable(organization: &Organization, target: &str) -> (u16, String, String) {
    call(
        organization,
        MANAGEMENT,
        "/orgs/enableAdminAccount",
        json!({ "AccountId": target }),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_designated_account_gets_a_graph_and_is_listed_with_it() {
    let organization = Organization::start().await;
    assert_eq!(organization.administrators().await, []);

    let graph = organization.designate(SECURITY).await;

    assert_eq!(organization.account(SECURITY).create_graph().await, graph);
    assert!(!organization.auto_enable(SECURITY, &graph).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_management_account_designates_lists_and_withdraws() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    for (name, path) in OPERATIONS {
        let body = || json!({ "AccountId": SHOP });
        for account in [SECURITY, SHOP] {
            let (status, error, message) = call(&organization, account, path, body()).await;
            assert_eq!(
                (status, error.as_str()),
                (403, "AccessDeniedException"),
                "{name}"
            );
            assert!(message.contains(name), "{message}");
        }
        let (status, error, message) = call(&organization, STRANGER, path, body()).await;
        assert_eq!(
            (status, error.as_str()),
            (400, "ValidationException"),
            "{name}"
        );
        assert!(
            message.contains("account 999988887777 is not a member of an organization"),
            "{message}"
        );
    }
    assert_eq!(
        organization.administrators().await,
        [(SECURITY.to_owned(), graph)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_organization_nobody_is_a_member_of_one() {
    let gumshoe = gumshoe_tests::Gumshoe::start().await;
    let account = gumshoe.account(MANAGEMENT);
    for (name, path) in OPERATIONS {
        let answer = account
            .post(path, json!({ "AccountId": SHOP }).to_string().into_bytes())
            .await;
        let message = answer.body["Message"].as_str().unwrap_or_default();
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (400, "ValidationException"),
            "{name}"
        );
        assert!(
            message.contains("is not a member of an organization"),
            "{message}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn designating_the_same_account_again_changes_nothing() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    assert_eq!(organization.designate(SECURITY).await, graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_is_refused_while_one_is_designated() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;

    let (status, error, message) = enable(&organization, SHOP).await;

    assert_eq!((status, error.as_str()), (400, "ValidationException"));
    assert!(
        message.contains(SECURITY) && message.contains("DisableOrganizationAdminAccount"),
        "{message}"
    );
    assert_eq!(
        organization.administrators().await,
        [(SECURITY.to_owned(), graph)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_concurrent_designations_one_wins_and_leaves_one_graph() {
    let organization = Organization::start().await;
    let calls = (0..8).map(|n| enable(&organization, if n % 2 == 0 { SECURITY } else { SHOP }));
    let answers = futures::future::join_all(calls).await;

    let [(winner, _)] = &organization.administrators().await[..] else {
        panic!("there is one administrator");
    };
    let loser = if winner == SECURITY { SHOP } else { SECURITY };
    for (status, error, message) in answers {
        match status {
            200 => {}
            400 => assert_eq!(error, "ValidationException", "{message}"),
            _ => panic!("{status} {error} {message}"),
        }
    }
    let graphs = organization
        .account(loser)
        .detective
        .list_graphs()
        .send()
        .await
        .unwrap();
    assert_eq!(graphs.graph_list().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_active_account_of_the_organization_becomes_administrator() {
    let mut organization = Organization::start().await;
    organization.becomes(SHOP, "SUSPENDED");
    for account in [SHOP, STRANGER] {
        let (status, error, message) = enable(&organization, account).await;
        assert_eq!((status, error.as_str()), (400, "ValidationException"));
        assert!(
            message.starts_with(
                "EnableOrganizationAdminAccountRequest.AccountId must be an active account"
            ),
            "{message}"
        );
    }
    assert_eq!(organization.administrators().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_management_account_designates_itself_without_a_delegation() {
    let organization = Organization::start().await;
    let graph = organization.designate(MANAGEMENT).await;
    assert!(graph.contains(MANAGEMENT));
    let delegated = organization
        .data
        .join("delegated-administrator-of-o-exampleorgid");
    assert!(!delegated.exists());
    // Nobody was registered who could have been deregistered.
    organization.reconcile().await;
    assert_eq!(organization.administrators().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_graph_that_an_account_has_becomes_the_organizations_and_its_members_with_it() {
    let organization = Organization::start().await;
    let security = organization.account(SECURITY);
    let own = security.create_graph().await;
    organization
        .create_members(SECURITY, &own, &[SHOP, STRANGER])
        .await;
    let invited = |id| member(id, InvitationType::Invitation, MemberStatus::Invited);
    eventually("the verification", async || {
        (organization.members(SECURITY, &own).await == [invited(SHOP), invited(STRANGER)])
            .then_some(())
    })
    .await;

    let graph = organization.designate(SECURITY).await;

    assert_eq!(graph, own);
    assert_eq!(
        organization.members(SECURITY, &graph).await,
        [enabled(SHOP), invited(STRANGER)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_the_administrator_deletes_its_graph_and_keeps_the_delegation() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    let management = organization.account(MANAGEMENT).detective;

    management
        .disable_organization_admin_account()
        .send()
        .await
        .unwrap();

    assert_eq!(organization.administrators().await, []);
    let graphs = organization
        .account(SECURITY)
        .detective
        .list_graphs()
        .send()
        .await
        .unwrap();
    assert_eq!(graphs.graph_list().len(), 0);
    let (status, _, message) = enable(&organization, SHOP).await;
    assert_eq!(status, 400);
    assert!(
        message.contains(&format!("must be {SECURITY}, the delegated administrator")),
        "{message}"
    );
    let again = management
        .disable_organization_admin_account()
        .send()
        .await
        .unwrap_err();
    assert!(again.into_service_error().is_validation_exception());
    // The same account gets another graph, once the first is removed.
    eventually("removal of the graph", async || {
        (enable(&organization, SECURITY).await.0 == 200).then_some(())
    })
    .await;
    assert_ne!(
        organization.administrators().await,
        [(SECURITY.to_owned(), graph)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_that_deletes_the_graph_is_none_any_more() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    let security = organization.account(SECURITY).detective;

    security
        .delete_graph()
        .graph_arn(&graph)
        .send()
        .await
        .unwrap();

    assert_eq!(organization.administrators().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_another_graph_leaves_the_administrator_alone() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    let stranger = organization.account(STRANGER);
    let other = stranger.create_graph().await;

    stranger
        .detective
        .delete_graph()
        .graph_arn(other)
        .send()
        .await
        .unwrap();

    assert_eq!(
        organization.administrators().await,
        [(SECURITY.to_owned(), graph)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegated_administrator_that_is_deregistered_loses_the_graph() {
    let organization = Organization::start().await;
    organization.designate(SECURITY).await;
    std::fs::remove_file(
        organization
            .data
            .join("delegated-administrator-of-o-exampleorgid"),
    )
    .unwrap();
    let parameters = |service: &str| json!({ "accountId": SECURITY, "servicePrincipal": service });
    organization
        .event(
            "DeregisterDelegatedAdministrator",
            parameters("guardduty.amazonaws.com"),
        )
        .await;
    assert_eq!(organization.administrators().await.len(), 1);

    let done = organization
        .event(
            "DeregisterDelegatedAdministrator",
            parameters("detective.amazonaws.com"),
        )
        .await;

    assert_eq!(done["graphDeleted"], json!(true), "{done} at {}", now());
    assert_eq!(organization.administrators().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_that_is_registered_whatever_an_event_says_keeps_the_graph() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    let parameters =
        json!({ "accountId": SECURITY, "servicePrincipal": "detective.amazonaws.com" });

    organization
        .event("DeregisterDelegatedAdministrator", parameters)
        .await;

    assert_eq!(
        organization.administrators().await,
        [(SECURITY.to_owned(), graph)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_administrator_loses_the_graph() {
    let mut organization = Organization::start().await;
    organization.designate(SECURITY).await;
    organization.becomes(SECURITY, "PENDING_CLOSURE");

    organization.reconcile().await;

    assert_eq!(organization.administrators().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_that_is_not_the_callers_organization_graph_has_no_configuration() {
    let organization = Organization::start().await;
    let graph = organization.designate(SECURITY).await;
    let own = organization.account(SHOP).create_graph().await;
    let missing = own.replace(own.rsplit(':').next().unwrap(), &"0".repeat(32));
    for path in [
        "/orgs/describeOrganizationConfiguration",
        "/orgs/updateOrganizationConfiguration",
    ] {
        let mut answers = Vec::new();
        for arn in [&graph, &own, &missing] {
            let body = json!({ "GraphArn": arn, "AutoEnable": true });
            answers.push(call(&organization, SHOP, path, body).await);
        }
        assert_eq!(
            (answers[0].0, answers[0].1.as_str()),
            (400, "ValidationException"),
            "{path}"
        );
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
    }
    assert!(!organization.auto_enable(SECURITY, &graph).await);
}
