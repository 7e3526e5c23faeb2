//! How rare a call is for whoever behaves alike.

use gumshoe_domain::{Hour, ScopeTime};

use super::model::Model;
use crate::attack;
use crate::attack::unusual::Share;
use crate::explanation::{Explanation, counted, shortened};

/// How many peers a principal has. Our choice: a team, and not a company.
const PEERS: usize = 12;

/// The least likeness of a peer, as the cosine of the angle between two places.
const LEAST_LIKENESS: f64 = 0.3;

/// How many peers' worth of weight the whole graph has.
const GRAPH_WEIGHT: f64 = 2.0;

/// Peers that a sentence names.
const NAMED: usize = 3;

/// Whether the principal itself made the call before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// It did.
    Known,
    /// It did not: the call is new for it.
    New,
}

/// The principals that are most like one.
#[derive(Debug, Clone)]
pub struct Peers<'a> {
    model: &'a Model,
    own: Option<usize>,
    /// The place of each, with its likeness, the most alike first.
    nearest: Vec<(usize, f64)>,
}

/// How rare a call is.
#[derive(Debug, Clone, PartialEq)]
pub struct Rarity {
    /// The surprise in bits: 0 is what every such principal does, 1 what half of them do, 10 what one of a
    /// thousand does.
    pub bits: f64,
    /// Peers that made the call.
    pub callers: usize,
    /// Peers that there are.
    pub peers: usize,
    /// Why.
    pub explanation: Explanation,
}

impl<'a> Peers<'a> {
    pub(super) fn nearest(model: &'a Model, own: Option<usize>, place: &[f32]) -> Self {
        let others = model.principals.iter().enumerate();
        let others = others.filter(|(at, _)| Some(*at) != own);
        let mut nearest: Vec<(usize, f64)> = others
            .map(|(at, it)| (at, cosine(&it.place, place)))
            .filter(|(_, likeness)| *likeness >= LEAST_LIKENESS)
            .collect();
        nearest.sort_by(|(at, a), (other, b)| b.total_cmp(a).then_with(|| at.cmp(other)));
        nearest.truncate(PEERS);
        Self {
            model,
            own,
            nearest,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.nearest.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nearest.is_empty()
    }

    /// How rare it is that such a principal calls `api` of `service`.
    pub fn rarity(&self, service: &str, api: &str, habit: Habit) -> Rarity {
        let seen = self.seen(service, api);
        let (mut called, mut of) = (seen.called, seen.of);
        if habit == Habit::Known {
            // What it did itself weighs as much as all others together: at most one bit.
            called += of;
            of *= 2.0;
        }
        let probability = (called / of).clamp(0.0, 1.0);
        let told = self.told(&format!("{service}:{api}"), &seen);
        let own = match habit {
            Habit::Known => "It was called by this principal before. ",
            Habit::New => "",
        };
        Rarity {
            bits: f64::max(-probability.log2(), 0.0),
            callers: seen.callers,
            peers: self.nearest.len(),
            explanation: Explanation {
                observed: 1.0,
                expected: probability,
                window: self.window(),
                sentence: format!(
                    "{own}{told}; such a principal is expected to with a probability of {probability:.2e}."
                ),
            },
        }
    }

    /// What the others did.
    fn seen(&self, service: &str, api: &str) -> Seen {
        let model = self.model;
        let method = model.method(service, api);
        let calls = |at: usize| {
            let called = model.principals.get(at).map(|it| it.methods.as_slice());
            method.is_some_and(|it| called.unwrap_or_default().binary_search(&it).is_ok())
        };
        let others = (0..model.principals.len()).filter(|it| Some(*it) != self.own);
        let all = others.clone().count();
        let anyone = others.filter(|it| calls(*it)).count();
        let callers = self.nearest.iter().filter(|(at, _)| calls(*at));
        let usual = (count(anyone) + 0.5) / (count(all) + 1.0);
        let weight = |likeness: f64, (_, more): &(usize, f64)| likeness + more;
        Seen {
            called: callers.clone().fold(GRAPH_WEIGHT * usual, weight),
            of: self.nearest.iter().fold(GRAPH_WEIGHT, weight),
            callers: callers.count(),
            anyone,
            all,
        }
    }

    fn window(&self) -> ScopeTime {
        let epoch = Hour::from_index(0).start();
        // A sound model has a window.
        self.model.window().unwrap_or(ScopeTime::last_day(epoch))
    }

    /// Who called it, as a sentence without its end.
    fn told(&self, what: &str, seen: &Seen) -> String {
        let what = shortened(what);
        let window = self.window();
        let times = format!(
            "from {} to {}",
            window.start().start(),
            window.end().start()
        );
        let graph = format!(
            "of the {} of the graph {} did",
            counted(as_u64(seen.all), "other principal"),
            seen.anyone,
        );
        if self.nearest.is_empty() {
            return format!(
                "No principal is known to be alike. {what} was called {times}: {graph}"
            );
        }
        let names = self.nearest.iter().take(NAMED).filter_map(|(at, _)| {
            let peer = self.model.principals.get(*at)?;
            Some(shortened(peer.label()).into_owned())
        });
        let names: Vec<String> = names.collect();
        let who = match seen.callers {
            0 => "None".to_owned(),
            some => some.to_string(),
        };
        let more = if self.nearest.len() > NAMED {
            ", …"
        } else {
            ""
        };
        format!(
            "{who} of the {} most alike ({}{more}) called {what} {times}; {graph}",
            counted(as_u64(self.nearest.len()), "principal"),
            names.join(", "),
        )
    }
}

/// What others did: the weight of those that made a call, of all, and their numbers.
struct Seen {
    called: f64,
    of: f64,
    callers: usize,
    anyone: usize,
    all: usize,
}

/// As an investigation asks whether a call is unusual.
impl attack::Peers for Peers<'_> {
    fn share(&self, service: &str, api: &str) -> Share {
        let seen = self.seen(service, api);
        Share {
            probability: seen.called / seen.of,
            told: self.told(&format!("{service}:{api}"), &seen),
        }
    }
}

fn cosine(one: &[f32], other: &[f32]) -> f64 {
    let products = one.iter().zip(other);
    products.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

fn as_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn count(count: usize) -> f64 {
    crate::number(as_u64(count))
}
