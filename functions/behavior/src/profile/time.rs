//! The times of a profile: the scope, what is shown beside it, and what it is compared with.

use gumshoe_domain::{Hour, ScopeTime, Timestamp};

use crate::baseline;

const HOURS_PER_DAY: i32 = 24;

/// The longest scope time that is shown in hours: a week. AWS does not say where its console changes.
const LONGEST_HOURLY: i32 = 7 * HOURS_PER_DAY;

/// The most that is shown on each side of the scope time. Our choice; of a shorter scope time it is as
/// much as the scope time itself, so that this keeps the larger part of the picture.
const LONGEST_PERIPHERY: i32 = 7 * HOURS_PER_DAY;

/// The times of one profile.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// What the analyst looks at.
    pub(crate) scope: ScopeTime,
    /// What it is compared with.
    pub(crate) baseline: ScopeTime,
    bin_hours: i32,
    shown_from: Hour,
    shown_until: Hour,
}

impl Times {
    /// The times of a profile of `scope`, seen at `now`: nothing is shown of the future.
    pub(crate) fn new(scope: ScopeTime, now: Timestamp) -> Self {
        let bin_hours = if scope.hours() <= LONGEST_HOURLY {
            1
        } else {
            HOURS_PER_DAY
        };
        let periphery = scope.hours().min(LONGEST_PERIPHERY);
        let present = now.hour().plus(1).max(scope.end());
        Self {
            scope,
            baseline: baseline::before(scope),
            bin_hours,
            shown_from: scope.start().plus(-periphery),
            shown_until: scope.end().plus(periphery).min(present),
        }
    }

    /// Everything that is read: the baseline, the scope time, and what is shown after it.
    pub(crate) fn read(self) -> ScopeTime {
        let (start, end) = (
            self.baseline.start().start(),
            self.shown_until.start().max(self.scope.end().start()),
        );
        // At most 45 days, a year and a week: where that is too long, the scope time alone.
        ScopeTime::new(start, end).unwrap_or(self.scope)
    }

    /// What follows on the baseline: the scope time, and what is shown after it.
    pub(crate) fn recent(self) -> ScopeTime {
        let end = self.shown_until.max(self.scope.end());
        // At most a year and a week: where that is too long, the scope time alone.
        ScopeTime::new(self.scope.start().start(), end.start()).unwrap_or(self.scope)
    }

    /// `HOUR` or `DAY`.
    pub(crate) fn bin_size(self) -> &'static str {
        if self.bin_hours == 1 { "HOUR" } else { "DAY" }
    }

    /// Hours of a bin.
    pub(crate) fn bin_hours(self) -> i32 {
        self.bin_hours
    }

    /// The first hour of the bin that holds `hour`; a day's bin begins at midnight, UTC.
    pub(crate) fn bin(self, hour: Hour) -> Hour {
        if self.bin_hours == HOURS_PER_DAY {
            hour.day().first_hour()
        } else {
            hour
        }
    }

    /// Whether a timeline shows `hour`.
    pub(crate) fn shows(self, hour: Hour) -> bool {
        self.bin(self.shown_from) <= hour && hour < self.shown_until
    }

    /// The bins of the scope time.
    pub(crate) fn scope_bins(self) -> impl Iterator<Item = Hour> {
        let first = self.bin(self.scope.start());
        std::iter::successors(Some(first), move |it| Some(it.plus(self.bin_hours)))
            .take_while(move |it| *it < self.scope.end())
    }

    /// The bins that a timeline shows, with those beside the scope time.
    pub(crate) fn shown_bins(self) -> impl Iterator<Item = Hour> {
        let first = self.bin(self.shown_from);
        std::iter::successors(Some(first), move |it| Some(it.plus(self.bin_hours)))
            .take_while(move |it| *it < self.shown_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(start: &str, end: &str, now: &str) -> Times {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        Times::new(ScopeTime::new(at(start), at(end)).unwrap(), at(now))
    }

    #[test]
    fn a_day_is_shown_in_hours_between_the_days_beside_it() {
        let times = times(
            "2026-03-02T00:00:00Z",
            "2026-03-03T00:00:00Z",
            "2026-03-09T00:00:00Z",
        );
        assert_eq!(times.bin_size(), "HOUR");
        assert_eq!(times.shown_bins().count(), 72);
    }

    #[test]
    fn nothing_is_shown_of_the_future() {
        let times = times(
            "2026-03-02T00:00:00Z",
            "2026-03-03T00:00:00Z",
            "2026-03-02T23:30:00Z",
        );
        assert_eq!(times.shown_bins().count(), 48);
    }

    #[test]
    fn a_month_is_shown_in_days() {
        let times = times(
            "2026-03-01T05:00:00Z",
            "2026-03-31T05:00:00Z",
            "2026-06-01T00:00:00Z",
        );
        assert_eq!(times.bin_size(), "DAY");
        assert_eq!(
            times.shown_bins().next().unwrap().start().to_string(),
            "2026-02-22T00:00:00.000Z"
        );
    }
}
