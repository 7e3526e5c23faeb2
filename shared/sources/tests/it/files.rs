//! Files: how they are packed, how large they may be, and what becomes of broken ones.

use gumshoe_sources::{Batch, Counts, Limits, Notice, ObjectTally, RecordRejected};

use crate::logs::{account, counted, document, gzip, read, read_with, record, sorted};

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

/// A query result of CloudTrail Lake with these columns and rows.
fn table(rows: &[&[&str]]) -> String {
    let cell = |it: &&str| format!("\"{}\"", it.replace('"', "\"\""));
    let row = |it: &&[&str]| it.iter().map(cell).collect::<Vec<_>>().join(",");
    rows.iter().map(|it| row(it) + "\n").collect()
}

#[test]
fn a_query_result_of_cloudtrail_lake_counts_where_it_has_whole_events() {
    let (one, other) = (record(""), record(r#""userAgent":"a,\"b\"\nc""#));
    let text = table(&[
        &["eventTime", "EVENTJSON"],
        &["2026-03-01 12:34:56.000", &one],
        &["", &other],
        &["", "{broken"],
        &["", "7"],
        &["short"],
    ]);
    for (bytes, limits) in [
        (text.clone().into_bytes(), Limits::default()),
        (gzip(text.as_bytes()), Limits::default()),
        (gzip(text.as_bytes()), streaming()),
    ] {
        let mut batch = Batch::default();
        let tally = read_with(&bytes, &mut batch, &limits).unwrap();
        let rejected = Counts::from([(RecordRejected::NotAnObject, 3)]);
        let expected = counted(2, &text);
        assert_eq!(
            tally,
            ObjectTally {
                rejected,
                ..expected
            }
        );
    }
}

#[test]
fn a_query_result_without_whole_events_is_rejected() {
    let text = table(&[&["eventTime", "userIdentity"], &["x", "{type=IAMUser}"]]);
    for (bytes, limits) in [
        (text.clone().into_bytes(), Limits::default()),
        (gzip(text.as_bytes()), streaming()),
    ] {
        let rejected = read_with(&bytes, &mut Batch::default(), &limits).unwrap_err();
        assert_eq!(rejected.as_str(), "NO_EVENT_JSON");
    }
}

#[test]
fn limits_hold_for_query_results() {
    let endless = format!("eventJson\n\"{}", "a".repeat(100_000));
    let limits = Limits {
        record_bytes: 50_000,
        ..streaming()
    };
    let rejected = read_with(&gzip(endless.as_bytes()), &mut Batch::default(), &limits);
    assert_eq!(rejected.unwrap_err().as_str(), "RECORD_TOO_LONG");
    let cut = gzip(endless.as_bytes());
    let cut = &cut[..cut.len() - 9];
    let rejected = read_with(cut, &mut Batch::default(), &streaming());
    assert_eq!(rejected.unwrap_err().as_str(), "CORRUPT_GZIP");
}
