//! What is called usual, and what is not.

use gumshoe_domain::{Hour, ScopeTime};

use super::super::{
    FalseDiscoveryRate, HourlyCounts, Interval, NotARate, Usual, discoveries, explain,
};

/// Monday 2026-01-05, 00:00 UTC.
const MONDAY: i32 = 490_992;
const DAYS: i32 = 42;

fn known(days: i32) -> ScopeTime {
    let start = Hour::from_index(MONDAY);
    ScopeTime::new(start.start(), start.plus(days * 24).start()).unwrap()
}

/// What `count` says of each hour of six weeks, given the day and the hour of the day.
fn usual(count: impl Fn(i32, i32) -> u64) -> Usual {
    let hours = (0..DAYS * 24).map(|it| (Hour::from_index(MONDAY + it), count(it / 24, it % 24)));
    Usual::learn(&hours.collect(), known(DAYS), |_| true)
}

fn p_value(usual: &Usual, hours: i32, observed: u64) -> f64 {
    usual.next(hours).tail(observed).p_value()
}

#[test]
fn what_is_expected_follows_the_week() {
    // Office hours from Monday to Friday, a little different each day.
    let office = usual(|day, hour| {
        let works = day % 7 < 5 && (8..18).contains(&hour);
        if works {
            20 + u64::from((day * 7 + hour).unsigned_abs() % 5)
        } else {
            0
        }
    });
    let week = Hour::from_index(MONDAY + DAYS * 24);
    let scope = ScopeTime::new(week.start(), week.plus(7 * 24).start()).unwrap();
    let bins = office.bands(scope, 1, 0.95);
    let at = |day: usize, hour: usize| bins[day * 24 + hour].expected;
    assert!((18.0..26.0).contains(&at(1, 10)), "{}", at(1, 10));
    assert!(at(1, 3) < 1.0, "{}", at(1, 3));
    assert!(at(5, 10) < 4.0, "{}", at(5, 10));
    // The same sum is usual on a Tuesday and not on a Sunday.
    let days = office.bands(scope, 24, 0.95);
    let is_usual = |day: usize, count: u64| {
        let Interval { lower, upper } = days[day].interval;
        (lower..=upper).contains(&count)
    };
    assert!(is_usual(1, 220) && !is_usual(1, 60), "{:?}", days[1]);
    assert!(!is_usual(6, 220) && is_usual(6, 0), "{:?}", days[6]);
}

#[test]
fn a_burst_is_usual_where_bursts_are() {
    let steady = usual(|_, _| 10);
    let bursts = usual(|day, hour| if day % 5 == 0 && hour == 9 { 1_200 } else { 0 });
    assert!(p_value(&steady, 24, 1_200) < 1e-6);
    assert!(p_value(&bursts, 24, 1_200) > 0.02);
    assert!(p_value(&steady, 24, 250) > 0.1);
}

#[test]
fn one_outlier_in_the_baseline_hides_no_other() {
    let calm = usual(|_, _| 10);
    let once = usual(|day, hour| if (day, hour) == (20, 3) { 5_000 } else { 10 });
    assert!(p_value(&calm, 24, 2_000) < 1e-6);
    assert!(p_value(&once, 24, 2_000) < 1e-3);
}

#[test]
fn huge_counts_are_tested_like_small_ones() {
    let bytes = usual(|day, _| 3_000_000_000_000 + u64::from(day.unsigned_abs()) * 10_000_000_000);
    let p = |observed| p_value(&bytes, 1, observed);
    assert!(p(3_300_000_000_000) > 0.05);
    assert!(p(30_000_000_000_000) < 1e-4);
    assert!(p(u64::MAX) < 1e-6);
    let interval = bytes.next(24).interval(0.95);
    assert!(interval.lower > 10_000_000_000_000 && interval.upper < 1_000_000_000_000_000);
}

