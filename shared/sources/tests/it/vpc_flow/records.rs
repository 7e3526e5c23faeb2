//! Which records count, and as what.

use gumshoe_activity::Place;
use gumshoe_activity::flow::{
    Direction, Flow, FlowAction, Interface, Peer, Remote, Service, Traffic,
};
use gumshoe_sources::{AccountTally, Batch, Counts, LeftOut, Notice, ObjectTally, RecordRejected};

use super::logs::{HEADER, one_row, read, record, text};
use crate::logs::{account, at};

#[test]
fn a_record_becomes_a_row_with_everything_it_says() {
    let header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets \
                  bytes start end action log-status vpc-id subnet-id instance-id tcp-flags type \
                  pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id \
                  pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-task-id \
                  reject-reason resource-id encryption-status";
    let line = "10 111122223333 eni-1 2001:DB8:0::5 2001:db8::9 50318 443 6 16 3015 1772366400 \
                1772366460 ACCEPT OK vpc-1 subnet-1 i-1 7 IPv6 2001:db8::5 2001:db8::7 eu-west-1 \
                euw1-az2 - - - S3 egress 8 - - - -";
    let expected = Flow {
        hour: at("2026-03-01T12:00:00Z").hour(),
        interface: Interface {
            account: "111122223333",
            instance_id: Some("i-1"),
            interface_id: Some("eni-1"),
            vpc_id: Some("vpc-1"),
            subnet_id: Some("subnet-1"),
            az_id: Some("euw1-az2"),
        },
        local_address: "2001:db8::5",
        remote: Remote::Peer(Peer {
            address: "2001:db8::7",
            place: Place::default(),
        }),
        direction: Direction::Outbound,
        action: Some(FlowAction::Accept),
        service: Service {
            protocol: Some(6),
            local_port: None,
            remote_port: Some(443),
        },
        traffic_path: Some(8),
        traffic: Traffic {
            bytes: 3_015,
            packets: 16,
            flows: 1,
            first_seen: at("2026-03-01T12:00:00Z"),
            last_seen: at("2026-03-01T12:01:00Z"),
        },
    };
    one_row(&text(&[header, line]), |row| assert_eq!(row, expected));
}

#[test]
fn records_that_differ_only_in_time_and_sums_are_one_row() {
    let lines = [
        HEADER,
        &record("203.0.113.9", 40, 400),
        &record("203.0.113.9", 60, 430),
        &record("203.0.113.9", 1, 415),
    ];
    let text = text(&lines);
    let mut batch = Batch::default();
    let tally = read(&text, &mut batch).unwrap();
    let newest = at("2026-03-01T12:00:30Z");
    let expected = ObjectTally {
        records: 3,
        inflated_bytes: text.len() as u64,
        newest: Some(newest),
        accounts: [(account("111122223333"), AccountTally { records: 3, newest })].into(),
        ..ObjectTally::default()
    };
    assert_eq!(tally, expected);
    let (_, rows) = batch.flows().next().unwrap();
    let rows: Vec<Traffic> = rows.flows().map(|it| it.traffic).collect();
    let expected = Traffic {
        bytes: 101,
        packets: 9,
        flows: 3,
        first_seen: at("2026-03-01T12:00:00Z"),
        last_seen: newest,
    };
    assert_eq!(rows, [expected]);
}

#[test]
fn records_without_traffic_are_left_out_by_their_name() {
    let text = text(&[
        HEADER,
        "2 111122223333 eni-1 - - - - - - - 1772366400 1772366460 - NODATA",
        "2 111122223333 eni-1 - - - - - - - 1772366400 1772366460 - SKIPDATA",
        "2 111122223333 eni-1 0a:1b:2c:3d:4e:5f 0a:1b:2c:3d:4e:60 0 0 6 3 40 1772366400 1772366460 ACCEPT OK",
        &record("203.0.113.9", 40, 400),
    ]);
    let tally = read(&text, &mut Batch::default()).unwrap();
    let expected = [
        (LeftOut::NoData, 1),
        (LeftOut::SkipData, 1),
        (LeftOut::Efa, 1),
    ];
    assert_eq!(tally.left_out, Counts::from(expected));
    assert_eq!((tally.records, tally.rejected.total()), (1, 0));
}

