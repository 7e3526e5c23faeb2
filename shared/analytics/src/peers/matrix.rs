//! How much a principal calls a method beyond what both make likely.

use nalgebra_sparse::{CooMatrix, CsrMatrix};

use super::observations::Sorted;

/// The power of a method's share. Below one, methods that few call do not weigh too much: Levy,
/// Goldberg and Dagan, "Improving distributional similarity with lessons learned from word
/// embeddings", 2015.
const SMOOTHING: f64 = 0.75;

/// The positive pointwise mutual information of principals and methods, by the logarithms of counts.
#[derive(Debug, Clone)]
pub(super) struct Information {
    /// Principals by methods.
    pub(super) matrix: CsrMatrix<f64>,
    /// The smoothed share of each method.
    pub(super) shares: Vec<f64>,
}

/// What a count weighs: a thousand calls are not a thousand times as telling as one.
fn weight(count: u64) -> f64 {
    crate::number(count).ln_1p()
}

/// The information of each method that was called so often, where methods have these shares.
pub(super) fn row(
    counts: impl Iterator<Item = (usize, u64)> + Clone,
    shares: &[f64],
) -> Vec<(usize, f64)> {
    let sum: f64 = counts.clone().map(|(_, count)| weight(count)).sum();
    let information = |(method, count): (usize, u64)| {
        let share = shares.get(method).copied().filter(|it| *it > 0.0)?;
        let information = (weight(count) / (sum * share)).ln();
        (information > 0.0).then_some((method, information))
    };
    counts.filter_map(information).collect()
}

impl Information {
    pub(super) fn of(sorted: &Sorted) -> Self {
        let mut sums = vec![0.0; sorted.methods.len()];
        let calls = sorted.principals.iter().flat_map(|it| &it.counts);
        for (method, count) in calls {
            if let Some(sum) = sums.get_mut(*method) {
                *sum += weight(*count);
            }
        }
        let powers: Vec<f64> = sums.into_iter().map(|it: f64| it.powf(SMOOTHING)).collect();
        let all: f64 = powers.iter().sum();
        let shares: Vec<f64> = powers.into_iter().map(|it| it / all).collect();
        let mut entries = CooMatrix::new(sorted.principals.len(), sorted.methods.len());
        for (at, observed) in sorted.principals.iter().enumerate() {
            let counts = observed
                .counts
                .iter()
                .map(|(method, count)| (*method, *count));
            for (method, information) in row(counts, &shares) {
                entries.push(at, method, information);
            }
        }
        Self {
            matrix: CsrMatrix::from(&entries),
            shares,
        }
    }
}
