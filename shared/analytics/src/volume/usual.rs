//! What the baseline of one series says.

use std::collections::{BTreeMap, HashMap};

use gumshoe_domain::{Hour, ScopeTime};

use super::forecast::{Forecast, Interval};
use super::scatter::{self, Window};
use super::season::{Means, Tally, WEEK, Weights, hour_of_week};

/// Counts by hour; an hour that is not in it has none.
pub type HourlyCounts = BTreeMap<Hour, u64>;

const DAY: usize = 24;

/// Sums of windows beyond this are counted in larger units, such as kilobytes: the distributions are
/// exact up to there, and beyond the unit makes no difference.
const LARGEST: u64 = 10_000;

/// What is expected of a bin of a timeline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The bin's first hour, which may be before the scope time.
    pub start: Hour,
    /// The expected sum of its hours.
    pub expected: f64,
    /// The bounds within which the sum is usual.
    pub interval: Interval,
}

/// What is usual in one series of counts.
#[derive(Debug, Clone)]
pub struct Usual {
    first: Hour,
    /// By hour; none where nothing was observed.
    counts: Vec<Option<u64>>,
    weights: Weights,
    tally: Tally,
    means: Means,
}

impl Usual {
    /// Learns from the counts of the hours of `known` that were `observed`.
    pub fn learn(counts: &HourlyCounts, known: ScopeTime, observed: impl Fn(Hour) -> bool) -> Self {
        let hours = (0..known.hours()).map(|it| known.start().plus(it));
        let count = |hour: Hour| counts.get(&hour).copied().unwrap_or_default();
        let dense: Vec<Option<u64>> = hours
            .map(|hour| observed(hour).then(|| count(hour)))
            .collect();
        let numbers: Vec<Option<f64>> = dense.iter().map(|it| it.map(crate::number)).collect();
        let weights = Weights::of(known.start(), &numbers);
        let mut tally = Tally::new();
        for (at, count) in numbers.iter().enumerate() {
            if let Some(count) = count {
                tally.add(class(known.start(), at), *count);
            }
        }
        Self {
            first: known.start(),
            counts: dense,
            weights,
            means: tally.means(&weights),
            tally,
        }
    }

    /// What is expected of the sum of `hours` hours from the end of the baseline on.
    pub fn next(&self, hours: i32) -> Forecast {
        let window = usize::try_from(hours).unwrap_or(1).max(1);
        // The windows at the same time of other days. Longer ones overlap: each counts in part.
        let overlap = window.div_ceil(DAY);
        let weight = 1.0 / crate::number(u64::try_from(overlap).unwrap_or(1));
        let starts = (overlap..).map_while(|days| self.counts.len().checked_sub(days * DAY));
        self.forecast(self.counts.len(), window, starts, weight)
    }

    /// The sum that is expected of the `hours` hours from the end of the baseline on.
    pub fn expected(&self, hours: i32) -> f64 {
        let window = usize::try_from(hours).unwrap_or(1).max(1);
        self.expected_from(self.first, self.counts.len(), window)
    }

    /// What is expected of each bin of `bin_hours` hours that has hours of `scope`: of those. Bins begin
    /// at multiples of their length, days at midnight. `scope` need not follow the baseline at once.
    pub fn bands(&self, scope: ScopeTime, bin_hours: i32, level: f64) -> Vec<Band> {
        let bin_hours = bin_hours.max(1);
        let window = usize::try_from(bin_hours).unwrap_or(1);
        let last = self.counts.len().checked_sub(window);
        let starts = last.into_iter().flat_map(|it| (0..=it).step_by(window));
        let any = self.forecast(0, window, starts, 1.0);
        let mut known: HashMap<(usize, i32), (f64, Interval)> = HashMap::new();
        let mut bands = Vec::new();
        let mut start = Hour::from_index(scope.start().index().div_euclid(bin_hours) * bin_hours);
        while start < scope.end() {
            let (from, to) = (
                start.max(scope.start()),
                start.plus(bin_hours).min(scope.end()),
            );
            let hours = to.index() - from.index();
            // A season has 168 hours: most bins of a long scope time are like another.
            let (expected, interval) =
                *known.entry((hour_of_week(from), hours)).or_insert_with(|| {
                    let hours = usize::try_from(hours).unwrap_or_default();
                    let expected = self.expected_from(from, 0, hours);
                    (expected, any.with_expected(expected).interval(level))
                });
            bands.push(Band {
                start,
                expected,
                interval,
            });
            start = start.plus(bin_hours);
        }
        bands
    }

    fn expected_from(&self, first: Hour, at: usize, hours: usize) -> f64 {
        let classes = (at..at + hours).map(|it| class(first, it));
        self.means.expected(classes)
    }

    /// The forecast of the window at `start`, with the scatter of windows of the same length.
    fn forecast(
        &self,
        start: usize,
        window: usize,
        starts: impl Iterator<Item = usize>,
        weight: f64,
    ) -> Forecast {
        let classes = |start: usize| (start..start + window).map(|at| class(self.first, at));
        let mut windows = Vec::new();
        for start in starts {
            let counts = self.counts.get(start..start + window).unwrap_or_default();
            // A day at least must be left to expect anything from.
            if counts.is_empty() || counts.len() + DAY > self.counts.len() {
                continue;
            }
            let Some(counts) = counts.iter().copied().collect::<Option<Vec<u64>>>() else {
                continue;
            };
            let mut rest = self.tally.clone();
            for (class, count) in classes(start).zip(&counts) {
                rest.remove(class, crate::number(*count));
            }
            let count = counts
                .iter()
                .fold(0, |sum: u64, it| sum.saturating_add(*it));
            let expected = rest.means(&self.weights).expected(classes(start));
            windows.push((count, expected));
        }
        let largest = windows.iter().map(|(count, _)| *count).max();
        let unit = largest.unwrap_or_default().div_ceil(LARGEST).max(1);
        let scaled = windows.into_iter().map(|(count, expected)| Window {
            count: rounded(count, unit),
            expected: expected / crate::number(unit),
            weight,
        });
        let shapes = scatter::shapes(&scaled.collect::<Vec<_>>());
        Forecast::new(self.means.expected(classes(start)), shapes, unit)
    }
}

fn class(first: Hour, at: usize) -> usize {
    (hour_of_week(first) + at) % WEEK
}

/// `count` in units of `unit`.
pub(super) fn rounded(count: u64, unit: u64) -> u64 {
    count.saturating_add(unit / 2) / unit
}
