//! Memberships. Each is two items, one in the graph's partition and one in the account's, that are
//! written together or not at all, with the count of the graph's memberships.

pub(crate) mod change;
mod item;
mod read;

pub use change::{MemberChange, MembersChanged};
pub use read::MemberPage;
