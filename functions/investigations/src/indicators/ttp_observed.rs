//! `TTP_OBSERVED`: a technique of MITRE ATT&CK, by one API from one address, when the call is unusual
//! for the principal.

mod instance;
mod origin;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use gumshoe_activity::Call;
use gumshoe_analytics::Explanation;
use gumshoe_analytics::attack::table::unversioned;
use gumshoe_analytics::attack::{Unusual, Use, When};
use gumshoe_domain::investigation::{Found, Indicator, IndicatorType, TtpObserved};

use self::origin::{NewOrigins, Origin};
use super::evidence::{Calls, counted};
use super::{Finder, MOST_OF_A_KIND};
use crate::activity::{Trait, is_own};
use crate::case::Case;

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::TtpObserved,
    find,
};

/// Failed sign-ins in the scope that are more than mistyped. Our choice.
const MOST_MISTYPED: u64 = 5;

/// The calls of an API from an address.
#[derive(Debug, Clone, Default)]
struct FromAddress {
    calls: Calls,
    /// The place of the address, where the principal was not before.
    new_origin: Option<Origin>,
    /// Those of the calls that were made with another program besides.
    strange: Calls,
}

/// Calls by service and API, and by address.
type ByCall<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, FromAddress>>;

/// An indicator, with how much it surprises.
struct Candidate {
    bits: f64,
    found: Found,
}

fn find(case: &Case) -> Vec<Found> {
    let calls = by_call(case);
    let mut candidates = Vec::new();
    for ((service, api), addresses) in &calls {
        for of in case.table.uses(service, api) {
            candidates.extend(used((service, api), of, addresses, case));
        }
    }
    candidates.extend(new_regions(case));
    candidates.extend(instance::used_outside(case));
    most_surprising(candidates)
}

/// The most surprising of them, in the order of ATT&CK's tactics.
fn most_surprising(mut candidates: Vec<Candidate>) -> Vec<Found> {
    candidates.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    candidates.truncate(MOST_OF_A_KIND);
    let mut found: Vec<Found> = candidates.into_iter().map(|it| it.found).collect();
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    found
}

fn order(found: &Found) -> Option<(impl Ord + use<'_>, &str, &str, &str)> {
    match &found.indicator {
        Indicator::TtpObserved(it) => {
            Some((it.tactic, &*it.technique, &*it.api_name, &*it.ip_address))
        }
        Indicator::ImpossibleTravel(_)
        | Indicator::FlaggedIpAddress(_)
        | Indicator::NewGeolocation(_)
        | Indicator::NewAso(_)
        | Indicator::NewUserAgent(_)
        | Indicator::RelatedFinding(_)
        | Indicator::RelatedFindingGroup(_) => None,
    }
}

fn by_call(case: &Case) -> ByCall<'_> {
    let new_origins = NewOrigins::of(&case.activity);
    let mut calls = ByCall::new();
    for call in case.activity.scope.calls() {
        let (service, api) = (call.action.service, unversioned(call.action.api));
        if case.table.uses(service, api).is_empty() || !is_own(&call) {
            continue;
        }
        if let Some(address) = call.origin.address {
            let addresses = calls.entry((service, api)).or_default();
            let from = addresses.entry(address).or_default();
            from.calls.add(&call);
            let origin = new_origins.origin(&call);
            if origin.is_some() && new_origins.is_new_program(&call) {
                from.strange.add(&call);
            }
            from.new_origin = from.new_origin.take().or(origin);
        }
    }
    calls
}

/// The indicators of one row of the table.
fn used(
    call: (&str, &str),
    of: &Use,
    addresses: &BTreeMap<&str, FromAddress>,
    case: &Case,
) -> Vec<Candidate> {
    match of.when {
        When::Any => {
            let Some(unusual) = unusual(call, of, case) else {
                return strange(call, of, addresses, case);
            };
            let from = addresses.iter();
            from.map(|(address, it)| candidate(call.1, address, of, &it.calls, &unusual))
                .collect()
        }
        When::Failed => {
            let failed: u64 = addresses.values().map(|it| it.calls.failed()).sum();
            let unusual = unusual(call, of, case).filter(|_| failed > MOST_MISTYPED);
            let Some(unusual) = unusual else {
                return Vec::new();
            };
            let from = addresses.iter().filter(|(_, it)| it.calls.failed() > 0);
            from.map(|(address, it)| candidate(call.1, address, of, &it.calls, &unusual))
                .collect()
        }
        When::NewOrigin => {
            let from = addresses
                .iter()
                .filter_map(|(address, it)| Some((address, &it.calls, it.new_origin.as_ref()?)));
            from.map(|(address, calls, origin)| {
                let what = format!(
                    "of {} ({}) from {address}{origin}: the principal never called from there in the 45 days before",
                    call.1, call.0
                );
                never(call.1, address, of, calls, case, &what)
            })
            .collect()
        }
        // Not a matter of what is called.
        When::NewRegion | When::OutsideInstance => Vec::new(),
    }
}

