//! What becomes of a whole object, through the front door.

use crate::logs::{document, gzip, read, read_with, record};
use gumshoe_activity::{Action, Aggregate, Call, Caller, EntityType, Origin, Place, Resource};
use gumshoe_domain::{AccountId, Timestamp};
use gumshoe_sources::{
    AccountTally, Batch, Counts, LeftOut, Limits, Notice, ObjectTally, RecordRejected,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn sorted(rows: &Aggregate) -> Vec<Call<'_>> {
    rows.sorted().collect()
}

fn account(text: &str) -> AccountId {
    text.parse().unwrap()
}

/// What an object with `records` good records of account 111122223333 comes to.
fn counted(records: u64, text: &str) -> ObjectTally {
    ObjectTally {
        records,
        inflated_bytes: text.len() as u64,
        newest: Some(at("2026-03-01T12:34:56Z")),
        accounts: [(
            account("111122223333"),
            AccountTally {
                records,
                newest: at("2026-03-01T12:34:56Z"),
            },
        )]
        .into(),
        ..ObjectTally::default()
    }
}

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
fn what_is_no_log_file_is_rejected_by_reason() {
    let good = document(&[&record("")]);
    for (text, reason) in [
        (String::new(), "INVALID_JSON"),
        ("{".to_owned(), "INVALID_JSON"),
        (good[..good.len() - 1].to_owned(), "INVALID_JSON"),
        (format!("{good}x"), "INVALID_JSON"),
        (format!("{good}{good}"), "INVALID_JSON"),
        (good.replace("[{", "[{,"), "INVALID_JSON"),
        (good.replace("}]", "},]"), "INVALID_JSON"),
        ("[]".to_owned(), "NOT_CLOUDTRAIL"),
        ("7".to_owned(), "NOT_CLOUDTRAIL"),
        ("{}".to_owned(), "NOT_CLOUDTRAIL"),
        (r#"{"Records":null}"#.to_owned(), "NOT_CLOUDTRAIL"),
        (r#"{"Records":{"a":1}}"#.to_owned(), "NOT_CLOUDTRAIL"),
    ] {
        for bytes in [text.clone().into_bytes(), gzip(text.as_bytes())] {
            for limits in [Limits::default(), streaming()] {
                let mut batch = Batch::default();
                let rejected = read_with(&bytes, &mut batch, &limits).unwrap_err();
                assert_eq!(rejected.as_str(), reason, "{text}");
                assert!(batch.take().is_empty());
            }
        }
    }
}

/// Limits under which every gzip file is parsed while it is inflated.
fn streaming() -> Limits {
    Limits {
        whole_bytes: 0,
        ..Limits::default()
    }
}

#[test]
fn damaged_gzip_files_are_rejected_on_either_way() {
    let sound = gzip(document(&[&record("")]).as_bytes());
    let mut bad_crc = sound.clone();
    let crc = bad_crc.len() - 8;
    bad_crc[crc] ^= 1;
    let cut_off = &sound[..sound.len() - 9];
    let followed = [&sound[..], b"more"].concat();
    for bytes in [&bad_crc[..], cut_off, &followed, &sound[..3]] {
        for limits in [Limits::default(), streaming()] {
            let rejected = read_with(bytes, &mut Batch::default(), &limits).unwrap_err();
            assert_eq!(rejected.as_str(), "CORRUPT_GZIP");
        }
    }
}

#[test]
fn a_gzip_file_of_several_members_is_read_to_its_end_whatever_its_name() {
    let text = document(&[&record(""), &record("")]);
    let (first, second) = text.as_bytes().split_at(text.len() / 2);
    let (third, fourth) = second.split_at(1);
    let bytes = [first, third, b"", fourth].map(gzip).concat();
    let tally = read_with(&bytes, &mut Batch::default(), &Limits::default()).unwrap();
    assert_eq!(tally, counted(2, &text));
}

#[test]
fn both_ways_of_parsing_count_the_same() {
    let long = "ü".repeat(1_000);
    let text = document(&[
        &record(&format!(r#""userAgent":"{long}""#)),
        &record(r#""userAgent":"a\"\\\u00e9\ud83d\ude00","requestParameters":{"a\nb":["\u0000"]}"#),
        "[]",
        &record(r#""eventCategory":"Insight""#),
        &record(r#""eventTime":"x""#),
    ]);
    let (mut whole, mut streamed) = (Batch::default(), Batch::default());
    let bytes = gzip(text.as_bytes());
    let one = read_with(&bytes, &mut whole, &Limits::default()).unwrap();
    let other = read_with(&bytes, &mut streamed, &streaming()).unwrap();
    assert_eq!(one, other);
    assert_eq!(one.notices, Counts::from([(Notice::TruncatedField, 1)]));
    let (whole, streamed) = (whole.take(), streamed.take());
    let account = account("111122223333");
    assert_eq!(sorted(&whole[&account]), sorted(&streamed[&account]));
    let agents: Vec<_> = sorted(&whole[&account])
        .iter()
        .map(|it| it.origin.user_agent.map(str::to_owned))
        .collect();
    assert_eq!(agents, [Some("a\"\\é😀".to_owned()), Some("ü".repeat(512))]);
}

#[test]
fn an_object_beyond_a_limit_is_rejected_by_the_limits_name() {
    let small = Limits {
        inflated_bytes: 10_000,
        record_bytes: 20_000,
        ..streaming()
    };
    let spaces = format!("{{\"Records\":[{}]}}", " ".repeat(100_000));
    let endless = format!(r#"{{"Records":[{{"eventName":"{}"#, "a".repeat(100_000));
    for bytes in [gzip(spaces.as_bytes()), spaces.into_bytes()] {
        let rejected = read_with(&bytes, &mut Batch::default(), &small).unwrap_err();
        assert_eq!(rejected.as_str(), "TOO_LARGE");
    }
    let limits = Limits {
        record_bytes: 50_000,
        ..streaming()
    };
    let rejected = read_with(&gzip(endless.as_bytes()), &mut Batch::default(), &limits);
    assert_eq!(rejected.unwrap_err().as_str(), "RECORD_TOO_LONG");
    let many: Vec<String> = (0..2_000)
        .map(|it| record(&format!(r#""userAgent":"{it}""#)))
        .collect();
    let many = document(&many.iter().map(String::as_str).collect::<Vec<_>>());
    let limits = Limits {
        record_bytes: 100_000,
        batch_bytes: 50_000,
        ..Limits::default()
    };
    for limits in [
        limits,
        Limits {
            whole_bytes: 0,
            ..limits
        },
    ] {
        for bytes in [many.clone().into_bytes(), gzip(many.as_bytes())] {
            let mut batch = Batch::default();
            let rejected = read_with(&bytes, &mut batch, &limits).unwrap_err();
            assert_eq!(rejected.as_str(), "TOO_MANY_ROWS");
            assert!(batch.take().is_empty());
        }
    }
}

#[test]
fn a_large_object_of_small_records_passes_where_its_rows_are_few() {
    let one = record("");
    let many = vec![one.as_str(); 150_000];
    let text = document(&many);
    let limits = Limits {
        whole_bytes: 0,
        record_bytes: 200_000,
        batch_bytes: 12 << 20,
        ..Limits::default()
    };
    let tally = read_with(&gzip(text.as_bytes()), &mut Batch::default(), &limits).unwrap();
    assert_eq!(tally, counted(150_000, &text));
}

#[test]
fn a_million_nested_arrays_overflow_nothing_and_cost_no_neighbour() {
    let deep = "[".repeat(1_000_000);
    let ends = "]".repeat(1_000_000);
    let objects = r#"{"a":"#.repeat(1_000_000);
    let object_ends = "}".repeat(1_000_000);
    let record = |extra: &str| record(extra);
    for nested in [
        document(&[
            &record(&format!(r#""requestParameters":{{"a":{deep}{ends}}}"#)),
            &record(""),
        ]),
        document(&[
            &record(&format!(r#""requestParameters":{objects}1{object_ends}"#)),
            &record(""),
        ]),
        document(&[
            &record(&format!(r#""userAgent":{deep}{ends}"#)),
            &record(""),
        ]),
        format!(
            r#"{{"x":{deep}{ends},"Records":[{},{}]}}"#,
            record(""),
            record("")
        ),
    ] {
        for (bytes, limits) in both_ways(&nested) {
            let tally = read_with(&bytes, &mut Batch::default(), &limits).unwrap();
            assert_eq!(tally, counted(2, &nested));
        }
    }
    for (nested, reason) in [
        (deep.clone(), "INVALID_JSON"),
        (format!("{deep}{ends}"), "NOT_CLOUDTRAIL"),
        (objects.clone(), "INVALID_JSON"),
        (format!(r#"{{"Records":[{objects}"#), "INVALID_JSON"),
    ] {
        for (bytes, limits) in both_ways(&nested) {
            let rejected = read_with(&bytes, &mut Batch::default(), &limits).unwrap_err();
            assert_eq!(rejected.as_str(), reason);
        }
    }
}

fn both_ways(text: &str) -> [(Vec<u8>, Limits); 3] {
    let zipped = gzip(text.as_bytes());
    [
        (text.as_bytes().to_vec(), Limits::default()),
        (zipped.clone(), Limits::default()),
        (zipped, streaming()),
    ]
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
fn a_rejected_object_leaves_rows_and_ids_as_they_were() {
    let id = r#""eventID":"01234567-89ab-cdef-0123-456789abcdef""#;
    let text = document(&[&record(id)]);
    let mut batch = Batch::default();
    for limits in [Limits::default(), streaming()] {
        let broken = gzip(format!("{text},").as_bytes());
        assert_eq!(
            read_with(&broken, &mut batch, &limits)
                .unwrap_err()
                .as_str(),
            "INVALID_JSON"
        );
        assert!(batch.is_empty());
    }
    assert_eq!(read(&text, &mut batch).unwrap(), counted(1, &text));
    assert_eq!((batch.rows(), batch.accounts().count()), (1, 1));
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
