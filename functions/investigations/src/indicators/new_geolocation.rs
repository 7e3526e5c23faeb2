//! `NEW_GEOLOCATION`: a place that the principal had not called from, with each address there.

use std::collections::BTreeSet;

use gumshoe_domain::investigation::{Indicator, IndicatorType, NewGeolocation};

use super::Finder;
use crate::activity::{PrincipalActivity, Trait};

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::NewGeolocation,
    find,
};

fn find(activity: &PrincipalActivity) -> Vec<Indicator> {
    let new = activity.new_values(Trait::Location);
    let mut addresses = BTreeSet::new();
    for call in activity.scope.calls() {
        if let (Some(location), Some(address)) = (Trait::Location.of(&call), call.origin.address)
            && new.contains_key(&*location)
        {
            addresses.insert((location.into_owned(), address));
        }
    }
    let indicator = |(location, address): (String, &str)| {
        Indicator::NewGeolocation(NewGeolocation {
            is_new_for_entire_account: new.get(&location).copied().unwrap_or_default(),
            location,
            ip_address: address.to_owned(),
        })
    };
    addresses.into_iter().map(indicator).collect()
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
        let found = find(&activity(&calls, &[home], &[(Trait::Location, "Riga, LV")]));
        let expected = ["203.0.113.10", "203.0.113.9"].map(|address| {
            Indicator::NewGeolocation(NewGeolocation {
                location: "Riga, LV".to_owned(),
                ip_address: address.to_owned(),
                is_new_for_entire_account: false,
            })
        });
        assert_eq!(found, expected);
    }
}
