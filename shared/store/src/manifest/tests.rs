//! What the manifest says of a segment.

use super::*;

fn segment(keys: Option<KeyRange>) -> Segment {
    let moment = Timestamp::from_millis(0);
    Segment {
        kind: SegmentKind::Activity,
        day: moment.hour().day(),
        name: "name".to_owned(),
        level: Level::Day,
        activity: StoredObject {
            key: "key".to_owned(),
            bytes: 1,
            footer: None,
        },
        rows: 1,
        keys,
        first_hour: moment.hour(),
        last_hour: moment.hour(),
        newest: moment,
        entities: None,
    }
}

fn range(texts: &[&str]) -> Option<KeyRange> {
    let with = |range, text: &&str| Some(KeyRange::with(range, text));
    texts.iter().fold(None, with)
}

#[test]
fn a_segment_can_have_the_keys_between_its_least_and_its_greatest() {
    let keys = range(&["m", "c", "x"]);
    let segment = segment(keys);
    for (key, expected) in [
        ("b", false),
        ("c", true),
        ("n", true),
        ("x", true),
        ("xa", false),
    ] {
        assert_eq!(segment.can_have(key), expected, "{key}");
    }
}

#[test]
fn a_segment_of_which_nothing_is_known_can_have_every_key() {
    assert!(segment(None).can_have("anything"));
}

#[test]
fn the_range_of_a_segments_keys_is_kept_in_the_manifest() {
    let graph: GraphId = "027c7c4610ea4aacaf0b883093cab899".parse().unwrap();
    for keys in [None, range(&["a", "b"])] {
        let segment = segment(keys);
        let item = segment.item(graph);
        assert_eq!(Segment::read(Stored(&item)).unwrap(), segment);
    }
}

#[test]
fn where_the_copy_of_the_footer_is_is_kept_in_the_manifest() {
    let graph: GraphId = "027c7c4610ea4aacaf0b883093cab899".parse().unwrap();
    let mut segment = segment(None);
    segment.activity.footer = Some(5..8);
    segment.entities = Some(StoredObject {
        footer: None,
        ..segment.activity.clone()
    });
    let item = segment.item(graph);
    assert_eq!(Segment::read(Stored(&item)).unwrap(), segment);
}

#[test]
fn a_long_key_is_not_kept_in_the_manifest() {
    let long = "x".repeat(KeyRange::MOST_BYTES + 1);
    assert_eq!(range(&["a", &long]).and_then(KeyRange::kept), None);
}
