//! Formats: which fields there are, and in which order.

use gumshoe_sources::Batch;

use super::logs::{HEADER, one_row, read, record, rows, text};

#[test]
fn a_text_without_a_header_is_read_in_the_default_format() {
    let good = record("203.0.113.9", 40, 400);
    let (mut with, mut without) = (Batch::default(), Batch::default());
    read(&text(&[HEADER, &good]), &mut with).unwrap();
    read(&text(&[&good]), &mut without).unwrap();
    assert_eq!(rows(&with), rows(&without));
    assert_eq!(rows(&with).len(), 1);
}

#[test]
fn what_is_no_flow_log_is_rejected_by_reason() {
    let good = record("203.0.113.9", 40, 400);
    for (text, reason) in [
        (String::new(), "NOT_VPC_FLOW"),
        ("\n\n".to_owned(), "NOT_VPC_FLOW"),
        ("{\"Records\":[]}".to_owned(), "NOT_VPC_FLOW"),
        ("hello world\n".to_owned(), "NOT_VPC_FLOW"),
        (format!("3{}", &good[1..]), "NOT_VPC_FLOW"),
        (format!("{good} x"), "NOT_VPC_FLOW"),
        (format!("{HEADER} tgw-id\n"), "NOT_VPC_FLOW"),
        (
            "interface-id srcaddr dstaddr start bytes\n".to_owned(),
            "MISSING_FIELD",
        ),
        (
            "srcaddr dstaddr start bytes packets\n".to_owned(),
            "MISSING_FIELD",
        ),
    ] {
        let mut batch = Batch::default();
        let rejected = read(&text, &mut batch).unwrap_err();
        assert_eq!(rejected.as_str(), reason, "{text}");
        assert!(batch.is_empty());
    }
}

#[test]
fn the_least_format_counts_and_what_it_lacks_is_absent() {
    let header = "start bytes packets dstaddr srcaddr instance-id";
    let line = "1772366400 40 1 10.0.0.5 203.0.113.9 i-1";
    one_row(&text(&[header, line]), |row| {
        assert_eq!(row.interface.owner(), Some("i-1"));
        assert_eq!(row.traffic.first_seen, row.traffic.last_seen);
        assert_eq!((row.action, row.service.protocol), (None, None));
    });
}

#[test]
fn without_log_status_a_record_without_addresses_is_one_without_traffic() {
    let header = "start bytes packets dstaddr srcaddr instance-id";
    let lines = [
        header,
        "1772366400 - - - - i-1",
        "1772366400 40 1 10.0.0.5 - i-1",
    ];
    let tally = read(&text(&lines), &mut Batch::default()).unwrap();
    assert_eq!((tally.left_out.total(), tally.rejected.total()), (1, 1));
}

#[test]
fn joined_files_are_read_with_the_header_of_each() {
    let other = "bytes interface-id srcaddr dstaddr packets start";
    let lines = [
        HEADER,
        &record("203.0.113.9", 40, 400),
        HEADER,
        &record("203.0.113.9", 40, 400),
        other,
        "77 eni-2 203.0.113.9 10.0.0.6 1 1772366400",
    ];
    let mut batch = Batch::default();
    let tally = read(&text(&lines), &mut batch).unwrap();
    assert_eq!((tally.records, tally.rejected.total()), (3, 0));
    let (_, flows) = batch.flows().next().unwrap();
    let bytes: Vec<u64> = flows.sorted().map(|it| it.traffic.bytes).collect();
    assert_eq!(bytes, [80, 77]);
}

#[test]
fn lines_may_end_in_carriage_returns_and_the_last_in_nothing() {
    let good = record("203.0.113.9", 40, 400);
    for text in [
        format!("{HEADER}\r\n{good}\r\n"),
        format!("{HEADER}\r\n{good}"),
        format!("{HEADER}\n{good}\r"),
        good.clone(),
    ] {
        one_row(&text, |row| assert_eq!(row.traffic.bytes, 40));
    }
}

#[test]
fn a_header_alone_is_an_object_without_records() {
    for text in [HEADER.to_owned(), format!("{HEADER}\n")] {
        let tally = read(&text, &mut Batch::default()).unwrap();
        assert_eq!((tally.records, tally.rejected.total()), (0, 0));
    }
}
