//! Compacted segments answer as their inputs did.

use bytes::Bytes;
use gumshoe_activity::EntityTable;
use proptest::prelude::*;

use super::rows::{
    Memory, aggregate, any_call, at, call, printed, read, sample, sample_entities, write_activity,
};
use crate::parts::Extent;
use crate::write::ROW_GROUP_ROWS;
use crate::{Column, Compacted, Compaction, Full, RowKind, SegmentError};

/// What segments of activity come to.
fn compact(segments: Vec<Bytes>, full: Full) -> Result<Vec<Compacted>, SegmentError> {
    compact_kind::<Column>(segments, full)
}

/// What segments of a kind come to.
pub(crate) fn compact_kind<C: RowKind>(
    segments: Vec<Bytes>,
    full: Full,
) -> Result<Vec<Compacted>, SegmentError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let sources = segments.into_iter().map(|it| {
            let size = it.len() as u64;
            (Memory(it), Extent { size, footer: None })
        });
        let mut compaction = Compaction::<Memory, C>::open(sources, full).await?;
        let mut compacted = Vec::new();
        while let Some(next) = compaction.next().await? {
            compacted.push(next);
        }
        Ok(compacted)
    })
}

#[test]
fn compacting_one_segment_keeps_it_as_it_is() {
    let segment = write_activity(aggregate(&sample()).sorted()).unwrap();
    let compacted = compact(vec![segment.bytes.clone()], Full::DEFAULT).unwrap();
    let entities = sample_entities();
    assert_eq!(compacted, [Compacted { segment, entities }]);
}

#[test]
fn compacting_nothing_comes_to_nothing() {
    assert_eq!(compact(Vec::new(), Full::DEFAULT).unwrap(), []);
}

#[test]
fn a_segment_that_is_none_fails_the_compaction() {
    let sound = write_activity(sample()).unwrap().bytes;
    let cut_off = sound.slice(..sound.len() - 1);
    assert!(compact(vec![sound, cut_off], Full::DEFAULT).is_err());
}

#[test]
fn segments_of_several_row_groups_are_merged_to_the_end() {
    let midnight = at("2026-03-01T00:00:00Z");
    let agents: Vec<String> = (0..2 * ROW_GROUP_ROWS + 5)
        .map(|n| format!("{n:06}"))
        .collect();
    let rows = |step: usize| {
        aggregate(
            &agents
                .iter()
                .step_by(step)
                .map(|agent| {
                    let mut row = call(midnight);
                    row.origin.user_agent = Some(agent);
                    row
                })
                .collect::<Vec<_>>(),
        )
    };
    let (all, half) = (rows(1), rows(2));
    let segments = [&all, &half].map(|it| write_activity(it.sorted()).unwrap().bytes);
    let compacted = compact(segments.to_vec(), Full::DEFAULT).unwrap();
    let [one] = compacted.as_slice() else {
        panic!("{} segments", compacted.len())
    };
    let mut expected = all;
    half.calls().for_each(|it| expected.add_call(&it));
    assert_eq!(one.segment, write_activity(expected.sorted()).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_split_over_segments_compact_to_what_they_are_at_once(
        rows in prop::collection::vec((any_call(), 0..4_usize), 1..60),
        order in Just([0, 1, 2, 3_usize]).prop_shuffle(),
        most in 1..80_u64,
    ) {
        let mut segments = Vec::new();
        for part in order {
            let part = aggregate(rows.iter().filter(|it| it.1 == part).map(|it| &it.0));
            if !part.is_empty() {
                segments.push(write_activity(part.sorted()).unwrap().bytes);
            }
        }
        let full = Full { rows: most, ..Full::DEFAULT };
        let compacted = compact(segments, full).unwrap();

        let at_once = aggregate(rows.iter().map(|it| &it.0));
        let mut entities = EntityTable::default();
        rows.iter().for_each(|it| entities.add_call(&it.0));
        let mut found = EntityTable::default();
        let mut read_back = Vec::new();
        for Compacted { segment, entities } in &compacted {
            prop_assert!(segment.rows <= most);
            read_back.extend(read(&segment.bytes));
            entities.iter().for_each(|(entity, record)| found.add(entity, record));
        }
        prop_assert_eq!(read_back, printed(at_once.sorted()));
        prop_assert_eq!(found, entities);
    }
}
