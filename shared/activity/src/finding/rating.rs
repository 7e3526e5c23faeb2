//! How bad a finding is: a level, and the number that its provider gave.

use gumshoe_domain::investigation::Severity;

/// A level, and the number from which it comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    /// The level.
    pub level: Severity,
    /// The provider's number: 1 to 10 of `GuardDuty`, 0 to 100 of Security Hub.
    pub number: f64,
}

/// From which number on a finding of `GuardDuty` has a level. `GuardDuty` User Guide, "Findings
/// severity levels": 1.0 to 3.9 is low, 4.0 to 6.9 medium, 7.0 to 8.9 high, 9.0 to 10.0 critical.
const GUARD_DUTY: [(f64, Severity); 4] = [
    (9.0, Severity::Critical),
    (7.0, Severity::High),
    (4.0, Severity::Medium),
    (1.0, Severity::Low),
];

/// From which number on a finding of Security Hub has a level, and the number of a finding that has
/// the level alone. Security Hub User Guide, "Severity": 1 to 39 is low, 40 to 69 medium, 70 to 89
/// high, 90 to 100 critical.
const NORMALIZED: [(f64, Severity); 4] = [
    (90.0, Severity::Critical),
    (70.0, Severity::High),
    (40.0, Severity::Medium),
    (1.0, Severity::Low),
];

impl Rating {
    /// A level, and the number that was told with it. No provider's number is above 100 or has more
    /// than two decimals; what is no such number is brought near one.
    pub fn new(level: Severity, number: f64) -> Self {
        Self {
            level,
            number: (number.clamp(0.0, 100.0) * 100.0).round() / 100.0,
        }
    }

    /// By the severity of `GuardDuty`.
    pub fn of_guard_duty(number: f64) -> Self {
        Self::new(level(&GUARD_DUTY, number), number)
    }

    /// By `Severity.Normalized` of Security Hub's format.
    pub fn normalized(number: f64) -> Self {
        Self::new(level(&NORMALIZED, number), number)
    }

    /// By `Severity.Label` of Security Hub's format, where there is no number.
    pub fn labelled(level: Severity) -> Self {
        let from = NORMALIZED.iter().find(|(_, of)| *of == level);
        Self {
            level,
            number: from.map_or(0.0, |(from, _)| *from),
        }
    }
}

fn level(scale: &[(f64, Severity)], number: f64) -> Severity {
    scale
        .iter()
        .find(|(from, _)| number >= *from)
        .map_or(Severity::Informational, |(_, level)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_begin_where_the_providers_say() {
        use Severity::{Critical, High, Informational, Low, Medium};
        for (number, expected) in [
            (0.0, Informational),
            (1.0, Low),
            (3.9, Low),
            (4.0, Medium),
            (6.9, Medium),
            (7.0, High),
            (8.9, High),
            (9.0, Critical),
            (10.0, Critical),
        ] {
            assert_eq!(Rating::of_guard_duty(number).level, expected, "{number}");
        }
        for (number, expected) in [
            (0.0, Informational),
            (1.0, Low),
            (39.0, Low),
            (40.0, Medium),
            (69.0, Medium),
            (70.0, High),
            (89.0, High),
            (90.0, Critical),
            (100.0, Critical),
        ] {
            assert_eq!(Rating::normalized(number).level, expected, "{number}");
        }
    }

    #[test]
    fn numbers_that_no_provider_uses_are_brought_near_one() {
        let numbers = [1e300, -1e300, 1e-300, 5.1234, f64::INFINITY];
        let near = numbers.map(|it| Rating::normalized(it).number);
        assert_eq!(near, [100.0, 0.0, 0.0, 5.12, 100.0]);
    }

    #[test]
    fn a_level_alone_has_the_number_at_which_it_begins() {
        for level in Severity::ALL {
            let rating = Rating::labelled(*level);
            assert_eq!(Rating::normalized(rating.number), rating);
        }
    }
}
