//! A company at work for weeks, with what makes ordinary days differ: nothing of it is an attack
//! unless an intrusion is asked for. For whoever measures how quiet a detection is.

use gumshoe_activity::Entity;
use gumshoe_domain::Timestamp;

use super::company::Company;
use super::known::KnownPrincipal;
use super::objects::Objects;
use super::plan::Plan;
use super::truth::Truth;
use super::{BYTES_PER_ACCOUNT_DAY, HOURS_PER_DAY};

/// What the people of a company leave in its trails, each in a day.
const BYTES_PER_PERSON_DAY: u64 = 45_000;

/// A company whose days are generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workforce {
    /// The same seed, with everything else the same, makes the same records.
    pub seed: u64,
    /// The first moment; goes down to its hour.
    pub start: Timestamp,
    /// How many times 24 hours, at least 1 (0 counts as 1).
    pub days: u32,
    /// How many accounts, at least 1 (0 counts as 1).
    pub accounts: u32,
    /// How many people work in them, besides the machines.
    pub people: u32,
    /// How much uncompressed JSON in all, in bytes; when absent, about 35 calls a person and
    /// working day.
    pub size: Option<u64>,
    /// What happens besides the daily work.
    pub occasions: Occasions,
    /// Whether somebody breaks in on the last day.
    pub intrusion: bool,
    /// Whether free texts of ordinary calls are hostile.
    pub hostile: bool,
}

/// What happens besides the daily work, none of it harmful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasions {
    /// How many people work in shifts: nights, and weekends.
    pub shift_workers: u32,
    /// How many weeks of being called at night there are; one person has one week at a time.
    pub on_call_weeks: u32,
    /// How many people travel, and work from another city for some days.
    pub travellers: u32,
    /// How many people begin to work on a day within the time.
    pub new_hires: u32,
    /// How many people are away for a week or two, and come back.
    pub holidays: u32,
    /// How many deployments there are, each of some hours and by several people and pipelines.
    pub deploys: u32,
    /// Whether a new system of pipelines begins to work when two thirds of the time are over.
    pub new_pipeline: bool,
}

impl Occasions {
    /// Nothing besides the daily work.
    pub const NONE: Self = Self {
        shift_workers: 0,
        on_call_weeks: 0,
        travellers: 0,
        new_hires: 0,
        holidays: 0,
        deploys: 0,
        new_pipeline: false,
    };

    /// What a company of so many people and accounts has in so many days.
    pub fn usual(people: u32, accounts: u32, days: u32) -> Self {
        let weeks = days.div_ceil(7);
        Self {
            shift_workers: people / 10,
            on_call_weeks: accounts * weeks,
            travellers: people / 10,
            new_hires: people / 20,
            holidays: people / 10,
            deploys: 2 * weeks,
            new_pipeline: true,
        }
    }
}

/// Somebody of a history, and what is true of them for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// As the graph knows it. People who come in by the same role are one entity.
    pub entity: Entity,
    /// `userIdentity.arn` of its calls: of a role, the session's.
    pub arn: String,
    /// The account that it works in.
    pub account: String,
    /// What is true.
    pub part: Part,
    /// Since when.
    pub from: Timestamp,
    /// Until before when.
    pub until: Timestamp,
}

/// What can be true of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A person; of everybody who is one, from the day that they begin.
    Person,
    /// A machine, a pipeline, or an AWS service.
    Machine,
    /// Works in shifts.
    Shift,
    /// Is called at night.
    OnCall,
    /// Works from another city.
    Travel,
    /// Is away, and does nothing.
    Away,
    /// Deploys.
    Deploy,
    /// Was not there before.
    NewHire,
    /// A pipeline that was not there before.
    NewPipeline,
    /// Acts for the intruder.
    Intruder,
}

/// Generated records, with what is true about them.
pub struct History {
    plan: Plan,
    labels: Vec<Label>,
    truth: Option<Truth>,
}

/// The days of `workforce`.
pub fn company(workforce: &Workforce) -> History {
    History::new(Plan::of_workforce(workforce))
}

/// `days` days of `principal`'s ordinary work, which end with the hour of `end`, among a few
/// colleagues and machines of the same account. Nothing in it is an attack.
pub fn benign_history(principal: &KnownPrincipal, end: Timestamp, days: u32, seed: u64) -> History {
    let days = days.max(1);
    let hours = i32::try_from(days)
        .unwrap_or(i32::MAX)
        .saturating_mul(HOURS_PER_DAY);
    let end = end.hour();
    let time = (end.plus(-hours).start(), end.start());
    History::new(Plan::of_known(principal, time, days, seed))
}

impl History {
    fn new(plan: Plan) -> Self {
        let company = Company::new(&plan);
        Self {
            labels: company.labels(&plan),
            truth: plan.intrusion.then_some(company.plot.truth),
            plan,
        }
    }

    /// The records, in objects of CloudTrail's form that are not compressed, in the order of their
    /// delivery. They are made as they are asked for.
    pub fn objects(&self) -> Objects {
        Objects::new(&self.plan)
    }

    /// Who works here, and what is true of whom when.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// What the intruder does; absent when there is none.
    pub fn truth(&self) -> Option<&Truth> {
        self.truth.as_ref()
    }

    /// The ids of the accounts.
    pub fn account_ids(&self) -> &[String] {
        &self.plan.accounts
    }

    /// The first moment.
    pub fn first_moment(&self) -> Timestamp {
        self.plan.start
    }

    /// The moment after the last.
    pub fn end(&self) -> Timestamp {
        self.plan.end
    }
}

impl Workforce {
    pub(super) fn first_moment(&self) -> Timestamp {
        self.start.hour().start()
    }

    pub(super) fn end(&self) -> Timestamp {
        let days = i32::try_from(self.days.max(1)).unwrap_or(i32::MAX);
        let hours = days.saturating_mul(HOURS_PER_DAY);
        self.start.hour().plus(hours).start()
    }

    pub(super) fn intended_bytes(&self) -> u64 {
        if let Some(size) = self.size {
            return size;
        }
        let of_accounts = BYTES_PER_ACCOUNT_DAY * u64::from(self.accounts.max(1));
        let of_people = BYTES_PER_PERSON_DAY * u64::from(self.people);
        of_accounts.max(of_people) * u64::from(self.days.max(1))
    }
}

#[cfg(test)]
mod tests;
