//! Communities of the graph of links.
//!
//! Clusters grow by merging the two that are linked the strongest, until no two are linked by
//! [`THRESHOLD`]. How strongly two clusters are linked is what all links between them come to, for each
//! member of the smaller one, up to [`ENOUGH`] members: one link between two large clusters, by
//! something that happens to be in both, does not make them one.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use petgraph::graphmap::UnGraphMap;
use petgraph::unionfind::UnionFind;

use super::THRESHOLD;
use super::links::Link;

/// That many members of a cluster with a link each are enough for all of them.
const ENOUGH: u32 = 3;

/// Two clusters that may be merged, as they were when this was written down.
struct Candidate {
    strength: f64,
    a: usize,
    b: usize,
    /// Of both together: whatever was merged since then has more.
    sizes: (u32, u32),
}

impl Candidate {
    /// The strongest first, then the ones that come first.
    fn rank(&self, other: &Self) -> Ordering {
        let by_strength = self.strength.total_cmp(&other.strength);
        by_strength.then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank(other)
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.rank(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

/// The graph while clusters are merged: a node for each cluster, an edge with the sum of the links
/// between two.
struct Contraction {
    graph: UnGraphMap<usize, f64>,
    sizes: Vec<u32>,
    most: u32,
    waiting: BinaryHeap<Candidate>,
}

/// Puts `count` occurrences into clusters of at most `most`; those of `together` are in one to begin
/// with. Each is its smallest member's, in order.
pub(super) fn clusters(
    count: usize,
    links: &[Link],
    together: &[Vec<usize>],
    most: u32,
) -> Vec<Vec<usize>> {
    let mut same = UnionFind::new(count);
    for members in together {
        for pair in members.windows(2) {
            if let [a, b] = pair {
                same.union(*a, *b);
            }
        }
    }
    let mut contraction = Contraction::new(count, links, &same, most);
    while let Some((a, b)) = contraction.next() {
        same.union(a, b);
    }
    let mut clusters = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for at in 0..count {
        clusters.entry(same.find(at)).or_default().push(at);
    }
    let mut clusters: Vec<Vec<usize>> = clusters.into_values().collect();
    clusters.sort_unstable();
    clusters
}

impl Contraction {
    fn new(count: usize, links: &[Link], same: &UnionFind<usize>, most: u32) -> Self {
        let mut this = Self {
            graph: UnGraphMap::new(),
            sizes: vec![0; count],
            most,
            waiting: BinaryHeap::new(),
        };
        for at in 0..count {
            let cluster = same.find(at);
            this.graph.add_node(cluster);
            this.grow(cluster, 1);
        }
        for link in links {
            let (a, b) = (same.find(link.a), same.find(link.b));
            if a != b {
                this.add(a, b, link.strength);
            }
        }
        let edges: Vec<(usize, usize)> = this.graph.all_edges().map(|(a, b, _)| (a, b)).collect();
        for (a, b) in edges {
            this.consider(a, b);
        }
        this
    }

    fn size(&self, cluster: usize) -> u32 {
        self.sizes.get(cluster).copied().unwrap_or_default()
    }

    fn grow(&mut self, cluster: usize, by: u32) {
        if let Some(size) = self.sizes.get_mut(cluster) {
            *size = size.saturating_add(by);
        }
    }

    fn add(&mut self, a: usize, b: usize, strength: f64) {
        let known = self.graph.edge_weight(a, b).copied().unwrap_or_default();
        self.graph.add_edge(a, b, known + strength);
    }

    /// Writes two neighbours down when they are to be merged.
    fn consider(&mut self, a: usize, b: usize) {
        let (a, b) = (a.min(b), a.max(b));
        let sizes = (self.size(a), self.size(b));
        let least = sizes.0.min(sizes.1).clamp(1, ENOUGH);
        let sum = self.graph.edge_weight(a, b).copied().unwrap_or_default();
        let strength = sum / f64::from(least);
        if strength >= THRESHOLD && sizes.0.saturating_add(sizes.1) <= self.most {
            self.waiting.push(Candidate {
                strength,
                a,
                b,
                sizes,
            });
        }
    }

    /// Merges the two clusters that are linked the strongest; says which they were.
    fn next(&mut self) -> Option<(usize, usize)> {
        while let Some(best) = self.waiting.pop() {
            let Candidate { a, b, sizes, .. } = best;
            let is_current =
                self.graph.contains_edge(a, b) && sizes == (self.size(a), self.size(b));
            if is_current {
                self.merge(a, b);
                return Some((a, b));
            }
        }
        None
    }

    /// Makes `b` a part of `a`.
    fn merge(&mut self, a: usize, b: usize) {
        let mut links: Vec<(usize, f64)> =
            self.graph.edges(b).map(|(_, to, it)| (to, *it)).collect();
        links.sort_unstable_by_key(|(to, _)| *to);
        self.graph.remove_node(b);
        let size = self.size(b);
        self.grow(a, size);
        for (to, strength) in links {
            if to != a {
                self.add(a, to, strength);
            }
        }
        let mut neighbours: Vec<usize> = self.graph.neighbors(a).collect();
        neighbours.sort_unstable();
        for other in neighbours {
            self.consider(a, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(a: usize, b: usize, strength: f64) -> Link {
        Link {
            a,
            b,
            strength,
            shared: Vec::new(),
            gap: 0,
        }
    }

    /// All links among `members`.
    fn each(members: &[usize], strength: f64) -> Vec<Link> {
        let mut links = Vec::new();
        for (at, a) in members.iter().enumerate() {
            links.extend(members[at + 1..].iter().map(|b| link(*a, *b, strength)));
        }
        links
    }

    #[test]
    fn what_is_linked_is_together_and_what_is_not_is_alone() {
        let links = [link(0, 1, 0.6), link(1, 2, 0.6), link(2, 3, 0.4)];
        let found = clusters(5, &links, &[], 100);
        assert_eq!(found, [vec![0, 1, 2], vec![3], vec![4]]);
    }

    #[test]
    fn one_link_between_two_clusters_does_not_make_them_one() {
        let mut links = [each(&[0, 1, 2, 3], 0.9), each(&[4, 5, 6, 7], 0.9)].concat();
        links.push(link(3, 4, 0.7));
        let apart = [vec![0, 1, 2, 3], vec![4, 5, 6, 7]];
        assert_eq!(clusters(8, &links, &[], 100), apart);
        // What is linked with several of both makes them one.
        for at in [1, 2, 5, 6] {
            links.push(link(at, 8, 0.9));
        }
        assert_eq!(clusters(9, &links, &[], 100), [Vec::from_iter(0..9)]);
    }

    #[test]
    fn what_was_together_stays_together_and_no_cluster_grows_beyond_the_most() {
        let together = [vec![0, 2]];
        assert_eq!(clusters(3, &[], &together, 100), [vec![0, 2], vec![1]]);
        let all = each(&Vec::from_iter(0..9), 0.9);
        assert!(clusters(9, &all, &[], 4).iter().all(|it| it.len() <= 4));
    }

    #[test]
    fn the_order_of_links_changes_nothing() {
        let mut links = [
            each(&[0, 1, 2], 0.5),
            each(&[2, 3, 4], 0.5),
            each(&[5, 6], 0.5),
        ]
        .concat();
        let expected = clusters(7, &links, &[], 100);
        for _ in 0..links.len() {
            links.rotate_left(1);
            assert_eq!(clusters(7, &links, &[], 100), expected);
        }
    }
}
