//! The indicators: each kind is one function from a principal's activity to what it finds there.

mod new_aso;
mod new_geolocation;
mod new_user_agent;

use gumshoe_domain::investigation::{Indicator, IndicatorType};

use crate::activity::PrincipalActivity;

/// Most indicators of one kind in a report; there are not more places in the table's keys either.
/// Our choice: nobody reads more.
const MOST_OF_A_KIND: usize = 1_000;

/// How indicators of one kind are found.
#[derive(Debug)]
pub(crate) struct Finder {
    /// The kind of all that it finds.
    pub(crate) kind: IndicatorType,
    /// Finds them, in the order of the report.
    pub(crate) find: fn(&PrincipalActivity) -> Vec<Indicator>,
}

/// Every kind that is looked for, in the order of the report.
static FINDERS: &[Finder] = &[
    new_geolocation::FINDER,
    new_aso::FINDER,
    new_user_agent::FINDER,
];

/// Every indicator in the activity of a principal.
pub(crate) fn find(activity: &PrincipalActivity) -> Vec<Indicator> {
    let mut report = Vec::new();
    for finder in FINDERS {
        let mut found = (finder.find)(activity);
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
mod tests {
    use super::*;
    use crate::activity::tests::{activity, call};

    #[test]
    fn every_finder_finds_its_own_kind_and_nothing_in_what_was_always_done() {
        let call = call(
            "203.0.113.9",
            (Some("Riga"), Some("LV")),
            Some("Away"),
            "curl/8",
        );
        for finder in FINDERS {
            let found = (finder.find)(&activity(&[call], &[], &[]));
            let kinds: Vec<IndicatorType> = found.iter().map(Indicator::kind).collect();
            assert_eq!(kinds, [finder.kind]);
            assert_eq!((finder.find)(&activity(&[call], &[call], &[])), []);
        }
    }

    #[test]
    fn a_report_has_a_thousand_indicators_of_a_kind_at_most() {
        let agents: Vec<String> = (0..1_200).map(|it| format!("agent/{it}")).collect();
        let calls: Vec<_> = agents
            .iter()
            .map(|it| call("10.0.0.1", (None, None), None, it))
            .collect();
        assert_eq!(find(&activity(&calls, &[], &[])).len(), MOST_OF_A_KIND);
    }
}
