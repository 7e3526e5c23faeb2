//! How much counts scatter around what is expected.
//!
//! A count of a window in which `e` is expected is zero with probability `ω`, and else negative binomial
//! with the mean `e / (1 - ω)` and the dispersion `α` (variance `m + α m²`). Neither parameter is chosen:
//! every pair of a grid has the weight that the windows of the baseline give it.

use statrs::distribution::{Discrete as _, DiscreteCDF as _, NegativeBinomial};

/// Dispersions: from nearly Poisson to bursts at long intervals, evenly by logarithm.
const DISPERSIONS: i32 = 14;
const LEAST_DISPERSION: f64 = 1e-4;
const DISPERSION_STEP: f64 = 2.6;

/// Before anything is seen, dispersions around this one are the likeliest, within a factor of about
/// e² both ways.
const USUAL_DISPERSION: f64 = 0.5;
const USUAL_SPREAD: f64 = 2.5;

/// Probabilities of a window without anything, each with its weight before anything is seen.
const EMPTY: [(f64, f64); 6] = [
    (0.0, 0.5),
    (0.15, 0.1),
    (0.35, 0.1),
    (0.55, 0.1),
    (0.75, 0.1),
    (0.92, 0.1),
];

/// How likely it is that a window of the baseline was itself not usual: it then says nothing about how
/// much usual counts scatter. That is what makes the dispersion robust.
const CONTAMINATION: f64 = 0.01;
/// The logarithms of the counts of such windows are within this range, one as likely as another.
const CONTAMINATION_RANGE: f64 = 14.0;

/// Shapes with less than this part of the weight are left out.
const LEAST_WEIGHT: f64 = 1e-4;

/// No window is expected to have less.
const LEAST_EXPECTED: f64 = 1e-6;

/// A window of the baseline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) count: u64,
    /// What the rest of the baseline expects.
    pub(super) expected: f64,
    /// Less than one where windows overlap.
    pub(super) weight: f64,
}

/// One way of scattering, with how much it is to be believed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    dispersion: f64,
    empty: f64,
    pub(super) weight: f64,
}

/// The ways of scattering that some windows make likely. Their weights add up to one.
pub(super) fn shapes(windows: &[Window]) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for step in 0..DISPERSIONS {
        let dispersion = LEAST_DISPERSION * DISPERSION_STEP.powi(step);
        let far = (dispersion / USUAL_DISPERSION).ln() / USUAL_SPREAD;
        for (empty, prior) in EMPTY {
            let shape = Shape {
                dispersion,
                empty,
                weight: 0.0,
            };
            let seen: f64 = windows.iter().map(|it| shape.likelihood(it)).sum();
            shapes.push(Shape {
                weight: prior.ln() - far * far / 2.0 + seen,
                ..shape
            });
        }
    }
    let most = shapes.iter().map(|it| it.weight).fold(f64::MIN, f64::max);
    for shape in &mut shapes {
        shape.weight = (shape.weight - most).exp();
    }
    shapes.retain(|it| it.weight > LEAST_WEIGHT);
    let all: f64 = shapes.iter().map(|it| it.weight).sum();
    for shape in &mut shapes {
        shape.weight /= all;
    }
    shapes
}

impl Shape {
    /// The negative binomial part of it, where `expected` is expected altogether. Its parameters are
    /// positive and below one whatever is asked for.
    fn counts(&self, expected: f64) -> Option<NegativeBinomial> {
        let mean = f64::max(expected, LEAST_EXPECTED) / (1.0 - self.empty);
        let size = 1.0 / self.dispersion;
        NegativeBinomial::new(size, size / (size + mean)).ok()
    }

    /// The logarithm of the probability of a window, times its weight.
    fn likelihood(&self, window: &Window) -> f64 {
        let Some(counts) = self.counts(window.expected) else {
            return 0.0;
        };
        let (some, none) = match window.count {
            // Most windows of most series: no need of the gamma function.
            0 => (counts.p().powf(counts.r()), self.empty),
            count => (counts.ln_pmf(count).exp(), 0.0),
        };
        let some = (1.0 - self.empty) * some;
        let any = 1.0 / (CONTAMINATION_RANGE * (crate::number(window.count) + 1.0));
        let probability = (1.0 - CONTAMINATION) * (some + none) + CONTAMINATION * any;
        window.weight * probability.ln()
    }

    /// The probability of more than `count`.
    pub(super) fn above(&self, expected: f64, count: u64) -> f64 {
        let counts = self.counts(expected);
        (1.0 - self.empty) * counts.map_or(0.0, |it| it.sf(count))
    }
}
