//! `NEW_ASO`: an organization whose network the principal had not called from.

use gumshoe_domain::investigation::{Found, Indicator, IndicatorType, NewAso};

use super::Finder;
use super::evidence::{for_whom, quoted};
use crate::activity::Trait;
use crate::case::Case;

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::NewAso,
    find,
};

fn find(case: &Case) -> Vec<Found> {
    let new = case.activity.new_values(Trait::Aso);
    let mut found = Vec::new();
    for (aso, is_new_for_entire_account) in new {
        let whom = for_whom(is_new_for_entire_account);
        let what = format!(
            "from the network of {}: the principal never called from there in the 45 days before, {whom}",
            quoted(&aso)
        );
        let calls = case.calls_with(Trait::Aso, &aso);
        let indicator = Indicator::NewAso(NewAso {
            aso,
            is_new_for_entire_account,
        });
        found.push(calls.never(indicator, case.activity.window, &what));
    }
    found
}
