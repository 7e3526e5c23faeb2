//! Which part of a manifest a run looks at.
//!
//! The manifest of a large graph has hundreds of thousands of entries, nearly all of days that are compacted. To read it
//! every five minutes would cost more than taking the logs in. So this process remembers of which graphs
//! it read all lately; of these a run looks at the last days. Late logs of earlier ones wait for an hour at most.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use gumshoe_domain::{GraphId, Timestamp};
use gumshoe_store::{Segment, Store, StoreError};

/// Entries of a manifest that is read whole each time, at most: some hundred read units.
const SMALL: usize = 2_000;

/// Days that each run looks at, beside today.
const RECENT_DAYS: i32 = 2;

/// For how long older days are left alone.
const LEFT_ALONE_SECONDS: i64 = 3_600;

/// When this process read all of a large manifest.
static LOOKS: Mutex<Looks> = Mutex::new(Looks(BTreeMap::new()));

struct Looks(BTreeMap<GraphId, Timestamp>);

impl Looks {
    /// Whether all was read lately.
    fn is_recent(&self, graph: GraphId, now: Timestamp) -> bool {
        let read = self.0.get(&graph);
        read.is_some_and(|at| *at <= now && now < at.plus_seconds(LEFT_ALONE_SECONDS))
    }

    /// All was read, and there were so many entries.
    fn read(&mut self, graph: GraphId, entries: usize, now: Timestamp) {
        if entries > SMALL {
            self.0.insert(graph, now);
        } else {
            self.0.remove(&graph);
        }
    }
}

/// The segments of `graph` that a run at `now` looks at, and whether these are all of them.
pub(super) async fn segments(
    store: &Store,
    graph: GraphId,
    now: Timestamp,
) -> Result<(Vec<Segment>, bool), StoreError> {
    let is_recent = {
        let looks = LOOKS.lock().unwrap_or_else(PoisonError::into_inner);
        looks.is_recent(graph, now)
    };
    if is_recent {
        let first = now.hour().day().plus(-RECENT_DAYS);
        return Ok((store.segments_since(graph, first).await?, false));
    }
    let segments = store.every_segment(graph).await?;
    let mut looks = LOOKS.lock().unwrap_or_else(PoisonError::into_inner);
    looks.read(graph, segments.len(), now);
    Ok((segments, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn graph(number: u128) -> GraphId {
        GraphId::from_bits(number)
    }

    #[test]
    fn a_large_manifest_is_read_whole_once_in_an_hour() {
        let mut looks = Looks(BTreeMap::new());
        assert!(!looks.is_recent(graph(1), at("2026-03-01T10:00:00Z")));
        looks.read(graph(1), SMALL + 1, at("2026-03-01T10:00:00Z"));
        assert!(looks.is_recent(graph(1), at("2026-03-01T10:59:59Z")));
        assert!(!looks.is_recent(graph(1), at("2026-03-01T11:00:00Z")));
        assert!(!looks.is_recent(graph(2), at("2026-03-01T10:30:00Z")));
    }

    #[test]
    fn a_small_manifest_is_read_whole_each_time() {
        let mut looks = Looks(BTreeMap::new());
        looks.read(graph(1), SMALL + 1, at("2026-03-01T10:00:00Z"));
        looks.read(graph(1), SMALL, at("2026-03-01T11:00:00Z"));
        assert!(!looks.is_recent(graph(1), at("2026-03-01T11:05:00Z")));
    }

    #[test]
    fn a_clock_that_went_back_is_no_reason_to_leave_days_alone() {
        let mut looks = Looks(BTreeMap::new());
        looks.read(graph(1), SMALL + 1, at("2026-03-01T10:00:00Z"));
        assert!(!looks.is_recent(graph(1), at("2026-03-01T09:00:00Z")));
    }
}
