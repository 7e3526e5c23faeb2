//! What events tell of how entities belong together.

use std::collections::BTreeMap;

use gumshoe_activity::aggregate::Tally;
use gumshoe_activity::{Entity, EntityType};
use gumshoe_domain::{Hour, Timestamp};

/// A relation between two entities that events of one hour told of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObservedRelation {
    /// The entity that does or is something.
    pub from: Entity,
    /// What it does or is.
    pub name: &'static str,
    /// To which, or in which, it does or is it.
    pub to: Entity,
    /// The hour of the events.
    pub hour: Hour,
}

/// A pod is in a cluster.
pub const RUNS_IN: &str = "RUNS_IN";
/// A pod has a container of an image.
pub const RUNS_IMAGE: &str = "RUNS_IMAGE";
/// An IAM principal or its session was authenticated as a subject.
pub const AUTHENTICATED_AS: &str = "AUTHENTICATED_AS";

/// Relations with how often and when they were told of. Merging is associative and commutative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    told: BTreeMap<ObservedRelation, Tally>,
    /// Bytes of the entities' identifiers.
    texts: usize,
}

impl Relations {
    /// Adds what one event told.
    pub(super) fn add(
        &mut self,
        from: (EntityType, &str),
        name: &'static str,
        to: (EntityType, &str),
        time: Timestamp,
    ) {
        let entity = |(kind, id): (EntityType, &str)| Entity {
            kind,
            id: id.to_owned(),
        };
        let relation = ObservedRelation {
            from: entity(from),
            name,
            to: entity(to),
            hour: time.hour(),
        };
        self.add_tally(relation, Tally::once(time));
    }

    /// Adds everything that `other` was told.
    pub(super) fn absorb(&mut self, other: Self) {
        for (relation, tally) in other.told {
            self.add_tally(relation, tally);
        }
    }

    fn add_tally(&mut self, relation: ObservedRelation, tally: Tally) {
        let length = relation.from.id.len() + relation.to.id.len();
        let mut is_new = false;
        self.told
            .entry(relation)
            .and_modify(|known| known.absorb(tally))
            .or_insert_with(|| {
                is_new = true;
                tally
            });
        self.texts += if is_new { length } else { 0 };
    }

    /// Every relation, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ObservedRelation, &Tally)> {
        self.told.iter()
    }

    /// Bytes of memory held, about.
    pub fn memory(&self) -> usize {
        // A tree's nodes are about two thirds full.
        self.texts + self.told.len() * (size_of::<ObservedRelation>() + size_of::<Tally>()) * 3 / 2
    }
}
