//! Synthetic CloudTrail logs: any length and size, believable, and the same for the same seed.
//!
//! Everything here is invented: the company, its people, accounts, names, keys and ids. Access keys
//! and principal ids have AWS's form and end in `EXAMPLE`; the first account ids are those of AWS's
//! documentation. Addresses are public ones, so that geolocation files know them, and were chosen for
//! their place alone: nothing is said about whoever uses them.
//!
//! A [`Scenario`] is a company of a few accounts at work: people in office hours of five cities, by
//! the console, IAM Identity Center, SAML and access keys; pipelines, functions, instances and AWS's
//! own services around the clock; a background of refusals and throttling. In its last day an access
//! key leaks, and [`Scenario::truth`] documents what the intruder does with it. [`Objects`] are the
//! objects that CloudTrail would deliver, with [exact totals](Tally) of what is in them.

mod actor;
mod arrivals;
mod automation;
mod chance;
mod company;
mod delivery;
mod estate;
mod hostile;
mod identity;
mod intrusion;
mod known;
mod life;
mod login;
mod objects;
mod occasions;
mod people;
mod places;
mod plan;
mod record;
mod services;
mod sources;
mod tally;
mod truth;
mod turn;
mod workday;
mod workforce;

#[cfg(test)]
mod tests;

use gumshoe_domain::Timestamp;

pub use delivery::{GenerationError, Object};
pub use known::{Job, KnownPrincipal};
pub use objects::Objects;
pub use sources::{Source, SourceObject, SourceObjects, SourcesTruth};
pub use tally::{Counts, Tally};
pub use truth::{Truth, TruthAddress, TruthCall, TruthPrincipal, TruthStep, TruthTechnique};
pub use workforce::{History, Label, Occasions, Part, Workforce, benign_history, company};

use company::Company;
use plan::Plan;

const HOURS_PER_DAY: i32 = 24;

/// What an account's trail holds in a day when no size is asked for, in bytes of uncompressed JSON.
const BYTES_PER_ACCOUNT_DAY: u64 = 1_500_000;

/// What is to be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scenario {
    /// The same seed, with everything else the same, makes the same bytes.
    pub seed: u64,
    /// The first moment; goes down to its hour.
    pub start: Timestamp,
    /// How many times 24 hours, at least 1 (0 counts as 1).
    pub days: u32,
    /// How many accounts, at least 1 (0 counts as 1). The first administers the others.
    pub accounts: u32,
    /// How much uncompressed JSON in all, in bytes; 1.5 MB an account and day when absent. What the
    /// intruder does (about 300 kB) is never left out, however little is asked for.
    pub size: Option<u64>,
}

impl Scenario {
    /// The objects that CloudTrail delivers, in the order of their delivery. They are made as they
    /// are asked for: memory does not grow with the size.
    pub fn objects(&self) -> Objects {
        Objects::new(&Plan::of_scenario(self))
    }

    /// What really happened: the documented facts of the intrusion.
    pub fn truth(&self) -> Truth {
        Company::new(&Plan::of_scenario(self)).plot.truth
    }

    /// The ids of the accounts, the administrator's first.
    pub fn account_ids(&self) -> Vec<String> {
        (0..self.account_count()).map(estate::account_id).collect()
    }

    /// The first moment.
    pub fn first_moment(&self) -> Timestamp {
        self.start.hour().start()
    }

    /// The moment after the last.
    pub fn end(&self) -> Timestamp {
        let hours = self.day_count().saturating_mul(HOURS_PER_DAY);
        self.start.hour().plus(hours).start()
    }

    /// How much uncompressed JSON is meant, in bytes.
    pub fn intended_bytes(&self) -> u64 {
        self.size.unwrap_or_else(|| {
            BYTES_PER_ACCOUNT_DAY
                .saturating_mul(u64::from(self.account_count()))
                .saturating_mul(u64::from(self.days.max(1)))
        })
    }

    fn account_count(&self) -> u32 {
        self.accounts.max(1)
    }

    fn day_count(&self) -> i32 {
        i32::try_from(self.days.max(1)).unwrap_or(i32::MAX)
    }
}
