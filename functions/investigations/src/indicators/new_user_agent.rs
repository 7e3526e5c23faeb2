//! `NEW_USER_AGENT`: a program that the principal had not called with.

use gumshoe_domain::investigation::{Indicator, IndicatorType, NewUserAgent};

use super::Finder;
use crate::activity::{PrincipalActivity, Trait};

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::NewUserAgent,
    find,
};

fn find(activity: &PrincipalActivity) -> Vec<Indicator> {
    let indicator = |(user_agent, is_new_for_entire_account)| {
        Indicator::NewUserAgent(NewUserAgent {
            user_agent,
            is_new_for_entire_account,
        })
    };
    let new = activity.new_values(Trait::UserAgent);
    new.into_iter().map(indicator).collect()
}
