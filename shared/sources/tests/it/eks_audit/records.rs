//! What is made of one event.

use gumshoe_activity::{EntityType, KubernetesOutcome, SubjectKind};
use gumshoe_sources::{Batch, Counts, LeftOut, Notice, RecordRejected};
use serde_json::{Value, json};

use crate::audit_logs::{event, lines, read, relations, with_row};

/// How many of these events count.
fn counted(events: &[Value]) -> u64 {
    let tally = read(lines(events).as_bytes(), &mut Batch::default()).unwrap();
    let left_out = tally.left_out.of(LeftOut::OtherStage);
    assert_eq!(
        tally.records + left_out,
        u64::try_from(events.len()).unwrap()
    );
    tally.records
}

fn stages(stages: &[&str], with: &Value) -> Vec<Value> {
    let staged = |stage: &&str| {
        let mut event = event(with.clone());
        event["stage"] = json!(stage);
        event
    };
    stages.iter().map(staged).collect()
}

#[test]
fn a_request_counts_once_whatever_stages_it_has() {
    let all = ["RequestReceived", "ResponseStarted", "ResponseComplete"];
    assert_eq!(counted(&stages(&all, &json!({}))), 1);
    assert_eq!(counted(&stages(&all, &json!({"verb": "watch"}))), 1);
    assert_eq!(
        counted(&stages(&["RequestReceived", "Panic"], &json!({}))),
        1
    );
    for subresource in ["exec", "attach", "portforward", "proxy", "log"] {
        let object = json!({"resource": "pods", "subresource": subresource, "name": "web-0"});
        let session = json!({"verb": "create", "objectRef": object});
        assert_eq!(counted(&stages(&all, &session)), 1, "{subresource}");
        assert_eq!(
            counted(&stages(&["ResponseStarted"], &session)),
            1,
            "{subresource}"
        );
        assert_eq!(
            counted(&stages(&["ResponseComplete"], &session)),
            0,
            "{subresource}"
        );
    }
}

#[test]
fn a_request_that_nobody_was_authenticated_for_counts_without_a_subject() {
    let refused = json!({
        "stage": "ResponseStarted", "user": {}, "responseStatus": {"code": 401}
    });
    with_row(&event(refused), |row| {
        assert_eq!(row.outcome(), KubernetesOutcome::Unauthorized);
        assert_eq!(
            (row.caller.subject_id, row.caller.subject_kind),
            (None, None)
        );
    });
}

#[test]
fn a_row_says_who_asked_for_what_and_how_it_ended() {
    let event = event(json!({
        "user": {
            "username": "kubernetes-admin",
            "uid": "aws-iam-authenticator:444455556666:AROA1",
            "extra": {
                "accessKeyId": ["ASIA1"],
                "arn": ["arn:aws:sts::444455556666:assumed-role/Dev/bob"],
                "canonicalArn": ["arn:aws:iam::444455556666:role/Dev"],
                "sessionName": ["bob"],
            },
        },
        "impersonatedUser": {"username": "system:serviceaccount:ops:deployer"},
        "verb": "patch",
        "requestURI": "/apis/apps/v1/namespaces/web/deployments/shop/scale?fieldManager=kubectl",
        "objectRef": {
            "apiGroup": "apps", "resource": "deployments", "subresource": "scale",
            "namespace": "web", "name": "shop",
        },
        "sourceIPs": ["203.0.113.1", "2001:DB8:0::1"],
        "responseStatus": {"code": 403},
    }));
    with_row(&event, |row| {
        let caller = &row.caller;
        assert_eq!(caller.account, "111122223333");
        assert_eq!(caller.cluster_id, "shop~111122223333~EKS");
        assert_eq!(
            caller.subject_id,
            Some("kubernetes-admin~shop~111122223333")
        );
        assert_eq!(caller.subject_kind, Some(SubjectKind::User));
        let impersonated = "system:serviceaccount:ops:deployer~shop~111122223333";
        assert_eq!(caller.impersonated_id, Some(impersonated));
        assert_eq!(caller.principal_type, Some(EntityType::AwsRole));
        assert_eq!(caller.principal_id, Some("AROA1"));
        assert_eq!(caller.session_id, Some("AROA1:bob"));
        assert_eq!(caller.access_key_id, Some("ASIA1"));
        let request = &row.request;
        assert_eq!(
            request.uri,
            Some("/apis/apps/v1/namespaces/web/deployments/shop/scale")
        );
        assert_eq!((request.verb, request.api_group), ("patch", Some("apps")));
        assert_eq!(
            (request.resource, request.subresource),
            (Some("deployments"), Some("scale"))
        );
        assert_eq!(
            (request.namespace, request.name),
            (Some("web"), Some("shop"))
        );
        assert_eq!(
            (request.pod_id, row.outcome()),
            (None, KubernetesOutcome::Forbidden)
        );
        assert_eq!(row.first_seen.to_string(), "2026-03-01T12:34:56.000Z");
    });
}

