//! One group: its story, its timeline, who is in it and what joins it.

use std::fmt::Write as _;

use gumshoe_domain::Timestamp;

use super::list::findings;
use super::shapes::{GroupAnswer, Moment};
use crate::terminal::{minute, printable};

/// Columns of the small timeline.
const COLUMNS: i64 = 32;

/// Lines of each part at most, and characters of a line.
const MOST_LINES: usize = 20;
const WIDEST: usize = 100;

/// The group as text.
pub(super) fn text(answer: &GroupAnswer) -> String {
    let group = &answer.finding_group;
    let mut text = String::new();
    line(
        &mut text,
        &format!("{} – {}, {}", group.title, group.severity, group.status),
    );
    line(&mut text, &group.group_id);
    line(&mut text, "");
    for sentence in sentences(&answer.summary) {
        line(&mut text, sentence);
    }
    line(&mut text, "");
    line(
        &mut text,
        &format!("Tactics    {}", group.tactics.join(" → ")),
    );
    line(
        &mut text,
        &format!("Findings   {} ({})", group.finding_count, findings(group)),
    );
    timeline(&mut text, &answer.timeline);
    entities(&mut text, answer);
    links(&mut text, answer);
    lineage(&mut text, answer);
    text
}

fn line(text: &mut String, content: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{}", printable(content, 2_000));
}

/// The sentences of a summary, each ending with a full stop and a space.
fn sentences(summary: &str) -> impl Iterator<Item = &str> {
    summary.split_inclusive(". ").map(str::trim_end)
}

fn part<'a>(text: &mut String, title: &str, lines: impl ExactSizeIterator<Item = &'a str>) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    line(text, "");
    line(text, title);
    for content in lines.take(MOST_LINES) {
        line(text, &format!("  {}", printable(content, WIDEST)));
    }
    if count > MOST_LINES {
        line(text, &format!("  … and {} more", count - MOST_LINES));
    }
}

/// A line for each finding, with a bar for the time in which it was seen.
fn timeline(text: &mut String, moments: &[Moment]) {
    let times = |it: &Moment| {
        let start: Timestamp = it.time.parse().ok()?;
        let end: Timestamp = it.end_time.parse().ok()?;
        Some((start.as_seconds(), end.as_seconds()))
    };
    let known: Vec<(i64, i64)> = moments.iter().filter_map(times).collect();
    let first = known
        .iter()
        .map(|(start, _)| *start)
        .min()
        .unwrap_or_default();
    let last = known.iter().map(|(_, end)| *end).max().unwrap_or_default();
    let lines: Vec<String> = moments
        .iter()
        .map(|it| {
            let bar = times(it).map(|times| bar(times, (first, last)));
            let bar = bar.unwrap_or_default();
            format!("{} {bar} {:<8} {}", minute(&it.time), it.severity, it.title)
        })
        .collect();
    part(text, "Timeline", lines.iter().map(String::as_str));
}

/// The place of `start..=end` within `first..=last`, at least one column wide.
fn bar((start, end): (i64, i64), (first, last): (i64, i64)) -> String {
    let whole = (last - first).max(1);
    let column = |at: i64| (at - first).saturating_mul(COLUMNS - 1) / whole;
    let (from, to) = (column(start), column(end));
    let mark = |at: i64| {
        if (from..=to).contains(&at) {
            '█'
        } else {
            '·'
        }
    };
    (0..COLUMNS).map(mark).collect()
}

fn entities(text: &mut String, answer: &GroupAnswer) {
    let entity = |it: &super::shapes::Entity| {
        format!(
            "{:<18} in {:>3}  {}",
            it.entity_type, it.finding_count, it.entity_id
        )
    };
    let lines: Vec<String> = answer.entities.iter().map(entity).collect();
    part(text, "Entities", lines.iter().map(String::as_str));
}

fn links(text: &mut String, answer: &GroupAnswer) {
    let link = |it: &super::shapes::Link| format!("{:.2} {}", it.weight, it.explanation.sentence);
    let lines: Vec<String> = answer.links.iter().map(link).collect();
    part(text, "What joins it", lines.iter().map(String::as_str));
}

fn lineage(text: &mut String, answer: &GroupAnswer) {
    let of = |word: &str, it: &super::shapes::Group| format!("{word} {} {}", it.group_id, it.title);
    let parents = answer.lineage.parents.iter().map(|it| of("made of", it));
    let child = answer
        .lineage
        .child
        .iter()
        .map(|it| of("became part of", it));
    let lines: Vec<String> = parents.chain(child).collect();
    part(text, "Lineage", lines.iter().map(String::as_str));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_stands_where_its_time_is() {
        let whole = bar((0, 310), (0, 310));
        assert_eq!(whole, "█".repeat(32));
        let moment = bar((0, 0), (0, 310));
        assert_eq!(moment, format!("█{}", "·".repeat(31)));
        assert!(bar((310, 310), (0, 310)).ends_with("·█"));
        assert_eq!(
            bar((5, 5), (5, 5)).chars().filter(|it| *it == '█').count(),
            1
        );
    }
}
