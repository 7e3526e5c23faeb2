//! The relations around two entities, as far as they can be on a path between them.

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt as _, TryStreamExt as _, stream};
use gumshoe_activity::{Entity, RelationType};
use gumshoe_domain::{ScopeTime, Timestamp};
use gumshoe_segments::SegmentError;
use gumshoe_store::Manifest;

use super::ways::{RELATIONS, Way, leads_on, way};
use crate::relating::{Direction, Wanted, ties};

/// Entities whose relations are read, at most.
const MOST_READ: usize = 120;

/// Entities whose relations are read at once.
const AT_ONCE: usize = 8;

/// An entity with more relations is not gone through, because nearly everybody has to do with it: a NAT
/// gateway's address, a role of all builds. A path may begin and end with it.
const MOST_RELATIONS: usize = 200;

/// What leads from one entity to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hop {
    pub(crate) relation: RelationType,
    /// Whether it goes from the relation's first entity to its second.
    pub(crate) is_forward: bool,
    pub(crate) count: u64,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
}

/// What is known of the entities around two.
#[derive(Debug, Default)]
pub(crate) struct Explored {
    /// From an entity to another, by relation.
    pub(crate) hops: BTreeMap<(Entity, Entity), BTreeMap<(RelationType, bool), Hop>>,
    pub(crate) arns: BTreeMap<Entity, String>,
    /// Those that were not gone through, and how many relations they have.
    pub(crate) hubs: BTreeMap<Entity, usize>,
    /// How many entities were looked at.
    pub(crate) read: BTreeSet<Entity>,
    /// Whether there were more.
    pub(crate) is_cut: bool,
}

/// Whence and whither.
pub(crate) struct Explorer<'a> {
    pub(crate) manifest: &'a Manifest<'a>,
    pub(crate) scope: ScopeTime,
    pub(crate) from: &'a Entity,
    pub(crate) to: &'a Entity,
    pub(crate) most_hops: usize,
}

/// The relations of one entity.
type Around = (Entity, Vec<(Entity, Entity, Hop)>, Vec<(Entity, String)>);

impl Explorer<'_> {
    /// Reads from both ends, on the side with fewer entities first, until they meet or can no more.
    pub(crate) async fn explore(&self) -> Result<Explored, SegmentError> {
        let mut all = Explored::default();
        let mut ends = [
            BTreeSet::from([self.from.clone()]),
            BTreeSet::from([self.to.clone()]),
        ];
        // A path of so many hops is known when so many rounds, from both ends together, were read.
        for _ in 0..self.most_hops {
            let new = |end: &BTreeSet<Entity>| end.difference(&all.read).count();
            let (one, other) = (new(&ends[0]), new(&ends[1]));
            let side = match (one, other) {
                (0, 0) => break,
                (0, _) => 1,
                (_, 0) => 0,
                (one, other) => usize::from(other < one),
            };
            self.read_around(&mut all, &ends[side]).await?;
            let next = neighbours(&all, &ends[side], side == 0);
            ends[side].extend(next);
            if all.is_cut || self.has_path(&all) {
                break;
            }
        }
        Ok(all)
    }

    fn has_path(&self, all: &Explored) -> bool {
        !super::paths(all, self.from, self.to, self.most_hops, 1)
            .paths
            .is_empty()
    }

    async fn read_around(
        &self,
        all: &mut Explored,
        entities: &BTreeSet<Entity>,
    ) -> Result<(), SegmentError> {
        let mut new: Vec<Entity> = entities.difference(&all.read).cloned().collect();
        let room = MOST_READ.saturating_sub(all.read.len());
        all.is_cut |= new.len() > room;
        new.truncate(room);
        let reads = new.into_iter().map(|it| self.around(it));
        let found: Vec<Around> = stream::iter(reads).buffered(AT_ONCE).try_collect().await?;
        for (entity, hops, arns) in found {
            all.arns.extend(arns);
            let is_end = entity == *self.from || entity == *self.to;
            if hops.len() > MOST_RELATIONS && !is_end {
                all.hubs.insert(entity.clone(), hops.len());
            } else {
                for (from, to, hop) in hops {
                    let between = all.hops.entry((from, to)).or_default();
                    between.insert((hop.relation, hop.is_forward), hop);
                }
            }
            all.read.insert(entity);
        }
        // What others have to do with a hub leads nowhere, either.
        let hubs: BTreeSet<Entity> = all.hubs.keys().cloned().collect();
        all.hops
            .retain(|(from, to), _| !hubs.contains(from) && !hubs.contains(to));
        Ok(())
    }

    /// The hops from and to an entity.
    async fn around(&self, of: Entity) -> Result<Around, SegmentError> {
        let wanted = Wanted {
            relations: RELATIONS.iter().copied().collect(),
            direction: None,
        };
        let found = ties(self.manifest, self.scope, &of, &wanted).await?;
        let (mut hops, mut arns) = (Vec::new(), Vec::new());
        for (tie, known) in found.known {
            arns.extend(known.arn.clone().map(|arn| (tie.other.clone(), arn)));
            let (first, second) = match tie.direction {
                Direction::Outgoing => (&of, &tie.other),
                Direction::Incoming => (&tie.other, &of),
            };
            let hop = |is_forward| Hop {
                relation: tie.relation,
                is_forward,
                count: known.count(),
                first_seen: known.first_seen,
                last_seen: known.last_seen,
            };
            let (forward, back) = match way(tie.relation, first.kind) {
                Some(Way::Forward) => (true, false),
                Some(Way::Both) => (true, true),
                None => (false, false),
            };
            let leads = |it: &Entity| leads_on(it.kind) || it == self.from;
            if forward && leads(first) {
                hops.push((first.clone(), second.clone(), hop(true)));
            }
            if back && leads(second) {
                hops.push((second.clone(), first.clone(), hop(false)));
            }
        }
        Ok((of, hops, arns))
    }
}

/// Those that hops lead to from some entities, or from which hops lead to them.
fn neighbours(all: &Explored, entities: &BTreeSet<Entity>, is_forward: bool) -> Vec<Entity> {
    let pairs = all.hops.keys();
    let next = pairs.filter_map(|(from, to)| match is_forward {
        true => entities.contains(from).then_some(to),
        false => entities.contains(to).then_some(from),
    });
    next.cloned().collect()
}
