//! Tests of the crate as a whole: what is written comes back, and no more is read than is needed.

mod answers;
pub(crate) mod compaction;
mod format;
mod index;
mod kubernetes;
mod pruning;
pub(crate) mod rows;
