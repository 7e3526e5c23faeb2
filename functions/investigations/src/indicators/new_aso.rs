//! `NEW_ASO`: an organization whose network the principal had not called from.

use gumshoe_domain::investigation::{Indicator, IndicatorType, NewAso};

use super::Finder;
use crate::activity::{PrincipalActivity, Trait};

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::NewAso,
    find,
};

fn find(activity: &PrincipalActivity) -> Vec<Indicator> {
    let indicator = |(aso, is_new_for_entire_account)| {
        Indicator::NewAso(NewAso {
            aso,
            is_new_for_entire_account,
        })
    };
    let new = activity.new_values(Trait::Aso);
    new.into_iter().map(indicator).collect()
}
