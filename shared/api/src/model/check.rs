//! Whether a value is of a shape.

use std::fmt;

use gumshoe_domain::Timestamp;
use serde_json::{Map, Number, Value};

use super::pattern::Pattern;
use super::shape::{Member, Shape, Size};
use crate::error::Invalid;

/// Longest part of a name that somebody sent which is repeated to them.
const SHOWN_CHARS: usize = 128;

/// A member breaks a constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Violation {
    /// From the value that was checked to the one that breaks it: `.AccountId`, `[3].AccountId`.
    path: String,
    problem: String,
}

impl Violation {
    fn new(problem: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            problem: problem.into(),
        }
    }

    /// The same, seen from the value of which `step` is a part.
    fn below(self, step: impl fmt::Display) -> Self {
        Self {
            path: format!("{step}{}", self.path),
            ..self
        }
    }
}

impl From<Violation> for Invalid {
    fn from(violation: Violation) -> Self {
        let member = violation.path.trim_start_matches('.').to_owned();
        Self::new(member, violation.problem)
    }
}

/// Whether `sent` has these members as they must be, in their order.
pub(super) fn structure(members: &[Member], sent: &Map<String, Value>) -> Result<(), Violation> {
    for member in members {
        let checked = match sent.get(member.name) {
            None | Some(Value::Null) if member.required => Err(Violation::new("is required")),
            None | Some(Value::Null) => Ok(()),
            Some(value) => member.shape.check(value),
        };
        checked.map_err(|violation| violation.below(format_args!(".{}", member.name)))?;
    }
    Ok(())
}

impl Shape {
    pub(super) fn check(&self, value: &Value) -> Result<(), Violation> {
        match (self, value) {
            (Self::Text(size, pattern), Value::String(text)) => check_text(*size, *pattern, text),
            (Self::Enum(texts), Value::String(text)) => check_enum(texts, text),
            (Self::Integer(min, max), Value::Number(number)) => check_integer(*min, *max, number),
            (Self::Boolean, Value::Bool(_)) => Ok(()),
            (Self::Timestamp, Value::String(text)) => check_timestamp(text),
            (Self::List(size, item), Value::Array(values)) => check_list(*size, item, values),
            (Self::Map(size, key, item), Value::Object(values)) => {
                check_map(*size, key, item, values)
            }
            (Self::Structure(members), Value::Object(sent)) => structure(members, sent),
            (
                Self::Text(..)
                | Self::Enum(_)
                | Self::Integer(..)
                | Self::Boolean
                | Self::Timestamp
                | Self::List(..)
                | Self::Map(..)
                | Self::Structure(_),
                _,
            ) => Err(Violation::new(format!("must be {}", self.described()))),
        }
    }

    /// What kind of value it is.
    fn described(&self) -> &'static str {
        match self {
            Self::Text(..) | Self::Enum(_) => "a string",
            Self::Integer(..) => "an integer",
            Self::Boolean => "a boolean",
            Self::Timestamp => "a string with a time such as 2026-03-01T12:00:00Z",
            Self::List(..) => "a list",
            Self::Map(..) | Self::Structure(_) => "an object",
        }
    }
}

fn check_size(size: Size, found: usize) -> Result<(), Violation> {
    let (relation, bound) = if found < size.min {
        ("greater", size.min)
    } else if found > size.max {
        ("less", size.max)
    } else {
        return Ok(());
    };
    Err(Violation::new(format!(
        "must have length {relation} than or equal to {bound}. Found {found}."
    )))
}

fn check_text(size: Size, pattern: Pattern, text: &str) -> Result<(), Violation> {
    check_size(size, text.chars().count())?;
    if pattern.accepts(text) {
        Ok(())
    } else {
        Err(Violation::new(format!(
            "is invalid: {}",
            pattern.described()
        )))
    }
}

fn check_enum(texts: &[&str], text: &str) -> Result<(), Violation> {
    if texts.contains(&text) {
        Ok(())
    } else {
        Err(Violation::new(format!(
            "must be one of {}",
            texts.join(", ")
        )))
    }
}

fn check_integer(min: i64, max: i64, number: &Number) -> Result<(), Violation> {
    match number.as_i64() {
        Some(value) if (min..=max).contains(&value) => Ok(()),
        None if !number.is_u64() => Err(Violation::new("must be an integer")),
        Some(_) | None => Err(Violation::new(format!(
            "must be between {min} and {max}. Found {number}."
        ))),
    }
}

fn check_timestamp(text: &str) -> Result<(), Violation> {
    match text.parse::<Timestamp>() {
        Ok(_) => Ok(()),
        Err(error) => Err(Violation::new(format!("is invalid: {error}"))),
    }
}

fn check_list(size: Size, item: &Shape, values: &[Value]) -> Result<(), Violation> {
    check_size(size, values.len())?;
    for (index, value) in values.iter().enumerate() {
        item.check(value)
            .map_err(|violation| violation.below(format_args!("[{index}]")))?;
    }
    Ok(())
}

fn check_map(
    size: Size,
    key: &Shape,
    item: &Shape,
    values: &Map<String, Value>,
) -> Result<(), Violation> {
    check_size(size, values.len())?;
    for (name, value) in values {
        let shown: String = name.chars().take(SHOWN_CHARS).collect();
        key.check(&Value::String(name.clone()))
            .map_err(|violation| violation.below(format_args!(" key {shown:?}")))?;
        item.check(value)
            .map_err(|violation| violation.below(format_args!("[{shown:?}]")))?;
    }
    Ok(())
}
