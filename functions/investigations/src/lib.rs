//! Investigations: started, run, listed, archived.

mod activity;
mod case;
mod changes;
pub mod get_investigation;
pub mod get_investigation_report;
mod indicators;
pub mod investigate_automatically;
pub mod list_indicators;
pub mod list_investigations;
mod principal;
pub mod rows;
pub mod run_investigation;
pub mod settle_investigations;
mod shapes;
pub mod start_investigation;
mod threats;
pub mod update_investigation_state;

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[
    &start_investigation::ENTRY,
    &get_investigation::ENTRY,
    &list_investigations::ENTRY,
    &list_indicators::ENTRY,
    &get_investigation_report::ENTRY,
    &update_investigation_state::ENTRY,
];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[
    &run_investigation::TRIGGER,
    &settle_investigations::TRIGGER,
    &investigate_automatically::TRIGGER,
];
