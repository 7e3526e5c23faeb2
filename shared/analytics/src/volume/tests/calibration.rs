//! Whether the p-values of benign series are uniform.

use std::thread;

use gumshoe_domain::{Hour, ScopeTime};
use rand::distr::Distribution as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha12Rng;
use statrs::distribution::{Gamma, Poisson};

use super::super::{HourlyCounts, Usual};

const DAYS: i32 = 45;

/// How a series comes to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    /// The same rate at all times.
    Poisson,
    /// Hours of very different counts.
    Overdispersed,
    /// Nothing at all on most days.
    ZeroInflated,
    /// Office hours on working days, busy days and quiet days.
    Seasonal,
    /// Bursts of several hours.
    Bursts,
    /// A few calls in all the days.
    Rare,
    /// Any of the others, known for few days.
    Short,
}

const FAMILIES: [Family; 7] = [
    Family::Poisson,
    Family::Overdispersed,
    Family::ZeroInflated,
    Family::Seasonal,
    Family::Bursts,
    Family::Rare,
    Family::Short,
];

fn gamma(chance: &mut ChaCha12Rng, mean: f64, dispersion: f64) -> f64 {
    let shape = 1.0 / dispersion;
    Gamma::new(shape, shape / mean).unwrap().sample(chance)
}

fn poisson(chance: &mut ChaCha12Rng, mean: f64) -> u64 {
    if mean < 1e-9 {
        return 0;
    }
    Poisson::new(mean).unwrap().sample(chance)
}

fn log_uniform(chance: &mut ChaCha12Rng, from: f64, to: f64) -> f64 {
    (chance.random::<f64>() * (to / from).ln()).exp() * from
}

/// A series of `hours` hours from `first` on.
fn series(family: Family, chance: &mut ChaCha12Rng, first: i32, hours: i32) -> Vec<u64> {
    let rate = log_uniform(chance, 0.02, 30.0);
    let dispersion = log_uniform(chance, 0.1, 5.0);
    let mut hour_of = |family: Family| -> Vec<f64> {
        match family {
            Family::Poisson => vec![rate; hours as usize],
            Family::Overdispersed => (0..hours)
                .map(|_| gamma(chance, rate, dispersion))
                .collect(),
            Family::ZeroInflated => {
                let active = chance.random_range(0.05..0.7);
                let mut on = false;
                let day = |hour: i32| (first + hour).rem_euclid(24);
                let rates = (0..hours).map(|hour| {
                    if hour == 0 || day(hour) == 0 {
                        on = chance.random_bool(active);
                    }
                    if on { rate } else { 0.0 }
                });
                rates.collect()
            }
            Family::Seasonal => {
                let mut today = 1.0;
                let rates = (0..hours).map(|hour| {
                    let at = (first + hour).rem_euclid(168);
                    if at % 24 == 0 {
                        today = gamma(chance, 1.0, 0.15);
                    }
                    let works = at / 24 < 5 && (8..18).contains(&(at % 24));
                    rate * today * if works { 1.0 } else { 0.03 }
                });
                rates.collect()
            }
            Family::Bursts => {
                let mut left = 0;
                let rates = (0..hours).map(|_| {
                    if left == 0 && chance.random_bool(0.03) {
                        left = chance.random_range(1..8);
                    }
                    left = i32::max(left - 1, 0);
                    if left > 0 { rate * 3.0 } else { rate * 0.05 }
                });
                rates.collect()
            }
            Family::Rare => vec![log_uniform(chance, 0.001, 0.02); hours as usize],
            Family::Short => unreachable!("a short series is one of another family"),
        }
    };
    let rates = match family {
        Family::Short => hour_of(FAMILIES[(first.unsigned_abs() % 6) as usize]),
        other => hour_of(other),
    };
    rates.into_iter().map(|it| poisson(chance, it)).collect()
}

/// The p-values of a benign series: randomised, and as they are answered.
fn p_values(family: Family, seed: u64) -> (f64, f64) {
    let chance = &mut ChaCha12Rng::seed_from_u64(seed);
    let window = [1, 3, 12, 24, 48, 168][chance.random_range(0..6)];
    let days = match family {
        Family::Short => chance.random_range(3..20),
        _ => DAYS,
    };
    let first = chance.random_range(400_000..480_000);
    let known = days * 24;
    let counts = series(family, chance, first, known + window);
    let start = Hour::from_index(first);
    let scope = ScopeTime::new(start.start(), start.plus(known).start()).unwrap();
    let hours = counts
        .iter()
        .zip(first..)
        .map(|(n, it)| (Hour::from_index(it), *n));
    let hours: HourlyCounts = hours.collect();
    let usual = Usual::learn(&hours, scope, |_| true);
    let observed: u64 = counts[known as usize..].iter().sum();
    let tail = usual.next(window).tail(observed);
    (tail.randomized(chance.random()), tail.p_value())
}

/// The Kolmogorov-Smirnov distance of values from the uniform distribution.
fn distance(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let far = |(at, p): (usize, &f64)| f64::max(p - at as f64 / n, (at + 1) as f64 / n - p);
    values.iter().enumerate().map(far).fold(0.0, f64::max)
}

fn share_up_to(bound: f64, values: &[f64]) -> f64 {
    let small = values.iter().filter(|it| **it <= bound).count();
    small as f64 / values.len() as f64
}

/// The randomised p-values of a family, and those that are answered.
fn of_family(family: Family, count: u64) -> (Vec<f64>, Vec<f64>) {
    let seed = FAMILIES.iter().position(|it| *it == family).unwrap() as u64 * 10_000;
    (seed..seed + count).map(|it| p_values(family, it)).unzip()
}

/// Uniform means: of 10,000 series of seven families, the distance of the p-values' distribution from
/// the uniform one is at most 0.05 (it is about 0.01), and of each family by itself at most 0.07.
#[test]
fn p_values_of_10_000_benign_series_are_uniform() {
    let (mut all, mut answered) = (Vec::new(), Vec::new());
    let families = thread::scope(|scope| {
        let started = FAMILIES.map(|it| scope.spawn(move || of_family(it, 10_000 / 7 + 1)));
        started.map(|it| it.join().unwrap())
    });
    for (family, (mut p_values, as_answered)) in FAMILIES.into_iter().zip(families) {
        all.extend_from_slice(&p_values);
        answered.extend(as_answered);
        let small = share_up_to(0.01, &p_values);
        let distance = distance(&mut p_values);
        println!("{family:?}: distance {distance:.4}, p <= 0.01: {small:.4}");
        assert!(distance <= 0.07, "{family:?}: {distance}");
    }
    let small = share_up_to(0.01, &all);
    let distance = distance(&mut all);
    println!("all: distance {distance:.4}, p <= 0.01: {small:.4}");
    assert!(all.len() >= 10_000);
    assert!(distance <= 0.05, "{distance}");
    // What is answered may err on the side of silence, not of alarm.
    assert!(share_up_to(0.01, &answered) <= 0.012);
    assert!(share_up_to(0.001, &answered) <= 0.003);
}
