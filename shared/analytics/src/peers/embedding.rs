//! The directions in which principals differ most.

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha12Rng;

/// Directions that are kept: more than there are kinds of jobs in a company, fewer than methods. Our
/// choice.
const RANK: usize = 24;

/// Directions that are followed besides, so that the kept ones are exact.
const MORE: usize = 10;

/// How often the directions are refined.
const ROUNDS: usize = 6;

/// Where the search begins: always at the same place, so that the same calls give the same model.
const SEED: u64 = 0x6775_6d73_686f_6521;

/// The right singular vectors of the greatest singular values, one in each column, and the part of the
/// matrix's squares that they explain.
#[derive(Debug, Clone)]
pub(super) struct Directions {
    pub(super) of_methods: DMatrix<f64>,
    pub(super) explained: f64,
}

impl Directions {
    /// Of a sparse matrix, by randomised subspace iteration: Halko, Martinsson and Tropp, "Finding
    /// structure with randomness", 2011, algorithms 4.4 and 5.1.
    pub(super) fn of(matrix: &CsrMatrix<f64>) -> Self {
        let (rows, columns) = (matrix.nrows(), matrix.ncols());
        let followed = (RANK + MORE).min(rows).min(columns);
        let whole: f64 = matrix.values().iter().map(|it| it * it).sum();
        if followed == 0 || whole <= 0.0 {
            return Self {
                of_methods: DMatrix::zeros(columns, 0),
                explained: 0.0,
            };
        }
        let transposed = matrix.transpose();
        let mut chance = ChaCha12Rng::seed_from_u64(SEED);
        let start = DMatrix::from_fn(columns, followed, |_, _| chance.random_range(-1.0..1.0));
        let mut of_principals = (matrix * start).qr().q();
        for _ in 0..ROUNDS {
            let of_methods = (&transposed * &of_principals).qr().q();
            of_principals = (matrix * of_methods).qr().q();
        }
        // The transpose of the small matrix, so that the methods are its left side.
        let small = &transposed * &of_principals;
        let decomposed = small.svd(true, false);
        let left = decomposed.u.unwrap_or_else(|| DMatrix::zeros(columns, 0));
        let rank = RANK.min(left.ncols());
        let kept = decomposed.singular_values.iter().take(rank);
        Self {
            of_methods: left.columns(0, rank).into_owned(),
            explained: kept.map(|it| it * it).sum::<f64>() / whole,
        }
    }
}
