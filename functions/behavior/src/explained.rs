//! Why a score is what it is, as it is answered.

use gumshoe_analytics::Explanation;
use serde::Serialize;

/// What every score carries.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Explained {
    observed: f64,
    expected: f64,
    window: Window,
    sentence: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Window {
    start_time: String,
    end_time: String,
}

impl From<Explanation> for Explained {
    fn from(it: Explanation) -> Self {
        Self {
            observed: it.observed,
            expected: it.expected,
            window: Window {
                start_time: it.window.start().start().to_string(),
                end_time: it.window.end().start().to_string(),
            },
            sentence: it.sentence,
        }
    }
}
