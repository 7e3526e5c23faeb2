//! What becomes of a whole object, through the front door.

use gumshoe_activity::{Action, Call, Caller, EntityType, Origin, Place, Resource};
use gumshoe_domain::AccountId;
use gumshoe_sources::{AccountTally, Batch, Counts, LeftOut, Notice, ObjectTally, RecordRejected};

use crate::logs::{account, at, counted, document, read, record, sorted};

#[test]
fn a_record_becomes_one_row_with_everything_that_it_says() {
    let text = document(&[r#"{
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole", "principalId": "AROAROLE:alice", "accountId": "111122223333",
            "arn": "arn:aws:sts::111122223333:assumed-role/admin/alice", "accessKeyId": "ASIAKEY",
            "sessionContext": {"sessionIssuer": {"type": "Role", "principalId": "AROAROLE",
                "arn": "arn:aws:iam::111122223333:role/admin", "userName": "admin"}},
            "invokedBy": "athena.amazonaws.com"
        },
        "eventTime": "2026-03-01T12:34:56Z", "eventSource": "s3.amazonaws.com",
        "eventName": "GetBucketAcl", "awsRegion": "eu-west-1", "sourceIPAddress": "2001:DB8:0::1",
        "userAgent": "aws-cli/2.0", "errorCode": "AccessDenied",
        "requestParameters": {"bucketName": "logs", "acl": [{"a": 1.5e3}, null, true]},
        "responseElements": null, "eventID": "01234567-89ab-cdef-0123-456789abcdef",
        "eventType": "AwsApiCall", "recipientAccountId": "111122223333", "eventCategory": "Management"
    }"#]);
    let mut batch = Batch::default();
    assert_eq!(read(&text, &mut batch).unwrap(), counted(1, &text));
    let rows = batch.take();
    let rows = rows.get(&account("111122223333")).unwrap();
    let expected = Call {
        hour: at("2026-03-01T12:00:00Z").hour(),
        caller: Caller {
            account: "111122223333",
            principal_type: Some(EntityType::AwsRole),
            principal_id: Some("AROAROLE"),
            principal_name: Some("admin"),
            principal_arn: Some("arn:aws:iam::111122223333:role/admin"),
            caller_arn: Some("arn:aws:sts::111122223333:assumed-role/admin/alice"),
            session_id: Some("AROAROLE:alice"),
            access_key_id: Some("ASIAKEY"),
            invoked_by: Some("athena.amazonaws.com"),
        },
        origin: Origin {
            address: Some("2001:db8::1"),
            is_ip: true,
            user_agent: Some("aws-cli/2.0"),
            place: Place::default(),
        },
        action: Action {
            service: "s3",
            api: "GetBucketAcl",
            region: Some("eu-west-1"),
            error_code: Some("AccessDenied"),
        },
        resource: Some(Resource {
            kind: EntityType::S3Bucket,
            id: "logs",
        }),
        calls: 1,
        first_seen: at("2026-03-01T12:34:56Z"),
        last_seen: at("2026-03-01T12:34:56Z"),
    };
    assert_eq!(sorted(rows), [expected]);
}

#[test]
fn a_record_with_the_least_that_a_call_needs_counts() {
    let text = document(&[
        r#"{"eventTime":"2026-03-01T12:34:56Z","eventSource":"x","eventName":"Y","recipientAccountId":"111122223333"}"#,
        r#"{"eventTime":"2026-03-01T12:34:56Z","eventSource":"x","eventName":"Y","userIdentity":{"accountId":"111122223333"}}"#,
        r#"{"eventTime":"2026-03-01T12:34:56Z","eventSource":"x","eventName":"Y","recipientAccountId":"","userIdentity":{"accountId":"111122223333"}}"#,
    ]);
    let mut batch = Batch::default();
    assert_eq!(read(&text, &mut batch).unwrap(), counted(3, &text));
    let rows = batch.take();
    let calls = sorted(&rows[&account("111122223333")]);
    let expected = Call {
        hour: at("2026-03-01T12:00:00Z").hour(),
        caller: Caller {
            account: "111122223333",
            ..Caller::default()
        },
        origin: Origin::default(),
        action: Action {
            service: "x",
            api: "Y",
            ..Action::default()
        },
        resource: None,
        calls: 3,
        first_seen: at("2026-03-01T12:34:56Z"),
        last_seen: at("2026-03-01T12:34:56Z"),
    };
    assert_eq!(calls, [expected]);
}

