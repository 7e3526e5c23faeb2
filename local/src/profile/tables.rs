//! Tables, facts and bars.

use comfy_table::{CellAlignment, ContentArrangement, Table as Drawn, presets};

use super::cells::{amount, is_number, text_of};
use super::shapes::{BarChart, CellType, Column, KeyValue, Row, Table};
use super::timeline;
use crate::terminal::chart::bar;
use crate::terminal::printable;

/// Columns of the longest bar.
const COLUMNS: u16 = 30;

/// Longest label, in characters.
const WIDEST: usize = 40;

/// Longest sentence, in characters.
const WIDEST_SENTENCE: usize = 160;

/// The first rows of a table; with what they looked like over time and why they are there, where that
/// is told.
pub(super) fn table(table: &Table, most: usize) -> Vec<String> {
    if table.rows.is_empty() {
        return vec!["Nothing.".to_owned()];
    }
    let shown = table.rows.get(..most).unwrap_or(&table.rows);
    let has_lines = shown.iter().any(|it| it.timeline.is_some());
    let has_reasons = shown.iter().any(|it| it.explanation.is_some());
    let mut header: Vec<String> = table
        .columns
        .iter()
        .map(|it| printable(&it.label, WIDEST))
        .collect();
    header.extend(has_lines.then(|| "Over time".to_owned()));
    header.extend(has_reasons.then(|| "Why".to_owned()));
    let mut drawn = Drawn::new();
    drawn
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    for row in shown {
        drawn.add_row(cells(table, row, has_lines, has_reasons));
    }
    for (position, column) in table.columns.iter().enumerate() {
        if let Some(it) = drawn
            .column_mut(position)
            .filter(|_| is_number(column.kind))
        {
            it.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut lines: Vec<String> = drawn.lines().map(|it| it.trim_end().to_owned()).collect();
    let rest = table.row_count.saturating_sub(shown.len());
    if rest > 0 {
        lines.push(format!("and {rest} more; --rows shows more"));
    }
    lines
}

fn cells(table: &Table, row: &Row, has_lines: bool, has_reasons: bool) -> Vec<String> {
    let columns = table.columns.iter();
    let mut cells: Vec<String> = columns.map(|it| cell(it, row)).collect();
    let line = row.timeline.as_ref().map(timeline::in_table);
    cells.extend(has_lines.then(|| line.unwrap_or_default()));
    let reason = row.explanation.as_ref();
    let reason = reason.map(|it| printable(&it.sentence, WIDEST_SENTENCE));
    cells.extend(has_reasons.then(|| reason.unwrap_or_default()));
    cells
}

/// The value of a row in a column; what is usual is in its reason.
fn cell(column: &Column, row: &Row) -> String {
    if column.kind == CellType::Expected {
        let why = row.explanation.as_ref();
        return why.map_or_else(String::new, |it| format!("{:.2}", it.expected));
    }
    let cell = row.cells.get(&column.id);
    cell.map_or_else(String::new, |it| text_of(column.kind, it))
}

/// Each fact behind its label.
pub(super) fn facts(facts: &KeyValue) -> Vec<String> {
    let labels = facts.items.iter().map(|it| printable(&it.label, WIDEST));
    let labels: Vec<String> = labels.collect();
    let width = labels
        .iter()
        .map(|it| it.chars().count())
        .max()
        .unwrap_or_default();
    let mut lines = Vec::new();
    for (item, label) in facts.items.iter().zip(&labels) {
        let values = item.values.iter().map(|it| text_of(item.kind, it));
        let values: Vec<String> = values.collect();
        let mut label = label.as_str();
        for value in values.iter().flat_map(|it| it.lines()) {
            lines.push(format!("{label:<width$}  {value}"));
            label = "";
        }
    }
    lines
}

/// A bar for each number.
pub(super) fn bars(chart: &BarChart, most: usize) -> Vec<String> {
    let shown = chart.bars.get(..most).unwrap_or(&chart.bars);
    let longest = chart.bars.iter().map(|it| it.value).fold(0.0, f64::max);
    let labels: Vec<String> = shown
        .iter()
        .map(|it| printable(&it.label, WIDEST))
        .collect();
    let width = labels
        .iter()
        .map(|it| it.chars().count())
        .max()
        .unwrap_or_default();
    let columns = usize::from(COLUMNS);
    let mut lines: Vec<String> = shown
        .iter()
        .zip(&labels)
        .map(|(it, label)| {
            let bar = bar(it.value, longest, COLUMNS);
            let line = it.timeline.as_ref().map(timeline::in_table);
            let value = number(chart.kind, it.value);
            let drawn = format!("{label:<width$}  {bar:<columns$} {value:>10}");
            format!("{drawn}  {}", line.unwrap_or_default())
                .trim_end()
                .to_owned()
        })
        .collect();
    let rest = chart.bars.len().saturating_sub(shown.len());
    if rest > 0 {
        lines.push(format!("and {rest} more; --rows shows more"));
    }
    lines
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "only whole numbers are taken, which a float of this size holds exactly"
)]
fn number(kind: CellType, value: f64) -> String {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && (0.0..LARGEST).contains(&value) {
        amount(kind, value as u64)
    } else {
        format!("{value:.2}")
    }
}
