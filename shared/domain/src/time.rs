//! Moments, hours, days and scope times, all in UTC.

use std::fmt;
use std::str::FromStr;

const SECOND_MS: i64 = 1_000;
const HOUR_MS: i64 = 3_600 * SECOND_MS;
const HOURS_PER_DAY: i32 = 24;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z; years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// The text is not an ISO 8601 moment with a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time looks like 2026-03-01T12:00:00Z")]
pub struct NotATimestamp;

impl Timestamp {
    /// Year 1, the earliest moment that can be said.
    pub const MIN: Self = Self(-62_135_596_800_000);
    /// The end of year 9999, the latest moment that can be said.
    pub const MAX: Self = Self(253_402_207_199_999);

    /// The moment `ms` milliseconds after the epoch, held within [`Self::MIN`] and [`Self::MAX`].
    #[inline]
    pub fn from_millis(ms: i64) -> Self {
        Self(ms.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Milliseconds since the epoch.
    #[inline]
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch.
    #[inline]
    pub fn as_seconds(self) -> i64 {
        self.0.div_euclid(SECOND_MS)
    }

    /// The moment `seconds` later (earlier when negative).
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_millis(self.0.saturating_add(seconds.saturating_mul(SECOND_MS)))
    }

    /// The UTC hour that holds this moment.
    #[inline]
    pub fn hour(self) -> Hour {
        // Years 1 to 9999 are within 72 million hours of the epoch.
        Hour(i32::try_from(self.0.div_euclid(HOUR_MS)).unwrap_or_default())
    }
}

impl FromStr for Timestamp {
    type Err = NotATimestamp;

    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        let moment: jiff::Timestamp = text.parse().map_err(|_| NotATimestamp)?;
        let ms = moment.as_millisecond();
        if !(Self::MIN.0..=Self::MAX.0).contains(&ms) {
            return Err(NotATimestamp);
        }
        Ok(Self(ms))
    }
}

/// As the API writes it: `2021-08-18T16:35:56.284Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `from_millis` and `from_str` keep the value within jiff's range.
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        write!(f, "{moment:.3}")
    }
}

/// A UTC hour, counted from 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hour(i32);

impl Hour {
    /// The hour `index` hours after the epoch.
    #[inline]
    pub fn from_index(index: i32) -> Self {
        Self(index)
    }

    /// Hours since the epoch.
    #[inline]
    pub fn index(self) -> i32 {
        self.0
    }

    /// The hour's first moment.
    #[inline]
    pub fn start(self) -> Timestamp {
        Timestamp::from_millis(i64::from(self.0) * HOUR_MS)
    }

    /// The hour `count` hours later (earlier when negative).
    pub fn plus(self, count: i32) -> Self {
        Self(self.0.saturating_add(count))
    }

    /// The UTC day that holds this hour.
    #[inline]
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(HOURS_PER_DAY))
    }
}

/// A UTC day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i32);

impl Day {
    /// The day's first hour.
    pub fn first_hour(self) -> Hour {
        Hour(self.0.saturating_mul(HOURS_PER_DAY))
    }

    /// The day `count` days later (earlier when negative).
    pub fn plus(self, count: i32) -> Self {
        Self(self.0.saturating_add(count))
    }
}

impl FromStr for Day {
    type Err = NotATimestamp;

    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        if text.len() != "2026-03-01".len() {
            return Err(NotATimestamp);
        }
        let midnight: Timestamp = format!("{text}T00:00:00Z").parse()?;
        Ok(midnight.hour().day())
    }
}

/// As `2026-03-01`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let midnight = self.first_hour().start().to_string();
        f.write_str(midnight.split('T').next().unwrap_or_default())
    }
}

/// The time that an analyst looks at: whole hours, half-open, at least one hour and at most a year.
///
/// Amazon Detective User Guide, "Managing the scope time": bounds on the hour, 1 hour to 1 year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeTime {
    start: Hour,
    end: Hour,
}

/// The two moments do not bound a scope time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidScopeTime {
    /// The end is not after the start.
    #[error("ScopeEndTime must be at least one hour after ScopeStartTime")]
    Empty,
    /// The scope time is longer than 366 days.
    #[error("ScopeEndTime must be at most one year after ScopeStartTime")]
    TooLong,
}

impl ScopeTime {
    /// The longest scope time: a leap year of hours.
    pub const MAX_HOURS: i32 = 366 * HOURS_PER_DAY;