#[test]
fn nothing_known_is_no_ground_for_alarm() {
    let empty = Usual::learn(&HourlyCounts::new(), known(1), |_| true);
    for hours in [1, 24, 8_784] {
        let p = p_value(&empty, hours, 0);
        assert!(p > 0.4 && p <= 1.0, "{p}");
    }
    // A scope time longer than what is known.
    let short = usual(|_, _| 10).next(60 * 24);
    assert!(short.tail(14_400).p_value() > 0.2);
}

#[test]
fn of_a_hundred_tests_few_chances_are_taken_for_discoveries() {
    let mut p_values: Vec<f64> = (1..=98).map(|it| f64::from(it) / 98.0).collect();
    p_values.extend([1e-6, 2e-6]);
    let q_values = discoveries(&p_values);
    let found = q_values
        .iter()
        .filter(|it| **it <= FalseDiscoveryRate::USUAL.as_number());
    assert_eq!(found.count(), 2);
    assert!((q_values[98] - 1e-4).abs() < 1e-9);
    assert!((q_values[99] - 1e-4).abs() < 1e-9);
    assert_eq!(discoveries(&[]), Vec::<f64>::new());
    // A q-value is never less than its p-value, and never out of order.
    assert!(q_values.iter().zip(&p_values).all(|(q, p)| q >= p));
}

#[test]
fn a_rate_is_a_part_of_at_most_a_half() {
    assert_eq!(
        FalseDiscoveryRate::try_from(0.05),
        Ok(FalseDiscoveryRate::USUAL)
    );
    for rate in [0.0, -1.0, 0.6, f64::NAN] {
        assert_eq!(FalseDiscoveryRate::try_from(rate), Err(NotARate));
    }
}

#[test]
fn the_sentence_says_what_was_seen_what_was_expected_and_how_likely_that_is() {
    let forecast = usual(|_, _| 10).next(24);
    let why = explain("calls of s3:GetObject", 2_000, &forecast, 0.01, known(DAYS));
    assert!(
        why.sentence
            .starts_with("2000 calls of s3:GetObject where 24"),
        "{}",
        why.sentence
    );
    assert!(
        why.sentence
            .contains("from 2026-01-05T00:00:00.000Z to 2026-02-16T00:00:00.000Z")
    );
    assert!(
        why.sentence.ends_with("(q-value 1.0e-2)."),
        "{}",
        why.sentence
    );
    assert_eq!(why.observed, 2_000.0);
    assert!((why.expected - 240.0).abs() < 1.0);
}

#[test]
fn a_gap_is_not_taken_for_quiet_days() {
    let hours = (0..DAYS * 24).map(|it| (Hour::from_index(MONDAY + it), 10));
    let is_gap = |hour: Hour| (MONDAY + 240..MONDAY + 720).contains(&hour.index());
    let counts: HourlyCounts = hours.filter(|(hour, _)| !is_gap(*hour)).collect();
    let with_gap = Usual::learn(&counts, known(DAYS), |hour| !is_gap(hour));
    let quiet = Usual::learn(&counts, known(DAYS), |_| true);
    assert!(
        (with_gap.expected(24) - 240.0).abs() < 1.0,
        "{}",
        with_gap.expected(24)
    );
    assert!(quiet.expected(24) < 200.0);
    assert!(p_value(&with_gap, 24, 400) < 1e-3);
}

#[test]
fn the_first_bin_of_a_day_is_expected_to_have_what_is_left_of_it() {
    let steady = usual(|_, _| 10);
    let noon = Hour::from_index(MONDAY + DAYS * 24 + 12);
    let scope = ScopeTime::new(noon.start(), noon.plus(36).start()).unwrap();
    let bands = steady.bands(scope, 24, 0.95);
    let expected: Vec<f64> = bands.iter().map(|it| it.expected.round()).collect();
    assert_eq!(expected, [120.0, 240.0]);
    assert_eq!(bands[0].start, noon.plus(-12));
}
