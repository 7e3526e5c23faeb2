//! What it costs: units that were measured, times prices.
//!
//! Everything that a number follows from is data in `tables`: what AWS charges ([`Prices`]), what ingestion
//! and compaction take ([`Measured`], written by `gumshoe-bench cost measure`), and what is assumed of AWS
//! and of a deployment ([`Assumptions`]). `docs/cost.md` does the arithmetic again.

pub mod bill;
pub mod prices;
pub mod scale;
pub mod units;

pub use bill::{Bill, Line, Service};
pub use prices::Prices;
pub use scale::{Assumptions, Batching, Scale, Stream};
pub use units::{Kept, Measured, Rates, SourceUnits, Units, Work};

/// The three tables that the program was built with.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What AWS charges.
    pub prices: Prices,
    /// What things take.
    pub measured: Measured,
    /// What is assumed.
    pub assumptions: Assumptions,
}

impl Model {
    /// Reads them.
    ///
    /// # Errors
    /// When one is malformed, which a test rules out.
    pub fn read() -> Result<Self, toml::de::Error> {
        Ok(Self {
            prices: toml::from_str(include_str!("../tables/prices.toml"))?,
            measured: toml::from_str(include_str!("../tables/units.toml"))?,
            assumptions: toml::from_str(include_str!("../tables/assumptions.toml"))?,
        })
    }
}

/// A count as a number to calculate with: exact below 2^53.
pub fn real(count: u64) -> f64 {
    let high = u32::try_from(count >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(count & 0xffff_ffff).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_the_cost_model_are_well_formed() {
        let model = Model::read().unwrap();
        assert_eq!(model.prices.region, "us-east-1");
        assert!(!model.assumptions.scales.is_empty());
    }

    #[test]
    fn detective_is_cheaper_in_the_tiers_above() {
        let prices = Model::read().unwrap().prices;
        assert_eq!(prices.detective(300.0), 600.0);
        assert_eq!(prices.detective(6_000.0), 2_000.0 + 4_000.0 + 500.0);
    }
}
