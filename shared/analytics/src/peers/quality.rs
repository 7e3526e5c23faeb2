//! Whether a model knows what it was not told.

use gumshoe_domain::ScopeTime;

use super::model::Model;
use super::observations::Sorted;
use super::rarity::Habit;

/// Principals of whom one method each is hidden.
const MOST_TESTED: usize = 1_000;

/// A principal with fewer methods is not known well enough to hide one of them.
const LEAST_METHODS: usize = 4;

/// A step that visits places in an order without a pattern: a prime.
const STEP: usize = 7_919;

/// How often a hidden method is less rare than one that was never called.
pub(super) fn held_out(sorted: &Sorted, window: ScopeTime) -> Option<f64> {
    let mut told = sorted.clone();
    let mut hidden = Vec::new();
    let every = sorted.principals.len().div_ceil(MOST_TESTED).max(1);
    for (at, observed) in told.principals.iter_mut().enumerate().step_by(every) {
        let called = observed.counts.len();
        if called < LEAST_METHODS || called == sorted.methods.len() {
            continue;
        }
        let method = observed.counts.keys().nth(at * STEP % called).copied();
        let never = (0..sorted.methods.len())
            .map(|it| (at * STEP + it) % sorted.methods.len())
            .find(|it| !observed.counts.contains_key(it));
        if let Some((method, never)) = method.zip(never) {
            observed.counts.remove(&method);
            hidden.push((observed.principal.clone(), method, never));
        }
    }
    if hidden.is_empty() {
        return None;
    }
    let model = Model::of(&told, window);
    let mut right = 0.0;
    for (principal, method, never) in &hidden {
        let peers = model.peers(principal);
        let bits = |at: usize| {
            let (service, api) = model.methods.get(at)?;
            Some(peers.rarity(service, api, Habit::New).bits)
        };
        if let Some((hidden, never)) = bits(*method).zip(bits(*never)) {
            right += match hidden.total_cmp(&never) {
                std::cmp::Ordering::Less => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Greater => 0.0,
            };
        }
    }
    let tested = crate::number(u64::try_from(hidden.len()).unwrap_or(u64::MAX));
    Some(right / tested)
}
