//! Paths in the order of time.

use std::collections::BTreeMap;

use gumshoe_activity::{Entity, RelationType};
use gumshoe_domain::Timestamp;
use petgraph::Direction;
use petgraph::graphmap::DiGraphMap;

use super::explore::{Explored, Hop};
use super::ways::words;

/// Paths of one length that are looked at, at most.
const MOST_LOOKED_AT: usize = 20_000;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) from: Entity,
    pub(crate) to: Entity,
    pub(crate) hop: Hop,
    /// When it can have been taken first, after the steps before it.
    pub(crate) begin: Timestamp,
}

/// Steps from one entity to another, none of which ended before the one before it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path(pub(crate) Vec<Step>);

impl Path {
    /// The fewest steps first, then the earliest arrival.
    fn order(&self) -> (usize, Option<Timestamp>) {
        (self.0.len(), self.0.last().map(|it| it.begin))
    }
}

impl Step {
    /// What happened, with the names that entities are given.
    pub(crate) fn sentence(&self, name: impl Fn(&Entity) -> String) -> String {
        let (first, second) = if self.hop.is_forward {
            (&self.from, &self.to)
        } else {
            (&self.to, &self.from)
        };
        let times = match self.hop.count {
            1 => "once".to_owned(),
            count => format!("{count} times"),
        };
        let period = if self.hop.first_seen == self.hop.last_seen {
            format!("at {}", self.hop.first_seen)
        } else {
            format!("from {} to {}", self.hop.first_seen, self.hop.last_seen)
        };
        let words = words(self.hop.relation);
        format!(
            "{} {words} {}, {times}, {period}.",
            name(first),
            name(second)
        )
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The best first.
    pub(crate) paths: Vec<Path>,
    /// Whether there were more than [`MOST_LOOKED_AT`], so that better ones can be among the others.
    pub(crate) is_cut: bool,
}

/// The best `most` paths of at most `most_hops` steps.
pub(crate) fn paths(
    all: &Explored,
    from: &Entity,
    to: &Entity,
    most_hops: usize,
    most: usize,
) -> Found {
    let between = between(all, from, to, most_hops);
    let (Some(start), Some(end)) = (between.place(from), between.place(to)) else {
        return Found::default();
    };
    let mut found = Found::default();
    for length in 1..=most_hops {
        let mut nodes = petgraph::algo::all_simple_paths::<Vec<u32>, _, std::hash::RandomState>(
            &between.graph,
            start,
            end,
            length - 1,
            Some(length - 1),
        );
        let timed = nodes
            .by_ref()
            .take(MOST_LOOKED_AT)
            .filter_map(|it| between.in_time(all, &it));
        found.paths.extend(timed);
        found.is_cut |= nodes.next().is_some();
        if found.paths.len() >= most {
            break;
        }
    }
    found.paths.sort_by_cached_key(Path::order);
    found.paths.truncate(most);
    found
}

/// The entities that can be on a path.
struct Between<'a> {
    graph: DiGraphMap<u32, ()>,
    entities: Vec<&'a Entity>,
    places: BTreeMap<&'a Entity, u32>,
}

/// Those that are not too far from both ends.
fn between<'a>(
    all: &'a Explored,
    from: &'a Entity,
    to: &'a Entity,
    most_hops: usize,
) -> Between<'a> {
    let mut whole = Between {
        graph: DiGraphMap::new(),
        entities: Vec::new(),
        places: BTreeMap::new(),
    };
    for (one, other) in all.hops.keys() {
        let (one, other) = (whole.add(one), whole.add(other));
        whole.graph.add_edge(one, other, ());
    }
    let (start, end) = (whole.add(from), whole.add(to));
    let near_start = distances(&whole.graph, start, Direction::Outgoing);
    let near_end = distances(&whole.graph, end, Direction::Incoming);
    let far: Vec<u32> = whole
        .graph
        .nodes()
        .filter(|it| match (near_start.get(it), near_end.get(it)) {
            (Some(one), Some(other)) => one + other > most_hops,
            (_, _) => true,
        })
        .collect();
    for node in far {
        whole.graph.remove_node(node);
    }
    whole
}

/// How many hops each entity is away.
fn distances(graph: &DiGraphMap<u32, ()>, start: u32, way: Direction) -> BTreeMap<u32, usize> {
    let mut distances = BTreeMap::from([(start, 0)]);
    let mut queue = std::collections::VecDeque::from([(start, 0)]);
    while let Some((node, distance)) = queue.pop_front() {
        for next in graph.neighbors_directed(node, way) {
            distances.entry(next).or_insert_with(|| {
                queue.push_back((next, distance + 1));
                distance + 1
            });
        }
    }
    distances
}

impl<'a> Between<'a> {
    fn add(&mut self, entity: &'a Entity) -> u32 {
        if let Some(place) = self.places.get(entity) {
            return *place;
        }
        let place = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
        self.entities.push(entity);
        self.places.insert(entity, place);
        self.graph.add_node(place);
        place
    }

    /// Where an entity is, if it can be on a path.
    fn place(&self, entity: &Entity) -> Option<u32> {
        let place = self.places.get(entity).copied()?;
        self.graph.contains_node(place).then_some(place)
    }

