//! Where the principal was not before.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use gumshoe_activity::Call;

use crate::activity::{PrincipalActivity, Trait};

/// Active days after which it is known with what a principal works. Our choice: a week of work.
const LEAST_DAYS: u32 = 5;

/// What is new of where calls come from, and with what they are made.
#[derive(Debug)]
pub(super) struct NewOrigins {
    locations: BTreeMap<String, bool>,
    asos: BTreeMap<String, bool>,
    /// None while too little is known of the principal.
    programs: Option<BTreeMap<String, bool>>,
    /// Addresses of the baseline: what else tells places apart when nobody knows where they are.
    addresses: HashSet<String>,
}

/// A place, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    location: Option<String>,
    aso: Option<String>,
}

impl NewOrigins {
    pub(super) fn of(activity: &PrincipalActivity) -> Self {
        let addresses = activity.baseline.calls();
        Self {
            locations: activity.new_values(Trait::Location),
            asos: activity.new_values(Trait::Aso),
            programs: (activity.past.active_days() >= LEAST_DAYS)
                .then(|| activity.new_values(Trait::UserAgent)),
            addresses: addresses
                .filter_map(|it| it.origin.address.map(str::to_owned))
                .collect(),
        }
    }

    /// Whether a call was made with a program that the principal did not have.
    pub(super) fn is_new_program(&self, call: &Call<'_>) -> bool {
        let program = Trait::UserAgent.of(call);
        let programs = self.programs.as_ref();
        programs.is_some_and(|new| program.is_some_and(|it| new.contains_key(&*it)))
    }

    /// Where a call came from, if the principal was not there before.
    pub(super) fn origin(&self, call: &Call<'_>) -> Option<Origin> {
        let value = |of: Trait| of.of(call).map(std::borrow::Cow::into_owned);
        let origin = Origin {
            location: value(Trait::Location),
            aso: value(Trait::Aso),
        };
        let is_in = |new: &BTreeMap<String, bool>, value: &Option<String>| {
            value.as_ref().is_some_and(|it| new.contains_key(it))
        };
        let is_placed = origin.location.is_some() || origin.aso.is_some();
        let is_new = if is_placed {
            is_in(&self.locations, &origin.location) || is_in(&self.asos, &origin.aso)
        } else {
            let address = call.origin.address;
            address.is_some_and(|it| !self.addresses.contains(it))
        };
        is_new.then_some(origin)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.location, &self.aso) {
            (None, None) => Ok(()),
            (Some(one), None) | (None, Some(one)) => write!(f, " ({one})"),
            (Some(location), Some(aso)) => write!(f, " ({location}, {aso})"),
        }
    }
}