    /// The whole hours that hold everything from `start` up to `end`: the start goes down to its
    /// hour, the end up to the next.
    ///
    /// # Errors
    /// When fewer than one or more than [`Self::MAX_HOURS`] hours are left.
    pub fn new(start: Timestamp, end: Timestamp) -> Result<Self, InvalidScopeTime> {
        let first = start.hour();
        let last = end.hour();
        let last = if last.start() < end {
            last.plus(1)
        } else {
            last
        };
        if end <= start {
            return Err(InvalidScopeTime::Empty);
        }
        if last.index() - first.index() > Self::MAX_HOURS {
            return Err(InvalidScopeTime::TooLong);
        }
        Ok(Self {
            start: first,
            end: last,
        })
    }

    /// The 24 hours that end with the hour of `now`: what is shown when nothing was chosen.
    pub fn last_day(now: Timestamp) -> Self {
        let end = now.hour().plus(1);
        Self {
            start: end.plus(-HOURS_PER_DAY),
            end,
        }
    }

    /// The `hours` that end where `scope` starts; at least one.
    pub fn before(scope: Self, hours: i32) -> Self {
        Self {
            start: scope.start.plus(-hours.max(1)),
            end: scope.start,
        }
    }

    /// The `hours` that end where this scope time ends; at least one.
    pub fn ending_with(self, hours: i32) -> Self {
        Self {
            start: self.end.plus(-hours.max(1)),
            end: self.end,
        }
    }

    /// The first hour within.
    pub fn start(self) -> Hour {
        self.start
    }

    /// The first hour after.
    pub fn end(self) -> Hour {
        self.end
    }

    /// Whether `hour` is within.
    pub fn contains(self, hour: Hour) -> bool {
        self.start <= hour && hour < self.end
    }

    /// How many hours are within.
    pub fn hours(self) -> i32 {
        self.end.index() - self.start.index()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_prints_as_the_api_writes_it() {
        assert_eq!(
            at("2021-08-18T16:35:56.284Z").to_string(),
            "2021-08-18T16:35:56.284Z"
        );
        assert_eq!(
            at("2021-08-18T18:35:56+02:00").to_string(),
            "2021-08-18T16:35:56.000Z"
        );
        assert_eq!(
            at("1969-12-31T23:59:59.001Z").to_string(),
            "1969-12-31T23:59:59.001Z"
        );
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "yesterday",
            "2021-08-18",
            "2021-08-18T16:35:56",
            "2021-13-18T16:35:56Z",
            "-000001-01-01T00:00:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(NotATimestamp), "{text:?}");
        }
    }

    #[test]
    fn the_extremes_print_without_loss() {
        for moment in [
            Timestamp::MIN,
            Timestamp::MAX,
            Timestamp::from_millis(i64::MAX),
            Timestamp::from_millis(i64::MIN),
        ] {
            assert_eq!(at(&moment.to_string()), moment);
        }
    }

    #[test]
    fn hours_and_days_before_the_epoch_hold_their_moments() {
        let hour = at("1969-12-31T23:59:59Z").hour();
        assert_eq!(hour.index(), -1);
        assert_eq!(hour.day().to_string(), "1969-12-31");
        assert_eq!(
            "2026-03-01".parse::<Day>().unwrap().first_hour().start(),
            at("2026-03-01T00:00:00Z")
        );
    }

    #[test]
    fn a_scope_time_is_widened_to_whole_hours() {
        let scope = ScopeTime::new(at("2026-03-01T10:15:00Z"), at("2026-03-01T12:00:01Z")).unwrap();
        assert_eq!(scope.start().start(), at("2026-03-01T10:00:00Z"));
        assert_eq!(scope.end().start(), at("2026-03-01T13:00:00Z"));
        assert!(!scope.contains(scope.end()));
    }

    #[test]
    fn a_scope_time_that_is_empty_or_longer_than_a_year_is_refused() {
        let start = at("2026-03-01T10:00:00Z");
        assert_eq!(ScopeTime::new(start, start), Err(InvalidScopeTime::Empty));
        assert_eq!(
            ScopeTime::new(start, start.plus_seconds(367 * 86_400)),
            Err(InvalidScopeTime::TooLong)
        );
    }

    proptest::proptest! {
        #[test]
        fn every_moment_prints_as_what_it_is_read_from(ms in Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis()) {
            let moment = Timestamp::from_millis(ms);
            proptest::prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }

        #[test]
        fn a_scope_time_holds_every_moment_from_its_start_to_its_end(start in 0_i64..4_000_000_000, seconds in 1_i64..31_000_000, at in 0.0_f64..1.0) {
            let start = Timestamp::from_millis(0).plus_seconds(start);
            let scope = ScopeTime::new(start, start.plus_seconds(seconds)).unwrap();
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any second between the two will do")]
            let inside = start.plus_seconds((seconds as f64 * at) as i64);
            proptest::prop_assert!(scope.contains(inside.hour()));
        }
    }
}
