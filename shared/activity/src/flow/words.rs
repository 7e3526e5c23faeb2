//! Directions and verdicts, by the names they have in the API and in segments.

use std::fmt;
use std::str::FromStr;

/// Which way packets went, seen from the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// To the interface.
    Inbound,
    /// From the interface.
    Outbound,
}

/// What security groups and network ACLs decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FlowAction {
    /// The traffic passed.
    Accept,
    /// It did not.
    Reject,
}

/// The text is none of the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown direction or action")]
pub struct NotAWord;

impl Direction {
    /// Both.
    pub const ALL: &[Self] = &[Self::Inbound, Self::Outbound];

    /// The name on the wire and in segments.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "INBOUND",
            Self::Outbound => "OUTBOUND",
        }
    }
}

impl FlowAction {
    /// Both.
    pub const ALL: &[Self] = &[Self::Accept, Self::Reject];

    /// The name in flow logs, on the wire and in segments.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Reject => "REJECT",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for FlowAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Direction {
    type Err = NotAWord;

    fn from_str(text: &str) -> Result<Self, NotAWord> {
        let all = Self::ALL.iter().copied();
        all.into_iter()
            .find(|it| it.as_str() == text)
            .ok_or(NotAWord)
    }
}

impl FromStr for FlowAction {
    type Err = NotAWord;

    fn from_str(text: &str) -> Result<Self, NotAWord> {
        let all = Self::ALL.iter().copied();
        all.into_iter()
            .find(|it| it.as_str() == text)
            .ok_or(NotAWord)
    }
}
