//! `NEW_GEOLOCATION`: a place that the principal had not called from, with each address there.

use std::collections::BTreeMap;

use gumshoe_domain::investigation::{Found, Indicator, IndicatorType, NewGeolocation};

use super::Finder;
use super::evidence::{Calls, for_whom};
use crate::activity::Trait;
use crate::case::Case;

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::NewGeolocation,
    find,
};

fn find(case: &Case) -> Vec<Found> {
    let new = case.activity.new_values(Trait::Location);
    let mut addresses: BTreeMap<(String, &str), Calls> = BTreeMap::new();
    for call in case.activity.scope.calls() {
        if let (Some(location), Some(address)) = (Trait::Location.of(&call), call.origin.address)
            && new.contains_key(&*location)
        {
            let calls = addresses.entry((location.into_owned(), address));
            calls.or_default().add(&call);
        }
    }
    let mut found = Vec::new();
    for ((location, address), calls) in addresses {
        let is_new_for_entire_account = new.get(&location).copied().unwrap_or_default();
        let whom = for_whom(is_new_for_entire_account);
        let what = format!(
            "from {location} ({address}): the principal never called from there in the 45 days before, {whom}"
        );
        let indicator = Indicator::NewGeolocation(NewGeolocation {
            location,
            ip_address: address.to_owned(),
            is_new_for_entire_account,
        });
        found.push(calls.never(indicator, case.activity.window, &what));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::tests::{activity, call};

    #[test]
    fn each_address_in_a_new_place_is_told_once() {
        let riga = |address, agent| call(address, (Some("Riga"), Some("LV")), None, agent);
        let home = call("198.51.100.7", (Some("Dublin"), Some("IE")), None, "a");
        let calls = [
            riga("203.0.113.9", "a"),
            riga("203.0.113.9", "b"),
            riga("203.0.113.10", "a"),
            home,
        ];
        let activity = activity(&calls, &[home], &[(Trait::Location, "Riga, LV")]);
        let found = find(&Case::of(activity));
        let expected = ["203.0.113.10", "203.0.113.9"].map(|address| {
            Indicator::NewGeolocation(NewGeolocation {
                location: "Riga, LV".to_owned(),
                ip_address: address.to_owned(),
                is_new_for_entire_account: false,
            })
        });
        assert_eq!(Found::indicators(&found), expected);
        let sentences = found
            .iter()
            .map(|it| it.evidence.as_ref().unwrap().sentence.as_str());
        let expected = [
            "1 call from Riga, LV (203.0.113.10): the principal never called from there in the 45 days before, though others of the account did.",
            "2 calls from Riga, LV (203.0.113.9): the principal never called from there in the 45 days before, though others of the account did.",
        ];
        assert_eq!(sentences.collect::<Vec<_>>(), expected);
    }
}
