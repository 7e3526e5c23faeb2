//! How far back a scope time begins, as people write it.

use std::str::FromStr;

/// How far back, up to a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last(u32);

/// The text tells no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be a number of hours, days or weeks up to a year, such as 24h, 7d or 2w")]
pub struct NotATime;

/// Hours of each unit.
const UNITS: [(char, u32); 3] = [('h', 1), ('d', 24), ('w', 7 * 24)];

/// Hours of the longest scope time.
const MOST_HOURS: u32 = 365 * 24;

impl Last {
    /// In seconds.
    pub fn seconds(self) -> i64 {
        i64::from(self.0) * 3_600
    }
}

impl FromStr for Last {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let hours = UNITS.iter().find_map(|(unit, hours)| {
            let count: u32 = text.strip_suffix(*unit)?.parse().ok()?;
            count.checked_mul(*hours)
        });
        let hours = hours.filter(|it| (1..=MOST_HOURS).contains(it));
        hours.map(Self).ok_or(NotATime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_number_and_a_unit() {
        for (text, hours) in [("24h", 24), ("7d", 168), ("2w", 336), ("365d", 8_760)] {
            assert_eq!(text.parse(), Ok(Last(hours)), "{text}");
        }
        for text in ["", "7", "d", "0h", "-1d", "366d", "9999999999w", "1.5d"] {
            assert_eq!(text.parse::<Last>(), Err(NotATime), "{text}");
        }
    }
}
