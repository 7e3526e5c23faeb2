//! The manifest as one question reads it: each day once.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::lock::Mutex;
use gumshoe_domain::{Day, GraphId, ScopeTime};

use super::{Segment, SegmentKind};
use crate::Store;
use crate::error::StoreError;

/// Where the rows of a graph are, for one question. What was looked up is kept, so that a question that
/// reads rows in several ways reads the manifest once, and all of it of one state of the graph.
///
/// A segment that is replaced meanwhile may be deleted: who misses one calls [`Self::forget`], and asks
/// again.
#[derive(Debug)]
pub struct Manifest<'a> {
    store: &'a Store,
    graph: GraphId,
    known: Mutex<Known>,
}

/// What was looked up.
///
/// Days that follow each other may be of different moments: what replaces segments has their rows, and is
/// of their day.
#[derive(Debug, Default)]
struct Known {
    days: Days,
    segments: BTreeMap<Day, Vec<Arc<Segment>>>,
}

/// Which days were looked up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Days {
    #[default]
    None,
    Between(Day, Day),
    All,
}

impl Days {
    /// What is to be looked up so that all from `first` to `last` is known, and nothing between that and
    /// what is known already is not.
    fn missing(self, first: Day, last: Day) -> Vec<(Day, Day)> {
        match self {
            Self::None => vec![(first, last)],
            Self::Between(from, to) => {
                let earlier = (first < from).then(|| (first, from.plus(-1)));
                let later = (to < last).then(|| (to.plus(1), last));
                earlier.into_iter().chain(later).collect()
            }
            Self::All => Vec::new(),
        }
    }

    fn with(self, first: Day, last: Day) -> Self {
        match self {
            Self::None => Self::Between(first, last),
            Self::Between(from, to) => Self::Between(from.min(first), to.max(last)),
            Self::All => Self::All,
        }
    }
}

impl Known {
    fn add(&mut self, segments: Vec<Segment>) {
        for segment in segments {
            let of_day = self.segments.entry(segment.day).or_default();
            of_day.push(Arc::new(segment));
        }
    }
}

impl<'a> Manifest<'a> {
    /// The manifest of `graph`, of which nothing is known yet.
    pub fn new(store: &'a Store, graph: GraphId) -> Self {
        Self {
            store,
            graph,
            known: Mutex::default(),
        }
    }

    /// Where it is read.
    pub fn store(&self) -> &'a Store {
        self.store
    }

    /// Whose it is.
    pub fn graph(&self) -> GraphId {
        self.graph
    }

    /// The segments of a kind that have rows in a scope time, or may have, in the order of their days.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn segments(
        &self,
        kind: SegmentKind,
        scope: ScopeTime,
    ) -> Result<Vec<Arc<Segment>>, StoreError> {
        let last_hour = scope.end().plus(-1);
        let (first, last) = (scope.start().day(), last_hour.day());
        let mut known = self.known.lock().await;
        for (from, to) in known.days.missing(first, last) {
            // Boxed, because whatever reads rows has this future in its own.
            let found = Box::pin(self.store.segments_of_days(self.graph, from, to)).await?;
            known.add(found);
            known.days = known.days.with(from, to);
        }
        let of_days = known.segments.range(first..=last).flat_map(|(_, it)| it);
        let overlapping = of_days
            .filter(|it| it.kind == kind)
            .filter(|it| it.first_hour <= last_hour && scope.start() <= it.last_hour);
        Ok(overlapping.cloned().collect())
    }

    /// Every segment, in the order of their days, as they are now: whatever was looked up is forgotten.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn every_segment(&self) -> Result<Vec<Arc<Segment>>, StoreError> {
        let mut known = self.known.lock().await;
        let found = self.store.every_segment(self.graph).await?;
        *known = Known {
            days: Days::All,
            ..Known::default()
        };
        known.add(found);
        Ok(known.segments.values().flatten().cloned().collect())
    }

    /// Forgets what was looked up.
    pub async fn forget(&self) {
        *self.known.lock().await = Known::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn days(first: &str, last: &str) -> (Day, Day) {
        (day(first), day(last))
    }

    #[test]
    fn a_day_that_was_looked_up_is_not_looked_up_again() {
        let (first, last) = days("2026-03-05", "2026-03-09");
        let known = Days::None.with(first, last);
        assert_eq!(Days::None.missing(first, last), [(first, last)]);
        assert_eq!(known.missing(first, last), []);
        assert_eq!(known.missing(day("2026-03-06"), day("2026-03-06")), []);
        assert_eq!(
            known.missing(day("2026-03-01"), day("2026-03-12")),
            [
                days("2026-03-01", "2026-03-04"),
                days("2026-03-10", "2026-03-12")
            ]
        );
        assert_eq!(Days::All.missing(first, last), []);
    }

    #[test]
    fn what_is_known_has_no_holes() {
        let (first, last) = days("2026-03-05", "2026-03-09");
        let known = Days::None.with(first, last);
        let later = days("2026-03-20", "2026-03-21");
        let missing = known.missing(later.0, later.1);
        assert_eq!(missing, [days("2026-03-10", "2026-03-21")]);
        let both = missing.iter().fold(known, |it, (a, b)| it.with(*a, *b));
        assert_eq!(both.missing(day("2026-03-05"), day("2026-03-21")), []);
    }
}