    /// The steps through some entities, each as early as it can be; nothing where they contradict the
    /// order of time.
    fn in_time(&self, all: &Explored, nodes: &[u32]) -> Option<Path> {
        let mut begin = Timestamp::MIN;
        let mut steps = Vec::new();
        for (one, other) in nodes.iter().zip(nodes.iter().skip(1)) {
            let entity = |it: &u32| self.entities.get(usize::try_from(*it).ok()?).copied();
            let (from, to) = (entity(one)?, entity(other)?);
            let hops = all.hops.get(&(from.clone(), to.clone()))?.values();
            let possible = hops.filter(|it| it.last_seen >= begin);
            let hop =
                possible.min_by_key(|it| (it.first_seen.max(begin), weakness(it.relation)))?;
            begin = begin.max(hop.first_seen);
            steps.push(Step {
                from: from.clone(),
                to: to.clone(),
                hop: hop.clone(),
                begin,
            });
        }
        Some(Path(steps))
    }
}

/// Of relations of the same time, which says less: the address that was used says less than a session.
fn weakness(relation: RelationType) -> u8 {
    match relation {
        RelationType::StartedSession | RelationType::AuthenticatedAs => 0,
        RelationType::Assumed | RelationType::HasSession | RelationType::RunsAs => 1,
        RelationType::Created
        | RelationType::AttachedInterface
        | RelationType::AssociatedInstanceProfile
        | RelationType::CalledApiOn => 2,
        RelationType::AssignedAddress | RelationType::UsedAddress => 3,
        RelationType::Deleted
        | RelationType::RunsImage
        | RelationType::RunsIn
        | RelationType::UsedUserAgent
        | RelationType::CommunicatedWith => 4,
    }
}

#[cfg(test)]
mod tests {
    use gumshoe_activity::EntityType;

    use super::*;

    fn entity(name: &str) -> Entity {
        Entity {
            kind: EntityType::AwsRole,
            id: name.to_owned(),
        }
    }

    fn explored(hops: &[(&str, &str, i64, i64)]) -> Explored {
        let mut all = Explored::default();
        for (from, to, first, last) in hops {
            let relation = RelationType::Assumed;
            let hop = Hop {
                relation,
                is_forward: true,
                count: 2,
                first_seen: Timestamp::from_millis(first * 1_000),
                last_seen: Timestamp::from_millis(last * 1_000),
            };
            let between = all.hops.entry((entity(from), entity(to))).or_default();
            between.insert((relation, true), hop);
        }
        all
    }

    fn found(hops: &[(&str, &str, i64, i64)], most_hops: usize) -> Vec<String> {
        let all = explored(hops);
        let Found { paths, is_cut } = paths(&all, &entity("a"), &entity("z"), most_hops, 5);
        assert!(!is_cut);
        let told = paths.iter().map(|path| {
            let ids = path.0.iter().map(|it| it.to.id.as_str());
            ids.collect::<Vec<_>>().join(" ")
        });
        told.collect()
    }

    #[test]
    fn the_fewest_steps_come_first_and_of_equally_many_the_earliest() {
        let hops = [
            ("a", "b", 1, 9),
            ("b", "z", 2, 9),
            ("a", "c", 1, 9),
            ("c", "z", 1, 9),
            ("b", "d", 2, 9),
            ("d", "z", 3, 9),
            ("x", "z", 1, 9),
        ];
        assert_eq!(found(&hops, 3), ["c z", "b z", "b d z"]);
        assert_eq!(found(&hops, 2), ["c z", "b z"]);
        assert_eq!(found(&hops, 1), Vec::<String>::new());
    }

    #[test]
    fn no_step_is_over_before_the_one_before_it_began() {
        assert_eq!(
            found(&[("a", "b", 5, 6), ("b", "z", 1, 4)], 3),
            Vec::<String>::new()
        );
        assert_eq!(found(&[("a", "b", 5, 6), ("b", "z", 1, 5)], 3), ["b z"]);
        // The second step begins at 5, and so the third one is over.
        let late = [("a", "b", 5, 9), ("b", "c", 1, 9), ("c", "z", 1, 4)];
        assert_eq!(found(&late, 3), Vec::<String>::new());
    }

    #[test]
    fn a_step_tells_what_happened_how_often_and_when() {
        let all = explored(&[("a", "z", 60, 120)]);
        let paths = paths(&all, &entity("a"), &entity("z"), 1, 1).paths;
        assert_eq!(
            paths[0].0[0].sentence(|it| it.id.clone()),
            "a assumed z, 2 times, from 1970-01-01T00:01:00.000Z to 1970-01-01T00:02:00.000Z."
        );
    }

    #[test]
    fn more_paths_than_are_looked_at_are_not_left_out_in_silence() {
        // 28 ways in each of three layers: 21,952 paths of four steps, all of them over too early.
        let layer = |name: &str| (0..28).map(|it| format!("{name}{it}")).collect::<Vec<_>>();
        let layers = [
            vec!["a".to_owned()],
            layer("b"),
            layer("c"),
            layer("d"),
            vec!["z".to_owned()],
        ];
        let mut hops = Vec::new();
        for (depth, pair) in layers.windows(2).enumerate() {
            let at = 10 - i64::try_from(depth).unwrap();
            for from in &pair[0] {
                hops.extend(
                    pair[1]
                        .iter()
                        .map(|to| (from.as_str(), to.as_str(), at, at)),
                );
            }
        }
        let found = paths(&explored(&hops), &entity("a"), &entity("z"), 4, 5);
        assert_eq!((found.paths.len(), found.is_cut), (0, true));
    }
}
