//! The ways in which events come.

use gumshoe_sources::{Batch, Counts, LeftOut, Limits, Notice, RecordRejected};
use serde_json::{Value, json};

use crate::audit_logs::{control_message, event, events, lines, message, read, read_at, rows};
use crate::logs::gzip;

const STREAM: &str = "kube-apiserver-audit-0123456789abcdef";

/// Rows of these bytes, which hold nothing else.
fn sound(bytes: &[u8], records: u64) -> Vec<String> {
    let mut batch = Batch::default();
    let tally = read(bytes, &mut batch).unwrap();
    assert_eq!((tally.records, tally.rejected.total()), (records, 0));
    rows(&batch)
}

#[test]
fn events_count_the_same_however_they_are_packed() {
    let events = events(5);
    let text = lines(&events);
    let expected = sound(text.as_bytes(), 5);
    let list = json!({"kind": "EventList", "items": events});
    let exported: String = events
        .iter()
        .map(|it| format!("2026-03-01T12:34:56.000Z {it}\n"))
        .collect();
    for packed in [
        text.replace('\n', ""),
        list.to_string(),
        format!("{list:#}"),
        json!(events).to_string(),
        exported,
    ] {
        assert_eq!(sound(packed.as_bytes(), 5), expected, "{packed}");
        assert_eq!(sound(&gzip(packed.as_bytes()), 5), expected);
    }
}

#[test]
fn messages_of_cloudwatch_logs_follow_each_other_compressed_once_or_twice() {
    let [one, two] =
        [events(3), vec![event(json!({"verb": "get"}))]].map(|it| message(STREAM, &it));
    let both = format!("{one}{two}");
    let expected = sound(both.as_bytes(), 4);
    let (one_zipped, two_zipped) = (gzip(one.as_bytes()), gzip(two.as_bytes()));
    let members = [one_zipped.as_slice(), &two_zipped].concat();
    for packed in [
        format!("{one}\n{two}\n").into_bytes(),
        gzip(both.as_bytes()),
        gzip(&members),
        gzip(&one_zipped)
            .into_iter()
            .chain(gzip(&two_zipped))
            .collect(),
        members,
    ] {
        assert_eq!(sound(&packed, 4), expected);
        let mut streamed = Batch::default();
        let limits = Limits {
            whole_bytes: 0,
            ..Limits::default()
        };
        read_at(crate::audit_logs::KEY, &packed, &mut streamed, &limits).unwrap();
        assert_eq!(rows(&streamed), expected);
    }
}

#[test]
fn a_message_says_account_and_cluster_and_what_is_said_elsewhere_is_noted() {
    let mut batch = Batch::default();
    let tally = read(message(STREAM, &events(2)).as_bytes(), &mut batch).unwrap();
    assert_eq!(tally.notices, Counts::from([(Notice::AccountMismatch, 2)]));
    let accounts: Vec<_> = batch.audits().map(|it| it.0.to_string()).collect();
    assert_eq!(accounts, ["444455556666"]);
    let (_, account) = batch.audits().next().unwrap();
    let row = account.sorted().next().unwrap();
    assert_eq!(row.caller.cluster_id, "bank~444455556666~EKS");
    assert_eq!(row.caller.subject_id, Some("bob~bank~444455556666"));
}

#[test]
fn members_of_a_message_may_come_in_any_order() {
    let sound: Value = serde_json::from_str(&message(STREAM, &events(2))).unwrap();
    let text = format!(
        r#"{{"logEvents":{},"logStream":"{STREAM}","logGroup":"/aws/eks/bank/cluster","owner":"444455556666","messageType":"DATA_MESSAGE"}}"#,
        sound["logEvents"]
    );
    let (mut one, mut other) = (Batch::default(), Batch::default());
    assert_eq!(read(text.as_bytes(), &mut one).unwrap().records, 2);
    assert_eq!(
        read(sound.to_string().as_bytes(), &mut other)
            .unwrap()
            .records,
        2
    );
    assert_eq!(rows(&one), rows(&other));
}

#[test]
fn control_messages_and_other_logs_of_the_cluster_are_left_out() {
    let other = message("kube-scheduler-0123", &[json!("a line"), json!("another")]);
    let text = format!(
        "{}{other}{}",
        control_message(),
        message(STREAM, &events(1))
    );
    let tally = read(text.as_bytes(), &mut Batch::default()).unwrap();
    assert_eq!(tally.records, 1);
    assert_eq!(
        tally.left_out,
        Counts::from([(LeftOut::ControlMessage, 1), (LeftOut::OtherLogStream, 2)])
    );
    let alone = read(control_message().as_bytes(), &mut Batch::default()).unwrap();
    assert_eq!((alone.records, alone.rejected.total()), (0, 0));
}

