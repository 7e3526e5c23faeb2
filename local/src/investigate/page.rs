//! A report on a terminal.

use std::fmt::Write as _;

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::Value;

use super::text;
use crate::terminal::printable;

/// Most characters of a text.
const WIDEST: usize = 400;

/// Indicators that are shown; `--json` has them all.
const MOST: usize = 50;

/// The report.
pub(super) fn text_of(report: &Value) -> String {
    let told = |value: &Value| printable(text(value), WIDEST);
    let mut page = format!("{}\n\n", printable(text(&report["Overview"]), 2_000));
    let working = &report["SeverityWorking"];
    let _ = writeln!(
        page,
        "{}: likelihood {} ({}) times impact {} ({})\n",
        told(&report["Severity"]),
        working["Likelihood"],
        told(&working["LikelihoodReason"]),
        working["Impact"],
        told(&working["ImpactReason"]),
    );
    let indicators = items(&report["Indicators"]);
    if !indicators.is_empty() {
        let _ = writeln!(page, "{}\n", table(indicators));
    }
    if indicators.len() > MOST {
        let more = indicators.len() - MOST;
        let _ = writeln!(page, "… and {more} more; --json has them all\n");
    }
    for it in items(&report["Recommendations"]) {
        let _ = writeln!(page, "- {}: {}", told(&it["Because"]), told(&it["Text"]));
    }
    page
}

fn table(indicators: &[Value]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(vec!["First seen", "Indicator", "Why"]);
    for it in indicators.iter().take(MOST) {
        let evidence = &it["Evidence"];
        let minute = text(&evidence["FirstSeen"]).get(..16).unwrap_or_default();
        table.add_row(vec![
            printable(&minute.replace('T', " "), WIDEST),
            printable(text(&it["Title"]), WIDEST),
            printable(text(&evidence["Explanation"]["Sentence"]), WIDEST),
        ]);
    }
    table
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_report_shows_the_working_the_evidence_and_what_to_do_and_obeys_no_log() {
        let report = json!({
            "Overview": "alice: severity HIGH.", "Severity": "HIGH",
            "SeverityWorking": { "Likelihood": 2, "LikelihoodReason": "two kinds", "Impact": 4, "ImpactReason": "Impact" },
            "Indicators": [{
                "Title": "New user agent \u{1b}[31mcurl",
                "Evidence": { "FirstSeen": "2026-03-01T13:00:00.000Z", "Explanation": { "Sentence": "Never before." } },
            }],
            "Recommendations": [{ "Because": "New user agent", "Text": "Ask." }],
        });
        let page = text_of(&report);
        for expected in [
            "alice: severity HIGH.",
            "HIGH: likelihood 2 (two kinds) times impact 4 (Impact)",
            "2026-03-01 13:00",
            "Never before.",
            "- New user agent: Ask.",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
        assert!(!page.contains('\u{1b}'), "{page}");
    }
}
