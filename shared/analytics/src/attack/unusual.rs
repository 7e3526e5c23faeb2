//! How unusual a call is for who makes it, and among its peers.
//!
//! The measure is surprise, in bits: minus the binary logarithm of a probability. What somebody does at
//! the rate at which they always did it surprises nobody; so an administrator's daily work is no attack.

use std::collections::{HashMap, HashSet};

use gumshoe_domain::ScopeTime;

use super::habits::{Habit, Habits};
use super::table::{Table, Use, unversioned};
use crate::explanation::{Explanation, counted};

/// Bits from which a call that few need is told. Our choice: one in eight.
const RARE_BITS: f64 = 3.0;

/// Bits from which a call of daily work is told. Our choice: one in 32.
const ROUTINE_BITS: f64 = 5.0;

/// Bits that must come from the principal's own past: what it does every second day is not told,
/// whatever its peers do. Our choice.
const OWN_BITS: f64 = 1.0;

/// Days that are taken to be known of everybody, and how many new calls there were in them: what
/// keeps a short past from saying too much. Our choice.
const PRIOR_DAYS: f64 = 1.0;
const PRIOR_CALLS: f64 = 0.25;

/// By how much a day must exceed the busiest day before to be a burst. Our choice.
const BURST: u64 = 10;

/// How usual a call is among others.
pub trait Peers {
    /// How likely one of them is to make the call in a baseline, above 0 and at most 1, and what
    /// tells that.
    fn share(&self, service: &str, api: &str) -> Share;
}

/// How likely a peer is to make a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The probability.
    pub probability: f64,
    /// Where it is from, as part of a sentence: `3 of 10 others of the account called it`.
    pub told: String,
}

/// The peers that are known without a model: everybody else of the account.
#[derive(Debug, Clone, Default)]
pub struct AccountPeers {
    others: HashSet<String>,
    did: HashMap<String, HashMap<String, HashSet<String>>>,
}

impl AccountPeers {
    /// Somebody else of the account was active.
    pub fn add(&mut self, principal: &str) {
        if !self.others.contains(principal) {
            self.others.insert(principal.to_owned());
        }
    }

    /// Somebody else of the account made a call.
    pub fn add_call(&mut self, principal: &str, service: &str, api: &str) {
        let of_service = self.did.entry(service.to_owned()).or_default();
        let who = of_service.entry(unversioned(api).to_owned()).or_default();
        if !who.contains(principal) {
            who.insert(principal.to_owned());
        }
    }
}

impl Peers for AccountPeers {
    fn share(&self, service: &str, api: &str) -> Share {
        let who = self
            .did
            .get(service)
            .and_then(|it| it.get(unversioned(api)));
        let did = who.map_or(0, HashSet::len);
        let others = self.others.len();
        Share {
            // The estimate of Krichevsky and Trofimov: nothing is impossible.
            probability: (number(did) + 0.5) / (number(others) + 1.0),
            told: match others {
                0 => "nobody else of the account is known".to_owned(),
                _ => format!("{did} of {others} others of the account called it"),
            },
        }
    }
}

/// In which way a call is unusual for who makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It was never made before.
    Never,
    /// It never failed before.
    NeverFailed,
    /// It was made far more often than on any day before.
    Burst,
    /// It was made on few days before.
    Rarely,
}

/// How unusual a call is.
#[derive(Debug, Clone, PartialEq)]
pub struct Unusual {
    /// In which way.
    pub way: Way,
    /// How much it surprises of who makes it, in bits.
    pub own_bits: f64,
    /// How much it would surprise of a peer, in bits.
    pub peer_bits: f64,
    /// The calls that were seen, how many were to be expected, and why.
    pub explanation: Explanation,
}

/// What is known of who makes calls.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// What was called in the scope, by the scope's days.
    pub scope: &'a Habits,
    /// What was called before, by day.
    pub baseline: &'a Habits,
    /// The time of the baseline.
    pub window: ScopeTime,
}

