//! The groups of findings that involve an entity.

use gumshoe_activity::EntityType;

use crate::finding_groups::tactics;
use crate::profile::form::{Cell, CellType, Form, Row, Table, TableColumn, column};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("FindingGroup", "Finding group", CellType::Text),
    column("Title", "Title", CellType::Text),
    column("Severity", "Severity", CellType::Severity),
    column("Status", "Status", CellType::Text),
    column("Tactics", "Tactics", CellType::Text),
    column("FindingCount", "Findings", CellType::Count),
    column("EntityCount", "Entities", CellType::Count),
    column("FirstSeen", "First seen", CellType::Time),
    column("LastSeen", "Last seen", CellType::Time),
];

pub(super) static PANEL: Panel = Panel {
    id: "FindingGroups",
    title: "Finding groups involving this entity",
    guidance: "Findings that belong to one incident, and this entity with them; the group tells what came before and after.",
    tab: Tab::Overview,
    entity_types: EntityType::ALL,
    needs: &[Need::FindingGroups],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let rows = material.finding_groups.iter().map(|group| {
        let it = &group.profile;
        let tactics = tactics(it.tactics.iter().copied(), it.has_other_tactics);
        let tactics = tactics.into_iter().map(str::to_owned).collect();
        Row::from([
            ("FindingGroup", Cell::text(group.id.to_string())),
            ("Title", Cell::text(it.title.as_str())),
            ("Severity", Cell::text(it.severity.as_str())),
            ("Status", Cell::text(group.status.as_str())),
            ("Tactics", Cell::Texts(tactics)),
            ("FindingCount", Cell::Count(it.findings.values().sum())),
            ("EntityCount", Cell::Count(it.entities.values().sum())),
            ("FirstSeen", Cell::text(it.first_seen.to_string())),
            ("LastSeen", Cell::text(it.last_seen.to_string())),
        ])
    });
    Some(Form::Table(Table::new(COLUMNS, rows)))
}
