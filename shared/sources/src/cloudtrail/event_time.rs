//! `eventTime`, read by hand where it has the form that CloudTrail writes.

use gumshoe_domain::Timestamp;

const DAY_SECONDS: i64 = 86_400;
const DAYS_IN_MONTH: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// Days of a whole year before each month begins, without a leap day.
const DAYS_BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/// Days from year 1 to 1970.
const DAYS_TO_EPOCH: i64 = 719_162;

/// The moment that `text` names, if it names one.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    seconds(text.as_bytes())
        .map(|it| Timestamp::from_millis(it * 1_000))
        .or_else(|| text.parse().ok())
}

/// Seconds since the epoch at `YYYY-MM-DDTHH:MM:SSZ`; nothing for any other form, for year 0 and
/// for leap seconds, which the general parser decides on.
fn seconds(text: &[u8]) -> Option<i64> {
    let &[
        a,
        b,
        c,
        d,
        b'-',
        e,
        f,
        b'-',
        g,
        h,
        b'T',
        i,
        j,
        b':',
        k,
        l,
        b':',
        m,
        n,
        b'Z',
    ] = text
    else {
        return None;
    };
    let year = pair(a, b)? * 100 + pair(c, d)?;
    let (month, day) = (pair(e, f)?, pair(g, h)?);
    let (hour, minute, second) = (pair(i, j)?, pair(k, l)?, pair(m, n)?);
    let month_at = usize::try_from(month - 1).ok()?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let leap_day = i64::from(is_leap && month == 2);
    let is_day = (1..=DAYS_IN_MONTH.get(month_at)? + leap_day).contains(&day);
    if year == 0 || !is_day || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let years = year - 1;
    let days_of_years = years * 365 + years / 4 - years / 100 + years / 400;
    let leap_passed = i64::from(is_leap && month > 2);
    let day_of_year = DAYS_BEFORE_MONTH.get(month_at)? + leap_passed + day - 1;
    let days = days_of_years + day_of_year - DAYS_TO_EPOCH;
    Some(days * DAY_SECONDS + hour * 3_600 + minute * 60 + second)
}

/// The number of two decimal digits.
fn pair(tens: u8, ones: u8) -> Option<i64> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_day_of_four_centuries_is_read_as_the_general_parser_reads_it() {
        for year in 1800..2200 {
            for month in 0..14 {
                for day in [0, 1, 28, 29, 30, 31, 32] {
                    let text = format!("{year:04}-{month:02}-{day:02}T23:59:58Z");
                    assert_eq!(parse(&text), text.parse().ok(), "{text}");
                }
            }
        }
    }

    #[test]
    fn other_forms_of_a_moment_are_read_and_what_is_none_is_not() {
        let expected = Timestamp::from_millis(1_772_366_400_000);
        for text in [
            "2026-03-01T12:00:00Z",
            "2026-03-01T12:00:00.000Z",
            "2026-03-01T13:00:00+01:00",
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "2026-03-01",
            "2026-03-01T24:00:00Z",
            "2026-03-01T12:60:00Z",
            "2026-0:-01T12:00:00Z",
            "0000-01-01T00:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_moment_of_this_form_is_read_as_the_general_parser_reads_it(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]Z"
        ) {
            prop_assert_eq!(parse(&text), text.parse().ok());
        }
    }
}
