//! A behavior graph, its two states, and what it takes in.

use std::fmt;
use std::str::FromStr;

use crate::{DatasourcePackage, Gap, GraphArn, IngestState, Packages, Tags, Timestamp};

/// A behavior graph, as its administrator's account holds it. An account has at most one in a Region.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// The graph's name; the account in it is the administrator.
    pub arn: GraphArn,
    /// When it was created.
    pub created: Timestamp,
    /// Whether it can be used.
    pub state: GraphState,
    /// Its tags.
    pub tags: Tags,
    /// What it takes in, and since when.
    pub packages: Packages,
    /// When it last took in too much, if it ever did.
    pub suspension: Option<Suspension>,
}

/// A graph took in more than it may, so nothing more is taken in until an operator says so.
///
/// Amazon Detective User Guide, "Amazon Detective Regions and quotas": above the quota ingest is
/// suspended, and only support can start it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// Its first moment.
    pub from: Timestamp,
    /// When the operator lifted it; `None` while it lasts.
    pub lifted: Option<Timestamp>,
}

impl Suspension {
    /// The period in which nothing was taken in.
    pub fn gap(self) -> Gap {
        Gap {
            from: self.from,
            to: self.lifted,
        }
    }

    /// Whether it lasts.
    pub fn lasts(self) -> bool {
        self.lifted.is_none()
    }
}

/// Why a graph does not take in what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotTaken {
    /// Its package is stopped, or was never started.
    PackageStopped,
    /// The graph took in too much.
    IngestSuspended,
}

impl NotTaken {
    /// The reason's name in the ledger and in counters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PackageStopped => "PACKAGE_STOPPED",
            Self::IngestSuspended => "INGEST_SUSPENDED",
        }
    }
}

impl Graph {
    /// A graph that is made at `now`: active, and taking in what every new graph takes in.
    pub fn new(arn: GraphArn, tags: Tags, now: Timestamp) -> Self {
        Self {
            arn,
            created: now,
            state: GraphState::Active,
            tags,
            packages: Packages::started(now),
            suspension: None,
        }
    }

    /// Whether the graph takes in objects of `package`, and if not, why.
    ///
    /// # Errors
    /// The reason.
    pub fn takes(&self, package: DatasourcePackage) -> Result<(), NotTaken> {
        if self.suspension.is_some_and(Suspension::lasts) {
            return Err(NotTaken::IngestSuspended);
        }
        match self.packages.state(package) {
            IngestState::Started => Ok(()),
            IngestState::Stopped | IngestState::Disabled => Err(NotTaken::PackageStopped),
        }
    }
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
