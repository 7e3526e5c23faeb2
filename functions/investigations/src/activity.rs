//! What a principal did in the scope of an investigation, and before.

mod peers;
mod read;
#[cfg(test)]
pub(crate) mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use gumshoe_activity::{Aggregate, Call, Entity, Place};
use gumshoe_analytics::attack::{Habits, Seen};
use gumshoe_analytics::travel::Together;
use gumshoe_domain::{Hour, InvalidScopeTime, ScopeTime};
use gumshoe_segments::SegmentError;
use gumshoe_store::StoreError;

use self::peers::KnownPeers;

/// Why activity cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ActivityError {
    #[error("the segments cannot be read")]
    Segments(#[from] SegmentError),
    #[error("the model of peers cannot be read")]
    Peers(#[from] StoreError),
    #[error("the scope is none of a graph")]
    Scope(#[from] InvalidScopeTime),
}

/// Something of a call that can be new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Trait {
    /// Where the address is: see [`location`].
    Location,
    /// The organization of the address's autonomous system.
    Aso,
    /// The user agent.
    UserAgent,
    /// The Region in which it is made.
    Region,
}

impl Trait {
    const ALL: &[Self] = &[Self::Location, Self::Aso, Self::UserAgent, Self::Region];

    /// Its value in `call`.
    pub(crate) fn of<'a>(self, call: &Call<'a>) -> Option<Cow<'a, str>> {
        match self {
            Self::Location => location(call).map(Cow::Owned),
            Self::Aso => call.origin.place.aso.map(Cow::Borrowed),
            Self::UserAgent => call.origin.user_agent.map(Cow::Borrowed),
            Self::Region => call.action.region.map(Cow::Borrowed),
        }
    }
}

/// Where the address of `call` is: `City, Country` with the country's ISO code, or the country alone.
fn location(call: &Call<'_>) -> Option<String> {
    place_name(&call.origin.place)
}

/// The name of a place; see [`location`].
pub(crate) fn place_name(place: &Place<'_>) -> Option<String> {
    let country = place.country?;
    Some(match place.city {
        Some(city) => format!("{city}, {country}"),
        None => country.to_owned(),
    })
}

/// Whether the principal made the call itself: not a service on its behalf, and not a page of the
/// console for which AWS calls itself.
pub(crate) fn is_own(call: &Call<'_>) -> bool {
    let is_service = |it: &str| it == "AWS Internal" || it.ends_with(".amazonaws.com");
    call.caller.invoked_by.is_none() && !call.origin.address.is_none_or(is_service)
}

/// The activity of a principal, as its investigation sees it.
#[derive(Debug)]
pub(crate) struct PrincipalActivity {
    /// The scope.
    pub(crate) scope_time: ScopeTime,
    /// The 45 days before.
    pub(crate) window: ScopeTime,
    /// The rows of the scope.
    pub(crate) scope: Aggregate,
    /// The rows of the baseline, added up over its hours: all have its first.
    pub(crate) baseline: Aggregate,
    /// What the principal itself called in the scope, by day.
    pub(crate) present: Habits,
    /// The same of the baseline.
    pub(crate) past: Habits,
    /// Which places the principal used within an hour in the baseline.
    pub(crate) together: Together,
    /// What others called in the baseline.
    pub(crate) peers: KnownPeers,
    /// Whether anybody of the account was active in the baseline.
    pub(crate) has_account_past: bool,
    /// What is new for the principal, and was there in the account's baseline.
    known_to_account: HashSet<(Trait, String)>,
}

impl PrincipalActivity {
    pub(crate) fn new(scope_time: ScopeTime, window: ScopeTime) -> Self {
        Self {
            scope_time,
            window,
            scope: Aggregate::default(),
            baseline: Aggregate::default(),
            present: Habits::default(),
            past: Habits::default(),
            together: Together::default(),
            peers: KnownPeers::default(),
            has_account_past: false,
            known_to_account: HashSet::new(),
        }
    }

    /// What the principal called, now and before.
    pub(crate) fn seen(&self) -> Seen<'_> {
        Seen {
            scope: &self.present,
            baseline: &self.past,
            window: self.window,
        }
    }

    /// The values of a trait that the principal had in the scope and not in the baseline, each with
    /// whether it is new for the entire account.
    pub(crate) fn new_values(&self, of: Trait) -> BTreeMap<String, bool> {
        let known: HashSet<Cow<'_, str>> =
            self.baseline.calls().filter_map(|it| of.of(&it)).collect();
        let mut new = BTreeMap::new();
        for value in self.scope.calls().filter_map(|it| of.of(&it)) {
            if !known.contains(&value) && !new.contains_key(&*value) {
                let value = value.into_owned();
                let seen = self.known_to_account.contains(&(of, value.clone()));
                new.insert(value, !seen);
            }
        }
        new
    }

    fn new_traits(&self) -> HashSet<(Trait, String)> {
        let of = |of: &Trait| {
            let of = *of;
            self.new_values(of).into_keys().map(move |it| (of, it))
        };
        Trait::ALL.iter().flat_map(of).collect()
    }

    fn add_to_scope(&mut self, call: &Call<'_>) {
        self.scope.add_call(call);
        add_habit(&mut self.present, self.scope_time.start(), call);
    }
}

/// Adds a call that the principal made itself to what it did on the day of `call`, counted from
/// `start`.
fn add_habit(habits: &mut Habits, start: Hour, call: &Call<'_>) {
    if is_own(call) {
        let day = (call.hour.index() - start.index()).div_euclid(24);
        let day = u32::try_from(day).unwrap_or_default();
        let action = call.action;
        habits.add(day, action.service, action.api, call.failed(), call.calls);
    }
}

/// Whether a call is one of a principal's.
fn is_of(call: &Call<'_>, principals: &[Entity]) -> bool {
    principals.iter().any(|it| {
        (call.caller.principal_type, call.caller.principal_id) == (Some(it.kind), Some(&it.id))
    })
}
