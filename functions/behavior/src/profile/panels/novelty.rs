//! What is in the scope time and was not in the 45 days before, drawn.

use std::cmp::Reverse;

use gumshoe_activity::{Entity, EntityType};
use gumshoe_analytics::novelty::{Candidate, NoveltyKind, Reach, explain};

use crate::profile::form::{
    Cell, CellType, DrillDown, Map, MapPlace, Row, Table, TableColumn, TableRow, column,
};
use crate::profile::material::Material;

/// The columns that every such table has after those of its values.
pub(super) const REACH: TableColumn = column("Reach", "New for", CellType::Text);
/// How often it succeeded.
pub(super) const SUCCESS: TableColumn = column("SuccessCount", "Successful calls", CellType::Count);
/// How often it failed.
pub(super) const FAILURE: TableColumn = column("FailureCount", "Failed calls", CellType::Count);
/// Since when.
pub(super) const FIRST: TableColumn = column("FirstSeen", "First seen", CellType::Time);
/// Until when.
pub(super) const LAST: TableColumn = column("LastSeen", "Last seen", CellType::Time);

/// What is new of a kind: what is new for the most comes first, and of these the most frequent.
fn of<'a>(material: &'a Material<'_>, kind: NoveltyKind) -> Vec<(&'a Candidate, Reach)> {
    let Some(new) = &material.new else {
        return Vec::new();
    };
    let mut found: Vec<(&Candidate, Reach)> =
        new.new.iter().zip(new.reaches.iter().copied()).collect();
    found.retain(|(it, _)| it.kind == kind);
    let count = |it: &Candidate| Reverse(it.succeeded.saturating_add(it.failed));
    found.sort_by(|(one, reach), (other, others)| {
        others
            .cmp(reach)
            .then_with(|| count(one).cmp(&count(other)))
            .then_with(|| one.parts.cmp(&other.parts))
    });
    found
}

/// The table of what is new of a kind.
pub(super) fn table(
    material: &Material<'_>,
    kind: NoveltyKind,
    columns: &'static [TableColumn],
    drill_down: Option<&'static DrillDown>,
) -> Table {
    let found = of(material, kind);
    let rows = found
        .into_iter()
        .map(|(it, reach)| row(material, it, reach));
    let table = Table::new(columns, rows);
    match drill_down {
        Some(drill_down) => table.with_drill_down(drill_down),
        None => table,
    }
}

fn row(material: &Material<'_>, candidate: &Candidate, reach: Reach) -> TableRow {
    let mut cells = Row::from([
        ("Reach", Cell::text(reach.as_str())),
        ("SuccessCount", Cell::Count(candidate.succeeded)),
        ("FailureCount", Cell::Count(candidate.failed)),
        ("FirstSeen", Cell::text(candidate.first_seen.to_string())),
        ("LastSeen", Cell::text(candidate.last_seen.to_string())),
    ]);
    let keys = candidate.kind.keys().iter().zip(&candidate.parts);
    for (key, part) in keys {
        if let Some(part) = part {
            cells.insert(key, Cell::text(part.as_str()));
        }
    }
    if let Some(entity) = entity(candidate) {
        cells.insert("Entity", Cell::entity(&entity, name(candidate)));
    }
    let why = explain(candidate, material.entity, reach, material.times.baseline);
    TableRow {
        cells,
        timeline: None,
        explanation: Some(why.into()),
    }
}

/// The entity that a value is, where it is one.
fn entity(candidate: &Candidate) -> Option<Entity> {
    let part = |at: usize| candidate.parts.get(at).cloned().flatten();
    let (kind, id) = match candidate.kind {
        NoveltyKind::Principal | NoveltyKind::Resource => (part(0)?.parse().ok()?, part(1)?),
        NoveltyKind::UserAgent => (EntityType::UserAgent, part(0)?),
        NoveltyKind::ApiCall
        | NoveltyKind::Geolocation
        | NoveltyKind::Aso
        | NoveltyKind::KubernetesCall => return None,
    };
    Some(Entity { kind, id })
}

fn name(candidate: &Candidate) -> Option<String> {
    let (_, name) = candidate.label.as_deref()?.rsplit_once('/')?;
    Some(name.to_owned())
}

/// The places that are new, as far as it is known where they are.
pub(super) fn map(material: &Material<'_>, table: Table) -> Map {
    let places = of(material, NoveltyKind::Geolocation).into_iter();
    let places = places.filter_map(|(it, _)| {
        let (latitude, longitude) = it.coordinates?;
        let city = it.parts.get(1).cloned().flatten();
        let country = it.parts.first().cloned().flatten();
        let label: Vec<String> = [city, country].into_iter().flatten().collect();
        Some(MapPlace {
            latitude,
            longitude,
            label: label.join(", "),
            success_count: it.succeeded,
            failure_count: it.failed,
        })
    });
    Map {
        places: places.collect(),
        table,
    }
}
