//! Groups of findings: from findings that arrive to the answers about what belongs together.

mod answers;
mod case;
mod lineage;
mod membership;
mod samples;
