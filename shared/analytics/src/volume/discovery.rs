//! Which of many p-values to believe.

use std::str::FromStr;

/// The part of discoveries that may be false, on the average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FalseDiscoveryRate(f64);

/// The number is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a rate is above 0 and at most 0.5")]
pub struct NotARate;

impl FalseDiscoveryRate {
    /// One of twenty.
    pub const USUAL: Self = Self(0.05);

    /// The rate as a number.
    pub fn as_number(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for FalseDiscoveryRate {
    type Error = NotARate;

    fn try_from(rate: f64) -> Result<Self, NotARate> {
        if rate > 0.0 && rate <= 0.5 {
            Ok(Self(rate))
        } else {
            Err(NotARate)
        }
    }
}

impl FromStr for FalseDiscoveryRate {
    type Err = NotARate;

    fn from_str(text: &str) -> Result<Self, NotARate> {
        let rate: f64 = text.parse().map_err(|_| NotARate)?;
        rate.try_into()
    }
}

/// The q-value of each p-value, in their order: the least false discovery rate at which it is among
/// the discoveries.
///
/// Benjamini and Hochberg, "Controlling the false discovery rate", 1995. It holds for calls that rise
/// together: Benjamini and Yekutieli, "The control of the false discovery rate in multiple testing
/// under dependency", 2001.
pub fn discoveries(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    let p = |at: usize| p_values.get(at).copied().unwrap_or(1.0);
    order.sort_by(|a, b| p(*a).total_cmp(&p(*b)));
    let all = crate::number(u64::try_from(p_values.len()).unwrap_or(u64::MAX));
    let mut q_values = vec![1.0; p_values.len()];
    let mut least: f64 = 1.0;
    for (rank, at) in order.iter().enumerate().rev() {
        let rank = crate::number(u64::try_from(rank + 1).unwrap_or(u64::MAX));
        least = least.min(p(*at) * all / rank);
        if let Some(q) = q_values.get_mut(*at) {
            *q = least;
        }
    }
    q_values
}
