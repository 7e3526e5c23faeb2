//! The indicators: each kind is one function from the case of a principal to what it finds there.

mod evidence;
mod flagged_ip_address;
mod impossible_travel;
mod new_aso;
mod new_geolocation;
mod new_user_agent;
mod related_finding;
mod related_finding_group;
mod ttp_observed;

use gumshoe_domain::investigation::{Found, IndicatorType};

use crate::case::Case;

pub(crate) use evidence::Calls;

/// Most indicators of one kind in a report; there are not more places in the table's keys either.
/// Our choice: nobody reads more.
const MOST_OF_A_KIND: usize = 1_000;

/// How indicators of one kind are found.
#[derive(Debug)]
pub(crate) struct Finder {
    /// The kind of all that it finds.
    pub(crate) kind: IndicatorType,
    /// Finds them, in the order of the report.
    pub(crate) find: fn(&Case) -> Vec<Found>,
}

/// Every kind that is looked for, in the order of the report.
static FINDERS: &[Finder] = &[
    ttp_observed::FINDER,
    impossible_travel::FINDER,
    flagged_ip_address::FINDER,
    new_geolocation::FINDER,
    new_aso::FINDER,
    new_user_agent::FINDER,
    related_finding::FINDER,
    related_finding_group::FINDER,
];

/// Every indicator in the case of a principal.
pub(crate) fn find(case: &Case) -> Vec<Found> {
    let mut report = Vec::new();
    for finder in FINDERS {
        let mut found = (finder.find)(case);
        if found.len() > MOST_OF_A_KIND {
            tracing::warn!(
                indicator.kind = finder.kind.as_str(),
                indicator.count = found.len(),
                "indicators left out"
            );
            found.truncate(MOST_OF_A_KIND);
        }
        report.append(&mut found);
    }
    report
}

#[cfg(test)]
mod tests;
