//! The name of an investigation.

use std::fmt;
use std::str::FromStr;

use crate::Timestamp;

/// 21 digits, beyond what 64 bits hold: 13 of the millisecond in which the investigation was started
/// and 8 random ones (our choice; Detective's scheme is not published). So ids sort by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InvestigationId([u8; Self::DIGITS]);

/// The text is no investigation's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an investigation id has 21 digits")]
pub struct NotAnInvestigationId;

impl InvestigationId {
    /// How many digits an id has. Service model, `InvestigationId`.
    pub const DIGITS: usize = 21;

    const MAX_MILLIS: u64 = 9_999_999_999_999;
    const RANDOM: u64 = 100_000_000;

    /// The id of an investigation that is started at `created`, with some of `random`.
    pub fn new(created: Timestamp, random: u64) -> Self {
        let millis = Self::millis(created);
        let mut digits = [b'0'; Self::DIGITS];
        let mut rest =
            u128::from(millis) * u128::from(Self::RANDOM) + u128::from(random % Self::RANDOM);
        for digit in digits.iter_mut().rev() {
            // A remainder of ten fits into a byte.
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        Self(digits)
    }

    /// The smallest id that an investigation started at `moment` can have; of moments outside the
    /// years 1970 to 2286 the nearest.
    pub fn first_of(moment: Timestamp) -> Self {
        Self::new(moment, 0)
    }

    /// The greatest id that an investigation started at `moment` can have; likewise.
    pub fn last_of(moment: Timestamp) -> Self {
        Self::new(moment, Self::RANDOM - 1)
    }

    /// The 21 digits.
    pub fn as_str(&self) -> &str {
        // Only digits are ever stored.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    fn millis(moment: Timestamp) -> u64 {
        u64::try_from(moment.as_millis()).map_or(0, |it| it.min(Self::MAX_MILLIS))
    }
}

impl fmt::Display for InvestigationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for InvestigationId {
    type Err = NotAnInvestigationId;

    fn from_str(text: &str) -> Result<Self, NotAnInvestigationId> {
        let digits: [u8; Self::DIGITS] = text
            .as_bytes()
            .try_into()
            .map_err(|_| NotAnInvestigationId)?;
        if digits.iter().all(u8::is_ascii_digit) {
            Ok(Self(digits))
        } else {
            Err(NotAnInvestigationId)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_millisecond_and_eight_random_digits() {
        let created = Timestamp::from_millis(1_735_787_045_678);
        assert_eq!(
            InvestigationId::new(created, 7_100_000_042).as_str(),
            "173578704567800000042"
        );
    }

    #[test]
    fn other_texts_are_no_ids() {
        for text in [
            "",
            "17357870456781234567",
            "1735787045678123456789",
            "17357870456781234567x",
            "１７３",
        ] {
            assert_eq!(text.parse::<InvestigationId>(), Err(NotAnInvestigationId));
        }
    }

    #[test]
    fn moments_beyond_thirteen_digits_have_the_nearest_id() {
        assert_eq!(
            InvestigationId::first_of(Timestamp::MIN).as_str(),
            "0".repeat(21)
        );
        assert_eq!(
            InvestigationId::last_of(Timestamp::MAX).as_str(),
            "9".repeat(21)
        );
    }

    proptest::proptest! {
        #[test]
        fn ids_sort_by_time(a in 0_i64..9_999_999_999_999, b in 0_i64..9_999_999_999_999, r in 0_u64.., s in 0_u64..) {
            let id = |ms, random| InvestigationId::new(Timestamp::from_millis(ms), random);
            proptest::prop_assert_eq!(id(a, r).as_str().parse(), Ok(id(a, r)));
            if a < b {
                proptest::prop_assert!(id(a, r) < id(b, s));
            }
            proptest::prop_assert!(InvestigationId::first_of(Timestamp::from_millis(a)) <= id(a, r));
            proptest::prop_assert!(id(a, r) <= InvestigationId::last_of(Timestamp::from_millis(a)));
        }
    }
}
