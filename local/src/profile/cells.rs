//! A value of a panel as text.

use super::shapes::{Cell, CellType, EntityCell};
use crate::size::Size;
use crate::terminal::{count, minute, printable};

/// Longest text of a value, in characters.
const WIDEST: usize = 60;

/// Most texts of one value.
const MOST_TEXTS: usize = 5;

/// The value of a column or a fact of a kind.
pub(super) fn text_of(kind: CellType, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if kind == CellType::Time => minute(text),
        Cell::Text(text) => printable(text, WIDEST),
        Cell::Count(number) => amount(kind, *number),
        Cell::Texts(texts) => several(texts),
        Cell::Entity(entity) => entity_of(entity),
    }
}

/// A number of bytes or of anything else.
pub(super) fn amount(kind: CellType, number: u64) -> String {
    match kind {
        CellType::Bytes => Size::from(number).to_string(),
        CellType::Text
        | CellType::Count
        | CellType::Expected
        | CellType::Time
        | CellType::Entity
        | CellType::Finding
        | CellType::Severity => count(number),
    }
}

/// Whether values of a kind are read from the right.
pub(super) fn is_number(kind: CellType) -> bool {
    matches!(kind, CellType::Count | CellType::Bytes | CellType::Expected)
}

fn several(texts: &[String]) -> String {
    let shown = texts.iter().take(MOST_TEXTS);
    let mut lines: Vec<String> = shown.map(|it| printable(it, WIDEST)).collect();
    let rest = texts.len().saturating_sub(MOST_TEXTS);
    if rest > 0 {
        lines.push(format!("and {rest} more"));
    }
    lines.join("\n")
}

fn entity_of(entity: &EntityCell) -> String {
    let id = printable(&entity.entity_id, WIDEST);
    match &entity.name {
        Some(name) if *name != entity.entity_id => format!("{}\n{id}", printable(name, WIDEST)),
        Some(_) | None => id,
    }
}
