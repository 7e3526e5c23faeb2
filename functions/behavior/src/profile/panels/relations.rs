//! Tables of the entities that another is related to.

use gumshoe_activity::{EntityType, RelationType};

use crate::profile::form::{Cell, CellType, Form, Row, Table, TableColumn, column};
use crate::profile::material::Material;
use crate::relating::{Direction, Known, Tie};

/// The columns of such a table.
const COLUMNS: &[TableColumn] = &[
    column("Entity", "Entity", CellType::Entity),
    column("EntityType", "Type", CellType::Text),
    column("AccountId", "Account", CellType::Text),
    column("Details", "Details", CellType::Text),
    column("Count", "Count", CellType::Count),
    column("FirstSeen", "First seen", CellType::Time),
    column("LastSeen", "Last seen", CellType::Time),
];

/// A table of the others, the most frequent first. `kinds` is empty where it does not matter.
pub(super) fn table(
    material: &Material<'_>,
    relation: RelationType,
    direction: Direction,
    kinds: &[EntityType],
) -> Option<Form> {
    let is_wanted = |tie: &Tie| {
        tie.relation == relation
            && tie.direction == direction
            && (kinds.is_empty() || kinds.contains(&tie.other.kind))
    };
    let mut ties: Vec<(&Tie, &Known)> = material
        .ties
        .iter()
        .filter(|(tie, _)| is_wanted(tie))
        .collect();
    ties.sort_by(|(tie, known), (other_tie, other)| {
        other
            .count()
            .cmp(&known.count())
            .then_with(|| tie.cmp(other_tie))
    });
    let rows = ties.into_iter().map(|(tie, known)| row(tie, known));
    Some(Form::Table(Table::new(COLUMNS, rows)))
}

fn row(tie: &Tie, known: &Known) -> Row {
    let name = known.arn.as_deref().and_then(|it| it.rsplit_once('/'));
    let name = name.map(|(_, name)| name.to_owned());
    let mut row = Row::from([
        ("Entity", Cell::entity(&tie.other, name)),
        ("EntityType", Cell::text(tie.other.kind.as_str())),
        ("Count", Cell::Count(known.count())),
        ("FirstSeen", Cell::text(known.first_seen.to_string())),
        ("LastSeen", Cell::text(known.last_seen.to_string())),
    ]);
    if let Some(account) = &known.account {
        row.insert("AccountId", Cell::text(account.as_str()));
    }
    if !known.details.is_empty() {
        let details = known.details.iter().cloned().collect();
        row.insert("Details", Cell::Texts(details));
    }
    row
}
