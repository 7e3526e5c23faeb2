//! Which segments are merged, and with which others.

use gumshoe_domain::{Day, Timestamp};
use gumshoe_segments::Full;
use gumshoe_store::{Level, Segment};

/// Segments that are merged side by side, at most. A batch of rows of each is in memory, and the
/// dictionaries of its row group: some megabytes.
const SIDE_BY_SIDE: usize = 48;

/// Bytes of segments that are merged at once, at most: what a function writes anew in about one of the
/// five minutes that it may run. A larger segment is merged alone.
const MOST_BYTES: u64 = 256 << 20;

/// The batches of a day are merged at once, even those of an hour that is not over, when there are this many.
const MANY_BATCHES: usize = 16;

/// Merged segments of a day that is over are merged once more when there are this many small ones.
const MANY_SMALL: usize = 4;

/// How long after the end of an hour or a day its objects are waited for. CloudTrail delivers
/// within 5 minutes on average: AWS CloudTrail User Guide, "How CloudTrail works".
const GRACE_SECONDS: i64 = 900;

/// The level to which segments of one kind and day are to be merged now, and those that are,
/// smallest last.
pub(super) fn due(day: Day, segments: Vec<Segment>, now: Timestamp) -> (Level, Vec<Segment>) {
    let settled = now.plus_seconds(-GRACE_SECONDS).hour();
    let is_over = day.plus(1).first_hour() <= settled;
    let (level, mut due) = if is_over {
        (Level::Day, due_of_past_day(segments))
    } else {
        let is_batch = |it: &Segment| it.level == Level::Batch;
        let batches: Vec<Segment> = segments.into_iter().filter(is_batch).collect();
        let many = batches.len() >= MANY_BATCHES;
        let is_due = |it: &Segment| many || it.first_hour < settled;
        (Level::Hour, batches.into_iter().filter(is_due).collect())
    };
    due.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.name.cmp(&b.name)));
    (level, due)
}

/// Everything that came late, and the merged segments that are no larger than what is merged with
/// them, so that a large one is not written anew for each late batch.
fn due_of_past_day(segments: Vec<Segment>) -> Vec<Segment> {
    let (mut merged, mut due): (Vec<_>, Vec<_>) =
        segments.into_iter().partition(|it| it.level == Level::Day);
    merged.retain(|it| !is_large(it));
    merged.sort_by_key(|it| it.activity.bytes);
    if due.is_empty() && merged.len() < MANY_SMALL {
        return due;
    }
    let nothing_came = due.is_empty();
    let mut bytes: u64 = due.iter().map(|it| it.activity.bytes).sum();
    for segment in merged {
        if nothing_came || segment.activity.bytes <= bytes {
            bytes += segment.activity.bytes;
            due.push(segment);
        }
    }
    due
}

/// Whether a merge would not make less of the segment: it is half of what one can be, at least.
fn is_large(segment: &Segment) -> bool {
    let full = Full::DEFAULT;
    segment.rows >= full.rows / 2
        || usize::try_from(segment.activity.bytes).is_ok_and(|it| it >= full.bytes / 2)
}

/// Takes the smallest of `due` that are to be merged together; nothing when there are none any more.
pub(super) fn next(level: Level, due: &mut Vec<Segment>) -> Option<Vec<Segment>> {
    loop {
        let chosen = smallest(due);
        if chosen.is_empty() {
            return None;
        }
        if changes(level, &chosen) {
            return Some(chosen);
        }
    }
}

fn smallest(due: &mut Vec<Segment>) -> Vec<Segment> {
    let (mut bytes, mut exchanged) = (0, 0);
    let mut chosen: Vec<Segment> = Vec::new();
    while let Some(segment) = due.pop_if(|next| {
        let fits = chosen.len() < SIDE_BY_SIDE
            && bytes + next.activity.bytes <= MOST_BYTES
            && exchanged + outcomes(next) < Segment::MOST_EXCHANGED;
        chosen.is_empty() || fits
    }) {
        bytes += segment.activity.bytes;
        exchanged += outcomes(&segment);
        chosen.push(segment);
    }
    chosen
}

/// Itself and the segments that its rows make, at most.
fn outcomes(segment: &Segment) -> usize {
    let full = Full::DEFAULT;
    let by_rows = usize::try_from(segment.rows / full.rows).unwrap_or(usize::MAX);
    let by_bytes = usize::try_from(segment.activity.bytes).unwrap_or(usize::MAX) / full.bytes;
    by_rows.saturating_add(by_bytes).saturating_add(2)
}

/// Whether merging `chosen` to `level` leaves fewer segments, or gives the one its registry.
fn changes(level: Level, chosen: &[Segment]) -> bool {
    chosen.len() > 1 || chosen.first().is_some_and(|only| only.level != level)
}

#[cfg(test)]
mod tests {
    use gumshoe_store::{SegmentKind, StoredObject};

    use super::*;

    const DAY: &str = "2026-03-01T00:00:00Z";

