//! What holds for any object.

use gumshoe_sources::{Batch, Limits};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::audit_logs::{KEY, event, lines, message, read, read_at, rows};
use crate::logs::gzip;

/// Small numbers that decide what an event says, so that events repeat each other in parts.
fn chosen((who, verb, object, seconds): (u8, u8, u8, u32), id: usize) -> Value {
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    let verb = ["get", "list", "create"][usize::from(verb)];
    event(json!({
        "auditID": format!("request-{id}"),
        "user": {"username": format!("user-{who}")},
        "verb": verb,
        "objectRef": {"resource": "pods", "namespace": "web", "name": format!("pod-{object}")},
        "stageTimestamp": format!("2026-03-0{}T{hour:02}:{minute:02}:{second:02}Z", 1 + seconds / 100_000),
    }))
}

fn any_events() -> impl Strategy<Value = Vec<Value>> {
    let choices = (0..3_u8, 0..3_u8, 0..4_u8, 0..200_000_u32);
    prop::collection::vec(choices, 0..40).prop_map(|it| {
        it.into_iter()
            .enumerate()
            .map(|(id, it)| chosen(it, id))
            .collect()
    })
}

proptest! {
    #[test]
    fn rows_depend_neither_on_the_order_of_events_nor_on_their_objects(
        (events, shuffled) in any_events().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        cut in any::<prop::sample::Index>(),
    ) {
        let (mut one, mut other) = (Batch::default(), Batch::default());
        read(lines(&events).as_bytes(), &mut one).unwrap();
        let (first, second) = shuffled.split_at(cut.index(shuffled.len() + 1));
        read(lines(second).as_bytes(), &mut other).unwrap();
        read(lines(first).as_bytes(), &mut other).unwrap();
        prop_assert_eq!(rows(&one), rows(&other));
    }

    #[test]
    fn any_bytes_are_read_or_rejected(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut headed = vec![0x1f, 0x8b, 8, 0];
        headed.extend(&bytes);
        for object in [gzip(&gzip(&bytes)), gzip(&bytes), bytes, headed] {
            let mut batch = Batch::default();
            if let Ok(tally) = read(&object, &mut batch) {
                prop_assert_eq!(tally.records, 0);
            }
            prop_assert!(batch.is_empty());
        }
    }

    #[test]
    fn any_json_in_any_place_of_an_event_costs_no_neighbour(
        member in "(user|stageTimestamp|sourceIPs|objectRef|responseStatus|responseObject|auditID|verb|stage|items|logEvents|x)",
        value in json_values(),
    ) {
        let (before, after) = (event(json!({})), event(json!({"auditID": "last"})));
        let odd = event(json!({member: value}));
        let tally = read(lines(&[before, odd, after]).as_bytes(), &mut Batch::default()).unwrap();
        let others = tally.rejected.total() + tally.left_out.total() + tally.notices.total();
        prop_assert!(tally.records >= 2 && tally.records + others >= 3, "{:?}", tally);
    }

    #[test]
    fn a_damaged_object_is_read_or_rejected_and_costs_no_other(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        is_zipped in any::<bool>(),
    ) {
        let sound = lines(&[chosen((1, 1, 1, 1), 1), chosen((2, 2, 2, 2), 2)]);
        let mut alone = Batch::default();
        let expected = read(sound.as_bytes(), &mut alone).unwrap();
        let other = message("kube-apiserver-audit-1", &[chosen((0, 1, 1, 1), 3)]);
        let mut damaged = if is_zipped { gzip(other.as_bytes()) } else { other.into_bytes() };
        for (at, byte) in damage {
            let at = at.index(damaged.len());
            damaged[at] = byte;
        }
        let mut batch = Batch::default();
        let is_rejected = read(&damaged, &mut batch).is_err();
        prop_assert_eq!(&read(sound.as_bytes(), &mut batch).unwrap(), &expected);
        if is_rejected {
            prop_assert_eq!(rows(&batch), rows(&alone));
        }
    }

    #[test]
    fn reading_in_pieces_is_as_reading_at_once(events in any_events()) {
        let bytes = gzip(message("kube-apiserver-audit-1", &events).as_bytes());
        let (mut whole, mut streamed) = (Batch::default(), Batch::default());
        let limits = Limits { whole_bytes: 0, ..Limits::default() };
        let one = read(&bytes, &mut whole).unwrap();
        let other = read_at(KEY, &bytes, &mut streamed, &limits).unwrap();
        prop_assert_eq!(one, other);
        prop_assert_eq!(rows(&whole), rows(&streamed));
    }
}

/// JSON values, nested a little.
fn json_values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ a-z\u{e9}]{0,5}".prop_map(Value::from),
    ];
    let names = "(username|extra|arn|code|spec|containers|image|metadata|uid|name|a)";
    leaf.prop_recursive(3, 20, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(names, inner, 0..4)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}
