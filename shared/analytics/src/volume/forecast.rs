//! What to expect of a sum.

use super::scatter::Shape;
use super::usual::rounded;

/// Counts are looked at up to here, in the forecast's unit; nothing usual is beyond.
const MOST: u64 = 1_000_000_000;

/// What is expected of a sum of counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    expected: f64,
    shapes: Vec<Shape>,
    unit: u64,
}

/// Bounds, both within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower bound.
    pub lower: u64,
    /// The upper bound.
    pub upper: u64,
}

/// How likely a sum is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tail {
    /// The probability of more.
    pub above: f64,
    /// The probability of exactly so much.
    pub at: f64,
}

impl Tail {
    /// The p-value: the probability of more, and half of that of exactly so much. Of counts, which are
    /// discrete, it is on the average what it should be; with all of the second it would be too large.
    ///
    /// Lancaster, "Significance tests in discrete distributions", 1961.
    pub fn p_value(self) -> f64 {
        (self.above + self.at / 2.0).clamp(0.0, 1.0)
    }

    /// The randomised p-value, which is uniform where the forecast is right: with `part`, a number
    /// from 0 to 1 drawn at random, of the probability of exactly so much.
    pub fn randomized(self, part: f64) -> f64 {
        (self.above + self.at * part).clamp(0.0, 1.0)
    }
}

impl Forecast {
    pub(super) fn new(expected: f64, shapes: Vec<Shape>, unit: u64) -> Self {
        Self {
            expected,
            shapes,
            unit,
        }
    }

    /// The same scatter around something else.
    pub(super) fn with_expected(&self, expected: f64) -> Self {
        Self {
            expected,
            ..self.clone()
        }
    }

    /// The expected sum.
    pub fn expected(&self) -> f64 {
        self.expected
    }

    /// How likely `observed` is.
    pub fn tail(&self, observed: u64) -> Tail {
        let count = rounded(observed, self.unit).min(MOST);
        let above = self.above(count);
        let from = count.checked_sub(1).map_or(1.0, |it| self.above(it));
        Tail {
            above,
            at: f64::max(from - above, 0.0),
        }
    }

    /// The central interval that holds the sum with the probability `level`.
    pub fn interval(&self, level: f64) -> Interval {
        let outside = (1.0 - level) / 2.0;
        let bound = |above: f64| self.least_with(above).saturating_mul(self.unit);
        Interval {
            lower: bound(1.0 - outside),
            upper: bound(outside),
        }
    }

    /// The probability of more than `count`, in the forecast's unit.
    fn above(&self, count: u64) -> f64 {
        let expected = self.expected / crate::number(self.unit);
        let of = |it: &Shape| it.weight * it.above(expected, count);
        self.shapes.iter().map(of).sum()
    }

    /// The least count with at most this probability of more.
    fn least_with(&self, above: f64) -> u64 {
        let (mut low, mut high) = (0, 1);
        if self.above(0) <= above {
            return 0;
        }
        while self.above(high) > above && high < MOST {
            low = high;
            high *= 2;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.above(middle) > above {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}
