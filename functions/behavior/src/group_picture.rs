//! A group of findings as it is drawn: nodes, edges, and moments of a timeline.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use gumshoe_activity::{Entity, EntityCategory};
use gumshoe_analytics::Explanation;
use gumshoe_analytics::groups::{Occurrence, Picture, tactic_of};
use gumshoe_store::KeptFinding;
use serde::Serialize;

use crate::explained::Explained;
use crate::finding_groups;
use crate::whole_group::WholeGroup;

/// Findings, and entities, that are answered at most: together as many as Detective's panel shows.
/// Amazon Detective User Guide, "Finding group profiles".
pub(crate) const MOST: usize = 500;

/// Edges that are answered at most, so that an answer stays within what Lambda can return.
const MOST_EDGES: usize = 5_000;

/// An entity of a group.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GroupEntity {
    entity_type: &'static str,
    entity_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    category: &'static str,
    /// How many findings it is in.
    finding_count: u64,
    /// How much it says about findings that have it in common, from 0 to 1, and why.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    strength: Option<Strength>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Strength {
    strength: f64,
    explanation: Explained,
}

impl GroupEntity {
    /// The entities of a group, those in the most findings first.
    pub(crate) fn all(whole: &WholeGroup) -> Vec<Self> {
        let (picture, facts) = (&whole.picture, &whole.facts);
        // What is said of an entity is the same in each of its edges; the window is that of the first.
        let mut why: BTreeMap<&Entity, &Explanation> = BTreeMap::new();
        for edge in &picture.edges {
            why.entry(&edge.entity).or_insert(&edge.explanation);
        }
        let strength = |entity: &Entity| {
            let (facts, why) = (facts.get(entity)?, why.get(entity)?);
            Some(Strength {
                strength: facts.strength,
                explanation: Explained::from((*why).clone()),
            })
        };
        let entity = |(entity, count): (&Entity, u64)| Self {
            entity_type: entity.kind.as_str(),
            entity_id: entity.id.clone(),
            name: whole.names.get(entity).map(str::to_owned),
            category: EntityCategory::of(entity.kind).as_str(),
            finding_count: count,
            strength: strength(entity),
        };
        most_involved(picture).into_iter().map(entity).collect()
    }
}

fn most_involved(picture: &Picture) -> Vec<(&Entity, u64)> {
    let entities = picture
        .entities
        .iter()
        .map(|(entity, count)| (entity, *count));
    let mut entities: Vec<(&Entity, u64)> = entities.collect();
    entities.sort_by_key(|(_, count)| Reverse(*count));
    entities.truncate(MOST);
    entities
}

/// What a drawing is made of.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Drawing {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// What joins the findings: no more than is needed to join all of them.
    links: Vec<Edge>,
    /// Whether there is more than is answered.
    is_truncated: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Node {
    node_id: String,
    node_type: &'static str,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    /// Findings that have this in common can be drawn as one node.
    #[serde(skip_serializing_if = "Option::is_none")]
    similar: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Edge {
    from: String,
    to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    weight: f64,
    explanation: Explained,
}

impl Drawing {
    pub(crate) fn of(whole: &WholeGroup) -> Self {
        let (occurrences, kept, picture) = (&whole.occurrences, &whole.kept, &whole.picture);
        let findings = occurrences.iter().zip(kept).enumerate().take(MOST);
        let mut nodes: Vec<Node> = findings
            .map(|(at, (occurrence, kept))| finding_node(at, occurrence, kept))
            .collect();
        let mut places: BTreeMap<&Entity, String> = BTreeMap::new();
        for (at, (entity, _)) in most_involved(picture).into_iter().enumerate() {
            let id = format!("e{at}");
            nodes.push(entity_node(&id, entity, whole.names.get(entity)));
            places.insert(entity, id);
        }
        let edges = picture.edges.iter().filter_map(|it| {
            let to = places.get(&it.entity)?.clone();
            (it.occurrence < MOST).then(|| Edge {
                from: finding_id(it.occurrence),
                to,
                role: Some(it.role.as_str()),
                weight: it.explanation.observed,
                explanation: Explained::from(it.explanation.clone()),
            })
        });
        let links = picture.links.iter().filter(|(link, _)| link.b < MOST);
        let links = links.map(|(link, explanation)| Edge {
            from: finding_id(link.a),
            to: finding_id(link.b),
            role: None,
            weight: link.strength,
            explanation: Explained::from(explanation.clone()),
        });
        let edges: Vec<Edge> = edges.take(MOST_EDGES).collect();
        Self {
            is_truncated: edges.len() < picture.edges.len() || occurrences.len() > MOST,
            nodes,
            edges,
            links: links.collect(),
        }
    }
}

fn finding_id(at: usize) -> String {
    format!("f{at}")
}

fn finding_node(at: usize, occurrence: &Occurrence, kept: &KeptFinding) -> Node {
    let kind = occurrence.types.first().cloned().unwrap_or_default();
    let mut about = occurrence.involved.iter();
    let about = about.find(|it| EntityCategory::of(it.entity.kind) != EntityCategory::Network);
    let about = about.map_or("", |it| it.entity.kind.as_str());
    Node {
        node_id: finding_id(at),
        node_type: if occurrence.origin.is_finding() {
            "FINDING"
        } else {
            "EVIDENCE"
        },
        label: occurrence.title.clone(),
        finding_id: Some(kept.finding.id.clone()),
        severity: Some(occurrence.severity.as_str()),
        similar: Some(format!("{kind} {about}")),
        entity_type: None,
        entity_id: None,
        category: None,
    }
}

fn entity_node(id: &str, entity: &Entity, name: Option<&str>) -> Node {
    Node {
        node_id: id.to_owned(),
        node_type: "ENTITY",
        label: name.unwrap_or(&entity.id).to_owned(),
        finding_id: None,
        severity: None,
        similar: None,
        entity_type: Some(entity.kind.as_str()),
        entity_id: Some(entity.id.clone()),
        category: Some(EntityCategory::of(entity.kind).as_str()),
    }
}

/// That a finding was first observed.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Moment {
    time: String,
    end_time: String,
    finding_id: String,
    title: String,
    severity: &'static str,
    tactics: Vec<&'static str>,
}

/// The moments of `kept`, which are in the order of time.
pub(crate) fn timeline(kept: &[KeptFinding]) -> Vec<Moment> {
    let moment = |it: &KeptFinding| {
        let finding = &it.finding;
        let tactics: std::collections::BTreeSet<_> = finding
            .types
            .iter()
            .filter_map(|it| tactic_of(it))
            .collect();
        let has_other = tactics.is_empty();
        Moment {
            time: finding.first_seen.to_string(),
            end_time: finding.last_seen.to_string(),
            finding_id: finding.id.clone(),
            title: finding.title.clone(),
            severity: finding.severity.level.as_str(),
            tactics: finding_groups::tactics(tactics, has_other),
        }
    };
    kept.iter().take(MOST).map(moment).collect()
}
