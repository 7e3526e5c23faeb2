//! Why something is called more than usual.

use gumshoe_domain::ScopeTime;

use super::Forecast;
use crate::explanation::{Explanation, shortened};

/// The probability with which the interval of a sentence holds what is usual.
const LEVEL: f64 = 0.95;

/// Why so much of something is more than usual, of `what` (such as `calls of s3:GetObject`), which the
/// time `before` says.
pub fn explain(
    what: &str,
    observed: u64,
    forecast: &Forecast,
    q_value: f64,
    before: ScopeTime,
) -> Explanation {
    let bounds = forecast.interval(LEVEL);
    let (p_value, expected) = (forecast.tail(observed).p_value(), forecast.expected());
    let sentence = format!(
        "{observed} {} where {expected:.1} were expected, and in 19 of 20 cases {} to {}, by the days from {} to {}. \
         So many or more have a probability of {p_value:.1e} (q-value {q_value:.1e}).",
        shortened(what),
        bounds.lower,
        bounds.upper,
        before.start().start(),
        before.end().start(),
    );
    Explanation {
        observed: crate::number(observed),
        expected,
        window: before,
        sentence,
    }
}
