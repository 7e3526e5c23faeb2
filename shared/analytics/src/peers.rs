//! Who behaves alike, and what nobody who does ever did.
//!
//! [`Observations`] are which principal called what, how often. A [`Model`] learned from them puts
//! principals near each other that call alike. What the nearest of a principal, its [`Peers`], never
//! called is rare for such a principal, whatever it is called itself; what all of them call is not,
//! even when it is new. `docs/analytics.md` has the formulas.

mod embedding;
mod matrix;
mod model;
mod observations;
mod quality;
mod rarity;

pub use model::{Model, Quality};
pub use observations::Observations;
pub use rarity::{Habit, Peers, Rarity};

#[cfg(test)]
mod tests;
