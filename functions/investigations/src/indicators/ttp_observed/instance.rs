//! Credentials of an instance that are used from somewhere else.
//!
//! EC2 gives an instance temporary credentials in a session that has the instance's name. They are
//! its own: a second address that uses them is another machine, unless the instance got another
//! address. So a second address tells only if its programs are others, or its network is another's.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Aggregate, Call};
use gumshoe_analytics::attack::When;
use gumshoe_domain::Timestamp;

use super::super::evidence::Calls;
use super::{Candidate, address_of, never};
use crate::case::Case;

/// What was done with an instance's credentials from one address.
#[derive(Debug, Clone, Default)]
struct Address<'a> {
    calls: Calls,
    first_api: Option<(Timestamp, &'a str)>,
    agents: BTreeSet<&'a str>,
    asos: BTreeSet<&'a str>,
}

impl<'a> Address<'a> {
    fn add(&mut self, call: &Call<'a>) {
        self.calls.add(call);
        self.agents.extend(call.origin.user_agent);
        self.asos.extend(call.origin.place.aso);
        let first = (call.first_seen, call.action.api);
        self.first_api = Some(self.first_api.map_or(first, |it| it.min(first)));
    }

    /// Whether another machine than `home` is behind it.
    fn is_another_than(&self, home: &Self) -> bool {
        let are_known = !self.asos.is_empty() && !home.asos.is_empty();
        let is_elsewhere = are_known && self.asos.is_disjoint(&home.asos);
        is_elsewhere || self.agents.is_disjoint(&home.agents)
    }

    fn absorb(&mut self, other: &Self) {
        self.agents.extend(&other.agents);
        self.asos.extend(&other.asos);
    }
}

/// By instance and address.
type Instances<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Address<'a>>>;

fn instances(rows: &Aggregate) -> Instances<'_> {
    let mut instances = Instances::new();
    for call in rows.calls() {
        if let (Some(instance), Some(address)) = (call.caller.instance(), address_of(&call)) {
            let addresses = instances.entry(instance).or_default();
            addresses.entry(address).or_default().add(&call);
        }
    }
    instances
}

/// The addresses that are not the instance's.
pub(super) fn used_outside(case: &Case) -> Vec<Candidate> {
    let Some(of) = case.table.uses_of_any_call(When::OutsideInstance).next() else {
        return Vec::new();
    };
    let before = instances(&case.activity.baseline);
    let mut found = Vec::new();
    for (instance, addresses) in instances(&case.activity.scope) {
        let known = before.get(instance);
        let Some(home) = home(&addresses, known) else {
            continue;
        };
        for (address, used) in &addresses {
            let is_own = known.is_some_and(|it| it.contains_key(address));
            if is_own || !used.is_another_than(&home) {
                continue;
            }
            let api = used.first_api.map_or("", |(_, api)| api);
            let what = format!(
                "from {address} with the credentials of the instance {instance}: until then they were used by other programs or from another network only"
            );
            found.push(never(api, address, of, &used.calls, case, &what));
        }
    }
    found
}

/// What the instance itself looks like: what its credentials were used with in the baseline, else
/// from the first address of the scope.
fn home<'a>(
    addresses: &BTreeMap<&'a str, Address<'a>>,
    known: Option<&BTreeMap<&'a str, Address<'a>>>,
) -> Option<Address<'a>> {
    if let Some(known) = known {
        let mut home = Address::default();
        known.values().for_each(|it| home.absorb(it));
        return Some(home);
    }
    let first = addresses.values().min_by_key(|it| it.calls.first());
    first.cloned()
}
