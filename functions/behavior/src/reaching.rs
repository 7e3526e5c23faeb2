//! Through which relations somebody can have come from one entity to another.

mod explore;
mod paths;
mod ways;

pub(crate) use self::explore::{Explored, Explorer};
pub(crate) use self::paths::{Path, Step, paths};
