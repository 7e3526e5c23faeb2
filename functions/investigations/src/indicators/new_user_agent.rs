//! `NEW_USER_AGENT`: a program that the principal had not called with.

use gumshoe_domain::investigation::{Found, Indicator, IndicatorType, NewUserAgent};

use super::Finder;
use super::evidence::{for_whom, quoted};
use crate::activity::Trait;
use crate::case::Case;

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::NewUserAgent,
    find,
};

fn find(case: &Case) -> Vec<Found> {
    let new = case.activity.new_values(Trait::UserAgent);
    let mut found = Vec::new();
    for (user_agent, is_new_for_entire_account) in new {
        let whom = for_whom(is_new_for_entire_account);
        let what = format!(
            "with {}: the principal never called with it in the 45 days before, {whom}",
            quoted(&user_agent)
        );
        let calls = case.calls_with(Trait::UserAgent, &user_agent);
        let indicator = Indicator::NewUserAgent(NewUserAgent {
            user_agent,
            is_new_for_entire_account,
        });
        found.push(calls.never(indicator, case.activity.window, &what));
    }
    found
}
