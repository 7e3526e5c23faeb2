//! From its start to its end.

use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::types::{EntityType, Severity, State, Status};
use gumshoe_tests::{ADMINISTRATOR, eventually};
use serde_json::{Value, json};

use super::case::{Case, DAY, admin, alice, moment};

#[tokio::test(flavor = "multi_thread")]
async fn an_investigation_runs_and_then_has_a_report() {
    let case = Case::new().await;
    for (arn, kind) in [
        (alice(), EntityType::IamUser),
        (admin(), EntityType::IamRole),
    ] {
        let id = case.start(&arn).await;
        assert!(
            id.len() == 21 && id.bytes().all(|it| it.is_ascii_digit()),
            "{id}"
        );

        let end = case.end_of(&id).await;

        assert_eq!(end.graph_arn(), Some(&*case.graph));
        assert_eq!(end.investigation_id(), Some(&*id));
        assert_eq!(end.entity_arn(), Some(&*arn));
        assert_eq!(end.entity_type(), Some(&kind));
        assert_eq!(end.scope_start_time(), Some(&moment(DAY.0)));
        assert_eq!(end.scope_end_time(), Some(&moment(DAY.1)));
        assert_eq!(end.status(), Some(&Status::Successful));
        assert_eq!(end.severity(), Some(&Severity::Low));
        assert_eq!(end.state(), Some(&State::Active));
        let created = end.created_time().unwrap().to_millis().unwrap();
        assert_eq!(created.to_string(), id[..13]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_runs_has_neither_severity_nor_indicators() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    case.unfinish(&id, "2026-03-02T00:00:00.000Z").await;

    let got = case.get(&id).await;

    assert_eq!(
        (got.status(), got.severity()),
        (Some(&Status::Running), None)
    );
    assert_eq!(case.indicators(&id, None, None).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_investigation_of_a_quiet_time_is_informational() {
    let case = Case::new().await;
    let start = case.client.start_investigation().graph_arn(&case.graph);
    let quiet = start
        .entity_arn(alice())
        .scope_start_time(moment("2026-02-01T00:00:00Z"))
        .scope_end_time(moment("2026-02-01T03:00:00Z"));
    let id = quiet.send().await.unwrap().investigation_id.unwrap();

    let end = case.end_of(&id).await;

    assert_eq!(end.severity(), Some(&Severity::Informational));
    assert_eq!(case.indicators(&id, None, None).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_has_three_hours_to_thirty_days() {
    let case = Case::new().await;
    for (start, end, is_valid) in [
        ("2026-03-01T00:00:00Z", "2026-03-01T03:00:00Z", true),
        ("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z", true),
        ("2026-03-01T00:00:00Z", "2026-03-01T02:59:59Z", false),
        ("2026-03-01T00:00:00Z", "2026-03-31T00:00:01Z", false),
        ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z", false),
    ] {
        let request = case.client.start_investigation().graph_arn(&case.graph);
        let started = request
            .entity_arn(alice())
            .scope_start_time(moment(start))
            .scope_end_time(moment(end))
            .send()
            .await;
        let code = started.err().and_then(|it| it.code().map(str::to_owned));
        let expected = (!is_valid).then(|| "ValidationException".to_owned());
        assert_eq!(code, expected, "{start} {end}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_users_and_roles_of_the_graph_can_be_investigated() {
    let case = Case::new().await;
    for (arn, expected) in [
        (
            format!("arn:aws:iam::{ADMINISTRATOR}:user/nobody"),
            "ResourceNotFoundException",
        ),
        (
            format!("arn:aws:iam::{ADMINISTRATOR}:role/alice"),
            "ResourceNotFoundException",
        ),
        (
            format!("arn:aws:iam::{ADMINISTRATOR}:root"),
            "ValidationException",
        ),
        (
            format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/Admin/carol"),
            "ValidationException",
        ),
        ("arn:aws:s3:::payroll".to_owned(), "ValidationException"),
        ("alice".to_owned(), "ValidationException"),
    ] {
        let request = case.client.start_investigation().graph_arn(&case.graph);
        let request = request.entity_arn(&arn).scope_start_time(moment(DAY.0));
        let refused = request.scope_end_time(moment(DAY.1)).send().await;
        assert_eq!(refused.unwrap_err().code(), Some(expected), "{arn}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_does_not_exist_is_not_found() {
    let case = Case::new().await;
    for (id, expected) in [
        ("123456789012345678901", "ResourceNotFoundException"),
        ("12345678901234567890", "ValidationException"),
        ("12345678901234567890x", "ValidationException"),
    ] {
        let get = case.client.get_investigation().graph_arn(&case.graph);
        let get = get.investigation_id(id).send().await.unwrap_err();
        let list = case.client.list_indicators().graph_arn(&case.graph);
        let list = list.investigation_id(id).send().await.unwrap_err();
        let update = case.client.update_investigation_state();
        let update = update.graph_arn(&case.graph).investigation_id(id);
        let update = update.state(State::Archived).send().await.unwrap_err();
        let codes = [get.code(), list.code(), update.code()];
        assert_eq!(codes, [Some(expected); 3], "{id}");
    }
    assert_eq!(case.items("INVESTIGATIONS").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_investigations_run_at_the_same_time_and_no_more() {
    let case = Case::new().await;
    for _ in 0..3 {
        case.investigate(&alice()).await;
    }
    // Three have begun and ended, so that 20 more are 20.
    case.alter("RUNNING", "ADD Running :more", &[(":more", "20")])
        .await;
    let request = case.client.start_investigation().graph_arn(&case.graph);
    let request = request.entity_arn(alice()).scope_start_time(moment(DAY.0));
    let request = request.scope_end_time(moment(DAY.1));

    let refused = request.clone().send().await;

    assert_eq!(
        refused.unwrap_err().code(),
        Some("TooManyRequestsException")
    );
    case.alter("RUNNING", "ADD Running :less", &[(":less", "-1")])
        .await;
    assert!(request.send().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_comes_again_changes_nothing() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    let (before, items) = (case.get(&id).await, case.items("INDICATORS").await);

    assert!(case.deliver(&id).await);

    let after = case.get(&id).await;
    assert_eq!(
        (after.status(), after.severity()),
        (before.status(), before.severity())
    );
    assert_eq!(case.items("INDICATORS").await, items);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_come_together_make_one_report() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    let expected = case.indicators(&id, None, None).await;
    case.unfinish(&id, "2026-03-02T00:00:00.000Z").await;

    let taken = tokio::join!(case.deliver(&id), case.deliver(&id), case.deliver(&id));

    assert_eq!(taken, (true, true, true));
    assert_eq!(case.get(&id).await.status(), Some(&Status::Successful));
    assert_eq!(case.indicators(&id, None, None).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_whose_activity_cannot_be_read_fails_at_the_fifth_attempt() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    case.unfinish(&id, "2026-03-02T00:00:00.000Z").await;
    let s3 = &case.gumshoe.stack().clients().s3;
    for key in case.gumshoe.segment_keys().await {
        let delete = s3
            .delete_object()
            .bucket(gumshoe::endpoints::SEGMENT_BUCKET);
        delete.key(key).send().await.unwrap();
    }

    let mut taken = Vec::new();
    for _ in 0..5 {
        taken.push(case.deliver(&id).await);
    }

    assert_eq!(taken, [false, false, false, false, true]);
    let end = case.get(&id).await;
    assert_eq!(
        (end.status(), end.severity()),
        (Some(&Status::Failed), None)
    );
    assert_eq!(case.indicators(&id, None, None).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_and_the_end_are_told() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    let detail = |from: Value, to, severity: Value| {
        json!({
            "graphArn": case.graph, "investigationId": id, "entityArn": alice(),
            "previousStatus": from, "status": to, "severity": severity,
        })
    };
    let expected = [
        detail(Value::Null, "RUNNING", Value::Null),
        detail(json!("RUNNING"), "SUCCESSFUL", json!("LOW")),
    ];
    eventually("the events of the investigation", async || {
        let told = case.events("Detective Investigation State Change");
        expected.iter().all(|it| told.contains(it)).then_some(())
    })
    .await;
}
