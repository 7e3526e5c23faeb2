//! Groups as a table.

use comfy_table::{ContentArrangement, Table, presets};

use super::shapes::Group;
use crate::terminal::{minute, printable};

/// The least to the worst, with a letter for each.
const SEVERITIES: [(&str, char); 5] = [
    ("CRITICAL", 'C'),
    ("HIGH", 'H'),
    ("MEDIUM", 'M'),
    ("LOW", 'L'),
    ("INFORMATIONAL", 'I'),
];

const WIDEST: usize = 60;

/// The groups, each with its id.
pub(super) fn text(groups: &[Group]) -> String {
    if groups.is_empty() {
        return "No groups of findings.\n".to_owned();
    }
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(vec![
            "Severity", "Group", "Tactics", "Accounts", "Entities", "Findings", "Seen",
        ]);
    for group in groups {
        let status = if group.status == "ACTIVE" {
            ""
        } else {
            " (inactive)"
        };
        table.add_row(vec![
            group.severity.clone(),
            format!(
                "{}{status}\n{}",
                printable(&group.title, WIDEST),
                printable(&group.group_id, WIDEST)
            ),
            group.tactics.join("\n"),
            group.account_ids.join("\n"),
            entities(group),
            findings(group),
            format!(
                "{}\n{}",
                minute(&group.first_seen),
                minute(&group.last_seen)
            ),
        ]);
    }
    format!("{table}\n")
}

fn entities(group: &Group) -> String {
    let some = group
        .entities_by_category
        .iter()
        .filter(|(_, count)| **count > 0);
    let some: Vec<String> = some
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    some.join("\n")
}

/// How many of each severity: `H3 M1`.
pub(super) fn findings(group: &Group) -> String {
    let count = |name: &str| {
        group
            .findings_by_severity
            .get(name)
            .copied()
            .unwrap_or_default()
    };
    let mut some: Vec<String> = SEVERITIES
        .iter()
        .filter(|(name, _)| count(name) > 0)
        .map(|(name, letter)| format!("{letter}{}", count(name)))
        .collect();
    if group.evidence_count > 0 {
        some.push(format!("+{} evidence", group.evidence_count));
    }
    some.join(" ")
}
