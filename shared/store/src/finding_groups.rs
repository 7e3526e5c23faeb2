//! Groups of findings: each with what is in it, and which group a finding is in.
//!
//! All changes of a graph's groups are in one order: each is on the condition that nobody changed any
//! of them since they were read. So two updaters at once cannot make one finding a member of two
//! groups, nor lose which groups became which.

mod item;
mod read;
mod usage;
mod write;

pub(crate) use usage::sort_key;

pub use read::GroupsState;
pub use usage::MeasuredUsage;
pub use write::{GroupChange, GroupsWritten, group_id};
