//! What an administrator does and sees.

use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::types::{InvitationType, MemberDetail, MemberStatus};
use gumshoe_tests::{ADMINISTRATOR, Gumshoe, eventually};
use serde_json::{Value, json};

use super::{MEMBER, OTHER, Team, accounts, invited};

#[tokio::test(flavor = "multi_thread")]
async fn fifty_accounts_are_invited_at_once_and_fifty_one_are_refused() {
    let team = Team::start().await;
    let ids = accounts(51);
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();

    let created = team.invite(&ids[..50]).await;

    let members: Vec<_> = created
        .members()
        .iter()
        .map(|it| it.account_id().unwrap())
        .collect();
    assert_eq!(members, ids[..50]);
    assert_eq!(created.unprocessed_accounts(), []);
    assert_eq!(team.consistent().await, 50);

    let many: Vec<Value> = ids
        .iter()
        .map(|id| json!({ "AccountId": id, "EmailAddress": "root@example.com" }))
        .collect();
    let request = json!({ "GraphArn": team.graph, "Accounts": many });
    let refused = team
        .administrator
        .post("/graph/members", request.to_string().into_bytes())
        .await;
    assert_eq!(
        (refused.status, refused.error.as_str()),
        (400, "ValidationException")
    );
    assert_eq!(
        refused.body["Message"],
        "CreateMembersRequest.Accounts must have length less than or equal to 50. Found 51."
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_verified_after_the_answer_and_told_in_full() {
    let team = Team::start().await;

    let created = team.invite(&[MEMBER]).await;

    let [member] = created.members() else {
        panic!("{created:?}");
    };
    assert_eq!(member.status(), Some(&MemberStatus::VerificationInProgress));
    assert_eq!(member.invited_time(), None);
    let invited = team.until(MEMBER, MemberStatus::Invited).await;
    assert!(invited.invited_time() >= member.updated_time());
    let expected = MemberDetail::builder()
        .account_id(MEMBER)
        .email_address(format!("root+{MEMBER}@example.com"))
        .graph_arn(&team.graph)
        .administrator_id(ADMINISTRATOR)
        .status(MemberStatus::Invited)
        .invitation_type(InvitationType::Invitation)
        .set_invited_time(invited.invited_time().copied())
        .set_updated_time(invited.updated_time().copied())
        .set_datasource_package_ingest_states(invited.datasource_package_ingest_states().cloned());
    #[expect(deprecated, reason = "clients still read it")]
    let expected = expected.master_id(ADMINISTRATOR).build();
    assert_eq!(invited, expected);
    assert_eq!(invited.datasource_package_ingest_states().unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_a_member_is_reported_and_the_others_are_invited() {
    let team = Team::start().await;
    team.invite(&[MEMBER]).await;
    team.until(MEMBER, MemberStatus::Invited).await;

    let again = team.invite(&[MEMBER, OTHER, ADMINISTRATOR, OTHER]).await;

    let members: Vec<_> = again.members().iter().map(|it| it.account_id()).collect();
    assert_eq!(members, [Some(OTHER)]);
    let unprocessed: Vec<_> = again
        .unprocessed_accounts()
        .iter()
        .map(|it| (it.account_id().unwrap(), it.reason().unwrap()))
        .collect();
    assert_eq!(
        unprocessed,
        [
            (MEMBER, "Account is already a member"),
            (
                ADMINISTRATOR,
                "Account is the administrator of the behavior graph"
            ),
            (OTHER, "Account is named more than once"),
        ]
    );
    assert_eq!(team.consistent().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_an_address_is_not_invited() {
    let team = Team::start().await;
    let request = json!({ "GraphArn": team.graph, "Accounts": [{ "AccountId": MEMBER }] });

    let answer = team.administrator.ask("/graph/members", request).await;

    assert_eq!(answer["Members"], json!([]));
    assert_eq!(answer["UnprocessedAccounts"][0]["AccountId"], MEMBER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_fails_verification_and_can_be_corrected() {
    let team = Team::of(Gumshoe::start_with_organization(&[MEMBER]).await).await;
    let create = team.administrator.detective.create_members();
    let wrong = create
        .graph_arn(&team.graph)
        .accounts(invited(MEMBER, "somebody@example.com"));
    wrong.send().await.unwrap();
    let failed = team.until(MEMBER, MemberStatus::VerificationFailed).await;
    assert_eq!(failed.invited_time(), None);
    assert_eq!(team.invitations(MEMBER).await, []);

    let again = team.invite(&[MEMBER]).await;

    assert_eq!(again.unprocessed_accounts(), []);
    let corrected = team.until(MEMBER, MemberStatus::Invited).await;
    let address = format!("root+{MEMBER}@example.com");
    assert_eq!(corrected.email_address(), Some(address.as_str()));
    assert_eq!(team.consistent().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_that_wants_no_email_sends_none() {
    let mut data = None;
    let team = Team::start_with(|_, folder| data = Some(folder.to_owned())).await;
    let create = team.administrator.detective.create_members();
    let silent = create
        .graph_arn(&team.graph)
        .accounts(invited(MEMBER, "silent@example.com"))
        .disable_email_notification(true);
    silent.send().await.unwrap();
    team.until(MEMBER, MemberStatus::Invited).await;

    // Another invitation's e-mail comes later than this one's would have come.
    team.invite(&[OTHER]).await;

    let folder = data.unwrap().join("mail");
    let mails = eventually("an e-mail", async || {
        let files: Vec<_> = std::fs::read_dir(&folder).ok()?.collect();
        (!files.is_empty()).then_some(files)
    })
    .await;
    let [Ok(mail)] = &mails[..] else {
        panic!("{mails:?}");
    };
    let text = std::fs::read_to_string(mail.path()).unwrap();
    assert!(text.contains(OTHER) && !text.contains("silent"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_is_told_by_nobody_and_can_be_invited_again() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;

    team.remove(MEMBER).await;

    let get = team.administrator.detective.get_members();
    let got = get
        .graph_arn(&team.graph)
        .account_ids(MEMBER)
        .send()
        .await
        .unwrap();
    assert_eq!(got.member_details(), []);
    assert_eq!(got.unprocessed_accounts()[0].account_id(), Some(MEMBER));
    let list = team.administrator.detective.list_members();
    let listed = list.graph_arn(&team.graph).send().await.unwrap();
    assert_eq!(listed.member_details(), []);
    assert_eq!(team.invitations(MEMBER).await, []);
    assert_eq!(team.consistent().await, 0);
    team.join(&[MEMBER], MemberStatus::Enabled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_and_strangers_cannot_be_removed() {
    let team = Team::start().await;
    let delete = team.administrator.detective.delete_members();
    let delete = delete
        .graph_arn(&team.graph)
        .account_ids(ADMINISTRATOR)
        .account_ids(MEMBER);

    let deleted = delete.send().await.unwrap();

    assert_eq!(deleted.account_ids(), [] as [&str; 0]);
    let unprocessed: Vec<_> = deleted
        .unprocessed_accounts()
        .iter()
        .map(|it| it.account_id())
        .collect();
    assert_eq!(unprocessed, [Some(ADMINISTRATOR), Some(MEMBER)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_none_to_start_monitoring_unless_it_waits_for_room() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    let start = |account: &str| {
        let start = team.administrator.detective.start_monitoring_member();
        start.graph_arn(&team.graph).account_id(account).send()
    };

    let enabled = start(MEMBER).await.unwrap_err();
    let stranger = start(OTHER).await.unwrap_err();

    assert_eq!(enabled.code(), Some("ConflictException"));
    assert_eq!(stranger.code(), Some("ResourceNotFoundException"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_cannot_do_what_its_administrator_does() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    let member = team.gumshoe.account(MEMBER);
    let body = json!({
        "GraphArn": team.graph, "AccountIds": [OTHER], "AccountId": OTHER,
        "Accounts": [{ "AccountId": OTHER, "EmailAddress": "root@example.com" }],
    });
    for path in [
        "/graph/members",
        "/graph/members/get",
        "/graph/members/list",
        "/graph/members/removal",
        "/graph/member/monitoringstate",
    ] {
        let answer = member.post(path, body.to_string().into_bytes()).await;
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (404, "ResourceNotFoundException"),
            "{path}"
        );
    }
}
