//! What is to be generated, with everything decided that a [`Scenario`] or a [`Workforce`] leaves open.

use gumshoe_domain::Timestamp;

use super::Scenario;
use super::delivery::Encoding;
use super::estate::account_id;
use super::known::KnownPrincipal;
use super::workforce::{Occasions, Workforce};

const BYTES_PER_MEGABYTE: u64 = 1_000_000;

/// So many people in any company, and so many more for each account.
const PEOPLE: u32 = 8;
const PEOPLE_PER_ACCOUNT: u32 = 3;

/// A busier company has more people: one for so many bytes a day, up to a bound.
const BYTES_A_DAY_PER_PERSON: u64 = 10 * BYTES_PER_MEGABYTE;
const MOST_FURTHER_PEOPLE: u32 = 100;

/// What surrounds a principal whose history is made: few colleagues, and little activity, so that
/// many histories are made quickly.
const COLLEAGUES: u32 = 6;
const BYTES_PER_DAY_OF_HISTORY: u64 = 500_000;

/// The whole of it.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) seed: u64,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// Ids of the accounts, at least one.
    pub(super) accounts: Vec<String>,
    /// Uncompressed JSON in all.
    pub(super) bytes: u64,
    pub(super) people: u32,
    pub(super) occasions: Occasions,
    /// Somebody who is known from elsewhere and works in the first account.
    pub(super) known: Option<KnownPrincipal>,
    pub(super) intrusion: bool,
    /// Whether the instances are started when the logs begin: there are logs of their traffic.
    pub(super) starts_instances: bool,
    pub(super) hostile: bool,
    pub(super) encoding: Encoding,
}

impl Plan {
    /// The plan of a week at a company that is broken into.
    pub(super) fn of_scenario(scenario: &Scenario) -> Self {
        Self {
            seed: scenario.seed,
            start: scenario.first_moment(),
            end: scenario.end(),
            accounts: scenario.account_ids(),
            bytes: scenario.intended_bytes(),
            people: head_count(scenario),
            occasions: Occasions::NONE,
            known: None,
            intrusion: true,
            starts_instances: true,
            hostile: false,
            encoding: Encoding::Gzip,
        }
    }

    /// The plan of a company's working days.
    pub(super) fn of_workforce(workforce: &Workforce) -> Self {
        Self {
            seed: workforce.seed,
            start: workforce.first_moment(),
            end: workforce.end(),
            accounts: (0..workforce.accounts.max(1)).map(account_id).collect(),
            bytes: workforce.intended_bytes(),
            people: workforce.people,
            occasions: workforce.occasions,
            known: None,
            intrusion: workforce.intrusion,
            starts_instances: false,
            hostile: workforce.hostile,
            encoding: Encoding::Plain,
        }
    }

    /// The plan of `known`'s days up to `end`.
    pub(super) fn of_known(
        known: &KnownPrincipal,
        (start, end): (Timestamp, Timestamp),
        days: u32,
        seed: u64,
    ) -> Self {
        Self {
            seed,
            start,
            end,
            accounts: vec![known.account.clone()],
            bytes: BYTES_PER_DAY_OF_HISTORY * u64::from(days),
            people: COLLEAGUES,
            occasions: Occasions::NONE,
            known: Some(known.clone()),
            intrusion: false,
            starts_instances: false,
            hostile: false,
            encoding: Encoding::Plain,
        }
    }
}

fn head_count(scenario: &Scenario) -> u32 {
    let bytes_a_day = scenario.intended_bytes() / u64::from(scenario.days.max(1));
    let further = u32::try_from(bytes_a_day / BYTES_A_DAY_PER_PERSON).unwrap_or(u32::MAX);
    PEOPLE
        .saturating_add(PEOPLE_PER_ACCOUNT.saturating_mul(scenario.account_count()))
        .saturating_add(further.min(MOST_FURTHER_PEOPLE))
}
