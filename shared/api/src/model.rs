//! The input of every operation of Amazon Detective, API version 2018-10-26, as its service model
//! constrains it, and whether what was sent keeps to it.
//!
//! It is data: `inputs.rs` has a line for each member, in the model's order, so that the first
//! constraint that is broken is always the same one. Members that the model does not have are
//! ignored; a member that is null counts as absent.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_Operations.html>

mod check;
mod inputs;
mod pattern;
mod shape;

use serde_json::{Map, Value};

use crate::error::Invalid;

/// Whether `members` are an input of `operation`. Anything is an input of an operation that the
/// service model does not have.
///
/// # Errors
/// The first member that breaks a constraint of the model.
pub(crate) fn check(operation: &str, members: &Map<String, Value>) -> Result<(), Invalid> {
    match inputs::INPUTS.iter().find(|(name, _)| *name == operation) {
        Some((_, input)) => check::structure(input, members).map_err(Invalid::from),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