#[test]
fn a_call_failed_exactly_when_its_error_code_is_there_and_not_null() {
    for (written, expected) in [
        ("null", None),
        (r#""""#, Some("")),
        (r#""AccessDenied""#, Some("AccessDenied")),
        ("7", Some("")),
        ("{\"a\":[]}", Some("")),
    ] {
        let text = document(&[&record(&format!(r#""errorCode":{written}"#))]);
        let mut batch = Batch::default();
        read(&text, &mut batch).unwrap();
        let rows = batch.take();
        let calls = sorted(&rows[&account("111122223333")]);
        assert_eq!(calls[0].action.error_code, expected, "{written}");
    }
}

#[test]
fn an_origin_that_is_no_address_is_kept_as_written() {
    for (written, address, is_ip) in [
        (r#""192.0.2.1""#, Some("192.0.2.1"), true),
        (r#""192.0.2.01""#, Some("192.0.2.01"), false),
        (r#""AWS Internal""#, Some("AWS Internal"), false),
        (r#""ec2.amazonaws.com""#, Some("ec2.amazonaws.com"), false),
        (r#""a\u0000b\n""#, Some("a\0b\n"), false),
        (r#""""#, None, false),
        ("12", None, false),
    ] {
        let text = document(&[&record(&format!(r#""sourceIPAddress":{written}"#))]);
        let mut batch = Batch::default();
        read(&text, &mut batch).unwrap();
        let rows = batch.take();
        let origin = sorted(&rows[&account("111122223333")])[0].origin;
        assert_eq!(
            (origin.address, origin.is_ip),
            (address, is_ip),
            "{written}"
        );
    }
}

#[test]
fn malformed_records_are_counted_by_reason_and_their_neighbours_count() {
    let good = record("");
    let text = document(&[
        "7",
        &good,
        "null",
        "[[1],{}]",
        r#""text""#,
        "{}",
        &record(r#""eventTime":null"#),
        &record(r#""eventTime":"""#),
        &record(r#""eventTime":17"#),
        &record(r#""eventTime":"2026-02-30T00:00:00Z""#),
        &record(r#""eventSource":"""#),
        &record(r#""eventName":{"a":1}"#),
        &record(r#""recipientAccountId":"12345""#),
        &good,
    ]);
    let mut batch = Batch::default();
    let tally = read(&text, &mut batch).unwrap();
    let rejected = Counts::from([
        (RecordRejected::NotAnObject, 4),
        (RecordRejected::MissingEventTime, 4),
        (RecordRejected::InvalidEventTime, 1),
        (RecordRejected::MissingEventSource, 1),
        (RecordRejected::MissingEventName, 1),
        (RecordRejected::NoAccount, 1),
    ]);
    let expected = counted(2, &text);
    assert_eq!(
        tally,
        ObjectTally {
            rejected,
            ..expected
        }
    );
    assert_eq!(
        batch.take()[&account("111122223333")]
            .calls()
            .map(|it| it.calls)
            .sum::<u64>(),
        2
    );
}

#[test]
fn insights_are_left_out_and_counted() {
    let text = document(&[
        &record(r#""eventCategory":"Insight""#),
        &record(r#""eventType":"AwsCloudTrailInsight""#),
        r#"{"insightDetails":{"state":"Start"},"eventTime":"2026-03-01T12:34:56Z"}"#,
        &record(r#""insightDetails":null,"eventType":"AwsServiceEvent""#),
    ]);
    let left_out = Counts::from([(LeftOut::Insight, 3)]);
    let tally = read(&text, &mut Batch::default()).unwrap();
    let expected = counted(1, &text);
    assert_eq!(
        tally,
        ObjectTally {
            left_out,
            ..expected
        }
    );
}

#[test]
fn network_activity_is_left_out_because_the_call_itself_is_recorded_too() {
    let text = document(&[
        &record(r#""eventCategory":"NetworkActivity","eventType":"AwsVpceEvent""#),
        &record(r#""eventType":"AwsVpceEvents""#),
        &record(r#""eventCategory":"Data","vpcEndpointId":"vpce-1""#),
    ]);
    let tally = read(&text, &mut Batch::default()).unwrap();
    let expected = counted(1, &text);
    assert_eq!(
        tally,
        ObjectTally {
            left_out: Counts::from([(LeftOut::NetworkActivity, 2)]),
            ..expected
        }
    );
}

#[test]
fn a_record_may_come_alone_or_in_the_envelope_of_eventbridge() {
    let one = record(r#""userAgent":"x""#);
    let envelope = |kind: &str| {
        format!(r#"{{"version":"0","detail-type":"{kind}","source":"aws.sts","detail":{one}}}"#)
    };
    for text in [
        one.clone(),
        envelope("AWS API Call via CloudTrail"),
        envelope("AWS Console Sign In via CloudTrail"),
    ] {
        let tally = read(&text, &mut Batch::default()).unwrap();
        assert_eq!(tally, counted(1, &text), "{text}");
    }
    for text in [
        envelope("GuardDuty Finding"),
        r#"{"detail-type":"AWS API Call via CloudTrail","detail":7}"#.to_owned(),
        r#"{"detail-type":"AWS API Call via CloudTrail"}"#.to_owned(),
        r#"{"eventSource":"sts.amazonaws.com"}"#.to_owned(),
    ] {
        let rejected = read(&text, &mut Batch::default()).unwrap_err();
        assert_eq!(rejected.as_str(), "NOT_CLOUDTRAIL", "{text}");
    }
}

#[test]
fn an_insight_in_an_envelope_is_left_out() {
    let text = r#"{"detail-type":"AWS Insight via CloudTrail","detail":{"eventSource":"cloudtrail.amazonaws.com","eventName":"x","eventCategory":"Insight"}}"#;
    let tally = read(text, &mut Batch::default()).unwrap();
    assert_eq!(tally.left_out, Counts::from([(LeftOut::Insight, 1)]));
}

#[test]
fn data_events_count_with_the_bucket_that_they_are_about() {
    let object = record(
        r#""eventSource":"s3.amazonaws.com","eventName":"GetObject","eventCategory":"Data","requestParameters":{"bucketName":"logs","key":"a/b"}"#,
    );
    let function = record(
        r#""eventSource":"lambda.amazonaws.com","eventName":"Invoke","eventCategory":"Data","resources":[{"type":"AWS::Lambda::Function","ARN":"arn:aws:lambda:eu-west-1:111122223333:function:f"}]"#,
    );
    let text = document(&[&object, &function]);
    let mut batch = Batch::default();
    assert_eq!(read(&text, &mut batch).unwrap(), counted(2, &text));
    let rows = batch.take();
    let calls = sorted(&rows[&account("111122223333")]);
    let about: Vec<_> = calls.iter().map(|it| it.resource.map(|it| it.id)).collect();
    assert_eq!(about, [None, Some("logs")]);
}

#[test]
fn a_digest_is_left_out_and_an_empty_log_is_nothing() {
    let digest = r#"{"awsAccountId":"111122223333","digestStartTime":"2026-03-01T12:00:00Z","logFiles":[{"a":1}]}"#;
    let expected = ObjectTally {
        inflated_bytes: digest.len() as u64,
        left_out: Counts::from([(LeftOut::Digest, 1)]),
        ..ObjectTally::default()
    };
    assert_eq!(read(digest, &mut Batch::default()).unwrap(), expected);
    let empty = r#" {"Records" : [ ] } "#;
    let expected = ObjectTally {
        inflated_bytes: empty.len() as u64,
        ..ObjectTally::default()
    };
    assert_eq!(read(empty, &mut Batch::default()).unwrap(), expected);
}

#[test]
fn records_need_not_be_the_documents_first_or_only_member() {
    let text = format!(
        r#"{{"a":[{{"Records":[7]}}],"b":null,"b":1,"Records":[{}],"z":"Records"}}"#,
        record("")
    );
    assert_eq!(
        read(&text, &mut Batch::default()).unwrap(),
        counted(1, &text)
    );
}

#[test]
fn an_event_counts_once_in_a_batch_and_anew_in_the_next() {
    let id = r#""eventID":"01234567-89ab-cdef-0123-456789abcdef""#;
    let text = document(&[&record(id), &record(""), &record(id), &record("")]);
    let mut batch = Batch::default();
    let first = read(&text, &mut batch).unwrap();
    let notices = Counts::from([(Notice::DuplicateEventId, 1)]);
    let expected = counted(3, &text);
    assert_eq!(
        first,
        ObjectTally {
            notices,
            ..expected
        }
    );
    let second = read(&text, &mut batch).unwrap();
    let notices = Counts::from([(Notice::DuplicateEventId, 2)]);
    let expected = counted(2, &text);
    assert_eq!(
        second,
        ObjectTally {
            notices,
            ..expected
        }
    );
    batch.take();
    assert_eq!(read(&text, &mut batch).unwrap(), first);
}

#[test]
fn an_event_id_that_another_account_used_suppresses_nothing() {
    let id = r#""eventID":"01234567-89ab-cdef-0123-456789abcdef""#;
    let other = format!(r#"{id},"recipientAccountId":"444455556666""#);
    let text = document(&[&record(id), &record(&other)]);
    let tally = read(&text, &mut Batch::default()).unwrap();
    let records: Vec<u64> = tally.accounts.values().map(|it| it.records).collect();
    assert_eq!(records, [1, 1]);
    assert_eq!(tally.notices.iter().map(|(_, count)| count).sum::<u64>(), 1);
}

#[test]
fn records_go_to_their_own_accounts_and_those_of_others_are_noticed() {
    let text = document(&[
        &record(""),
        &record(r#""recipientAccountId":"444455556666","eventTime":"2026-03-01T13:00:00Z""#),
        &record(""),
    ]);
    let mut batch = Batch::default();
    let tally = read(&text, &mut batch).unwrap();
    let mut expected = counted(3, &text);
    let part = |records, newest| AccountTally {
        records,
        newest: at(newest),
    };
    expected.newest = Some(at("2026-03-01T13:00:00Z"));
    expected.accounts = [
        (account("111122223333"), part(2, "2026-03-01T12:34:56Z")),
        (account("444455556666"), part(1, "2026-03-01T13:00:00Z")),
    ]
    .into();
    expected.notices = Counts::from([(Notice::AccountMismatch, 1)]);
    assert_eq!(tally, expected);
    let counts: Vec<(AccountId, u64)> = batch
        .accounts()
        .map(|(account, rows)| (account, rows.calls().map(|it| it.calls).sum()))
        .collect();
    assert_eq!(
        counts,
        [(account("111122223333"), 2), (account("444455556666"), 1)]
    );
}
