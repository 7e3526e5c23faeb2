//! A day in 24 characters.

use gumshoe_domain::Timestamp;

use crate::demo::questions::{Bin, Window};
use crate::terminal::chart::sparkline;

/// The hours of `window`, each as high as it was busy compared with the busiest of them.
pub(super) fn of(bins: &[Bin], window: Window) -> String {
    let first = window.start.hour().index();
    let hours = usize::try_from(window.end.hour().index() - first).unwrap_or_default();
    let mut calls = vec![0_u64; hours];
    for bin in bins {
        let Ok(start) = bin.start_time.parse::<Timestamp>() else {
            continue;
        };
        let position = usize::try_from(start.hour().index() - first).ok();
        if let Some(hour) = position.and_then(|it| calls.get_mut(it)) {
            *hour += bin.success_count + bin.failure_count;
        }
    }
    sparkline(&calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hour_is_as_high_as_it_was_busy_and_other_days_are_left_out() {
        let bin = |start_time: &str, success_count, failure_count| Bin {
            start_time: start_time.to_owned(),
            success_count,
            failure_count,
        };
        let window = Window {
            start: "2026-03-01T00:00:00Z".parse().unwrap(),
            end: "2026-03-01T06:00:00Z".parse().unwrap(),
        };
        let bins = [
            bin("2026-02-28T23:00:00Z", 1_000, 0),
            bin("2026-03-01T01:00:00Z", 60, 20),
            bin("2026-03-01T02:00:00Z", 1, 0),
            bin("2026-03-01T05:00:00Z", 0, 40),
            bin("yesterday", 7, 7),
        ];
        assert_eq!(of(&bins, window), "·█▁··▄");
    }
}
