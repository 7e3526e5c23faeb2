//! The input of every operation of Amazon Detective, API version 2018-10-26, as its service model
//! constrains it, and whether what was sent keeps to it.
//!
//! It is data: `inputs.rs` has a line for each member, in the model's order, so that the first
//! constraint that is broken is always the same one. Members that the model does not have are
//! ignored; a member that is null counts as absent.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_Operations.html>

mod check;
mod fitting;
mod inputs;
mod pattern;
mod shape;

use serde_json::{Map, Value};

use crate::error::Invalid;
use shape::Member;

/// Whether `members` are an input of `operation`. Anything is an input of an operation that the
/// service model does not have.
///
/// # Errors
/// The first member that breaks a constraint of the model.
pub(crate) fn check(operation: &str, members: &Map<String, Value>) -> Result<(), Invalid> {
    match input_of(operation) {
        Some(input) => check::structure(input, members).map_err(Invalid::from),
        None => Ok(()),
    }
}

/// What of `members` may be kept: of an input of the service model only the members that it has, with
/// `unfit` in place of values that break a constraint, for anything may stand there. Everything of an
/// operation that the service model does not have.
pub(crate) fn fitting(
    operation: &str,
    members: &Map<String, Value>,
    unfit: &Value,
) -> Map<String, Value> {
    match input_of(operation) {
        Some(input) => fitting::structure(input, members, unfit),
        None => members.clone(),
    }
}

fn input_of(operation: &str) -> Option<&'static [Member]> {
    let found = inputs::INPUTS.iter().find(|(name, _)| *name == operation);
    found.map(|(_, input)| *input)
}

#[cfg(test)]
mod tests;
