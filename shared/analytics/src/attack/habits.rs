//! On which days somebody made which calls.

use std::collections::HashMap;

use gumshoe_domain::investigation::Tactic;

use super::table::{Table, When, unversioned};

/// Most days that are told apart; a bit each.
const MOST_DAYS: u32 = u64::BITS;

/// What somebody called in a stretch of at most 64 days, by day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Habits {
    active: u64,
    calls: HashMap<String, HashMap<String, Habit>>,
}

/// How often somebody made a call, by day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Habit {
    by_day: Vec<u64>,
    failed: u64,
}

impl Habits {
    /// Adds `calls` of an API, made on the day `day` (the first is 0).
    pub fn add(&mut self, day: u32, service: &str, api: &str, has_failed: bool, calls: u64) {
        let day = day.min(MOST_DAYS - 1);
        self.active |= 1 << day;
        let api = unversioned(api);
        // Looked up before it is inserted: most calls are known, and texts are not free.
        if !self.calls.contains_key(service) {
            self.calls.insert(service.to_owned(), HashMap::new());
        }
        let Some(of_service) = self.calls.get_mut(service) else {
            return;
        };
        match of_service.get_mut(api) {
            Some(habit) => habit.add(day, has_failed, calls),
            None => {
                let habit = of_service.entry(api.to_owned()).or_default();
                habit.add(day, has_failed, calls);
            }
        }
    }

    /// Adds what somebody else did in the same stretch.
    pub fn absorb(&mut self, other: Self) {
        self.active |= other.active;
        for (service, apis) in other.calls {
            let own = self.calls.entry(service).or_default();
            for (api, habit) in apis {
                own.entry(api).or_default().absorb(habit);
            }
        }
    }

    /// On how many days there was any call.
    pub fn active_days(&self) -> u32 {
        self.active.count_ones()
    }

    /// How often an API was called, if it was.
    pub fn of(&self, service: &str, api: &str) -> Option<&Habit> {
        self.calls.get(service)?.get(unversioned(api))
    }

    /// Every API that was called, with its service.
    pub fn every(&self) -> impl Iterator<Item = (&str, &str, &Habit)> {
        self.calls.iter().flat_map(|(service, apis)| {
            apis.iter()
                .map(move |(api, habit)| (&**service, &**api, habit))
        })
    }

    /// How many APIs that serve `tactic` were called on one day and never again.
    pub(crate) fn once(&self, table: &Table, tactic: Tactic) -> usize {
        let serves = |service: &str, api: &str| {
            let uses = table.uses(service, api);
            uses.iter()
                .any(|it| it.when == When::Any && it.tactic == tactic)
        };
        self.every()
            .filter(|(service, api, habit)| habit.days() == 1 && serves(service, api))
            .count()
    }

    /// How many APIs failed on one day and never again.
    pub(crate) fn failed_once(&self) -> usize {
        let failed_once = |habit: &Habit| habit.failed.count_ones() == 1;
        self.every().filter(|(_, _, it)| failed_once(it)).count()
    }
}

impl Habit {
    fn add(&mut self, day: u32, has_failed: bool, calls: u64) {
        let at = usize::try_from(day).unwrap_or_default();
        if self.by_day.len() <= at {
            self.by_day.resize(at + 1, 0);
        }
        if let Some(count) = self.by_day.get_mut(at) {
            *count = count.saturating_add(calls);
        }
        if has_failed {
            self.failed |= 1 << day;
        }
    }

    fn absorb(&mut self, other: Self) {
        for (day, calls) in (0..).zip(other.by_day) {
            if calls > 0 {
                self.add(day, false, calls);
            }
        }
        self.failed |= other.failed;
    }

    /// On how many days.
    pub fn days(&self) -> u32 {
        let days = self.by_day.iter().filter(|it| **it > 0).count();
        u32::try_from(days).unwrap_or(MOST_DAYS)
    }

    /// How often in all.
    pub fn calls(&self) -> u64 {
        self.by_day
            .iter()
            .fold(0, |sum, it| sum.saturating_add(*it))
    }

    /// How often on the day with most calls.
    pub fn busiest(&self) -> u64 {
        self.by_day.iter().copied().max().unwrap_or_default()
    }

    /// Whether a call ever failed.
    pub fn has_failed(&self) -> bool {
        self.failed != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_calls_and_failures_are_counted_by_api_whatever_its_version() {
        let mut habits = Habits::default();
        habits.add(0, "lambda", "UpdateFunctionCode20150331v2", false, 3);
        habits.add(0, "lambda", "UpdateFunctionCode", true, 2);
        habits.add(44, "lambda", "UpdateFunctionCode", false, 1);
        habits.add(7, "s3", "ListBuckets", false, 1);
        assert_eq!(habits.active_days(), 3);
        let habit = habits.of("lambda", "UpdateFunctionCode20150331v2").unwrap();
        assert_eq!((habit.days(), habit.calls(), habit.busiest()), (2, 6, 5));
        assert!(habit.has_failed());
        assert_eq!(habits.of("lambda", "Invoke"), None);
        assert_eq!(habits.every().count(), 2);
        assert_eq!(habits.failed_once(), 1);
    }

    #[test]
    fn habits_of_two_are_those_of_one_who_did_both() {
        let (mut a, mut b, mut both) = Default::default();
        let add = |to: &mut Habits, day, api, has_failed| to.add(day, "s3", api, has_failed, 2);
        for habits in [&mut a, &mut both] {
            add(habits, 1, "GetObject", true);
            add(habits, 2, "GetObject", false);
        }
        for habits in [&mut b, &mut both] {
            add(habits, 2, "GetObject", false);
            add(habits, 9, "PutObject", true);
        }
        a.absorb(b);
        assert_eq!(a, both);
    }

    #[test]
    fn what_was_done_once_is_counted_by_tactic() {
        let table = Table::get().unwrap();
        let mut habits = Habits::default();
        habits.add(3, "iam", "CreateUser", false, 9);
        habits.add(4, "iam", "CreateAccessKey", false, 1);
        habits.add(5, "iam", "CreateAccessKey", false, 1);
        habits.add(5, "s3", "NoSuchCall", false, 1);
        assert_eq!(habits.once(table, Tactic::Persistence), 1);
        assert_eq!(habits.once(table, Tactic::Impact), 0);
    }

    #[test]
    fn a_day_beyond_the_last_counts_as_the_last() {
        let mut habits = Habits::default();
        habits.add(63, "s3", "GetObject", false, u64::MAX);
        habits.add(u32::MAX, "s3", "GetObject", false, 1);
        let habit = habits.of("s3", "GetObject").unwrap();
        assert_eq!((habit.days(), habit.calls()), (1, u64::MAX));
    }
}
