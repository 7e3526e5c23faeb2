//! The six forms in which a panel is drawn, as they are answered.
//!
//! A form says everything that a console needs to draw it, and where to look further. It knows nothing
//! of the panel: a new panel is one of these.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gumshoe_activity::Entity;
use gumshoe_domain::Hour;
use serde::Serialize;

use super::time::Times;
use crate::explained::Explained;

/// What a panel shows.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Form {
    KeyValue(KeyValue),
    Table(Table),
    Timeline(Timeline),
    ExpandableTable(Table),
    BarChart(BarChart),
    Map(Map),
}

impl Form {
    /// The name on the wire.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::KeyValue(_) => "KEY_VALUE",
            Self::Table(_) => "TABLE",
            Self::Timeline(_) => "TIMELINE",
            Self::ExpandableTable(_) => "EXPANDABLE_TABLE",
            Self::BarChart(_) => "BAR_CHART",
            Self::Map(_) => "MAP",
        }
    }
}

/// Facts, each by its label.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct KeyValue {
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    label: &'static str,
    #[serde(rename = "Type")]
    kind: CellType,
    /// At least one.
    values: Vec<Cell>,
}

impl KeyValue {
    /// Adds a fact, unless there is no value.
    pub(crate) fn with(
        mut self,
        label: &'static str,
        kind: CellType,
        values: impl IntoIterator<Item = Cell>,
    ) -> Self {
        let values: Vec<Cell> = values.into_iter().collect();
        if !values.is_empty() {
            self.items.push(Item {
                label,
                kind,
                values,
            });
        }
        self
    }
}

/// What the values of a column or a fact are. Numbers are facts that logs tell, or what a method says, and
/// that is never without its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CellType {
    Text,
    /// How many there were: a fact.
    Count,
    /// How many bytes: a fact.
    Bytes,
    /// What was usual. The row has no such cell: the number is in its explanation.
    Expected,
    Time,
    Entity,
    Finding,
    Severity,
}

/// One value. Where there is none, the row has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Cell {
    Text(String),
    Count(u64),
    Texts(Vec<String>),
    Entity(EntityCell),
}

/// An entity whose profile one can go on to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EntityCell {
    entity_type: &'static str,
    entity_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn entity(entity: &Entity, name: Option<String>) -> Self {
        Self::entity_named(entity.kind.as_str(), entity.id.clone(), name)
    }

    pub(crate) fn entity_named(
        entity_type: &'static str,
        entity_id: String,
        name: Option<String>,
    ) -> Self {
        Self::Entity(EntityCell {
            entity_type,
            entity_id,
            name,
        })
    }
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TableColumn {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    #[serde(rename = "Type")]
    pub(crate) kind: CellType,
}

/// A column with its id, its label and what its values are.
pub(crate) const fn column(id: &'static str, label: &'static str, kind: CellType) -> TableColumn {
    TableColumn { id, label, kind }
}

/// A row's values by the ids of the columns.
pub(crate) type Row = BTreeMap<&'static str, Cell>;

/// Rows, the most important first.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Table {
    columns: &'static [TableColumn],
    rows: Vec<TableRow>,
    /// How many rows there are, also where fewer are answered.
    row_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    drill_down: Option<&'static DrillDown>,
}

/// One row of a table; what it looked like over time, where the table can be expanded.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TableRow {
    pub(crate) cells: Row,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timeline: Option<Timeline>,
    /// Why the row is here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) explanation: Option<Explained>,
}

impl From<Row> for TableRow {
    fn from(cells: Row) -> Self {
        Self {
            cells,
            timeline: None,
            explanation: None,
        }
    }
}

/// Rows of one table that are answered, at most. Amazon Detective's panels load no more either; the
/// operations behind the drill-down have pages.
pub(crate) const MOST_ROWS: usize = 1_000;

