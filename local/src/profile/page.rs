//! A profile on a terminal.

use std::fmt::Write as _;

use super::shapes::{Panel, Picture, Profile};
use super::timeline::Scope;
use super::{map, tables, timeline};
use crate::terminal::{minute, printable};

/// Longest text of a line that is not drawn, in characters.
const WIDEST: usize = 400;

/// Most gaps that are told.
const MOST_GAPS: usize = 5;

/// The profile, each table with at most `rows` rows.
pub(super) fn text_of(profile: &Profile, rows: usize) -> String {
    let mut text = String::new();
    heading(&mut text, profile);
    let scope = Scope {
        start: &profile.scope_start_time,
        end: &profile.scope_end_time,
    };
    for panel in &profile.panels {
        line(&mut text, "");
        line(
            &mut text,
            &format!("{}  [{}]", told(&panel.title), told(&panel.id)),
        );
        line(&mut text, &told(&panel.guidance));
        for content in drawn(panel, scope, rows) {
            line(&mut text, &format!("  {content}"));
        }
    }
    text
}

fn drawn(panel: &Panel, scope: Scope<'_>, rows: usize) -> Vec<String> {
    match &panel.picture {
        Picture::KeyValue(facts) => tables::facts(facts),
        Picture::Table(table) | Picture::ExpandableTable(table) => tables::table(table, rows),
        Picture::Timeline(line) => timeline::lines(line, scope),
        Picture::BarChart(chart) => tables::bars(chart, rows),
        Picture::Map(map) => {
            let mut lines = Vec::new();
            if !map.places.is_empty() {
                lines = map::lines(&map.places);
            }
            lines.extend(tables::table(&map.table, rows));
            lines
        }
    }
}

/// Who it is, which time is looked at, and what it is compared with.
fn heading(text: &mut String, profile: &Profile) {
    let entity = &profile.entity;
    let name = entity.name.as_deref().unwrap_or(&entity.entity_id);
    line(
        text,
        &format!("{} {}", told(&entity.entity_type), told(name)),
    );
    let (start, end) = (&profile.scope_start_time, &profile.scope_end_time);
    line(text, &format!("{} to {}, UTC", minute(start), minute(end)));
    let baseline = &profile.baseline;
    let since = minute(&baseline.start_time);
    let days = baseline.training.days_of_data;
    line(
        text,
        &format!("Compared with the time since {since}, of which {days} days have data"),
    );
    if baseline.training.is_training {
        line(
            text,
            "That is too little to know what is usual: two weeks are needed",
        );
    }
    for gap in baseline.gaps.iter().take(MOST_GAPS) {
        let (start, end) = (minute(&gap.start_time), minute(&gap.end_time));
        line(text, &format!("Nothing was taken in from {start} to {end}"));
    }
    if let Some(first) = profile.high_volume.first() {
        let count = profile.high_volume.len();
        let since = minute(&first.start_time);
        line(
            text,
            &format!("High volume since {since}: bins with too many peers to keep each: {count}"),
        );
    }
}

fn told(text: &str) -> String {
    printable(text, WIDEST)
}

fn line(text: &mut String, content: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{}", content.trim_end());
}
