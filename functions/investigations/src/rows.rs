//! An investigation of rows in memory: the same indicators by the same rules as those of a graph, without
//! findings, groups and threat lists. It is how thousands of investigations are judged at once
//! (`gumshoe-bench detection`).

use gumshoe_activity::{Aggregate, Entity};
use gumshoe_analytics::attack::{InvalidTable, Table};
use gumshoe_analytics::peers::Model;
use gumshoe_analytics::travel::{InvalidNetworks, Networks};
use gumshoe_domain::investigation::{Found, InvestigationScope};
use gumshoe_domain::{AccountId, InvalidScopeTime};

use crate::activity::PrincipalActivity;
use crate::case::Case;
use crate::indicators;
use crate::threats::Threats;

/// What is known of a principal and of its account.
#[derive(Debug)]
pub struct Rows<'a> {
    /// Rows of the scope; those of others do not matter.
    pub scope: Vec<&'a Aggregate>,
    /// Rows of the 45 days before; likewise.
    pub before: Vec<&'a Aggregate>,
    /// Rows of everybody in the account in the 45 days before; their hours do not matter.
    pub account: &'a Aggregate,
    /// Who is alike, as it was known when the scope began.
    pub model: Option<&'a Model>,
}

/// Why rows cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The scope is none of a graph.
    #[error("the scope is none of a graph")]
    Scope(#[from] InvalidScopeTime),
    /// The table of techniques is malformed, which a test rules out.
    #[error("techniques cannot be told")]
    Table(#[from] InvalidTable),
    /// The table of networks is malformed, which a test rules out.
    #[error("networks cannot be told")]
    Networks(#[from] InvalidNetworks),
}

/// What an investigation of `principal` finds.
///
/// # Errors
/// When a table is malformed or the scope is too long.
pub fn investigate(
    principal: &Entity,
    account: AccountId,
    scope: InvestigationScope,
    rows: &Rows<'_>,
) -> Result<Vec<Found>, RowsError> {
    let table = Table::get().map_err(Clone::clone)?;
    let principals = std::slice::from_ref(principal);
    let case = Case {
        activity: PrincipalActivity::of_rows(rows, principals, account, scope, table)?,
        table,
        networks: Networks::get().map_err(Clone::clone)?,
        threats: Threats::default(),
        findings: Vec::new(),
        groups: Vec::new(),
    };
    Ok(indicators::find(&case))
}
