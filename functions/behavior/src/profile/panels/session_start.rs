//! Who began a role session, and which sessions it began: role chaining.

use gumshoe_activity::{EntityType, RelationType};

use crate::profile::form::{Cell, CellType, Form, Row, Table, TableColumn, column};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

const COLUMNS: &[TableColumn] = &[
    column("Direction", "Direction", CellType::Text),
    column("Entity", "Entity", CellType::Entity),
    column("AccountId", "Account", CellType::Text),
    column("FirstSeen", "First seen", CellType::Time),
    column("LastSeen", "Last seen", CellType::Time),
];

pub(super) static PANEL: Panel = Panel {
    id: "SessionStart",
    title: "Sessions started",
    guidance: "Who started this session, also from another account, and which sessions were started from it: a chain of roles is followed here from end to end.",
    tab: Tab::ResourceInteraction,
    entity_types: &[
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::FederatedUser,
    ],
    needs: &[Need::Relation(RelationType::StartedSession)],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let started = material
        .ties
        .iter()
        .filter(|(tie, _)| tie.relation == RelationType::StartedSession);
    let rows = started.map(|(tie, known)| {
        let direction = match tie.direction {
            Direction::Incoming => "Started by",
            Direction::Outgoing => "Started",
        };
        let mut row = Row::from([
            ("Direction", Cell::text(direction)),
            ("Entity", Cell::entity(&tie.other, None)),
            ("FirstSeen", Cell::text(known.first_seen.to_string())),
            ("LastSeen", Cell::text(known.last_seen.to_string())),
        ]);
        if let Some(account) = &known.account {
            row.insert("AccountId", Cell::text(account.as_str()));
        }
        row
    });
    Some(Form::Table(Table::new(COLUMNS, rows)))
}