#[test]
fn events_of_nobody_knows_whom_are_rejected_by_what_is_missing() {
    for (key, reason) in [
        ("eks-audit/x", RecordRejected::NoAccount),
        (
            "AWSLogs/111122223333/eks-audit/x",
            RecordRejected::NoCluster,
        ),
        ("aws/eks/shop/cluster/x", RecordRejected::NoAccount),
    ] {
        let text = lines(&events(2));
        let tally = read_at(
            key,
            text.as_bytes(),
            &mut Batch::default(),
            &Limits::default(),
        );
        let tally = tally.unwrap();
        assert_eq!(tally.rejected, Counts::from([(reason, 2)]), "{key}");
    }
}

#[test]
fn a_malformed_event_costs_no_neighbour() {
    let good = event(json!({})).to_string();
    let cut = &good[..good.len() - 20];
    let other = event(json!({"auditID": "other"})).to_string();
    let text = format!("{good}\n{cut}\nnonsense\n{{\"a\":}}\n{{\"kind\":0}}\n{other}\n");
    let tally = read(text.as_bytes(), &mut Batch::default()).unwrap();
    assert_eq!(tally.records, 2);
    assert_eq!(
        tally.rejected,
        Counts::from([
            (RecordRejected::InvalidJson, 3),
            (RecordRejected::NotAnAuditEvent, 1)
        ])
    );
    let mut broken: Value = serde_json::from_str(&message(STREAM, &events(2))).unwrap();
    let events = broken["logEvents"].as_array_mut().unwrap();
    events.insert(1, json!({"message": cut}));
    events.insert(1, json!({"message": 5}));
    events.insert(1, json!([]));
    let tally = read(broken.to_string().as_bytes(), &mut Batch::default()).unwrap();
    assert_eq!(tally.records, 2);
    assert_eq!(
        tally.rejected,
        Counts::from([
            (RecordRejected::NotAnObject, 2),
            (RecordRejected::InvalidJson, 1)
        ])
    );
}

#[test]
fn an_object_in_which_nothing_is_an_audit_event_is_rejected() {
    for text in [
        "{\"kind\":0}",
        "nonsense",
        "{",
        "{\"Records\":[{}]}",
        "[{}]",
    ] {
        let rejected = read(text.as_bytes(), &mut Batch::default()).unwrap_err();
        assert_eq!(rejected.as_str(), "NOT_AUDIT_LOG", "{text}");
    }
    for text in ["", " \n", "[]", "{\"kind\":\"EventList\",\"items\":[]}"] {
        let tally = read(text.as_bytes(), &mut Batch::default()).unwrap();
        assert_eq!((tally.records, tally.rejected.total()), (0, 0), "{text}");
    }
}

#[test]
fn an_object_beyond_a_limit_or_cut_off_is_rejected_whole() {
    let text = lines(&events(2_000));
    let zipped = gzip(text.as_bytes());
    let twice = gzip(&zipped);
    let small = |limits: Limits| limits;
    for (reason, limits) in [
        (
            "TOO_LARGE",
            small(Limits {
                inflated_bytes: 10_000,
                whole_bytes: 0,
                ..Limits::default()
            }),
        ),
        (
            "RECORD_TOO_LONG",
            small(Limits {
                record_bytes: 100,
                ..Limits::default()
            }),
        ),
        (
            "TOO_MANY_ROWS",
            small(Limits {
                batch_bytes: 100,
                ..Limits::default()
            }),
        ),
    ] {
        for bytes in [text.as_bytes(), &zipped, &twice] {
            let mut batch = Batch::default();
            let rejected = read_at(crate::audit_logs::KEY, bytes, &mut batch, &limits).unwrap_err();
            assert_eq!(rejected.as_str(), reason);
            assert!(batch.is_empty());
            assert_eq!(read(bytes, &mut batch).unwrap().records, 2_000);
        }
    }
    for bytes in [&zipped, &twice] {
        let cut = &bytes[..bytes.len() - 20];
        let rejected = read(cut, &mut Batch::default()).unwrap_err();
        assert_eq!(rejected.as_str(), "CORRUPT_GZIP");
    }
}

#[test]
fn an_event_that_comes_twice_counts_once_in_a_batch_and_a_reused_id_hides_nothing() {
    let text = lines(&[
        event(json!({})),
        event(json!({})),
        event(json!({"verb": "delete"})),
        event(json!({"stageTimestamp": "2026-03-01T12:34:57Z"})),
    ]);
    let mut batch = Batch::default();
    let tally = read(text.as_bytes(), &mut batch).unwrap();
    assert_eq!(tally.records, 3);
    assert_eq!(tally.notices, Counts::from([(Notice::DuplicateEventId, 1)]));
    let again = read(text.as_bytes(), &mut batch).unwrap();
    assert_eq!((again.records, again.notices.total()), (0, 4));
    batch.take();
    assert_eq!(read(text.as_bytes(), &mut batch).unwrap().records, 3);
}
