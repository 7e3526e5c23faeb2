//! How much is usual, and what is more than that.
//!
//! [`Usual`] learns from the counts of each hour of the baseline: a level, factors for the hours of the
//! week, and how much counts scatter around what these expect. A [`Forecast`] says of some hours that
//! follow what sum to expect, within which bounds, and how likely so much or more is. Of many such
//! likelihoods, [`discoveries`] are those to believe. `docs/analytics.md` has the formulas.

mod discovery;
mod explain;
mod forecast;
mod scatter;
mod season;
mod usual;

pub use discovery::{FalseDiscoveryRate, NotARate, discoveries};
pub use explain::explain;
pub use forecast::{Forecast, Interval, Tail};
pub use usual::{Band, HourlyCounts, Usual};

#[cfg(test)]
mod tests;
