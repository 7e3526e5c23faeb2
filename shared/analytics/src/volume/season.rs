//! What the hours of the week have in common.
//!
//! A level, a factor for each hour of the day, one for each day of the week, and what is left of each
//! hour of the week. Each is drawn towards what the coarser ones say by its credibility,
//! `n / (n + K)`, where `K` is the variance within classes over that between them: Bühlmann and Straub,
//! "Glaubwürdigkeit für Schadensätze", 1970. A series without a season so has factors of about one.

use gumshoe_domain::Hour;

/// Hours of a day.
const DAY: usize = 24;
/// Days of a week.
const WEEK_DAYS: usize = 7;
/// Hours of a week.
pub(super) const WEEK: usize = DAY * WEEK_DAYS;

/// No hour of the week is expected to have less than this part of the level: what never happened at
/// night may happen there once. Our choice.
const LEAST_PART: f64 = 0.02;

/// Counts that are added to what was seen, so that nothing is expected never to happen: the prior of
/// Jeffreys for a rate.
const PRIOR_COUNT: f64 = 0.5;

/// The hour of the week, counted from Thursday 00:00 UTC as the epoch is.
pub(super) fn hour_of_week(hour: Hour) -> usize {
    let week = i32::try_from(WEEK).unwrap_or(i32::MAX);
    usize::try_from(hour.index().rem_euclid(week)).unwrap_or_default()
}

/// Hours and counts by hour of the week.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    hours: [f64; WEEK],
    counts: [f64; WEEK],
}

impl Tally {
    pub(super) fn new() -> Self {
        Self {
            hours: [0.0; WEEK],
            counts: [0.0; WEEK],
        }
    }

    pub(super) fn add(&mut self, class: usize, count: f64) {
        self.put(class, 1.0, count);
    }

    pub(super) fn remove(&mut self, class: usize, count: f64) {
        self.put(class, -1.0, -count);
    }

    fn put(&mut self, class: usize, hours: f64, count: f64) {
        if let (Some(known), Some(sum)) = (self.hours.get_mut(class), self.counts.get_mut(class)) {
            *known += hours;
            *sum += count;
        }
    }

    /// The mean count of an hour of each class, and of any hour.
    pub(super) fn means(&self, weights: &Weights) -> Means {
        let (mut days, mut week_days) = ([(0.0, 0.0); DAY], [(0.0, 0.0); WEEK_DAYS]);
        let (mut all_hours, mut all_counts) = (0.0, PRIOR_COUNT);
        for (class, (hours, count)) in self.classes() {
            for sums in [&mut days[class % DAY], &mut week_days[class / DAY]] {
                sums.0 += hours;
                sums.1 += count;
            }
            all_hours += hours;
            all_counts += count;
        }
        let level = all_counts / f64::max(all_hours, 1.0);
        let factor = |(hours, count): (f64, f64), unit: f64, k: f64| {
            if hours <= 0.0 {
                return 1.0;
            }
            1.0 + credibility(hours / unit, k) * (count / hours / level - 1.0)
        };
        let mut means = [level; WEEK];
        for (class, (hours, count)) in self.classes() {
            let of_day = factor(days[class % DAY], 1.0, weights.of_day);
            let of_week_day = factor(week_days[class / DAY], 24.0, weights.of_week_day);
            let product = level * of_day * of_week_day;
            let own = if hours > 0.0 {
                credibility(hours, weights.of_week) * (count / hours - product)
            } else {
                0.0
            };
            means[class] = f64::max(product + own, LEAST_PART * level);
        }
        Means(means)
    }

    fn classes(&self) -> impl Iterator<Item = (usize, (f64, f64))> + '_ {
        let pairs = self.hours.iter().copied().zip(self.counts);
        pairs.enumerate()
    }
}

/// The weight of what was seen `n` times.
fn credibility(n: f64, k: f64) -> f64 {
    if k.is_finite() { n / (n + k) } else { 0.0 }
}

/// The mean count of an hour, by hour of the week.
#[derive(Debug, Clone)]
pub(super) struct Means([f64; WEEK]);

impl Means {
    /// The sum that these classes are expected to have.
    pub(super) fn expected(&self, classes: impl Iterator<Item = usize>) -> f64 {
        classes.filter_map(|it| self.0.get(it)).sum()
    }
}

/// How much each kind of factor is to be believed: variance within over variance between, infinite
/// where it is not to be believed at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    of_day: f64,
    of_week_day: f64,
    of_week: f64,
}

impl Weights {
    const NONE: Self = Self {
        of_day: f64::INFINITY,
        of_week_day: f64::INFINITY,
        of_week: f64::INFINITY,
    };

    /// Of the counts of consecutive hours from `first` on, as far as these were observed.
    pub(super) fn of(first: Hour, counts: &[Option<f64>]) -> Self {
        let class = |at: usize| (hour_of_week(first) + at) % WEEK;
        let hours = counts.iter().enumerate();
        let hours = hours.filter_map(|(at, it)| Some((at, (*it)?)));
        let by_hour = hours.clone().map(|(at, it)| (class(at) % DAY, it));
        // Whole UTC days.
        let midnight = (DAY - class(0) % DAY) % DAY;
        let days = counts.get(midnight..).unwrap_or_default().chunks_exact(DAY);
        let days = days.enumerate();
        let by_day = days.filter_map(|(day, it)| {
            let sum: Option<f64> = it.iter().copied().sum();
            Some((class(midnight + day * DAY) / DAY, sum?))
        });
        let coarse = Self {
            of_day: ratio::<DAY>(by_hour),
            of_week_day: ratio::<WEEK_DAYS>(by_day),
            ..Self::NONE
        };
        let mut tally = Tally::new();
        hours.clone().for_each(|(at, it)| tally.add(class(at), it));
        let means = tally.means(&coarse);
        let residual =
            |at: usize, it: f64| it - means.0.get(class(at)).copied().unwrap_or_default();
        let left = hours.map(|(at, it)| (class(at), residual(at, it)));
        Self {
            of_week: ratio::<WEEK>(left),
            ..coarse
        }
    }
}

/// Variance within classes over variance between them.
fn ratio<const CLASSES: usize>(values: impl Iterator<Item = (usize, f64)>) -> f64 {
    let mut sums = [(0.0, 0.0, 0.0); CLASSES];
    for (class, value) in values {
        if let Some(sum) = sums.get_mut(class) {
            sum.0 += 1.0;
            sum.1 += value;
            sum.2 += value * value;
        }
    }
    let seen = || sums.iter().filter(|(n, _, _)| *n > 0.0);
    let (mut all, mut squares, mut total, mut within, mut freedom) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (n, sum, square) in seen() {
        all += n;
        squares += n * n;
        total += sum;
        within += f64::max(square - sum * sum / n, 0.0);
        freedom += n - 1.0;
    }
    let weight = all - squares / f64::max(all, 1.0);
    if freedom <= 0.0 || weight <= 0.0 {
        return f64::INFINITY;
    }
    let (mean, within) = (total / all, within / freedom);
    let spread: f64 = seen().map(|(n, sum, _)| n * (sum / n - mean).powi(2)).sum();
    let classes = seen().map(|_| 1.0).sum::<f64>();
    let between = (spread - (classes - 1.0) * within) / weight;
    if between > 0.0 {
        within / between
    } else {
        f64::INFINITY
    }
}
