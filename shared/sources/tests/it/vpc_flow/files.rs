//! Files: how they are packed, how large they may be, and what becomes of broken ones.

use gumshoe_sources::{Batch, Limits};

use super::logs::{HEADER, read_with, record, rows, streaming, text};
use crate::logs::gzip;

fn many(records: u16) -> String {
    let lines: Vec<String> = (0..records)
        .map(|it| record(&format!("203.0.{}.{}", it / 200, it % 200), 40, it % 600))
        .collect();
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines.insert(0, HEADER);
    text(&lines)
}

#[test]
fn a_text_counts_the_same_however_it_is_packed() {
    let text = many(9_000);
    let (first, rest) = text.as_bytes().split_at(text.len() / 3);
    let (second, third) = rest.split_at(1);
    let members = [first, second, b"", third].map(gzip).concat();
    let mut expected = Batch::default();
    let tally = read_with(text.as_bytes(), &mut expected, &Limits::default()).unwrap();
    assert_eq!(tally.records, 9_000);
    for (bytes, limits) in [
        (gzip(text.as_bytes()), Limits::default()),
        (gzip(text.as_bytes()), streaming()),
        (members, Limits::default()),
    ] {
        let mut batch = Batch::default();
        assert_eq!(read_with(&bytes, &mut batch, &limits).unwrap(), tally);
        assert_eq!(rows(&batch), rows(&expected));
    }
}

#[test]
fn a_line_that_comes_in_a_great_many_pieces_is_read_once() {
    // Read anew for each piece, it would be tens of thousands of millions of bytes.
    let line = "x ".repeat(1 << 20);
    let mut members = gzip(format!("{HEADER}\n{line}").as_bytes());
    let piece = gzip(b"x");
    (0..20_000).for_each(|_| members.extend_from_slice(&piece));
    let mut batch = Batch::default();
    let tally = read_with(&members, &mut batch, &Limits::default()).unwrap();
    assert_eq!((tally.records, tally.rejected.total()), (0, 1));
}

#[test]
fn damaged_gzip_files_are_rejected_on_either_way() {
    let sound = gzip(many(100).as_bytes());
    let mut bad_crc = sound.clone();
    let crc = bad_crc.len() - 8;
    bad_crc[crc] ^= 1;
    let cut_off = &sound[..sound.len() - 9];
    for bytes in [&bad_crc[..], cut_off, &sound[..3]] {
        for limits in [Limits::default(), streaming()] {
            let mut batch = Batch::default();
            let rejected = read_with(bytes, &mut batch, &limits).unwrap_err();
            assert_eq!(rejected.as_str(), "CORRUPT_GZIP");
            assert!(batch.is_empty());
        }
    }
}

#[test]
fn an_object_beyond_a_limit_is_rejected_by_the_limits_name() {
    let text = many(9_000);
    let zipped = gzip(text.as_bytes());
    let small = Limits {
        inflated_bytes: 10_000,
        ..streaming()
    };
    for bytes in [text.as_bytes(), &zipped] {
        let rejected = read_with(bytes, &mut Batch::default(), &small).unwrap_err();
        assert_eq!(rejected.as_str(), "TOO_LARGE");
    }
    let few = Limits {
        batch_bytes: 100_000,
        ..streaming()
    };
    for bytes in [text.as_bytes(), &zipped] {
        let mut batch = Batch::default();
        let rejected = read_with(bytes, &mut batch, &few).unwrap_err();
        assert_eq!(rejected.as_str(), "TOO_MANY_ROWS");
        assert!(batch.is_empty());
    }
}

#[test]
fn one_endless_line_does_not_fill_the_memory() {
    let endless = gzip(format!("{HEADER}\n{}", "a".repeat(3_000_000)).as_bytes());
    let limits = Limits {
        record_bytes: 600_000,
        ..streaming()
    };
    let rejected = read_with(&endless, &mut Batch::default(), &limits).unwrap_err();
    assert_eq!(rejected.as_str(), "RECORD_TOO_LONG");
}

#[test]
fn a_rejected_object_leaves_the_rows_of_others_as_they_were() {
    let mut batch = Batch::default();
    read_with(many(10).as_bytes(), &mut batch, &Limits::default()).unwrap();
    let before = rows(&batch);
    let sound = gzip(many(9_000).as_bytes());
    read_with(&sound[..sound.len() - 1], &mut batch, &streaming()).unwrap_err();
    assert_eq!(rows(&batch), before);
}
