//! Why a score is what it is.

use std::borrow::Cow;

use gumshoe_domain::ScopeTime;

/// What every score carries: an analyst can quote it, and check it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What was seen, in the unit that the sentence names.
    pub observed: f64,
    /// What would have been usual, in the same unit.
    pub expected: f64,
    /// The time that says what is usual.
    pub window: ScopeTime,
    /// The reason in one sentence.
    pub sentence: String,
}

/// Most characters of a text from a log in a sentence.
const MOST_CHARACTERS: usize = 120;

/// A text from a log as a sentence quotes it.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// A number of things: `1 call`, `2 calls`.
pub(crate) fn counted(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}