impl Table {
    /// A table of the first [`MOST_ROWS`] rows.
    pub(crate) fn new<R: Into<TableRow>>(
        columns: &'static [TableColumn],
        rows: impl IntoIterator<Item = R>,
    ) -> Self {
        let mut rows: Vec<TableRow> = rows.into_iter().map(Into::into).collect();
        let row_count = rows.len();
        rows.truncate(MOST_ROWS);
        Self {
            columns,
            rows,
            row_count,
            drill_down: None,
        }
    }

    pub(crate) fn with_drill_down(mut self, drill_down: &'static DrillDown) -> Self {
        self.drill_down = Some(drill_down);
        self
    }
}

/// What happened over time, beside what it was before.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Timeline {
    pub(crate) bin_size: &'static str,
    /// The start of each bin; values are in this order.
    pub(crate) start_times: Vec<String>,
    pub(crate) series: Vec<Series>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) drill_down: Option<Cow<'static, DrillDown>>,
}

impl Timeline {
    /// The bins of the scope time and of what is shown beside it.
    pub(crate) fn new(
        times: Times,
        series: Vec<Series>,
        drill_down: Option<&'static DrillDown>,
    ) -> Self {
        Self::of_bins(times, times.shown_bins(), series, drill_down)
    }

    /// A line of `bins` only.
    pub(crate) fn of_bins(
        times: Times,
        bins: impl Iterator<Item = Hour>,
        series: Vec<Series>,
        drill_down: Option<&'static DrillDown>,
    ) -> Self {
        let starts = bins.map(|it| it.start().to_string());
        Self {
            bin_size: times.bin_size(),
            start_times: starts.collect(),
            series,
            drill_down: drill_down.map(Cow::Borrowed),
        }
    }

    /// The same, of which only the activity is shown in which `dimension` is `value`.
    pub(crate) fn of_value(mut self, dimension: &'static str, value: &str) -> Self {
        if let Some(drill_down) = &mut self.drill_down {
            drill_down.to_mut().filters.push(FixedFilter {
                dimension,
                operator: "EQUALS",
                values: vec![value.to_owned()],
            });
        }
        self
    }
}

/// One line of a timeline.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Series {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    #[serde(rename = "Type")]
    pub(crate) kind: CellType,
    pub(crate) values: Vec<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) baseline: Option<Band>,
}

/// What is usual by the time before the scope time, for each bin; nothing for those beside it.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Band {
    pub(crate) expected: Vec<Option<f64>>,
    pub(crate) lower: Vec<Option<u64>>,
    pub(crate) upper: Vec<Option<u64>>,
}

/// A number for each of some groups.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BarChart {
    #[serde(rename = "Type")]
    pub(crate) kind: CellType,
    pub(crate) bars: Vec<Bar>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Bar {
    pub(crate) label: String,
    pub(crate) value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timeline: Option<Timeline>,
}

/// Places, and the table of them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Map {
    pub(crate) places: Vec<MapPlace>,
    pub(crate) table: Table,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MapPlace {
    pub(crate) latitude: f32,
    pub(crate) longitude: f32,
    pub(crate) label: String,
    pub(crate) success_count: u64,
    pub(crate) failure_count: u64,
}

/// How to look further: which questions to `ListActivity` show what is behind a number. Amazon Detective
/// User Guide, "Exploring activity details on a profile panel".
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DrillDown {
    /// The member `Source`.
    pub(crate) source: &'static str,
    /// Each a hierarchy: the dimensions to group by, from the top down.
    pub(crate) tabs: &'static [DrillDownTab],
    /// Which filters a row of the table stands for.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) row_filters: &'static [RowFilter],
    /// What all of it has in common.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) filters: Vec<FixedFilter>,
}

/// A filter as `ListActivity` takes it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FixedFilter {
    dimension: &'static str,
    operator: &'static str,
    values: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DrillDownTab {
    pub(crate) title: &'static str,
    pub(crate) group_by: &'static [&'static str],
}

/// The filter that a dimension equals the row's value in a column.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RowFilter {
    pub(crate) dimension: &'static str,
    pub(crate) column: &'static str,
}
