use gumshoe_activity::{Action, Caller, EntityType, Origin, Place};
use gumshoe_domain::Timestamp;

use super::*;

/// A call from an address with this place, organization and program.
pub(crate) fn call<'a>(
    address: &'a str,
    (city, country): (Option<&'a str>, Option<&'a str>),
    aso: Option<&'a str>,
    user_agent: &'a str,
) -> Call<'a> {
    Call {
        hour: Hour::from_index(1),
        caller: Caller {
            account: "111122223333",
            principal_type: Some(EntityType::AwsUser),
            principal_id: Some("AIDAEXAMPLEALICE"),
            ..Caller::default()
        },
        origin: Origin {
            address: Some(address),
            is_ip: true,
            user_agent: Some(user_agent),
            place: Place {
                country,
                city,
                aso,
                ..Place::default()
            },
        },
        action: Action::default(),
        resource: None,
        calls: 1,
        first_seen: Timestamp::from_millis(0),
        last_seen: Timestamp::from_millis(0),
    }
}

/// The activity of somebody who made these calls in the scope and those before, in an account
/// that knew these values before.
pub(crate) fn activity(
    scope: &[Call<'_>],
    baseline: &[Call<'_>],
    known_to_account: &[(Trait, &str)],
) -> PrincipalActivity {
    let at = |text: &str| text.parse().unwrap();
    let scope_time = ScopeTime::new(at("2026-03-01T00:00:00Z"), at("2026-03-02T00:00:00Z"));
    let scope_time = scope_time.unwrap();
    let window = ScopeTime::before(scope_time, 45 * 24);
    let mut activity = PrincipalActivity::new(scope_time, window);
    for call in scope {
        let hour = scope_time.start();
        activity.add_to_scope(&Call { hour, ..*call });
    }
    for call in baseline {
        let hour = window.start();
        activity.baseline.add_call(&Call { hour, ..*call });
        // Hours are counted from the start of the baseline.
        let later = hour.plus(call.hour.index());
        let call = Call {
            hour: later,
            ..*call
        };
        add_habit(&mut activity.past, hour, &call);
    }
    activity.has_account_past = !baseline.is_empty();
    for (of, value) in known_to_account {
        activity.known_to_account.insert((*of, (*value).to_owned()));
    }
    activity
}

#[test]
fn new_is_what_is_in_the_scope_and_not_in_the_baseline() {
    let home = call(
        "198.51.100.7",
        (Some("Dublin"), Some("IE")),
        Some("Home"),
        "aws-cli/2",
    );
    let away = call(
        "203.0.113.9",
        (Some("Riga"), Some("LV")),
        Some("Away"),
        "curl/8",
    );
    let activity = activity(&[home, away], &[home], &[(Trait::Aso, "Away")]);
    let one = |value: &str, new| BTreeMap::from([(value.to_owned(), new)]);
    assert_eq!(activity.new_values(Trait::Location), one("Riga, LV", true));
    assert_eq!(activity.new_values(Trait::Aso), one("Away", false));
    assert_eq!(activity.new_values(Trait::UserAgent), one("curl/8", true));
}

#[test]
fn what_is_not_known_is_not_new() {
    let nowhere = call("10.0.0.1", (None, None), None, "aws-cli/2");
    let activity = activity(&[nowhere], &[], &[]);
    assert_eq!(activity.new_values(Trait::Location), BTreeMap::new());
    assert_eq!(activity.new_values(Trait::Aso), BTreeMap::new());
}

#[test]
fn a_place_without_a_city_is_its_country() {
    let call = call("203.0.113.9", (None, Some("LV")), None, "curl/8");
    assert_eq!(Trait::Location.of(&call).as_deref(), Some("LV"));
}
