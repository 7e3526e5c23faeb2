//! The occasions of a company's people: who has which turn when, and who arrives.

use gumshoe_domain::Timestamp;

use super::actor::{Actor, Seat};
use super::arrivals::Arrivals;
use super::automation::new_pipeline;
use super::chance::Chance;
use super::estate::Estate;
use super::places::{CITIES, City};
use super::plan::Plan;
use super::turn::{Turn, TurnKind};
use super::workday::Rhythm;
use super::workforce::Part;

const SECONDS_PER_HOUR: i64 = 3_600;
const SECONDS_PER_DAY: i64 = 24 * SECONDS_PER_HOUR;
const DAYS_PER_WEEK: i64 = 7;

/// Hours at which shifts begin, by local time.
const SHIFTS: [i64; 3] = [6, 14, 22];

/// Somebody is looked for so often before a turn is given up: most people have one already.
const TRIES: u32 = 20;

/// Deployments last so many hours.
const DEPLOY_HOURS: i64 = 3;

/// People who deploy together.
const DEPLOYERS: u32 = 3;

/// A turn that is told to whoever asks what is true.
pub(super) struct Story {
    /// The actor, by position.
    pub(super) actor: usize,
    pub(super) part: Part,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

/// The occasions under way of being decided.
pub(super) struct Life<'a> {
    chance: &'a mut Chance,
    plan: &'a Plan,
    estates: &'a [Estate],
    actors: &'a mut Vec<Actor>,
    arrivals: &'a mut Arrivals,
    stories: Vec<Story>,
}

impl<'a> Life<'a> {
    /// Nothing is decided yet.
    pub(super) fn new(
        chance: &'a mut Chance,
        plan: &'a Plan,
        estates: &'a [Estate],
        actors: &'a mut Vec<Actor>,
        arrivals: &'a mut Arrivals,
    ) -> Self {
        Self {
            chance,
            plan,
            estates,
            actors,
            arrivals,
            stories: Vec::new(),
        }
    }

    /// Decides every occasion of the plan, and tells them.
    pub(super) fn decide(mut self) -> Vec<Story> {
        let wanted = self.plan.occasions;
        for number in 0..wanted.new_hires {
            self.hire(number, wanted.new_hires);
        }
        for number in 0..wanted.shift_workers {
            self.shift(number);
        }
        for _ in 0..wanted.travellers {
            self.travel();
        }
        for _ in 0..wanted.holidays {
            self.holiday();
        }
        for number in 0..wanted.on_call_weeks {
            self.on_call(number);
        }
        for number in 0..wanted.deploys {
            self.deploy(number, wanted.deploys);
        }
        if wanted.new_pipeline {
            self.pipeline();
        }
        self.stories
    }

    fn days(&self) -> i64 {
        (self.plan.end.as_seconds() - self.plan.start.as_seconds()) / SECONDS_PER_DAY
    }

    /// The first local midnight of somebody so many hours ahead of UTC, `day` days after the start.
    fn midnight(&self, day: i64, utc_offset: i64) -> Timestamp {
        let start = self.plan.start.plus_seconds(day * SECONDS_PER_DAY);
        let local = start.as_seconds() + utc_offset * SECONDS_PER_HOUR;
        start.plus_seconds(-local.rem_euclid(SECONDS_PER_DAY))
    }

    /// A day from `first` on that leaves `length` days before the end.
    fn some_day(&mut self, first: i64, length: i64) -> i64 {
        let span = self.days() - length - first;
        first
            + i64::from(
                self.chance
                    .between(0, u32::try_from(span).unwrap_or_default()),
            )
    }

    /// A person with office hours who is free from `from` until `until`.
    fn free_person(&mut self, from: Timestamp, until: Timestamp) -> Option<usize> {
        let people: Vec<usize> = (0..self.actors.len())
            .filter(|it| self.city_of(*it).is_some())
            .collect();
        if people.is_empty() {
            return None;
        }
        (0..TRIES).find_map(|_| {
            let position = *self.chance.pick(&people);
            let actor = &self.actors[position];
            let has_turn = |turn: &Turn| turn.from < until && from < turn.until;
            let in_office = matches!(actor.rhythm, Rhythm::Office { .. });
            (in_office && !actor.turns.iter().any(has_turn)).then_some(position)
        })
    }