    fn segment(name: &str, level: Level, rows: u64, hour: &str) -> Segment {
        let moment: Timestamp = hour.parse().unwrap();
        Segment {
            kind: SegmentKind::Activity,
            day: moment.hour().day(),
            name: name.to_owned(),
            level,
            activity: StoredObject {
                key: name.to_owned(),
                bytes: rows * 10,
                footer: None,
            },
            rows,
            keys: None,
            first_hour: moment.hour(),
            last_hour: moment.hour(),
            newest: moment,
            entities: None,
        }
    }

    fn names(segments: &[Segment]) -> Vec<&str> {
        segments.iter().map(|it| it.name.as_str()).collect()
    }

    fn due_at(now: &str, segments: Vec<Segment>) -> (Level, Vec<Segment>) {
        let day = "2026-03-01".parse().unwrap();
        due(day, segments, now.parse().unwrap())
    }

    #[test]
    fn in_the_course_of_a_day_only_the_batches_of_past_hours_are_due() {
        let segments = vec![
            segment("past", Level::Batch, 1, "2026-03-01T09:00:00Z"),
            segment("merged", Level::Hour, 2, "2026-03-01T09:00:00Z"),
            segment("recent", Level::Batch, 3, "2026-03-01T10:00:00Z"),
        ];
        let (level, due) = due_at("2026-03-01T10:30:00Z", segments);
        assert_eq!((level, names(&due)), (Level::Hour, vec!["past"]));
    }

    #[test]
    fn many_batches_are_due_at_once() {
        let batches = (0..MANY_BATCHES)
            .map(|n| segment(&n.to_string(), Level::Batch, 1, "2026-03-01T10:00:00Z"));
        let (_, due) = due_at("2026-03-01T10:05:00Z", batches.collect());
        assert_eq!(due.len(), MANY_BATCHES);
    }

    #[test]
    fn when_the_day_is_over_all_of_it_is_due_largest_first() {
        let segments = vec![
            segment("batch", Level::Batch, 1, "2026-03-01T23:00:00Z"),
            segment("hour", Level::Hour, 5, "2026-03-01T09:00:00Z"),
        ];
        let (level, _) = due_at("2026-03-02T00:10:00Z", segments.clone());
        assert_eq!(level, Level::Hour);
        let (level, due) = due_at("2026-03-02T01:20:00Z", segments);
        assert_eq!((level, names(&due)), (Level::Day, vec!["hour", "batch"]));
    }

    #[test]
    fn what_comes_late_is_merged_with_no_more_than_it_is_itself() {
        let segments = vec![
            segment("late", Level::Batch, 10, DAY),
            segment("small", Level::Day, 8, DAY),
            segment("middling", Level::Day, 17, DAY),
            segment("too large", Level::Day, 40, DAY),
        ];
        let (_, due) = due_at("2026-03-05T00:00:00Z", segments);
        assert_eq!(names(&due), ["middling", "late", "small"]);
    }

    #[test]
    fn a_past_day_is_left_alone_until_it_has_many_small_segments() {
        let large = segment("large", Level::Day, Full::DEFAULT.rows / 2, DAY);
        let small = |count| (0..count).map(|n: usize| segment(&n.to_string(), Level::Day, 1, DAY));
        let day = |count| small(count).chain([large.clone()]).collect();
        let (_, due) = due_at("2026-03-05T00:00:00Z", day(MANY_SMALL - 1));
        assert_eq!(due, []);
        let (_, due) = due_at("2026-03-05T00:00:00Z", day(MANY_SMALL));
        assert_eq!(names(&due), ["0", "1", "2", "3"]);
    }

    #[test]
    fn one_segment_is_merged_only_to_get_its_registry() {
        let mut merged = vec![segment("day", Level::Day, 1, DAY)];
        assert_eq!(next(Level::Day, &mut merged), None);
        let mut hourly = vec![segment("hour", Level::Hour, 1, DAY)];
        assert!(next(Level::Day, &mut hourly).is_some());
    }

    #[test]
    fn segments_that_are_too_many_side_by_side_are_merged_in_turns() {
        let hourly = (0..SIDE_BY_SIDE + 3)
            .map(|n| segment(&n.to_string(), Level::Hour, 1, DAY))
            .collect::<Vec<_>>();
        let mut due = hourly;
        let turns: Vec<usize> = std::iter::from_fn(|| next(Level::Day, &mut due))
            .map(|chosen| chosen.len())
            .collect();
        assert_eq!(turns, [SIDE_BY_SIDE, 3]);
    }

    #[test]
    fn what_is_exchanged_fits_into_one_transaction_however_large_it_is() {
        let large = |n: u64| segment(&n.to_string(), Level::Hour, 3 * Full::DEFAULT.rows, DAY);
        let mut due: Vec<Segment> = (0..40).map(large).collect();
        while let Some(chosen) = next(Level::Day, &mut due) {
            let outcomes: usize = chosen.iter().map(outcomes).sum();
            assert!(outcomes <= Segment::MOST_EXCHANGED, "{outcomes}");
        }
    }
}