#[test]
fn the_address_is_the_one_that_no_client_can_choose() {
    for (addresses, expected, is_ip) in [
        (
            json!(["203.0.113.1", "2001:DB8:0::1"]),
            Some("2001:db8::1"),
            true,
        ),
        (json!(["198.51.100.7"]), Some("198.51.100.7"), true),
        (json!(["unknown"]), Some("unknown"), false),
        (json!([]), None, false),
        (json!("198.51.100.7"), None, false),
    ] {
        with_row(&event(json!({"sourceIPs": addresses})), |row| {
            assert_eq!((row.origin.address, row.origin.is_ip), (expected, is_ip));
        });
    }
}

#[test]
fn service_accounts_are_told_from_users() {
    for (name, kind) in [
        (
            "system:serviceaccount:web:shop",
            SubjectKind::ServiceAccount,
        ),
        ("system:node:ip-10-0-0-1", SubjectKind::User),
        ("system:anonymous", SubjectKind::User),
    ] {
        with_row(&event(json!({"user": {"username": name}})), |row| {
            assert_eq!(row.caller.subject_kind, Some(kind), "{name}");
        });
    }
}

#[test]
fn the_time_is_that_of_the_stage_else_of_the_request() {
    for (times, expected) in [
        (json!({}), "2026-03-01T12:34:56.000Z"),
        (json!({"stageTimestamp": null}), "2026-03-01T12:34:55.999Z"),
        (
            json!({
                "stageTimestamp": null, "requestReceivedTimestamp": null,
                "timestamp": "2017-09-11T19:55:05Z",
            }),
            "2017-09-11T19:55:05.000Z",
        ),
        (
            json!({"stageTimestamp": "2022-11-29 00:09:04.38"}),
            "2022-11-29T00:09:04.380Z",
        ),
        (
            json!({"stageTimestamp": "2026-03-01T13:34:56+01:00"}),
            "2026-03-01T12:34:56.000Z",
        ),
    ] {
        with_row(&event(times), |row| {
            assert_eq!(row.first_seen.to_string(), expected);
        });
    }
}

#[test]
fn what_is_no_call_is_rejected_by_what_is_wrong() {
    let no_times = json!({"stageTimestamp": null, "requestReceivedTimestamp": null});
    for (with, reason) in [
        (json!({"stage": null}), RecordRejected::MissingStage),
        (json!({"verb": ""}), RecordRejected::MissingVerb),
        (
            json!({"stageTimestamp": "today"}),
            RecordRejected::InvalidEventTime,
        ),
        (no_times, RecordRejected::MissingEventTime),
        (
            json!({"auditID": null, "stage": null}),
            RecordRejected::NotAnAuditEvent,
        ),
    ] {
        let text = lines(&[event(with), event(json!({}))]);
        let tally = read(text.as_bytes(), &mut Batch::default()).unwrap();
        assert_eq!(
            (tally.records, tally.rejected),
            (1, Counts::from([(reason, 1)]))
        );
    }
}

#[test]
fn an_iam_identity_is_authenticated_as_a_subject() {
    let arn = "arn:aws:iam::444455556666:role/Dev";
    let user = json!({
        "username": "dev", "uid": "aws-iam-authenticator:444455556666:AROA1",
        "extra": {"arn": [arn], "canonicalArn": [arn], "sessionName": ["bob"]},
    });
    let one = event(json!({"user": user}));
    let other = event(json!({"user": user, "auditID": "other"}));
    let mut batch = Batch::default();
    read(lines(&[one, other]).as_bytes(), &mut batch).unwrap();
    let subject = "dev~shop~111122223333".to_owned();
    let name = "AUTHENTICATED_AS".to_owned();
    assert_eq!(
        relations(&batch),
        [
            (
                EntityType::AwsRole,
                "AROA1".to_owned(),
                name.clone(),
                subject.clone(),
                2
            ),
            (
                EntityType::AwsRoleSession,
                "AROA1:bob".to_owned(),
                name,
                subject,
                2
            ),
        ]
    );
}

#[test]
fn long_texts_are_cut_to_what_an_identifier_may_have() {
    let long = "ü".repeat(2_000);
    let event = event(json!({"user": {"username": long}, "userAgent": long}));
    let mut batch = Batch::default();
    let tally = read(event.to_string().as_bytes(), &mut batch).unwrap();
    assert_eq!(tally.notices, Counts::from([(Notice::TruncatedField, 1)]));
    let (_, rows) = batch.audits().next().unwrap();
    let row = rows.calls().next().unwrap();
    let subject = row.caller.subject_id.unwrap();
    assert!(subject.len() <= 1_024 && subject.ends_with("ü~shop~111122223333"));
}
