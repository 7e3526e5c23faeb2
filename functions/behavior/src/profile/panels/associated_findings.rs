//! The findings that involve an entity.

use gumshoe_activity::EntityType;

use crate::profile::form::{Cell, CellType, Form, Row, Table, TableColumn, column};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Finding", "Finding", CellType::Finding),
    column("Title", "Title", CellType::Text),
    column("Type", "Finding type", CellType::Text),
    column("Severity", "Severity", CellType::Severity),
    column("AccountId", "Account", CellType::Text),
    column("State", "State", CellType::Text),
    column("Count", "Count", CellType::Count),
    column("FirstSeen", "First seen", CellType::Time),
    column("LastSeen", "Last seen", CellType::Time),
];

pub(super) static PANEL: Panel = Panel {
    id: "AssociatedFindings",
    title: "Associated findings",
    guidance: "What detectors reported of this entity in the scope time; choose one to see it and everything else that it involves.",
    tab: Tab::Overview,
    entity_types: EntityType::ALL,
    needs: &[Need::Findings],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let rows = material.findings.iter().map(|kept| {
        let it = &kept.finding;
        let types = it.types.iter().take(1).cloned().collect::<String>();
        Row::from([
            ("Finding", Cell::text(it.id.as_str())),
            ("Title", Cell::text(it.title.as_str())),
            ("Type", Cell::text(types)),
            ("Severity", Cell::text(it.severity.level.as_str())),
            ("AccountId", Cell::text(it.account.as_str())),
            ("State", Cell::text(kept.state().as_str())),
            ("Count", Cell::Count(it.count)),
            ("FirstSeen", Cell::text(it.first_seen.to_string())),
            ("LastSeen", Cell::text(it.last_seen.to_string())),
        ])
    });
    Some(Form::Table(Table::new(COLUMNS, rows)))
}
