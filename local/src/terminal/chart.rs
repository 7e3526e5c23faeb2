//! Numbers drawn with characters.

/// From nothing to the most.
const LEVELS: [char; 9] = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The eighths of a character that a bar ends with.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Each number as high as it is compared with the largest; only nothing is drawn as nothing.
pub(crate) fn sparkline(values: &[u64]) -> String {
    let most = values.iter().copied().max().unwrap_or_default();
    values.iter().map(|it| level(*it, most)).collect()
}

fn level(value: u64, most: u64) -> char {
    let highest = u128::try_from(LEVELS.len() - 1).unwrap_or_default();
    let height = (u128::from(value) * highest).div_ceil(u128::from(most.max(1)));
    let position = usize::try_from(height.min(highest)).unwrap_or_default();
    LEVELS.get(position).copied().unwrap_or(' ')
}

/// The sums of as many neighbours as it takes to be at most `columns` numbers.
pub(crate) fn folded(values: &[u64], columns: usize) -> Vec<u64> {
    let sum = |it: &[u64]| it.iter().copied().fold(0, u64::saturating_add);
    values
        .chunks(neighbours(values.len(), columns))
        .map(sum)
        .collect()
}

/// How many of `count` numbers share a column, so that there are at most `columns`.
pub(crate) fn neighbours(count: usize, columns: usize) -> usize {
    count.div_ceil(columns.max(1)).max(1)
}

/// A bar that is as long as the share of `value` in `most`, at most `columns` characters.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of a width is a small number"
)]
pub(crate) fn bar(value: f64, most: f64, columns: u16) -> String {
    let share = if most > 0.0 {
        (value / most).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let eighths = (share * f64::from(columns) * 8.0).round() as usize;
    let end = EIGHTHS.get(eighths % 8).copied().unwrap_or_default();
    format!("{}{end}", "█".repeat(eighths / 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nothing_is_drawn_as_nothing_and_the_most_is_full() {
        assert_eq!(sparkline(&[0, 1, 500, 1_000]), "·▁▄█");
        assert_eq!(sparkline(&[0, 0]), "··");
        assert_eq!(sparkline(&[u64::MAX, u64::MAX / 2]), "█▄");
        assert_eq!(sparkline(&[]), "");
    }

    #[test]
    fn neighbours_share_a_column_when_there_are_too_many() {
        assert_eq!(folded(&[1, 2, 3, 4, 5], 5), [1, 2, 3, 4, 5]);
        assert_eq!(folded(&[1, 2, 3, 4, 5], 3), [3, 7, 5]);
        assert_eq!(folded(&[u64::MAX, 1], 1), [u64::MAX]);
        assert!(folded(&[], 10).is_empty());
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(bar(10.0, 10.0, 4), "████");
        assert_eq!(bar(5.0, 10.0, 4), "██");
        assert_eq!(bar(1.0, 32.0, 4), "▏");
        for nothing in [0.0, -1.0, f64::NAN] {
            assert_eq!(bar(nothing, 10.0, 4), "");
        }
        assert_eq!(bar(10.0, 0.0, 4), "");
    }
}
