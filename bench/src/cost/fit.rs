//! What units grow with: the rates that explain some runs best.

use gumshoe_pricing::{Rates, Units, Work};

/// Rates.
const UNKNOWNS: usize = 4;

/// The rates, none below zero, whose sums of squared relative errors over `runs` is least.
///
/// A unit is fitted without what came out below zero, until nothing does.
pub(crate) fn fit(runs: &[(Work, Units)]) -> Rates {
    let mut rates = [[0.0; Units::NAMES.len()]; UNKNOWNS];
    for unit in 0..Units::NAMES.len() {
        let equations: Vec<([f64; UNKNOWNS], f64)> = runs
            .iter()
            .map(|(work, units)| (features(work), units.values()[unit]))
            .collect();
        for (rate, fitted) in rates.iter_mut().zip(not_negative(&equations)) {
            rate[unit] = fitted;
        }
    }
    let [gb, object, commit, account] = rates.map(Units::of);
    Rates {
        gb,
        object,
        commit,
        account,
    }
}

fn features(work: &Work) -> [f64; UNKNOWNS] {
    [work.gb, work.objects, work.commits, work.accounts]
}

fn not_negative(equations: &[([f64; UNKNOWNS], f64)]) -> [f64; UNKNOWNS] {
    let mut used: Vec<usize> = (0..UNKNOWNS)
        .filter(|at| equations.iter().any(|(features, _)| features[*at] != 0.0))
        .collect();
    loop {
        let solved = solve(equations, &used);
        let least = used.iter().zip(&solved).min_by(|a, b| a.1.total_cmp(b.1));
        match least {
            Some((&worst, value)) if *value < 0.0 => used.retain(|at| *at != worst),
            Some(_) | None => {
                let mut rates = [0.0; UNKNOWNS];
                for (at, value) in used.iter().zip(solved) {
                    rates[*at] = value;
                }
                return rates;
            }
        }
    }
}

/// Least squares by the normal equations, each equation divided by what was measured.
fn solve(equations: &[([f64; UNKNOWNS], f64)], used: &[usize]) -> Vec<f64> {
    let size = used.len();
    let mut matrix = vec![vec![0.0; size + 1]; size];
    for (features, measured) in equations {
        let weight = match *measured {
            0.0 => 1.0,
            measured => 1.0 / measured.abs(),
        };
        let scaled: Vec<f64> = used.iter().map(|at| features[*at] * weight).collect();
        let target = measured * weight;
        for row in 0..size {
            for column in 0..size {
                matrix[row][column] += scaled[row] * scaled[column];
            }
            matrix[row][size] += scaled[row] * target;
        }
    }
    eliminate(matrix)
}

/// The solution of a system of equations; 0 for what it does not determine.
fn eliminate(mut matrix: Vec<Vec<f64>>) -> Vec<f64> {
    let size = matrix.len();
    for pivot in 0..size {
        let best = (pivot..size).max_by(|a, b| {
            let (a, b) = (matrix[*a][pivot].abs(), matrix[*b][pivot].abs());
            a.total_cmp(&b)
        });
        matrix.swap(pivot, best.unwrap_or(pivot));
        if matrix[pivot][pivot] == 0.0 {
            continue;
        }
        let row = matrix[pivot].clone();
        for other in (0..size).filter(|at| *at != pivot) {
            let factor = matrix[other][pivot] / row[pivot];
            for (value, own) in matrix[other].iter_mut().zip(&row) {
                *value -= factor * own;
            }
        }
    }
    let solution = matrix.iter().enumerate().map(|(at, row)| match row[at] {
        0.0 => 0.0,
        pivot => row[size] / pivot,
    });
    solution.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_found_again_from_what_they_come_to() {
        let unit = |cpu_seconds, write_units| Units {
            cpu_seconds,
            write_units,
            ..Units::default()
        };
        let rates = Rates {
            gb: unit(3.0, 0.0),
            object: unit(1e-4, 2.0),
            commit: unit(1e-3, 10.0),
            account: unit(0.0, 2.0),
        };
        let work = |gb, objects, commits, accounts| Work {
            gb,
            objects,
            commits,
            accounts,
        };
        let works = [
            work(1.0, 1_000.0, 12.0, 24.0),
            work(1.0, 1_000.0, 100.0, 190.0),
            work(0.1, 3_000.0, 34.0, 60.0),
            work(0.5, 500.0, 10.0, 300.0),
            work(0.2, 100.0, 50.0, 100.0),
        ];
        let runs = works.map(|work| (work, rates.of(&work)));
        let fitted = fit(&runs);
        for (work, units) in runs {
            let again = fitted.of(&work).values();
            for (one, other) in again.iter().zip(units.values()) {
                assert!(
                    (one - other).abs() <= 1e-6 * other.abs().max(1e-6),
                    "{fitted:?}"
                );
            }
        }
    }
}
