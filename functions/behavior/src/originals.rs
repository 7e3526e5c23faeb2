//! The log objects behind an hour of an account, where they still are.

mod find;
mod read;

pub(crate) use self::find::{Candidate, Finder, Found};
pub(crate) use self::read::{Page, Place, Reader};
