//! Calls added up to what an analyst can quote.

use std::collections::BTreeSet;

use gumshoe_activity::Call;
use gumshoe_analytics::Explanation;
use gumshoe_domain::investigation::{Evidence, Found, Indicator};
use gumshoe_domain::{ScopeTime, Timestamp};

/// Calls that are one indicator.
#[derive(Debug, Clone, Default)]
pub(crate) struct Calls {
    succeeded: u64,
    failed: u64,
    seen: Option<(Timestamp, Timestamp)>,
    resources: BTreeSet<String>,
}

impl Calls {
    /// Adds those of a row.
    pub(crate) fn add(&mut self, call: &Call<'_>) {
        let count = if call.failed() {
            &mut self.failed
        } else {
            &mut self.succeeded
        };
        *count = count.saturating_add(call.calls);
        let seen = (call.first_seen, call.last_seen);
        let (first, last) = self.seen.unwrap_or(seen);
        self.seen = Some((first.min(call.first_seen), last.max(call.last_seen)));
        if let Some(resource) = call.resource
            && self.resources.len() < Evidence::MOST_RESOURCES
        {
            self.resources.insert(resource.id.to_owned());
        }
    }

    /// How many succeeded.
    pub(super) fn succeeded(&self) -> u64 {
        self.succeeded
    }

    /// How many failed.
    pub(super) fn failed(&self) -> u64 {
        self.failed
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.succeeded.saturating_add(self.failed)
    }

    /// When the first was.
    pub(super) fn first(&self) -> Option<Timestamp> {
        self.seen.map(|(first, _)| first)
    }

    /// `indicator`, because of `why`.
    pub(super) fn found(&self, indicator: Indicator, why: Explanation) -> Found {
        let resources = self.resources.iter().cloned().collect();
        Found {
            indicator,
            evidence: self.seen.map(|seen| Evidence {
                observed: why.observed,
                expected: why.expected,
                window: why.window,
                sentence: why.sentence,
                seen,
                resources,
            }),
        }
    }

    /// `indicator`, because there were none before: `what` has the count in front, and tells what
    /// was never there.
    pub(super) fn never(&self, indicator: Indicator, window: ScopeTime, what: &str) -> Found {
        let calls = counted(self.count(), "call");
        let why = Explanation {
            observed: number(self.count()),
            expected: 0.0,
            window,
            sentence: format!("{calls} {what}."),
        };
        self.found(indicator, why)
    }
}

/// A number of things: `1 call`, `2 calls`.
pub(super) fn counted(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a count beyond 2^53 is known well enough by its first 15 digits"
)]
fn number(count: u64) -> f64 {
    count as f64
}

/// For whom something is new, at the end of a sentence.
pub(super) fn for_whom(is_new_for_entire_account: bool) -> &'static str {
    if is_new_for_entire_account {
        "and nobody else of the account either"
    } else {
        "though others of the account did"
    }
}

/// A text from a log as a sentence quotes it.
pub(super) fn quoted(text: &str) -> String {
    /// Most characters of it.
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
