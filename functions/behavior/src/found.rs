//! What a search found, as much of it as is answered.

use std::cmp::Ordering;

use gumshoe_activity::{Entity, EntityRecord, EntityType, Sighting};
use gumshoe_domain::quota::SEARCH_RESULTS;
use gumshoe_segments::index::{Seen, Visitor};

use crate::pattern::Pattern;

/// By what the entities are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortBy {
    EntityId,
    FirstSeen,
    LastSeen,
}

/// The entities that are like a pattern, in order, cut at 10,000 as in Detective's console. No more than
/// twice as many are in memory.
pub(crate) struct Found<'p> {
    pattern: &'p Pattern,
    sort_by: SortBy,
    is_descending: bool,
    found: Vec<(Entity, EntityRecord)>,
    /// The kind that is being seen, and how many of it were found.
    of_kind: Option<(EntityType, usize)>,
}

impl<'p> Found<'p> {
    pub(crate) fn new(pattern: &'p Pattern, sort_by: SortBy, is_descending: bool) -> Self {
        Self {
            pattern,
            sort_by,
            is_descending,
            found: Vec::new(),
            of_kind: None,
        }
    }

    /// Adds an entity that is known from elsewhere, unless it was found.
    pub(crate) fn add(&mut self, entity: &Entity, record: &EntityRecord) {
        let is_known = self.found.iter().any(|(known, _)| known == entity);
        let seen = Sighting::of(entity, record);
        if !is_known && self.pattern.matches(&seen) {
            self.found.push((entity.clone(), record.clone()));
        }
    }

    /// The first of them.
    pub(crate) fn into_first(mut self) -> Vec<(Entity, EntityRecord)> {
        self.cut();
        self.found
    }

    fn cut(&mut self) {
        let (sort_by, is_descending) = (self.sort_by, self.is_descending);
        self.found.sort_by(|a, b| {
            let order = order(sort_by, a, b);
            if is_descending {
                order.reverse()
            } else {
                order
            }
        });
        self.found.truncate(SEARCH_RESULTS);
    }

    /// One more of its kind; whether no other can be among the first, as kinds are seen by id.
    fn count(&mut self, kind: EntityType) -> Seen {
        let count = match self.of_kind {
            Some((known, count)) if known == kind => count + 1,
            Some(_) | None => 1,
        };
        self.of_kind = Some((kind, count));
        let is_by_id = self.sort_by == SortBy::EntityId && !self.is_descending;
        if is_by_id && count >= SEARCH_RESULTS {
            Seen::EnoughOfKind
        } else {
            Seen::More
        }
    }
}

/// Entities with the same id or time are in the order of their kinds and ids.
fn order(sort_by: SortBy, a: &(Entity, EntityRecord), b: &(Entity, EntityRecord)) -> Ordering {
    let order = match sort_by {
        SortBy::EntityId => a.0.id.cmp(&b.0.id),
        SortBy::FirstSeen => a.1.first_seen.cmp(&b.1.first_seen),
        SortBy::LastSeen => a.1.last_seen.cmp(&b.1.last_seen),
    };
    order.then_with(|| a.0.cmp(&b.0))
}

impl Visitor for Found<'_> {
    fn begin(&mut self) {
        self.found.clear();
        self.of_kind = None;
    }

    fn see(&mut self, entity: &Sighting<'_>) -> Seen {
        if !self.pattern.matches(entity) {
            return Seen::More;
        }
        let (kind, id) = (entity.kind, entity.id.to_owned());
        self.found.push((Entity { kind, id }, entity.record()));
        if self.found.len() >= 2 * SEARCH_RESULTS {
            self.cut();
        }
        self.count(entity.kind)
    }
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::Timestamp;

    use super::*;

    fn see(found: &mut Found<'_>, number: usize) -> Seen {
        let time = i64::try_from(number % 1_000).unwrap();
        found.see(&Sighting {
            kind: EntityType::IpAddress,
            id: &format!("10.{number:06}"),
            name: None,
            arn: None,
            account: None,
            first_seen: Timestamp::from_millis(time),
            last_seen: Timestamp::from_millis(time),
        })
    }

    #[test]
    fn by_id_no_more_of_a_kind_is_wanted_than_is_answered() {
        let pattern = Pattern::new("10.*");
        let mut found = Found::new(&pattern, SortBy::EntityId, false);
        let seen = (0..).find(|it| see(&mut found, *it) == Seen::EnoughOfKind);
        assert_eq!(seen, Some(SEARCH_RESULTS - 1));
        assert_eq!(found.into_first().len(), SEARCH_RESULTS);
    }

    #[test]
    fn by_time_all_are_seen_and_the_last_are_answered() {
        let pattern = Pattern::new("10.*");
        let mut found = Found::new(&pattern, SortBy::LastSeen, true);
        for number in 0..45_000 {
            assert_eq!(see(&mut found, number), Seen::More);
            assert!(found.found.len() < 2 * SEARCH_RESULTS);
        }
        let first = found.into_first();
        assert_eq!(first.len(), SEARCH_RESULTS);
        // 45 of each of a thousand times, so that the last 223 times are answered.
        let times = first.iter().map(|(_, it)| it.last_seen.as_millis());
        assert_eq!(times.clone().max(), Some(999));
        assert_eq!(times.min(), Some(777));
    }
}
