//! Grouping of findings: incidents with known membership, and the rules of a group's life.

mod incidents;
mod life;
mod membership;
