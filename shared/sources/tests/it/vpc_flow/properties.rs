//! What holds for any flow log.

use gumshoe_sources::{Batch, Limits};
use proptest::prelude::*;

use super::logs::{HEADER, read, read_with, record, rows, streaming, text};
use crate::logs::gzip;

/// A field's name with the value that it has in each of two records.
const FIELDS: &[[&str; 3]] = &[
    ["version", "5", "5"],
    ["account-id", "111122223333", "444455556666"],
    ["interface-id", "eni-1", "eni-2"],
    ["srcaddr", "203.0.113.9", "2001:db8::5"],
    ["dstaddr", "10.0.0.5", "2001:db8::9"],
    ["srcport", "50318", "443"],
    ["dstport", "443", "50318"],
    ["protocol", "6", "17"],
    ["packets", "3", "4"],
    ["bytes", "40", "50"],
    ["start", "1772366400", "1772370000"],
    ["end", "1772366460", "1772370060"],
    ["action", "ACCEPT", "REJECT"],
    ["log-status", "OK", "OK"],
    ["vpc-id", "vpc-1", "vpc-2"],
    ["instance-id", "-", "i-2"],
    ["type", "IPv4", "IPv6"],
    ["flow-direction", "ingress", "egress"],
    ["traffic-path", "-", "7"],
    ["ecs-task-id", "-", "t"],
    ["of-the-future", "x", "y"],
];

fn in_order(fields: &[[&str; 3]]) -> String {
    let lines = [0, 1, 2].map(|at| fields.iter().map(|it| it[at]).collect::<Vec<_>>().join(" "));
    text(&lines.each_ref().map(String::as_str))
}

proptest! {
    #[test]
    fn the_order_of_fields_does_not_matter(shuffled in Just(FIELDS.to_vec()).prop_shuffle()) {
        let (mut one, mut other) = (Batch::default(), Batch::default());
        let expected = read(&in_order(FIELDS), &mut one).unwrap();
        prop_assert_eq!(expected.records, 2);
        prop_assert_eq!(read(&in_order(&shuffled), &mut other).unwrap(), expected);
        prop_assert_eq!(rows(&one), rows(&other));
    }

    #[test]
    fn any_bytes_are_read_or_rejected(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let with_header = [HEADER.as_bytes(), b"\n", &bytes].concat();
        let as_parquet = [b"PAR1", &bytes[..], b"PAR1"].concat();
        for object in [gzip(&with_header), with_header, gzip(&bytes), bytes, as_parquet] {
            for limits in [Limits::default(), streaming()] {
                let mut batch = Batch::default();
                let counted = read_with(&object, &mut batch, &limits).map_or(0, |it| it.records);
                let flows = batch.flows().flat_map(|(_, rows)| rows.flows());
                prop_assert_eq!(flows.map(|it| it.traffic.flows).sum::<u64>(), counted);
            }
        }
    }

    #[test]
    fn any_value_in_any_field_costs_no_neighbour(
        at in 0..14_usize,
        value in "-|[0-9]{1,20}|[0-9.:a-f]{1,16}|[ -~]{0,8}|\\PC{0,4}",
    ) {
        let good = record("203.0.113.9", 40, 400);
        let mut values: Vec<&str> = good.split(' ').collect();
        values[at] = &value;
        let text = text(&[HEADER, &good, &values.join(" "), &good]);
        let mut batch = Batch::default();
        let tally = read(&text, &mut batch).unwrap();
        let others = tally.rejected.total() + tally.left_out.total();
        prop_assert_eq!(tally.records + others, 3);
        prop_assert!(tally.records >= 2);
        let mut streamed = Batch::default();
        prop_assert_eq!(read_with(&gzip(text.as_bytes()), &mut streamed, &streaming()).unwrap(), tally);
        prop_assert_eq!(rows(&batch), rows(&streamed));
    }

    #[test]
    fn rows_depend_neither_on_the_order_of_records_nor_on_their_objects(
        (records, shuffled) in prop::collection::vec((0..4_u8, 1..90_u64, 0..600_u16), 0..40)
            .prop_map(|it| it.iter().map(chosen).collect::<Vec<_>>())
            .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        at in any::<prop::sample::Index>(),
    ) {
        let (mut one, mut other) = (Batch::default(), Batch::default());
        read(&with_header(&records), &mut one).unwrap();
        let (first, rest) = shuffled.split_at(at.index(shuffled.len() + 1));
        read(&with_header(first), &mut other).unwrap();
        read(&with_header(rest), &mut other).unwrap();
        prop_assert_eq!(rows(&one), rows(&other));
    }
}

fn chosen((peer, bytes, second): &(u8, u64, u16)) -> String {
    record(&format!("203.0.113.{peer}"), *bytes, *second)
}

fn with_header(records: &[String]) -> String {
    let mut lines: Vec<&str> = records.iter().map(String::as_str).collect();
    lines.insert(0, HEADER);
    text(&lines)
}
