//! What holds for any log file.

use crate::logs::{document, gzip, read, read_with, record};
use gumshoe_activity::Aggregate;
use gumshoe_domain::AccountId;
use gumshoe_sources::{Batch, Limits};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Small numbers that decide what a record says, so that records repeat each other in parts.
type Choices = (u8, u8, u8, u8, u32);

fn choices() -> impl Strategy<Value = Choices> {
    (0..3_u8, 0..4_u8, 0..3_u8, 0..3_u8, 0..200_000_u32)
}

/// A record with an event id of its own.
fn chosen((who, origin, action, bucket, seconds): Choices, id: usize) -> String {
    let identity = match who {
        0 => r#"{"type":"Root","accountId":"111122223333"}"#,
        1 => r#"{"type":"IAMUser","principalId":"AIDAUSER","userName":"bob"}"#,
        _ => r#"{"type":"AssumedRole","principalId":"AROAROLE:bob"}"#,
    };
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    record(&format!(
        r#""eventID":"e-{id}","userIdentity":{identity},"recipientAccountId":"11112222333{who}",
        "sourceIPAddress":"192.0.2.{origin}","userAgent":"agent {}","eventName":"Get{action}",
        "eventSource":"s3.amazonaws.com","requestParameters":{{"bucketName":"{}"}},
        "eventTime":"2026-03-0{}T{hour:02}:{minute:02}:{second:02}Z""#,
        origin % 2,
        ["", "logs", "data"][usize::from(bucket)],
        1 + seconds / 100_000,
    ))
}

/// Every row of every account, in order, as text.
fn rows(aggregates: &BTreeMap<AccountId, Aggregate>) -> Vec<String> {
    let calls = aggregates.values().flat_map(Aggregate::sorted);
    calls.map(|call| format!("{call:?}")).collect()
}

/// The rows of these objects, read into as many batches as there are groups, and then merged.
fn merged(groups: &[Vec<String>]) -> Vec<String> {
    let mut whole: BTreeMap<AccountId, Aggregate> = BTreeMap::new();
    for objects in groups {
        let mut batch = Batch::default();
        for object in objects {
            read(object, &mut batch).unwrap();
        }
        for (account, part) in batch.take() {
            let rows = whole.entry(account).or_default();
            part.calls().for_each(|call| rows.add_call(&call));
        }
    }
    rows(&whole)
}

fn split<'a>(records: &'a [String], sizes: &[usize]) -> Vec<&'a [String]> {
    let mut rest = records;
    let mut parts = Vec::new();
    for size in sizes {
        let (part, after) = rest.split_at((*size).min(rest.len()));
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

fn documents(parts: &[&[String]]) -> Vec<String> {
    let texts = |part: &[String]| {
        part.iter()
            .map(|it| it.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    parts
        .iter()
        .map(|part| document(&texts(part).iter().map(String::as_str).collect::<Vec<_>>()))
        .collect()
}

proptest! {
    #[test]
    fn rows_depend_neither_on_the_order_of_records_nor_on_their_objects_and_batches(
        (records, shuffled) in prop::collection::vec(choices(), 0..60)
            .prop_map(|it| it.into_iter().enumerate().map(|(id, it)| chosen(it, id)).collect::<Vec<_>>())
            .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        sizes in prop::collection::vec(0..20_usize, 0..6),
        objects_per_batch in 1..4_usize,
    ) {
        let one = merged(&[documents(&[&records])]);
        let objects = documents(&split(&shuffled, &sizes));
        let groups: Vec<Vec<String>> = objects.chunks(objects_per_batch).map(<[String]>::to_vec).collect();
        prop_assert_eq!(merged(&groups), one);
    }

    #[test]
    fn any_bytes_are_read_or_rejected(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let zipped = gzip(&bytes);
        let mut headed = vec![0x1f, 0x8b, 8, 0];
        headed.extend(&bytes);
        for object in [bytes, zipped, headed] {
            prop_assert!(read_with(&object, &mut Batch::default(), &Limits::default()).is_err());
        }
    }

    #[test]
    fn any_json_in_any_place_of_a_record_costs_no_neighbour(
        member in "(userIdentity|eventTime|errorCode|resources|requestParameters|eventID|userAgent|x)",
        value in json(),
    ) {
        let text = document(&[&record(""), &record(&format!(r#""{member}":{value}"#)), &record("")]);
        let mut batch = Batch::default();
        let tally = read(&text, &mut batch).unwrap();
        prop_assert!(tally.records == 3 || tally.records + tally.rejected.total() == 3, "{:?}", tally);
        let streamed = Limits { whole_bytes: 0, ..Limits::default() };
        let mut other = Batch::default();
        prop_assert_eq!(read_with(&gzip(text.as_bytes()), &mut other, &streamed).unwrap(), tally);
        prop_assert_eq!(rows(&batch.take()), rows(&other.take()));
    }

    #[test]
    fn a_damaged_object_is_read_or_rejected_and_costs_no_other(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        is_zipped in any::<bool>(),
    ) {
        let sound = document(&[&chosen((1, 1, 1, 1, 1), 1), &chosen((2, 2, 2, 2, 2), 2)]);
        let mut alone = Batch::default();
        let expected = read(&sound, &mut alone).unwrap();
        let other = document(&[&chosen((0, 1, 1, 1, 1), 3)]);
        let mut damaged = if is_zipped { gzip(other.as_bytes()) } else { other.into_bytes() };
        for (at, byte) in damage {
            let at = at.index(damaged.len());
            damaged[at] = byte;
        }
        let mut batch = Batch::default();
        let is_rejected = read_with(&damaged, &mut batch, &Limits::default()).is_err();
        prop_assert_eq!(&read(&sound, &mut batch).unwrap(), &expected);
        if is_rejected {
            prop_assert_eq!(rows(&batch.take()), rows(&alone.take()));
        }
    }
}

/// Texts of JSON values, nested a little.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|it| it.to_string()),
        Just("-1.5e300".to_owned()),
        "[ a-z\u{e9}]{0,5}".prop_map(|it| format!("{it:?}")),
        Just(r#""\u0000\ud83d\ude00\/""#.to_owned()),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|it| format!("[{}]", it.join(","))),
            prop::collection::vec(
                (
                    "(type|ARN|accountId|sessionContext|sessionIssuer|bucketName|a)",
                    inner
                ),
                0..4
            )
            .prop_map(|it| {
                let members: Vec<String> = it
                    .iter()
                    .map(|(name, value)| format!(r#""{name}":{value}"#))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}
