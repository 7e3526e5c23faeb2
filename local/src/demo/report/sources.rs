//! What the report says of the sources besides CloudTrail.

use super::super::questions::{Finding, Sources};
use super::{Paint, heading, line, minute, printable, show, table};
use crate::size::Size;
use crate::terminal::count;

/// Rows that are shown of each.
const MOST_ROWS: usize = 12;

/// Adds the findings, the traffic, and the calls to clusters.
pub(super) fn add(text: &mut String, paint: Paint, sources: &Sources) {
    findings(text, paint, &sources.findings);
    peers(text, paint, sources);
    subjects(text, paint, sources);
}

fn findings(text: &mut String, paint: Paint, findings: &[Finding]) {
    heading(
        text,
        paint,
        "Findings of the last day, the most severe first",
    );
    if findings.is_empty() {
        line(text, "None.");
        return;
    }
    let mut table = table(&["Severity", "Account", "Type", "Last seen"], &[]);
    for finding in findings.iter().take(MOST_ROWS) {
        let kind = finding.types.first().or(finding.title.as_ref());
        table.add_row([
            printable(&finding.severity),
            printable(&finding.account_id),
            printable(kind.map_or("", String::as_str)),
            minute(&finding.last_seen),
        ]);
    }
    show(text, &table);
    more(text, paint, findings.len());
}

fn peers(text: &mut String, paint: Paint, sources: &Sources) {
    if sources.peers.is_empty() {
        return;
    }
    heading(text, paint, "Peers that most was sent to in the last day");
    let header = ["Account", "Peer", "Sent", "Received", "Flows", "Since", ""];
    let mut table = table(&header, &[2, 3, 4]);
    for peer in sources.peers.iter().take(MOST_ROWS) {
        table.add_row([
            printable(&peer.account),
            printable(&peer.address),
            Size::from(peer.outbound_bytes).to_string(),
            Size::from(peer.inbound_bytes).to_string(),
            count(peer.flows),
            minute(&peer.first_seen),
            novelty(peer.is_new),
        ]);
    }
    show(text, &table);
    more(text, paint, sources.peers.len());
}

fn subjects(text: &mut String, paint: Paint, sources: &Sources) {
    if sources.subjects.is_empty() {
        return;
    }
    heading(
        text,
        paint,
        "Who called clusters in the last day, the new ones first",
    );
    let mut table = table(&["Subject", "Calls", "Refused", "Since", ""], &[1, 2]);
    for subject in sources.subjects.iter().take(MOST_ROWS) {
        table.add_row([
            printable(&subject.name),
            count(subject.calls),
            count(subject.refused),
            minute(&subject.first_seen),
            novelty(subject.is_new),
        ]);
    }
    show(text, &table);
    more(text, paint, sources.subjects.len());
}

fn novelty(is_new: bool) -> String {
    if is_new { "new" } else { "" }.to_owned()
}

fn more(text: &mut String, paint: Paint, all: usize) {
    let rest = all.saturating_sub(MOST_ROWS);
    if rest > 0 {
        line(text, &paint.faint(&format!("and {rest} more")));
    }
}
