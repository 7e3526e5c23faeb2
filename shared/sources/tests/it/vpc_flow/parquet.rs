//! Flow logs in Parquet.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int32Array, Int64Array, RecordBatch, StringArray};
use gumshoe_sources::{Batch, Limits, Notice};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::logs::{HEADER, read, read_with, record, rows, text};

/// A file of `count` rows like those of [`record`], and one without traffic.
fn file(count: i64, compression: Compression, separator: &str) -> Vec<u8> {
    let named = |name: &str| name.replace('-', separator);
    let numbers = |last: Option<i64>, of: fn(i64) -> i64| {
        let values = (0..count).map(|it| Some(of(it))).chain([last]);
        Arc::new(values.collect::<Int64Array>()) as ArrayRef
    };
    let small = |value: i32| {
        let values = (0..count).map(|_| Some(value)).chain([None]);
        Arc::new(values.collect::<Int32Array>()) as ArrayRef
    };
    let texts = |value: &str, last: &str| {
        let values = (0..count).map(|_| value).chain([last]);
        Arc::new(StringArray::from_iter_values(values)) as ArrayRef
    };
    let columns: Vec<(String, ArrayRef)> = vec![
        (named("version"), small(2)),
        (named("account-id"), texts("111122223333", "111122223333")),
        (named("interface-id"), texts("eni-1", "eni-1")),
        (named("srcaddr"), texts("203.0.113.9", "-")),
        (named("dstaddr"), texts("10.0.0.5", "-")),
        (named("srcport"), small(50_318)),
        (named("dstport"), small(443)),
        (named("protocol"), small(6)),
        (named("packets"), numbers(None, |_| 3)),
        (named("bytes"), numbers(None, |it| it)),
        (
            named("start"),
            numbers(Some(1_772_366_400), |it| 1_772_366_400 + it % 600),
        ),
        (
            named("end"),
            numbers(Some(1_772_366_400), |it| 1_772_366_400 + it % 600),
        ),
        (named("action"), texts("ACCEPT", "-")),
        (named("log-status"), texts("OK", "NODATA")),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let properties = WriterProperties::builder().set_compression(compression);
    let mut file = Vec::new();
    let properties = properties.set_max_row_group_row_count(Some(5_000)).build();
    let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    file
}

/// The same file with another text as every row's interface.
fn with_interface(count: usize, interface: &str) -> Vec<u8> {
    let texts =
        |value: &str| Arc::new(StringArray::from_iter_values(vec![value; count])) as ArrayRef;
    let numbers = |value: i64| Arc::new(Int64Array::from(vec![value; count])) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("account_id", texts("111122223333")),
        ("interface_id", texts(interface)),
        ("srcaddr", texts("203.0.113.9")),
        ("dstaddr", texts("10.0.0.5")),
        ("protocol", numbers(6)),
        ("packets", numbers(3)),
        ("bytes", numbers(40)),
        ("start", numbers(1_772_366_400)),
        ("end", numbers(1_772_366_460)),
        ("action", texts("ACCEPT")),
        ("log_status", texts("OK")),
    ]);
    let batch = batch.unwrap();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    file
}

#[test]
fn a_long_text_that_all_rows_have_is_in_memory_once() {
    let file = with_interface(2_000, &"x".repeat(250_000));
    assert!(file.len() < 1 << 20, "{} bytes", file.len());
    let tally = read_with(&file, &mut Batch::default(), &Limits::default()).unwrap();
    assert_eq!(
        (tally.records, tally.notices.of(Notice::TruncatedField)),
        (2_000, 2_000)
    );
}

#[test]
fn a_file_of_more_rows_than_its_limit_could_hold_is_too_large_however_small_it_is() {
    let file = with_interface(20_000, "eni-1");
    let limits = |bytes| Limits {
        inflated_bytes: bytes,
        ..Limits::default()
    };
    let read = |bytes| read_with(&file, &mut Batch::default(), &limits(bytes));
    assert_eq!(read(319_999).unwrap_err().as_str(), "TOO_LARGE");
    assert_eq!(read(320_000).unwrap().records, 20_000);
}

#[test]
fn a_file_counts_as_its_text_does() {
    let lines: Vec<String> = (0..12_000_u16)
        .map(|it| record("203.0.113.9", it.into(), 400 + it % 600))
        .collect();
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines.insert(0, HEADER);
    lines.push("2 111122223333 eni-1 - - - - - - - 1772366400 1772366400 - NODATA");
    let mut expected = Batch::default();
    let of_text = read(&text(&lines), &mut expected).unwrap();
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
    ] {
        for separator in ["_", "-"] {
            let mut batch = Batch::default();
            let file = file(12_000, compression, separator);
            let mut tally = read_with(&file, &mut batch, &Limits::default()).unwrap();
            tally.inflated_bytes = of_text.inflated_bytes;
            assert_eq!(tally, of_text);
            assert_eq!(rows(&batch), rows(&expected));
        }
    }
}

#[test]
fn files_that_are_no_flow_logs_or_damaged_are_rejected_by_reason() {
    let sound = file(10, Compression::SNAPPY, "_");
    let other = RecordBatch::try_from_iter([(
        "x",
        Arc::new(StringArray::from_iter_values(["y"])) as ArrayRef,
    )])
    .unwrap();
    let mut stranger = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut stranger, other.schema(), None).unwrap();
    writer.write(&other).unwrap();
    writer.close().unwrap();
    for (bytes, reason) in [
        (&stranger[..], "NOT_VPC_FLOW"),
        (&sound[..sound.len() - 1], "INVALID_PARQUET"),
        (&sound[..4], "INVALID_PARQUET"),
    ] {
        let mut batch = Batch::default();
        let rejected = read_with(bytes, &mut batch, &Limits::default()).unwrap_err();
        assert_eq!(rejected.as_str(), reason);
        assert!(batch.is_empty());
    }
    let small = Limits {
        inflated_bytes: 100,
        ..Limits::default()
    };
    let rejected = read_with(&sound, &mut Batch::default(), &small).unwrap_err();
    assert_eq!(rejected.as_str(), "TOO_LARGE");
}
