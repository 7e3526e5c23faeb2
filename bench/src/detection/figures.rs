//! Figures of a detection.

/// The value below which a part of the values is.
pub(super) fn percentile(values: &[u64], part: f64) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a list"
    )]
    let at = (part * sorted.len() as f64) as usize;
    sorted
        .get(at.min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

/// How often a case has a greater score than a control: the area under the receiver operating
/// characteristic. Equal scores count half.
pub(super) fn area_under_curve(outcomes: &[(f64, bool)]) -> f64 {
    let mut sorted = outcomes.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut area) = (0.0, 0.0);
    for equal in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let cases = equal.iter().filter(|(_, is_case)| *is_case).count() as f64;
        let controls = equal.len() as f64 - cases;
        area += cases * (below + controls / 2.0);
        below += controls;
    }
    let cases = outcomes.iter().filter(|(_, is_case)| *is_case).count() as f64;
    area / (cases * below).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_above_all_controls_have_the_whole_area() {
        assert!((area_under_curve(&[(1.0, false), (2.0, true)]) - 1.0).abs() < 1e-9);
        assert!((area_under_curve(&[(2.0, false), (1.0, true)])).abs() < 1e-9);
        assert!((area_under_curve(&[(1.0, false), (1.0, true)]) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn half_of_the_values_are_below_the_median() {
        assert_eq!(percentile(&[5, 1, 3], 0.5), 3);
        assert_eq!(percentile(&[], 0.5), 0);
    }
}