/// Calls of daily work, made from where the principal was not before and with a program that it did not
/// have: its habits tell nothing of whoever that is.
fn strange(
    call: (&str, &str),
    of: &Use,
    addresses: &BTreeMap<&str, FromAddress>,
    case: &Case,
) -> Vec<Candidate> {
    let from = addresses.iter().filter(|(_, it)| it.strange.count() > 0);
    from.map(|(address, it)| {
        let origin = it.new_origin.as_ref();
        let origin = origin.map(ToString::to_string).unwrap_or_default();
        let what = format!(
            "of {} ({}) from {address}{origin} with a new program: in the 45 days before the principal called neither from there nor with it",
            call.1, call.0
        );
        never(call.1, address, of, &it.strange, case, &what)
    })
    .collect()
}

fn unusual(call: (&str, &str), of: &Use, case: &Case) -> Option<Unusual> {
    let activity = &case.activity;
    activity
        .seen()
        .unusual(call, of, case.table, &activity.peers)
}

/// Calls in Regions that the account did not use before, by Region and address.
fn new_regions(case: &Case) -> Vec<Candidate> {
    let Some(of) = case.table.uses_of_any_call(When::NewRegion).next() else {
        return Vec::new();
    };
    // Of an account that nothing is known of every Region is new.
    if !case.activity.has_account_past {
        return Vec::new();
    }
    let new = case.activity.new_values(Trait::Region);
    let mut calls: BTreeMap<(&str, &str), (Calls, &str)> = BTreeMap::new();
    for call in case.activity.scope.calls() {
        if let (Some(region), Some(address)) = (call.action.region, call.origin.address)
            && new.get(region).copied().unwrap_or_default()
            && is_own(&call)
        {
            let api = unversioned(call.action.api);
            let from = calls.entry((region, address));
            let (calls, first) = from.or_insert((Calls::default(), api));
            if calls.first().is_none_or(|it| call.first_seen < it) {
                *first = api;
            }
            calls.add(&call);
        }
    }
    let from = calls.into_iter();
    from.map(|((region, address), (calls, api))| {
        let what = format!(
            "in {region}, {api} first: nobody of the account called there in the 45 days before"
        );
        never(api, address, of, &calls, case, &what)
    })
    .collect()
}

/// What was never seen before, which surprises more than any number tells.
fn never(api: &str, address: &str, of: &Use, calls: &Calls, case: &Case, what: &str) -> Candidate {
    Candidate {
        bits: f64::INFINITY,
        found: calls.never(
            indicator(api, address, of, calls),
            case.activity.window,
            what,
        ),
    }
}

fn candidate(api: &str, address: &str, of: &Use, calls: &Calls, unusual: &Unusual) -> Candidate {
    let why = &unusual.explanation;
    let from = counted(calls.count(), "call");
    let why = Explanation {
        sentence: format!("{} {from} of them from {address}.", why.sentence),
        ..why.clone()
    };
    Candidate {
        bits: unusual.own_bits + unusual.peer_bits,
        found: calls.found(indicator(api, address, of, calls), why),
    }
}

/// `api` may be of a log, and longer than any API's name.
fn indicator(api: &str, address: &str, of: &Use, calls: &Calls) -> Indicator {
    Indicator::TtpObserved(TtpObserved {
        tactic: of.tactic,
        technique: format!("{} ({})", of.technique.name, of.technique.id),
        procedure: format!("{} {}", of.procedure, of.reason),
        ip_address: address.to_owned(),
        api_name: api.to_owned(),
        success_count: calls.succeeded(),
        failure_count: calls.failed(),
    })
}

/// Whether a row is of the principal itself and has an address.
fn address_of<'a>(call: &Call<'a>) -> Option<&'a str> {
    call.origin.address.filter(|_| is_own(call))
}
