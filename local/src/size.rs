//! Sizes as people write them.

use std::fmt;
use std::str::FromStr;

/// Units of a size, the largest first; those with an `i` count by 1,024.
const UNITS: [(&str, u64); 7] = [
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("kB", 1_000),
    ("B", 1),
];

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(u64);

/// The text is not a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a size is a whole number and a unit: B, kB, KiB, MB, MiB, GB or GiB, such as 30MB")]
pub struct NotASize;

impl Size {
    /// How many bytes.
    pub fn bytes(self) -> u64 {
        self.0
    }
}

impl From<u64> for Size {
    fn from(bytes: u64) -> Self {
        Self(bytes)
    }
}

impl FromStr for Size {
    type Err = NotASize;

    fn from_str(text: &str) -> Result<Self, NotASize> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let number: u64 = number.parse().map_err(|_| NotASize)?;
        let found = UNITS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit.trim()));
        let (_, factor) = found.ok_or(NotASize)?;
        number.checked_mul(*factor).map(Self).ok_or(NotASize)
    }
}

/// In decimal units, with one digit after the point where that says something: `30.1 MB`.
impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for unit in ["GB", "MB", "kB"] {
            let Some((_, factor)) = UNITS.iter().find(|(name, _)| *name == unit) else {
                continue;
            };
            if self.0 >= *factor {
                let tenths = u128::from(self.0) * 10 / u128::from(*factor);
                return write!(f, "{}.{} {unit}", tenths / 10, tenths % 10);
            }
        }
        write!(f, "{} B", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_and_a_unit() {
        for (text, bytes) in [
            ("0B", 0),
            ("30MB", 30_000_000),
            ("30 mb", 30_000_000),
            ("2GiB", 2 << 30),
            ("1kB", 1_000),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "30",
            "MB",
            "-1MB",
            "1.5GB",
            "30 parsecs",
            "99999999999GB",
            "٣MB",
        ] {
            assert_eq!(text.parse::<Size>(), Err(NotASize), "{text:?}");
        }
    }

    #[test]
    fn a_size_prints_in_the_largest_unit_that_it_fills() {
        for (bytes, text) in [
            (999, "999 B"),
            (30_149_000, "30.1 MB"),
            (1_000_000_000, "1.0 GB"),
        ] {
            assert_eq!(Size(bytes).to_string(), text);
        }
    }
}
