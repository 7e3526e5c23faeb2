//! Findings: the newest version of each, its provider's record, and what finds it by time and by
//! entity.
//!
//! Whatever the order in which versions of a finding arrive, and however often, what is stored in the
//! end is the same. So findings are written before the ledger says that the object which brought them
//! counts, and written again when it did not come to that.

mod item;
mod read;
mod record;
mod remove;
mod version;
mod write;

pub(crate) use record::{compress, inflate};
pub(crate) use version::{digest, hex};

pub use version::KeptFinding;
pub use write::FindingsWritten;
