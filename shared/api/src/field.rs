//! Reading what was sent: each function names the member, so that its error does.

use std::str::FromStr;

use gumshoe_domain::quota::{MAX_RESULTS, PAGE_TOKEN_CHARS};
use gumshoe_domain::{GraphArn, ScopeTime, Timestamp};
use serde::Deserialize;

use crate::error::Invalid;

/// A member that must be there.
///
/// # Errors
/// When it is not.
pub fn required<T>(member: &'static str, sent: Option<T>) -> Result<T, Invalid> {
    sent.ok_or_else(|| Invalid::new(member, "is required"))
}

/// A text that is read as something else.
///
/// # Errors
/// When it cannot be: with the type's own sentence.
pub fn parsed<T>(member: &'static str, sent: &str) -> Result<T, Invalid>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    sent.parse()
        .map_err(|error: T::Err| Invalid::new(member, format!("is invalid: {error}")))
}

/// The member `GraphArn`, which almost every operation requires.
///
/// # Errors
/// When it is missing or not the ARN of a graph.
pub fn graph_arn(sent: Option<String>) -> Result<GraphArn, Invalid> {
    parsed("GraphArn", &required("GraphArn", sent)?)
}

/// The request of an operation that is told a graph and nothing else.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GraphRequest {
    graph_arn: Option<String>,
}

impl TryFrom<GraphRequest> for GraphArn {
    type Error = Invalid;

    fn try_from(sent: GraphRequest) -> Result<Self, Invalid> {
        graph_arn(sent.graph_arn)
    }
}

/// A text of `min` to `max` characters.
///
/// # Errors
/// When it is shorter or longer.
pub fn text(member: &'static str, sent: String, min: usize, max: usize) -> Result<String, Invalid> {
    let found = sent.chars().count();
    if found < min {
        return Err(Invalid::new(
            member,
            format!("must have length greater than or equal to {min}. Found {found}."),
        ));
    }
    if found > max {
        return Err(Invalid::new(
            member,
            format!("must have length less than or equal to {max}. Found {found}."),
        ));
    }
    Ok(sent)
}

/// The member `MaxResults`: 1 to 200, and 200 when it is absent.
///
/// # Errors
/// When it is outside.
pub fn max_results(sent: Option<i64>) -> Result<usize, Invalid> {
    let Some(value) = sent else {
        return Ok(usize::from(MAX_RESULTS));
    };
    match u16::try_from(value) {
        Ok(count @ 1..=MAX_RESULTS) => Ok(usize::from(count)),
        Ok(_) | Err(_) => Err(Invalid::new(
            "MaxResults",
            format!("must be between 1 and {MAX_RESULTS}. Found {value}."),
        )),
    }
}

/// The member `NextToken`.
///
/// # Errors
/// When it is empty or too long.
pub fn next_token(sent: Option<String>) -> Result<Option<String>, Invalid> {
    sent.map(|token| text("NextToken", token, 1, PAGE_TOKEN_CHARS))
        .transpose()
}

/// The scope time as it was sent, before the present is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentScope {
    /// Nothing was sent: the last day.
    LastDay,
    /// Both bounds, or a start whose end is now.
    Since(Timestamp, Option<Timestamp>),
}

/// The members `ScopeStartTime` and `ScopeEndTime`.
///
/// # Errors
/// When one is no timestamp, or there is an end without a start.
pub fn scope(start: Option<String>, end: Option<String>) -> Result<SentScope, Invalid> {
    let start: Option<Timestamp> = start
        .map(|text| parsed("ScopeStartTime", &text))
        .transpose()?;
    let end: Option<Timestamp> = end.map(|text| parsed("ScopeEndTime", &text)).transpose()?;
    match (start, end) {
        (None, None) => Ok(SentScope::LastDay),
        (Some(start), end) => Ok(SentScope::Since(start, end)),
        (None, Some(_)) => Err(Invalid::new(
            "ScopeStartTime",
            "is required with ScopeEndTime",
        )),
    }
}

impl SentScope {
    /// The scope time, seen at `now`.
    ///
    /// # Errors
    /// When the bounds are too close, too far apart or in the wrong order.
    pub fn at(self, now: Timestamp) -> Result<ScopeTime, Invalid> {
        match self {
            Self::LastDay => Ok(ScopeTime::last_day(now)),
            Self::Since(start, end) => ScopeTime::new(start, end.unwrap_or(now))
                .map_err(|error| Invalid::new("ScopeEndTime", format!("is invalid: {error}"))),
        }
    }
}
