//! What was learned.

use std::collections::BTreeSet;

use gumshoe_activity::Entity;
use gumshoe_domain::{Hour, ScopeTime};
use serde::{Deserialize, Serialize};

use super::embedding::Directions;
use super::matrix::{self, Information};
use super::observations::{Observations, Sorted};
use super::quality;
use super::rarity::Peers;

/// The version of the format. One that is not known is no model: a new one is learned the next day.
const VERSION: u32 = 1;

/// Principals are put near each other that behave alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    version: u32,
    first_hour: i32,
    last_hour: i32,
    quality: Quality,
    /// Service and name of each method, in order.
    pub(super) methods: Vec<(String, String)>,
    /// The smoothed share of each method.
    shares: Vec<f64>,
    /// The directions, one method after the other.
    directions: Vec<f32>,
    pub(super) principals: Vec<Principal>,
}

/// A principal of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Principal {
    kind: String,
    id: String,
    pub(super) name: Option<String>,
    /// The places of the methods that it called, in order.
    pub(super) methods: Vec<usize>,
    /// Where it is; of length one, or all zero where nothing is known.
    pub(super) place: Vec<f32>,
}

/// How good a model is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Principals that it knows.
    pub principals: usize,
    /// Methods that it knows.
    pub methods: usize,
    /// Directions that it keeps.
    pub rank: usize,
    /// The part of the squares of all information that the directions explain.
    pub explained: f64,
    /// How often a method that a principal called, and that was hidden from the model, is less rare than
    /// one that it did not call: 0.5 is chance, 1 is always. None where there was nothing to hide.
    pub held_out: Option<f64>,
}

impl Model {
    /// Learns from what was observed in `window`. The same observations give the same model.
    pub fn learn(observations: &Observations, window: ScopeTime) -> Self {
        let sorted = observations.sorted();
        let model = Self::of(&sorted, window);
        Self {
            quality: Quality {
                held_out: quality::held_out(&sorted, window),
                ..model.quality
            },
            ..model
        }
    }

    pub(super) fn of(sorted: &Sorted, window: ScopeTime) -> Self {
        let information = Information::of(sorted);
        let found = Directions::of(&information.matrix);
        let directions = &found.of_methods;
        let rank = directions.ncols();
        let mut model = Self {
            version: VERSION,
            first_hour: window.start().index(),
            last_hour: window.end().plus(-1).index(),
            quality: Quality {
                principals: sorted.principals.len(),
                methods: sorted.methods.len(),
                rank,
                explained: found.explained,
                held_out: None,
            },
            methods: sorted.methods.clone(),
            shares: information.shares,
            directions: directions
                .row_iter()
                .flat_map(|row| row.iter().map(|it| single(*it)).collect::<Vec<_>>())
                .collect(),
            principals: Vec::new(),
        };
        let principals = sorted.principals.iter().map(|observed| {
            let counts = observed
                .counts
                .iter()
                .map(|(method, count)| (*method, *count));
            Principal {
                kind: observed.principal.kind.to_string(),
                id: observed.principal.id.clone(),
                name: observed.name.clone(),
                methods: observed.counts.keys().copied().collect(),
                place: model.place(counts),
            }
        });
        let principals = principals.collect();
        model.principals = principals;
        model
    }

    /// Where a principal is that called these methods so often.
    fn place(&self, counts: impl Iterator<Item = (usize, u64)> + Clone) -> Vec<f32> {
        let rank = self.quality.rank;
        let mut place = vec![0.0_f64; rank];
        for (method, information) in matrix::row(counts, &self.shares) {
            let direction = self.directions.get(method * rank..(method + 1) * rank);
            for (sum, part) in place.iter_mut().zip(direction.unwrap_or_default()) {
                *sum += information * f64::from(*part);
            }
        }
        let length = place.iter().map(|it| it * it).sum::<f64>().sqrt();
        let unit = |it: f64| {
            if length > 0.0 {
                single(it / length)
            } else {
                0.0
            }
        };
        place.into_iter().map(unit).collect()
    }

    /// The principals that are most like `principal`. None are where the model does not know it.
    pub fn peers(&self, principal: &Entity) -> Peers<'_> {
        let own = self.principals.binary_search_by(|it| it.order(principal));
        match own {
            Ok(own) => {
                let place = self.principals.get(own).map(|it| it.place.as_slice());
                Peers::nearest(self, Some(own), place.unwrap_or_default())
            }
            Err(_) => Peers::nearest(self, None, &[]),
        }
    }

    /// The principals that are most like one that the model does not know and that called these
    /// methods, given by service and name, so often.
    pub fn peers_of_calls<'a>(
        &self,
        calls: impl Iterator<Item = ((&'a str, &'a str), u64)>,
    ) -> Peers<'_> {
        let known =
            calls.filter_map(|((service, api), count)| Some((self.method(service, api)?, count)));
        let counts: Vec<(usize, u64)> = known.collect();
        Peers::nearest(self, None, &self.place(counts.iter().copied()))
    }

    /// The place of a method.
    pub(super) fn method(&self, service: &str, api: &str) -> Option<usize> {
        let order = |it: &(String, String)| (&*it.0, &*it.1).cmp(&(service, api));
        self.methods.binary_search_by(order).ok()
    }

    /// What was observed.
    pub fn window(&self) -> Option<ScopeTime> {
        let hour = |index| Hour::from_index(index).start();
        ScopeTime::new(
            hour(self.first_hour),
            hour(self.last_hour.saturating_add(1)),
        )
        .ok()
    }

    /// How good it is.
    pub fn quality(&self) -> Quality {
        self.quality
    }

    /// Whether its parts belong together and its version is known: what was stored may be of another
    /// version, or damaged.
    pub fn is_sound(&self) -> bool {
        let (rank, methods) = (self.quality.rank, self.methods.len());
        let is_sound = |it: &Principal| {
            it.place.len() == rank && it.methods.iter().all(|method| *method < methods)
        };
        let order = |it: &Principal| (it.kind.clone(), it.id.clone());
        let distinct: BTreeSet<_> = self.principals.iter().map(order).collect();
        self.version == VERSION
            && self.shares.len() == methods
            && self.directions.len() == methods * rank
            && distinct.len() == self.principals.len()
            && self.principals.iter().all(is_sound)
    }
}

impl Principal {
    /// In the order of entities of the model.
    fn order(&self, other: &Entity) -> std::cmp::Ordering {
        let kind = self.kind.parse::<gumshoe_activity::EntityType>();
        kind.map_or(std::cmp::Ordering::Less, |it| it.cmp(&other.kind))
            .then_with(|| self.id.cmp(&other.id))
    }

    /// What a sentence calls it.
    pub(super) fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "seven digits are more than the similarity of behaviours means"
)]
fn single(number: f64) -> f32 {
    number as f32
}