#[test]
fn a_malformed_record_is_counted_by_reason_and_costs_no_neighbour() {
    let good = record("203.0.113.9", 40, 400);
    for (wrong, reason) in [
        (format!("{good} "), RecordRejected::WrongFieldCount),
        (good.replace(" OK", ""), RecordRejected::WrongFieldCount),
        ("bogus line".to_owned(), RecordRejected::WrongFieldCount),
        (
            good.replace("1772366400", "-"),
            RecordRejected::InvalidNumber,
        ),
        (
            good.replace("1772366400", "253402207200"),
            RecordRejected::InvalidNumber,
        ),
        (good.replace(" 40 ", " 4O "), RecordRejected::InvalidNumber),
        (good.replace(" 40 ", " -40 "), RecordRejected::InvalidNumber),
        (good.replace(" 40 ", "  "), RecordRejected::InvalidNumber),
        (
            good.replace(" 40 ", " 9223372036854775808 "),
            RecordRejected::InvalidNumber,
        ),
        (
            good.replace(" 443 ", " 65536 "),
            RecordRejected::InvalidNumber,
        ),
        (good.replace(" 6 ", " 256 "), RecordRejected::InvalidNumber),
        (
            good.replace("10.0.0.5", "10.0.0.05"),
            RecordRejected::InvalidAddress,
        ),
        (
            good.replace("10.0.0.5", "-"),
            RecordRejected::InvalidAddress,
        ),
        (
            good.replace("ACCEPT", "MAYBE"),
            RecordRejected::InvalidAction,
        ),
        (good.replace("OK", "-"), RecordRejected::InvalidLogStatus),
        (good.replace("OK", "ok"), RecordRejected::InvalidLogStatus),
        (good.replace("eni-1", "-"), RecordRejected::NoInterface),
    ] {
        let text = text(&[HEADER, &good, &wrong, "", &good]);
        let tally = read(&text, &mut Batch::default()).unwrap();
        assert_eq!(tally.rejected, Counts::from([(reason, 1)]), "{wrong}");
        assert_eq!(tally.records, 2, "{wrong}");
    }
}

#[test]
fn the_account_is_the_records_else_the_keys() {
    let good = record("203.0.113.9", 40, 400);
    for (line, expected, notices) in [
        (good.clone(), "111122223333", 0),
        (
            good.replace("111122223333", "444455556666"),
            "444455556666",
            1,
        ),
        (good.replace("111122223333", "unknown"), "111122223333", 0),
        (good.replace("111122223333", "-"), "111122223333", 0),
    ] {
        let mut batch = Batch::default();
        let tally = read(&text(&[HEADER, &line]), &mut batch).unwrap();
        let accounts: Vec<_> = batch.flows().map(|it| it.0).collect();
        assert_eq!(accounts, [account(expected)], "{line}");
        assert_eq!(tally.notices.of(Notice::AccountMismatch), notices);
        assert_eq!(tally.accounts.into_keys().collect::<Vec<_>>(), accounts);
    }
}

#[test]
fn texts_longer_than_an_identifier_are_cut_with_a_notice() {
    let long = "eni-".to_owned() + &"ü".repeat(600);
    let line = record("203.0.113.9", 40, 400).replace("eni-1", &long);
    let mut batch = Batch::default();
    let tally = read(&text(&[HEADER, &line]), &mut batch).unwrap();
    assert_eq!(tally.notices, Counts::from([(Notice::TruncatedField, 1)]));
    let (_, rows) = batch.flows().next().unwrap();
    let flow = rows.flows().next().unwrap();
    assert_eq!(flow.interface.interface_id, Some(&long[..1_024]));
}
