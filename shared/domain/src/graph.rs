//! A behavior graph and its two states.

use std::fmt;
use std::str::FromStr;

use crate::{GraphArn, Tags, Timestamp};

/// A behavior graph, as its administrator's account holds it. An account has at most one in a Region.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// The graph's name; the account in it is the administrator.
    pub arn: GraphArn,
    /// When it was created.
    pub created: Timestamp,
    /// Whether it can be used.
    pub state: GraphState,
    /// The tags it was created with.
    pub tags: Tags,
}

/// What can be done with a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphState {
    /// It takes logs and answers.
    Active,
    /// It is deleted for its users; its data is still being removed.
    Deleting,
}

/// The text names no state of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a graph is ACTIVE or DELETING")]
pub struct NotAGraphState;

impl fmt::Display for GraphState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Active => "ACTIVE",
            Self::Deleting => "DELETING",
        })
    }
}

impl FromStr for GraphState {
    type Err = NotAGraphState;

    fn from_str(text: &str) -> Result<Self, NotAGraphState> {
        match text {
            "ACTIVE" => Ok(Self::Active),
            "DELETING" => Ok(Self::Deleting),
            _ => Err(NotAGraphState),
        }
    }
}
