//! What a report says of each kind of indicator.

use gumshoe_domain::investigation::Indicator;

/// One line.
pub(super) fn title(indicator: &Indicator) -> String {
    match indicator {
        Indicator::TtpObserved(it) => format!(
            "{}: {} by {} from {}",
            it.tactic.as_str(),
            it.technique,
            it.api_name,
            it.ip_address
        ),
        Indicator::ImpossibleTravel(it) => format!(
            "Impossible travel from {} to {}",
            it.starting_location, it.ending_location
        ),
        Indicator::FlaggedIpAddress(it) => format!("Flagged address {}", it.ip_address),
        Indicator::NewGeolocation(it) => {
            format!("New geolocation {} ({})", it.location, it.ip_address)
        }
        Indicator::NewAso(it) => format!("New network of {}", it.aso),
        Indicator::NewUserAgent(it) => format!("New user agent {}", it.user_agent),
        Indicator::RelatedFinding(it) => format!("Related finding {}", it.finding_type),
        Indicator::RelatedFindingGroup(it) => format!("Related finding group {}", it.id),
    }
}

/// What a recommendation is because of: indicators with the same reason have the same.
pub(super) fn reason(indicator: &Indicator) -> String {
    match indicator {
        Indicator::TtpObserved(it) => it.technique.clone(),
        Indicator::ImpossibleTravel(_) => "Impossible travel".to_owned(),
        Indicator::FlaggedIpAddress(_) => "Flagged address".to_owned(),
        Indicator::NewGeolocation(_) => "New geolocation".to_owned(),
        Indicator::NewAso(_) => "New network".to_owned(),
        Indicator::NewUserAgent(_) => "New user agent".to_owned(),
        Indicator::RelatedFinding(_) => "Related finding".to_owned(),
        Indicator::RelatedFindingGroup(_) => "Related finding group".to_owned(),
    }
}

/// What to do because of what is no technique.
pub(super) fn recommendation(indicator: &Indicator) -> Option<&'static str> {
    match indicator {
        Indicator::TtpObserved(_) => None,
        Indicator::ImpossibleTravel(_) => Some(
            "Ask the owner which of the two places was theirs; if one was not, deactivate the keys and revoke the sessions.",
        ),
        Indicator::FlaggedIpAddress(_) => Some(
            "Deny the address by policy, deactivate the keys that were used from it, and revoke the sessions.",
        ),
        Indicator::NewGeolocation(_) | Indicator::NewAso(_) => {
            Some("Ask the owner whether they were there, and require MFA.")
        }
        Indicator::NewUserAgent(_) => Some("Ask the owner whether they have a new program."),
        Indicator::RelatedFinding(_) => Some("Work through the finding with its provider."),
        Indicator::RelatedFindingGroup(_) => {
            Some("Look at the whole group: others may be compromised with the principal.")
        }
    }
}

/// The id in `Account Manipulation (T1098)`.
pub(super) fn technique_id(technique: &str) -> Option<&str> {
    technique.strip_suffix(')')?.rsplit_once('(').map(|it| it.1)
}

/// A number of things: `1 call`, `2 calls`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}
