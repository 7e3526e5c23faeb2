//! `FLAGGED_IP_ADDRESS`: an address that a threat list has.

use std::collections::BTreeMap;
use std::net::IpAddr;

use gumshoe_domain::investigation::{FlaggedIpAddress, Found, Indicator, IndicatorType};

use super::Finder;
use super::evidence::{Calls, quoted};
use crate::activity::is_own;
use crate::case::Case;

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::FlaggedIpAddress,
    find,
};

fn find(case: &Case) -> Vec<Found> {
    let mut addresses: BTreeMap<&str, Calls> = BTreeMap::new();
    for call in case.activity.scope.calls().filter(is_own) {
        if let Some(address) = call.origin.address {
            addresses.entry(address).or_default().add(&call);
        }
    }
    let mut found = Vec::new();
    for (address, calls) in addresses {
        let known = address.parse().ok();
        let Some(known) = known.and_then(|it: IpAddr| case.threats.find(it)) else {
            continue;
        };
        let what = format!(
            "from {address}, which the threat list {} ({}) has in {}",
            quoted(known.list),
            known.format.as_str(),
            known.network
        );
        let indicator = Indicator::FlaggedIpAddress(FlaggedIpAddress {
            ip_address: address.to_owned(),
        });
        found.push(calls.never(indicator, case.activity.window, &what));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::tests::{activity, call};
    use crate::threats::Threats;

    #[test]
    fn an_address_within_a_network_of_a_list_is_flagged() {
        let bad = call("203.0.113.9", (None, None), None, "a");
        let good = call("198.51.100.7", (None, None), None, "a");
        let odd = call("not an address", (None, None), None, "a");
        let case = Case {
            threats: Threats::of("ours.txt", "203.0.113.0/28"),
            ..Case::of(activity(&[bad, good, odd], &[], &[]))
        };
        let found = find(&case);
        let expected = Indicator::FlaggedIpAddress(FlaggedIpAddress {
            ip_address: "203.0.113.9".to_owned(),
        });
        assert_eq!(Found::indicators(&found), [expected]);
        assert_eq!(
            found[0].evidence.as_ref().unwrap().sentence,
            "1 call from 203.0.113.9, which the threat list ours.txt (TXT) has in 203.0.113.0/28."
        );
    }
}