impl Seen<'_> {
    /// Whether a call of the scope surprises of who makes it, whatever peers do.
    pub fn surprises(&self, (service, api): (&str, &str), of: &Use, table: &Table) -> bool {
        let now = self.scope.of(service, api);
        let before = self.baseline.of(service, api);
        now.is_some_and(|now| self.own_bits(now, before, of, table).0 >= OWN_BITS)
    }

    /// How unusual a call of the scope is as `of`; `None` when it is not.
    pub fn unusual(
        &self,
        (service, api): (&str, &str),
        of: &Use,
        table: &Table,
        peers: &dyn Peers,
    ) -> Option<Unusual> {
        let now = self.scope.of(service, api)?;
        let before = self.baseline.of(service, api);
        let (own_bits, way) = self.own_bits(now, before, of, table);
        let share = peers.share(service, api);
        let peer_bits = bits(share.probability);
        let least = if of.is_rare { RARE_BITS } else { ROUTINE_BITS };
        if own_bits < OWN_BITS || own_bits + peer_bits < least {
            return None;
        }
        Some(Unusual {
            way,
            own_bits,
            peer_bits,
            explanation: self.explain((service, api), way, now, before, &share),
        })
    }

    /// The most surprising of what is true of a call.
    fn own_bits(&self, now: &Habit, before: Option<&Habit>, of: &Use, table: &Table) -> (f64, Way) {
        let Some(before) = before else {
            let never = self.at_least_once(self.baseline.once(table, of.tactic));
            return (bits(never), Way::Never);
        };
        let rarely = self.on_as_many_days(now.days(), before.days());
        let mut most = (bits(rarely), Way::Rarely);
        let mut consider = |probability: f64, way| {
            if bits(probability) > most.0 {
                most = (bits(probability), way);
            }
        };
        if now.busiest() > before.busiest().saturating_mul(BURST) {
            consider(self.a_record(), Way::Burst);
        }
        if now.has_failed() && !before.has_failed() {
            let once = self.baseline.failed_once();
            consider(self.at_least_once(once), Way::NeverFailed);
        }
        most
    }

    /// The probability of something new of a kind in the scope, when there were `once` things of the
    /// kind that were seen on one day of the baseline and never again (Good and Turing: what was seen
    /// once estimates what was not seen yet).
    fn at_least_once(&self, once: usize) -> f64 {
        let a_day = (number(once) + PRIOR_CALLS) / (self.days_before() + PRIOR_DAYS);
        1.0 - (-a_day * f64::from(self.scope.active_days())).exp()
    }

    /// The probability of a call on at least `days` of the scope's days, when it was made on `before`
    /// days of the baseline (binomial).
    fn on_as_many_days(&self, days: u32, before: u32) -> f64 {
        let a_day = (f64::from(before) + PRIOR_CALLS) / (self.days_before() + PRIOR_DAYS);
        let (a_day, active) = (a_day.min(1.0), self.scope.active_days());
        let (mut fewer, mut choices) = (0.0, 1.0);
        for count in 0..days {
            let (hits, misses) = (f64::from(count), f64::from(active.saturating_sub(count)));
            fewer += choices * a_day.powf(hits) * (1.0 - a_day).powf(misses);
            choices *= misses / (hits + 1.0);
        }
        1.0 - fewer
    }

    /// The probability that the busiest of all days is one of the scope's, when days are alike.
    fn a_record(&self) -> f64 {
        let days = f64::from(self.scope.active_days());
        days / (days + self.days_before())
    }

    fn days_before(&self) -> f64 {
        f64::from(self.baseline.active_days())
    }

    fn explain(
        &self,
        (service, api): (&str, &str),
        way: Way,
        now: &Habit,
        before: Option<&Habit>,
        share: &Share,
    ) -> Explanation {
        let observed = crate::number(now.calls());
        let active = self.baseline.active_days();
        let a_day = before.map_or(0.0, |it| {
            crate::number(it.calls()) / self.days_before().max(1.0)
        });
        let calls = counted(now.calls(), "call");
        let days = counted(u64::from(active), "day");
        let window = counted(u64::from(self.window.hours().unsigned_abs() / 24), "day");
        let before_days = before.map_or(0, Habit::days);
        let past = match way {
            Way::Never => "never made it".to_owned(),
            Way::NeverFailed => "it never failed".to_owned(),
            Way::Burst => {
                let most = before.map_or(0, Habit::busiest);
                format!("made {} on its busiest day", counted(most, "call"))
            }
            Way::Rarely => format!("made it on {}", counted(u64::from(before_days), "day")),
        };
        let told = &share.told;
        Explanation {
            observed,
            expected: a_day * f64::from(self.scope.active_days()),
            window: self.window,
            sentence: format!(
                "{calls} of {api} ({service}): in the {window} before, the principal was active on {days} and {past}; {told}."
            ),
        }
    }
}

/// Surprise.
fn bits(probability: f64) -> f64 {
    -probability.clamp(f64::MIN_POSITIVE, 1.0).log2()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are far fewer than 2^53 principals and APIs"
)]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
