//! The company of a scenario: its accounts, everybody in them, and what is going to happen.

use super::Scenario;
use super::actor::Actor;
use super::automation::{DEPLOY_USER, machines, pipelines};
use super::chance::Chance;
use super::estate::Estate;
use super::identity::UserIdentity;
use super::intrusion::{Plot, plot};
use super::occasions::{Occasion, occasions};
use super::people::people;

const BYTES_PER_MEGABYTE: u64 = 1_000_000;

/// So many people in any company, and so many more for each account.
const PEOPLE: u32 = 8;
const PEOPLE_PER_ACCOUNT: u32 = 3;

/// A busier company has more people: one for so many bytes a day, up to a bound.
const BYTES_A_DAY_PER_PERSON: u64 = 10 * BYTES_PER_MEGABYTE;
const MOST_FURTHER_PEOPLE: u32 = 100;

/// Streams of chance: what one part of the generator draws never changes another.
const COMPANY_STREAM: u64 = 1;
const PLOT_STREAM: u64 = 2;

/// Everything that a scenario starts with.
pub(super) struct Company {
    pub(super) estates: Vec<Estate>,
    pub(super) actors: Vec<Actor>,
    pub(super) occasions: Vec<Occasion>,
    pub(super) plot: Plot,
}

impl Company {
    /// The company of `scenario`.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let chance = &mut Chance::new(scenario.seed, COMPANY_STREAM);
        let estates: Vec<Estate> = (0..scenario.account_count())
            .map(|index| Estate::new(index, chance))
            .collect();
        let deploy_user = deploy_user(chance, &estates[0]);
        let mut actors = people(chance, &estates, head_count(scenario));
        actors.extend(pipelines(chance, &estates, &deploy_user));
        for (position, estate) in estates.iter().enumerate() {
            actors.extend(machines(chance, position, estate));
        }
        let chance = &mut Chance::new(scenario.seed, PLOT_STREAM);
        Self {
            plot: plot(chance, &estates, &deploy_user, scenario.end()),
            occasions: occasions(scenario.first_moment(), scenario.end()),
            estates,
            actors,
        }
    }
}

fn deploy_user(chance: &mut Chance, estate: &Estate) -> UserIdentity {
    let (id, key) = (chance.principal_id("AIDA"), chance.access_key_id("AKIA"));
    UserIdentity::iam_user(estate, DEPLOY_USER, &id, Some(key))
}

fn head_count(scenario: &Scenario) -> u32 {
    let bytes_a_day = scenario.intended_bytes() / u64::from(scenario.days.max(1));
    let further = u32::try_from(bytes_a_day / BYTES_A_DAY_PER_PERSON).unwrap_or(u32::MAX);
    PEOPLE
        .saturating_add(PEOPLE_PER_ACCOUNT.saturating_mul(scenario.account_count()))
        .saturating_add(further.min(MOST_FURTHER_PEOPLE))
}