    fn city_of(&self, position: usize) -> Option<&'static City> {
        match self.actors[position].seat {
            Seat::Browser(city) | Seat::Terminal(city) => Some(city),
            Seat::Compute(_) | Seat::Runner | Seat::Service(_) => None,
        }
    }

    fn offset_of(&self, position: usize) -> i64 {
        match self.actors[position].rhythm {
            Rhythm::Office { utc_offset } | Rhythm::Shift { utc_offset, .. } => utc_offset,
            Rhythm::Steady => 0,
        }
    }

    fn turn(&mut self, actor: usize, kind: TurnKind, from: Timestamp, until: Timestamp) {
        self.actors[actor].turns.push(Turn { from, until, kind });
    }

    fn tell(&mut self, actor: usize, part: Part, from: Timestamp, until: Timestamp) {
        self.stories.push(Story {
            actor,
            part,
            from: from.max(self.plan.start),
            until: until.min(self.plan.end),
        });
    }

    /// Somebody begins, evenly spread over the time, and is made a user the day before.
    fn hire(&mut self, number: u32, of: u32) {
        let (start, end) = (self.plan.start, self.plan.end);
        let Some(person) = self.free_person(start, end) else {
            return;
        };
        let day = 1 + (self.days() - 2).max(0) * i64::from(number) / i64::from(of.max(1));
        let first = self.midnight(day, self.offset_of(person)).max(start);
        self.turn(person, TurnKind::Away, start, first);
        self.tell(person, Part::NewHire, first, end);
        // In the afternoon of the day before.
        let made = first.plus_seconds(-9 * SECONDS_PER_HOUR).max(start);
        let login = &self.actors[person].login;
        self.arrivals.person(self.chance, self.estates, login, made);
    }

    fn shift(&mut self, number: u32) {
        let (start, end) = (self.plan.start, self.plan.end);
        let Some(person) = self.free_person(start, end) else {
            return;
        };
        let shift = usize::try_from(number).unwrap_or_default() % SHIFTS.len();
        self.actors[person].rhythm = Rhythm::Shift {
            utc_offset: self.offset_of(person),
            first_hour: SHIFTS[shift],
            phase: i64::from(number),
        };
        self.tell(person, Part::Shift, start, end);
    }

    /// Some days in another city, with a day on the way before and after.
    fn travel(&mut self) {
        let length = i64::from(self.chance.between(2, 5));
        let day = self.some_day(1, length + 2);
        let from = self.midnight(day, 0);
        let until = from.plus_seconds((length + 3) * SECONDS_PER_DAY);
        let Some(person) = self.free_person(from, until) else {
            return;
        };
        let home = self.city_of(person).map_or(0, City::utc_offset);
        let others: Vec<&City> = CITIES.iter().filter(|it| it.utc_offset() != home).collect();
        let city = *self.chance.pick(&others);
        let left = self.midnight(day, home);
        let arrived = self.midnight(day + 1, city.utc_offset()).max(left);
        let leaves = arrived.plus_seconds(length * SECONDS_PER_DAY);
        let back = self.midnight(day + length + 2, home).max(leaves);
        self.turn(person, TurnKind::Away, left, arrived);
        self.turn(person, TurnKind::Travel(city), arrived, leaves);
        self.turn(person, TurnKind::Away, leaves, back);
        self.tell(person, Part::Travel, arrived, leaves);
    }

    fn holiday(&mut self) {
        let length = DAYS_PER_WEEK * i64::from(self.chance.between(1, 2));
        let day = self.some_day(0, length);
        let from = self.midnight(day, 0);
        let until = from.plus_seconds(length * SECONDS_PER_DAY);
        let Some(person) = self.free_person(from, until) else {
            return;
        };
        self.turn(person, TurnKind::Away, from, until);
        self.tell(person, Part::Away, from, until);
    }

    /// A week, of the weeks in turn.
    fn on_call(&mut self, number: u32) {
        let weeks = self.days().div_euclid(DAYS_PER_WEEK).max(1);
        let week = i64::from(number).rem_euclid(weeks);
        let from = self.midnight(week * DAYS_PER_WEEK, 0).max(self.plan.start);
        let until = from.plus_seconds(DAYS_PER_WEEK * SECONDS_PER_DAY);
        let Some(person) = self.free_person(from, until) else {
            return;
        };
        self.turn(person, TurnKind::OnCall, from, until);
        self.tell(person, Part::OnCall, from, until);
    }

    /// A few people deploy at the same time, in the afternoon of those in the first city.
    fn deploy(&mut self, number: u32, of: u32) {
        let day = self.days() * i64::from(number) / i64::from(of.max(1));
        let hour = 13 + i64::from(self.chance.between(0, 2));
        let from = self.midnight(day, 0).plus_seconds(hour * SECONDS_PER_HOUR);
        let until = from.plus_seconds(DEPLOY_HOURS * SECONDS_PER_HOUR);
        for _ in 0..DEPLOYERS {
            if let Some(person) = self.free_person(from, until) {
                self.turn(person, TurnKind::Deploy, from, until);
                self.tell(person, Part::Deploy, from, until);
            }
        }
    }

    fn pipeline(&mut self) {
        let (start, end) = (self.plan.start, self.plan.end);
        let first = self.midnight(self.days() * 2 / 3, 0).max(start);
        let mut actor = new_pipeline(self.chance, &self.estates[0]);
        actor.turns.push(Turn {
            from: start,
            until: first,
            kind: TurnKind::Away,
        });
        let made = first.plus_seconds(-10 * SECONDS_PER_HOUR).max(start);
        self.arrivals
            .pipeline(self.chance, self.estates, &actor.login, made);
        self.actors.push(actor);
        let newest = self.actors.len() - 1;
        self.tell(newest, Part::NewPipeline, first, end);
    }
}
