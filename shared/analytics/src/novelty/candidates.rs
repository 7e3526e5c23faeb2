//! Everything of a scope time that may be new, and what other rows have of it.

use std::collections::{BTreeSet, HashMap};

use gumshoe_domain::Timestamp;

use super::kind::NoveltyKind;
use super::observed::{Observed, Parts};

/// What parts of a value are joined with; where a log has it in a text, two values may be taken for one.
const BETWEEN: char = '\u{0}';

/// Something of the scope time.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What it is.
    pub kind: NoveltyKind,
    /// Its parts, in the order of [`NoveltyKind::keys`].
    pub parts: Vec<Option<String>>,
    /// Its name for people, where that is another one: the ARN of a principal.
    pub label: Option<String>,
    /// Latitude and longitude of a geolocation.
    pub coordinates: Option<(f32, f32)>,
    /// The accounts whose logs have it.
    pub accounts: BTreeSet<String>,
    /// Calls that succeeded.
    pub succeeded: u64,
    /// Calls that failed.
    pub failed: u64,
    /// The first of them.
    pub first_seen: Timestamp,
    /// The last of them.
    pub last_seen: Timestamp,
}

impl Candidate {
    fn new(kind: NoveltyKind, parts: Parts<'_>) -> Self {
        let parts = parts.iter().take(kind.keys().len());
        Self {
            kind,
            parts: parts.map(|it| it.map(str::to_owned)).collect(),
            label: None,
            coordinates: None,
            accounts: BTreeSet::new(),
            succeeded: 0,
            failed: 0,
            first_seen: Timestamp::MAX,
            last_seen: Timestamp::MIN,
        }
    }

    /// Adds a row that has it. What rows disagree about does not depend on their order.
    fn add(&mut self, row: &dyn Observed) {
        let (succeeded, failed) = row.calls();
        self.succeeded = self.succeeded.saturating_add(succeeded);
        self.failed = self.failed.saturating_add(failed);
        let (first, last) = row.seen();
        self.first_seen = self.first_seen.min(first);
        self.last_seen = self.last_seen.max(last);
        if !self.accounts.contains(row.account()) {
            self.accounts.insert(row.account().to_owned());
        }
        if self.label.as_deref() < row.label(self.kind) {
            self.label = row.label(self.kind).map(str::to_owned);
        }
        if self.kind == NoveltyKind::Geolocation {
            let (known, seen) = (self.coordinates, row.origin().place.coordinates);
            self.coordinates = match (known, seen) {
                (Some(known), Some(seen)) => Some(if seen < known { seen } else { known }),
                (known, seen) => known.or(seen),
            };
        }
    }
}

/// Everything of a scope time that may be new.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidates {
    kinds: Vec<NoveltyKind>,
    /// For each of the kinds, where its values are in `found`.
    places: Vec<HashMap<String, usize>>,
    found: Vec<Candidate>,
    is_complete: bool,
    key: String,
}

impl Candidates {
    /// Most of them, of all kinds together. Our choice: it bounds the memory of a question about an
    /// entity on whose behalf somebody makes texts up.
    pub const MOST: usize = 20_000;

    /// None yet, of these kinds.
    pub fn of(kinds: &[NoveltyKind]) -> Self {
        Self {
            kinds: kinds.to_vec(),
            places: vec![HashMap::new(); kinds.len()],
            found: Vec::new(),
            is_complete: true,
            key: String::new(),
        }
    }

    /// Adds what a row of the scope time has.
    pub fn add(&mut self, row: &dyn Observed) {
        for (kind, places) in self.kinds.iter().zip(&mut self.places) {
            let Some(parts) = row.parts(*kind) else {
                continue;
            };
            write_key(&mut self.key, parts);
            let place = match places.get(&self.key) {
                Some(place) => *place,
                None if self.found.len() == Self::MOST => {
                    self.is_complete = false;
                    continue;
                }
                None => {
                    self.found.push(Candidate::new(*kind, parts));
                    places.insert(self.key.clone(), self.found.len() - 1);
                    self.found.len() - 1
                }
            };
            if let Some(candidate) = self.found.get_mut(place) {
                candidate.add(row);
            }
        }
    }

    /// Those that were not sighted.
    #[must_use]
    pub fn unless(self, sighted: &Sighted) -> Self {
        let mut left = Self {
            is_complete: self.is_complete,
            ..Self::of(&self.kinds)
        };
        let seen = sighted.seen.iter().chain(std::iter::repeat(&false));
        for (candidate, _) in self.found.into_iter().zip(seen).filter(|(_, it)| !**it) {
            left.keep(candidate);
        }
        left
    }

    fn keep(&mut self, candidate: Candidate) {
        let mut parts = candidate.parts.iter().map(Option::as_deref);
        write_key(
            &mut self.key,
            [parts.next().flatten(), parts.next().flatten()],
        );
        let mut kinds = self.kinds.iter();
        let of_kind = kinds.position(|it| *it == candidate.kind);
        if let Some(places) = of_kind.and_then(|it| self.places.get_mut(it)) {
            places.insert(self.key.clone(), self.found.len());
            self.found.push(candidate);
        }
    }

    /// Whether nothing was left out for being too much.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The kinds that any of them are of.
    pub fn kinds(&self) -> Vec<NoveltyKind> {
        let places = self.kinds.iter().zip(&self.places);
        let kinds = places.filter(|(_, places)| !places.is_empty());
        kinds.map(|(kind, _)| *kind).collect()
    }

    /// The accounts whose logs have any of them.
    pub fn accounts(&self) -> BTreeSet<&str> {
        let accounts = self.found.iter().flat_map(|it| &it.accounts);
        accounts.map(String::as_str).collect()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Each of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Candidate> {
        self.found.iter()
    }
}

/// Which of some candidates other rows have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighted {
    seen: Vec<bool>,
    left: usize,
    key: String,
}

impl Sighted {
    /// None of `candidates` yet.
    pub fn none_of(candidates: &Candidates) -> Self {
        Self {
            seen: vec![false; candidates.found.len()],
            left: candidates.found.len(),
            key: String::new(),
        }
    }

    /// Adds what a row has of `candidates`.
    pub fn see(&mut self, candidates: &Candidates, row: &dyn Observed) {
        self.see_if(candidates, row, |_| true);
    }

    /// The same, of those that the account that gave the row has in the scope time.
    pub fn see_at_home(&mut self, candidates: &Candidates, row: &dyn Observed) {
        self.see_if(candidates, row, |it| it.accounts.contains(row.account()));
    }

    fn see_if(
        &mut self,
        candidates: &Candidates,
        row: &dyn Observed,
        counts: impl Fn(&Candidate) -> bool,
    ) {
        for (kind, places) in candidates.kinds.iter().zip(&candidates.places) {
            if places.is_empty() {
                continue;
            }
            let Some(parts) = row.parts(*kind) else {
                continue;
            };
            write_key(&mut self.key, parts);
            let Some(place) = places.get(&self.key) else {
                continue;
            };
            let candidate = candidates.found.get(*place);
            if let Some(seen) = self.seen.get_mut(*place)
                && !*seen
                && candidate.is_some_and(&counts)
            {
                *seen = true;
                self.left -= 1;
            }
        }
    }

    /// Whether there is nothing left to see.
    pub fn is_all(&self) -> bool {
        self.left == 0
    }

    /// For each candidate, in their order, whether it was seen.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = bool> + '_ {
        self.seen.iter().copied()
    }
}

fn write_key(key: &mut String, parts: Parts<'_>) {
    key.clear();
    for part in parts.into_iter().flatten() {
        key.push_str(part);
        key.push(BETWEEN);
    }
}
