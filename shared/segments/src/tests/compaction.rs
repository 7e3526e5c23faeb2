//! A compacted segment answers as its inputs did.

use gumshoe_activity::EntityTable;
use proptest::prelude::*;

use super::rows::{aggregate, any_call, sample, sample_entities};
use crate::{Compaction, SegmentError, write_activity};

#[test]
fn compacting_one_segment_keeps_it_as_it_is() {
    let segment = write_activity(aggregate(&sample()).sorted()).unwrap();
    let mut compaction = Compaction::default();
    compaction.add(segment.bytes.clone()).unwrap();
    let compacted = compaction.finish().unwrap();
    assert_eq!(compacted.segment, segment);
    assert_eq!(compacted.entities, sample_entities());
}

#[test]
fn compacting_nothing_is_refused() {
    assert!(matches!(
        Compaction::default().finish(),
        Err(SegmentError::Empty)
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_split_over_segments_compact_to_what_they_are_at_once(
        rows in prop::collection::vec((any_call(), 0..4_usize), 1..60),
        order in Just([0, 1, 2, 3_usize]).prop_shuffle(),
    ) {
        let mut compaction = Compaction::default();
        for part in order {
            let part = aggregate(rows.iter().filter(|it| it.1 == part).map(|it| &it.0));
            if !part.is_empty() {
                compaction.add(write_activity(part.sorted()).unwrap().bytes).unwrap();
            }
        }
        let compacted = compaction.finish().unwrap();

        let at_once = aggregate(rows.iter().map(|it| &it.0));
        let mut entities = EntityTable::default();
        rows.iter().for_each(|it| entities.add_call(&it.0));
        prop_assert_eq!(compacted.segment, write_activity(at_once.sorted()).unwrap());
        prop_assert_eq!(compacted.entities, entities);
    }
}
