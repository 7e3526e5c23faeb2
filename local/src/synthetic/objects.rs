//! The objects of a scenario, made one period of delivery after another.

use gumshoe_domain::Timestamp;

use super::actor::{Actor, Stage};
use super::chance::Chance;
use super::company::Company;
use super::delivery::{Delivery, GenerationError, Object};
use super::estate::Estate;
use super::hostile::Hostility;
use super::intrusion::PlannedCall;
use super::occasions::Occasion;
use super::plan::Plan;
use super::tally::Tally;

const SECONDS_PER_HOUR: i64 = 3_600;

/// CloudTrail delivers about every five minutes. Where that would make objects of a few records,
/// records are gathered for longer (our choice: it keeps small scenarios quick to load).
const PERIODS_SECONDS: [i64; 4] = [300, 900, 1_800, SECONDS_PER_HOUR];

/// A period is long enough when it gathers this much uncompressed JSON over all accounts and Regions.
const WORTHWHILE_BYTES: u64 = 500_000;

/// About what one record takes, in bytes, to set aside room for the calls that are certain.
const BYTES_PER_RECORD: u64 = 1_300;

/// Streams of chance that the company does not use.
const ACTIVITY_STREAM: u64 = 3;
const DELIVERY_STREAM: u64 = 4;
const HOSTILE_STREAM: u64 = 6;

/// Iterator over the objects of a scenario or a history; holds one period of records at a time.
pub struct Objects {
    estates: Vec<Estate>,
    actors: Vec<Actor>,
    /// Calls that are certain, the next last.
    planned: Vec<PlannedCall>,
    /// Occasions, the next last.
    occasions: Vec<Occasion>,
    chance: Chance,
    delivery: Delivery,
    seed: u64,
    now: Timestamp,
    end: Timestamp,
    period_seconds: i64,
    ordinary: Ordinary,
}

/// How much of the ordinary activity is due by when.
struct Ordinary {
    /// All of it, in bytes.
    bytes: u64,
    /// Written so far.
    written: u64,
    /// Intensity of all actors over all periods, and over those so far.
    intensity: u64,
    past_intensity: u64,
}

impl Objects {
    pub(super) fn new(plan: &Plan) -> Self {
        let company = Company::new(plan);
        let (start, end) = (plan.start, plan.end);
        let mut planned = company.arrivals;
        if plan.intrusion {
            planned.extend(company.plot.calls);
        }
        let certain = u64::try_from(planned.len() + company.occasions.len()).unwrap_or_default();
        let bytes = plan.bytes.saturating_sub(certain * BYTES_PER_RECORD);
        let period_seconds = period_seconds(bytes, end.as_seconds() - start.as_seconds());
        planned.retain(|it| it.at >= start);
        planned.sort_by_key(|it| it.at);
        planned.reverse();
        let chance = Chance::new(plan.seed, DELIVERY_STREAM);
        let mut delivery = Delivery::new(chance, start, plan.encoding);
        if plan.hostile {
            delivery.become_hostile(hostility(plan.seed));
        }
        let mut occasions = company.occasions;
        occasions.reverse();
        let mut objects = Self {
            estates: company.estates,
            actors: company.actors,
            planned,
            occasions,
            chance: Chance::new(plan.seed, ACTIVITY_STREAM),
            delivery,
            seed: plan.seed,
            now: start,
            end,
            period_seconds,
            ordinary: Ordinary {
                bytes,
                written: 0,
                intensity: 0,
                past_intensity: 0,
            },
        };
        objects.ordinary.intensity = objects.whole_intensity();
        objects
    }

    /// The same, with hostile texts wherever an ordinary call has a free text: markup, terminal
    /// escapes, texts that change direction, spreadsheet formulas, user agents of 8 KB. Who calls,
    /// from where, what, and how it ends stays, and so does what the intruder does.
    pub fn hostile(mut self) -> Self {
        self.delivery.become_hostile(hostility(self.seed));
        self
    }

    /// Exact totals of everything recorded so far: of all of it, once the iterator has ended.
    pub fn tally(&self) -> &Tally {
        self.delivery.tally()
    }

    fn whole_intensity(&self) -> u64 {
        let mut sum = 0;
        let mut at = self.now;
        while at < self.end {
            sum += self.intensities(at).map(|(weight, _)| weight).sum::<u64>();
            at = at.plus_seconds(self.period_seconds);
        }
        sum
    }

    /// How busy each actor is in the period that begins at `at`, with the actor's position.
    fn intensities(&self, at: Timestamp) -> impl Iterator<Item = (u64, usize)> {
        self.actors
            .iter()
            .enumerate()
            .map(move |(position, actor)| (actor.intensity(at), position))
    }

    fn run_period(&mut self) -> Result<(), GenerationError> {
        let end = self.now.plus_seconds(self.period_seconds);
        self.delivery.begin_period(end);
        self.run_certain_calls(end)?;
        self.run_ordinary_calls(end)?;
        self.now = end;
        self.delivery.end_period()
    }

    fn run_certain_calls(&mut self, end: Timestamp) -> Result<(), GenerationError> {
        while let Some(call) = self.planned.pop_if(|it| it.at < end) {
            call.record(&mut self.delivery)?;
        }
        while let Some(occasion) = self.occasions.pop_if(|it| it.at < end) {
            occasion.record(&mut Stage {
                estates: &self.estates,
                chance: &mut self.chance,
                delivery: &mut self.delivery,
                end,
            })?;
        }
        Ok(())
    }

    fn run_ordinary_calls(&mut self, end: Timestamp) -> Result<(), GenerationError> {
        let busy: Vec<(u32, usize)> = self
            .intensities(self.now)
            .map(|(weight, position)| (u32::try_from(weight).unwrap_or(u32::MAX), position))
            .collect();
        self.ordinary.past_intensity += busy.iter().map(|(it, _)| u64::from(*it)).sum::<u64>();
        let due = self.ordinary.due();
        while self.ordinary.written < due {
            let position = *self.chance.weighted(&busy);
            let at = self.chance.moment(self.now, self.period_seconds);
            let before = self.delivery.written();
            let mut stage = Stage {
                estates: &self.estates,
                chance: &mut self.chance,
                delivery: &mut self.delivery,
                end,
            };
            self.actors[position].act(&mut stage, at)?;
            self.ordinary.written += self.delivery.written() - before;
        }
        Ok(())
    }
}

impl Iterator for Objects {
    type Item = Result<Object, GenerationError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(object) = self.delivery.next() {
                return Some(Ok(object));
            }
            if self.now >= self.end {
                return None;
            }
            if let Err(error) = self.run_period() {
                self.now = self.end;
                return Some(Err(error));
            }
        }
    }
}

impl Ordinary {
    /// Bytes that are due by the end of the periods so far.
    fn due(&self) -> u64 {
        let share = u128::from(self.bytes) * u128::from(self.past_intensity)
            / u128::from(self.intensity.max(1));
        u64::try_from(share).unwrap_or(u64::MAX)
    }
}

fn hostility(seed: u64) -> Hostility {
    Hostility::new(Chance::new(seed, HOSTILE_STREAM))
}

/// The shortest period that gathers enough; each divides an hour.
fn period_seconds(bytes: u64, seconds: i64) -> i64 {
    PERIODS_SECONDS
        .into_iter()
        .find(|period| {
            let periods = u64::try_from(seconds / period).unwrap_or_default();
            bytes / periods.max(1) >= WORTHWHILE_BYTES
        })
        .unwrap_or(SECONDS_PER_HOUR)
}
