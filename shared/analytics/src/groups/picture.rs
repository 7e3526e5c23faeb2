//! A group ready to be drawn: what is in it, and what joins it.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Entity, Role};
use petgraph::algo::min_spanning_tree;
use petgraph::data::FromElements as _;
use petgraph::graph::UnGraph;

use super::THRESHOLD;
use super::links::{Link, links, told, window};
use super::names::Names;
use super::occurrence::Occurrence;
use super::strength::EntityFacts;
use crate::Explanation;

/// That an entity is in an occurrence.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The place of the occurrence.
    pub occurrence: usize,
    /// The entity.
    pub entity: Entity,
    /// Its part.
    pub role: Role,
    /// What it says about those that have it in common, and why.
    pub explanation: Explanation,
}

/// A group as nodes, its occurrences and their entities, and edges.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// The entities, each with how many occurrences it is in.
    pub entities: BTreeMap<Entity, u64>,
    /// Who is in what.
    pub edges: Vec<Edge>,
    /// What joins the occurrences: of all links the strongest ones that are needed for that.
    pub links: Vec<(Link, Explanation)>,
}

/// The picture of a group of `occurrences`, whose entities have `names`.
pub fn picture(
    occurrences: &[Occurrence],
    facts: &BTreeMap<Entity, EntityFacts>,
    names: &Names,
) -> Picture {
    let mut picture = Picture::default();
    for (at, occurrence) in occurrences.iter().enumerate() {
        for it in &occurrence.involved {
            *picture.entities.entry(it.entity.clone()).or_default() += 1;
        }
        picture.edges.extend(edges(at, occurrence, facts, names));
    }
    let found = links(occurrences, facts);
    let explained = spanning(occurrences.len(), &found).filter_map(|link| {
        let explanation = link.explanation(occurrences, facts, names)?;
        Some((link.clone(), explanation))
    });
    picture.links = explained.collect();
    picture
}

fn edges(
    at: usize,
    occurrence: &Occurrence,
    facts: &BTreeMap<Entity, EntityFacts>,
    names: &Names,
) -> Vec<Edge> {
    let Some(window) = window(occurrence.first_seen, occurrence.last_seen) else {
        return Vec::new();
    };
    let edge = |it: &gumshoe_activity::Involved| {
        let known = facts.get(&it.entity);
        let sentence = match known {
            Some(known) => format!("{} is involved.", capital(&told(&it.entity, known, names))),
            None => format!(
                "The {} {} is involved.",
                it.entity.kind,
                names.told(&it.entity)
            ),
        };
        Edge {
            occurrence: at,
            entity: it.entity.clone(),
            role: it.role,
            explanation: Explanation {
                observed: known.map_or(0.0, |it| it.strength),
                expected: THRESHOLD,
                window,
                sentence,
            },
        }
    };
    occurrence.involved.iter().map(edge).collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|it| it.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// The strongest of `links` that join all that they join.
fn spanning(count: usize, links: &[Link]) -> impl Iterator<Item = &Link> {
    let mut graph: UnGraph<(), f64> = UnGraph::with_capacity(count, links.len());
    let nodes: Vec<_> = (0..count).map(|_| graph.add_node(())).collect();
    for link in links {
        if let (Some(a), Some(b)) = (nodes.get(link.a), nodes.get(link.b)) {
            graph.add_edge(*a, *b, -link.strength);
        }
    }
    let tree: UnGraph<(), f64> = UnGraph::from_elements(min_spanning_tree(&graph));
    let ends = tree.edge_indices().filter_map(|it| tree.edge_endpoints(it));
    let pairs: BTreeSet<(usize, usize)> = ends
        .map(|(a, b)| (a.index().min(b.index()), a.index().max(b.index())))
        .collect();
    links.iter().filter(move |it| pairs.contains(&(it.a, it.b)))
}
