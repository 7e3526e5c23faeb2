//! Lines over time.

use super::cells::amount;
use super::shapes::{Series, Timeline};
use crate::terminal::chart::{folded, neighbours, sparkline};
use crate::terminal::{minute, printable};

/// Most columns of a line.
const COLUMNS: usize = 72;

/// Most columns of a line in a table.
const COLUMNS_IN_TABLE: usize = 24;

/// Longest label, in characters.
const WIDEST: usize = 40;

/// The start and the end of the scope time, as the API writes them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) start: &'a str,
    pub(super) end: &'a str,
}

impl Scope<'_> {
    /// Moments of the API are of one form, so that they compare as texts.
    fn holds(self, moment: &str) -> bool {
        self.start <= moment && moment < self.end
    }
}

/// Each line with what it comes to; below them, where the scope time is.
pub(super) fn lines(timeline: &Timeline, scope: Scope<'_>) -> Vec<String> {
    let labels: Vec<String> = timeline
        .series
        .iter()
        .map(|it| printable(&it.label, WIDEST))
        .collect();
    let width = labels
        .iter()
        .map(|it| it.chars().count())
        .max()
        .unwrap_or_default();
    let mut lines = Vec::new();
    let mut is_marked = false;
    for (series, label) in timeline.series.iter().zip(&labels) {
        let line = sparkline(&folded(&series.values, COLUMNS));
        lines.push(format!(
            "{label:<width$}  {line}  {}",
            told(timeline, series, scope)
        ));
        if let Some(marks) = above(series) {
            lines.push(format!("{:<width$}  {marks}", ""));
            is_marked = true;
        }
    }
    if let Some(ruler) = ruler(&timeline.start_times, scope) {
        lines.push(format!("{:<width$}  {ruler}  scope time", ""));
    }
    if is_marked {
        lines.push("▲ above what is usual".to_owned());
    }
    lines
}

/// All lines of a row as one, for a table.
pub(super) fn in_table(timeline: &Timeline) -> String {
    let bins = timeline.start_times.len();
    let mut sums = vec![0_u64; bins];
    for series in &timeline.series {
        for (sum, value) in sums.iter_mut().zip(&series.values) {
            *sum = sum.saturating_add(*value);
        }
    }
    sparkline(&folded(&sums, COLUMNS_IN_TABLE))
}

/// The sum in the scope time, and the highest bin.
fn told(timeline: &Timeline, series: &Series, scope: Scope<'_>) -> String {
    let bins = timeline.start_times.iter().zip(&series.values);
    let in_scope: Vec<(&String, u64)> = bins
        .filter(|(start, _)| scope.holds(start))
        .map(|(start, value)| (start, *value))
        .collect();
    let sum = in_scope
        .iter()
        .fold(0_u64, |sum, (_, value)| sum.saturating_add(*value));
    // Of equally high bins the first.
    let highest = in_scope.iter().rev().max_by_key(|(_, value)| *value);
    match highest {
        Some((start, value)) if *value > 0 => format!(
            "{} in scope, most {} at {}",
            amount(series.kind, sum),
            amount(series.kind, *value),
            minute(start)
        ),
        Some(_) | None => "none in scope".to_owned(),
    }
}

/// Marks below the columns in which a bin is above what is usual.
fn above(series: &Series) -> Option<String> {
    let band = series.baseline.as_ref()?;
    let bins: Vec<bool> = series
        .values
        .iter()
        .zip(&band.upper)
        .map(|(value, upper)| upper.is_some_and(|it| *value > it))
        .collect();
    let some = bins.iter().any(|it| *it);
    some.then(|| marks(&bins, '▲').trim_end().to_owned())
}

/// A line below the columns of the scope time; none where nothing else is shown.
fn ruler(starts: &[String], scope: Scope<'_>) -> Option<String> {
    let bins: Vec<bool> = starts.iter().map(|it| scope.holds(it)).collect();
    let some = bins.iter().any(|it| *it) && !bins.iter().all(|it| *it);
    some.then(|| marks(&bins, '─'))
}

fn marks(bins: &[bool], mark: char) -> String {
    let columns = bins.chunks(neighbours(bins.len(), COLUMNS));
    columns
        .map(|it| if it.iter().any(|it| *it) { mark } else { ' ' })
        .collect()
}
