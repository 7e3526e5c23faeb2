//! A report as a page of Markdown. Texts from logs are hostile: they cannot make headings, links,
//! tables or HTML.

use std::fmt::Write as _;

use gumshoe_domain::Investigation;
use gumshoe_domain::investigation::{Factor, Working};

use super::Report;

pub(super) fn page(report: &Report, investigation: &Investigation) -> String {
    let mut page = format!("# Investigation {}\n\n", investigation.id);
    line(&mut page, &escaped(&report.overview));
    severity(&mut page, &report.working);
    list(
        &mut page,
        "What happened",
        report
            .narrative
            .iter()
            .map(|it| format!("{} {}", it.time, escaped(&it.text))),
    );
    list(
        &mut page,
        "Affected resources",
        report.affected_resources.iter().map(|it| escaped(it)),
    );
    list(
        &mut page,
        "What to do",
        report
            .recommendations
            .iter()
            .map(|it| format!("**{}**: {}", escaped(&it.because), escaped(&it.text))),
    );
    indicators(&mut page, report);
    page
}

fn severity(page: &mut String, working: &Working) {
    let product = working.likelihood.value * working.impact.value;
    line(page, "## Severity");
    let factor = |name: &str, it: &Factor| {
        let numbers: Vec<String> = it
            .indicators
            .iter()
            .map(|at| (at + 1).to_string())
            .collect();
        let of = match &*numbers {
            [] => String::new(),
            numbers => format!(" (indicators {})", numbers.join(", ")),
        };
        format!("- {name} {}: {}{of}", it.value, it.because)
    };
    let likelihood = factor("Likelihood", &working.likelihood);
    let impact = factor("Impact", &working.impact);
    line(
        page,
        &format!(
            "{likelihood}\n{impact}\n- {product} is {}",
            working.severity
        ),
    );
}

fn indicators(page: &mut String, report: &Report) {
    line(page, "## Indicators");
    for (number, it) in (1..).zip(&report.indicators) {
        line(page, &format!("{number}. {}", escaped(&it.title)));
        if let Some(evidence) = &it.found.evidence {
            let sentence = escaped(&evidence.sentence);
            line(
                page,
                &format!(
                    "   {sentence} Observed {:.1}, expected {:.1}.",
                    evidence.observed, evidence.expected
                ),
            );
        }
    }
}

fn list(page: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.map(|it| format!("- {it}")).collect();
    if !items.is_empty() {
        line(page, &format!("## {title}"));
        line(page, &items.join("\n"));
    }
}

/// A block, with the empty line behind it. Writing into a text does not fail.
fn line(page: &mut String, text: &str) {
    let _ = write!(page, "{text}\n\n");
}

/// A text as one line in which nothing means anything to Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for it in text.chars() {
        if it.is_control() {
            escaped.push(' ');
            continue;
        }
        if matches!(
            it,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&'
        ) {
            escaped.push('\\');
        }
        escaped.push(it);
    }
    escaped
}
