//! When who is at work.

use gumshoe_domain::Timestamp;

const SECONDS_PER_HOUR: i64 = 3_600;
const SECONDS_PER_DAY: i64 = 24 * SECONDS_PER_HOUR;

/// How busy somebody in an office is in each hour of a working day, by local time.
const OFFICE_HOURS: [u32; 24] = [
    0, 0, 0, 0, 0, 0, 0, 2, 12, 22, 24, 22, 12, 18, 24, 22, 18, 9, 4, 1, 1, 0, 0, 0,
];

/// On a weekend day somebody does this share of a working day's work: one fortieth.
const WEEKEND_DIVISOR: u64 = 40;

/// Office hours count this often, so that the weekend's share is not lost to whole numbers.
const SCALE: u64 = 100;

/// How somebody's activity is spread over a week.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rhythm {
    /// Office hours, Monday to Friday, so many hours ahead of UTC.
    Office {
        /// Local time less UTC, in whole hours.
        utc_offset: i64,
    },
    /// Eight hours of any day, four days of every seven.
    Shift {
        /// Local time less UTC, in whole hours.
        utc_offset: i64,
        /// The local hour at which it begins.
        first_hour: i64,
        /// Which of the seven days are the four.
        phase: i64,
    },
    /// The same at every hour of every day.
    Steady,
}

const SHIFT_HOURS: usize = 8;
const SHIFT_DAYS: i64 = 4;

/// How busy somebody is in each hour of a shift.
const SHIFT_INTENSITY: u64 = 18;

impl Rhythm {
    /// How busy the hour that holds `at` is: 0 to 2,400; steady is always 600.
    pub(super) fn intensity(self, at: Timestamp) -> u64 {
        match self {
            Self::Steady => 6 * SCALE,
            Self::Shift {
                utc_offset,
                first_hour,
                phase,
            } => {
                // A shift that passes midnight belongs to the day on which it began.
                let local = LocalTime::new(at, utc_offset - first_hour);
                let on = (local.day + phase).rem_euclid(7) < SHIFT_DAYS && local.hour < SHIFT_HOURS;
                u64::from(on) * SHIFT_INTENSITY * SCALE
            }
            Self::Office { utc_offset } => {
                let local = LocalTime::new(at, utc_offset);
                let busy = u64::from(OFFICE_HOURS.get(local.hour).copied().unwrap_or_default());
                if local.weekend {
                    busy * SCALE / WEEKEND_DIVISOR
                } else {
                    busy * SCALE
                }
            }
        }
    }

    /// The local day that holds `at`, counted from 1970-01-01.
    pub(super) fn local_day(self, at: Timestamp) -> i64 {
        let offset = match self {
            Self::Office { utc_offset } => utc_offset,
            Self::Shift {
                utc_offset,
                first_hour,
                ..
            } => utc_offset - first_hour,
            Self::Steady => 0,
        };
        LocalTime::new(at, offset).day
    }
}

struct LocalTime {
    day: i64,
    hour: usize,
    weekend: bool,
}

impl LocalTime {
    fn new(at: Timestamp, utc_offset: i64) -> Self {
        let seconds = at.as_seconds() + utc_offset * SECONDS_PER_HOUR;
        let day = seconds.div_euclid(SECONDS_PER_DAY);
        let hour = seconds.rem_euclid(SECONDS_PER_DAY) / SECONDS_PER_HOUR;
        Self {
            day,
            hour: usize::try_from(hour).unwrap_or_default(),
            // 1970-01-01 was a Thursday: days 2 and 3 after it were the weekend.
            weekend: matches!(day.rem_euclid(7), 2 | 3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_works_by_its_own_clock_and_hardly_on_weekends() {
        let seattle = Rhythm::Office { utc_offset: -8 };
        let intensity = |text: &str| seattle.intensity(text.parse().unwrap());
        // 2026-03-02 is a Monday, 2026-03-07 a Saturday.
        assert_eq!(intensity("2026-03-02T10:30:00Z"), 0);
        assert_eq!(intensity("2026-03-02T18:30:00Z"), 2_400);
        assert_eq!(intensity("2026-03-07T18:30:00Z"), 60);
    }

    #[test]
    fn a_local_day_begins_at_local_midnight() {
        let bengaluru = Rhythm::Office { utc_offset: 5 };
        let day = |text: &str| bengaluru.local_day(text.parse().unwrap());
        assert_eq!(day("2026-03-02T19:00:00Z") - day("2026-03-02T18:59:59Z"), 1);
    }
}
