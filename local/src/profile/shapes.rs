//! What of a profile is shown.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::search::Found;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Profile {
    pub(super) entity: Found,
    pub(super) scope_start_time: String,
    pub(super) scope_end_time: String,
    pub(super) baseline: Baseline,
    pub(super) panels: Vec<Panel>,
    #[serde(default)]
    pub(super) high_volume: Vec<HighVolume>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Baseline {
    pub(super) start_time: String,
    pub(super) training: Training,
    pub(super) gaps: Vec<Gap>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Training {
    pub(super) is_training: bool,
    pub(super) days_of_data: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Gap {
    pub(super) start_time: String,
    pub(super) end_time: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct HighVolume {
    pub(super) start_time: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Panel {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) guidance: String,
    #[serde(flatten)]
    pub(super) picture: Picture,
}

/// The six forms.
#[derive(Debug, Deserialize)]
#[serde(tag = "Form", content = "Data", rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Picture {
    KeyValue(KeyValue),
    Table(Table),
    Timeline(Timeline),
    ExpandableTable(Table),
    BarChart(BarChart),
    Map(Map),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct KeyValue {
    pub(super) items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Item {
    pub(super) label: String,
    #[serde(rename = "Type")]
    pub(super) kind: CellType,
    pub(super) values: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum CellType {
    Text,
    Count,
    Bytes,
    Expected,
    Time,
    Entity,
    Finding,
    Severity,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Cell {
    Text(String),
    Count(u64),
    Texts(Vec<String>),
    Entity(EntityCell),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct EntityCell {
    pub(super) entity_id: String,
    pub(super) name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    pub(super) row_count: usize,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Column {
    pub(super) id: String,
    pub(super) label: String,
    #[serde(rename = "Type")]
    pub(super) kind: CellType,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Row {
    pub(super) cells: BTreeMap<String, Cell>,
    pub(super) timeline: Option<Timeline>,
    pub(super) explanation: Option<Explanation>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Explanation {
    pub(super) expected: f64,
    pub(super) sentence: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Timeline {
    pub(super) start_times: Vec<String>,
    pub(super) series: Vec<Series>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Series {
    pub(super) label: String,
    #[serde(rename = "Type")]
    pub(super) kind: CellType,
    pub(super) values: Vec<u64>,
    pub(super) baseline: Option<Band>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Band {
    pub(super) upper: Vec<Option<u64>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BarChart {
    #[serde(rename = "Type")]
    pub(super) kind: CellType,
    pub(super) bars: Vec<Bar>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) value: f64,
    pub(super) timeline: Option<Timeline>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Map {
    pub(super) places: Vec<Place>,
    pub(super) table: Table,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Place {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) label: String,
    pub(super) success_count: u64,
    pub(super) failure_count: u64,
}
