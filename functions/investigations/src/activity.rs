//! What a principal did in the scope of an investigation, and before.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use gumshoe_activity::{Aggregate, Call, Entity, EntityType};
use gumshoe_domain::investigation::InvestigationScope;
use gumshoe_domain::{AccountId, GraphId, Hour, InvalidScopeTime, ScopeTime};
use gumshoe_segments::{Column, Filter, SegmentError, graph_rows};
use gumshoe_store::Store;

/// The hours before the scope that are the baseline: 45 days, Amazon Detective User Guide, "Types of
/// profile panel visualizations".
const BASELINE_HOURS: i32 = 45 * 24;

/// The columns of the principal's rows.
const COLUMNS: &[Column] = &[
    Column::Hour,
    Column::AccountId,
    Column::PrincipalType,
    Column::PrincipalId,
    Column::SourceAddress,
    Column::SourceIsIp,
    Column::UserAgent,
    Column::Country,
    Column::City,
    Column::Latitude,
    Column::Longitude,
    Column::Aso,
    Column::Service,
    Column::Api,
    Column::Region,
    Column::ErrorCode,
    Column::Calls,
    Column::FirstSeen,
    Column::LastSeen,
];

/// The columns of the account's rows.
const ACCOUNT_COLUMNS: &[Column] = &[
    Column::AccountId,
    Column::UserAgent,
    Column::Country,
    Column::City,
    Column::Aso,
];

/// Why activity cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ActivityError {
    #[error("the segments cannot be read")]
    Segments(#[from] SegmentError),
    #[error("the scope is none of a graph")]
    Scope(#[from] InvalidScopeTime),
}

/// Something of a call's origin that can be new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Trait {
    /// Where the address is: see [`location`].
    Location,
    /// The organization of the address's autonomous system.
    Aso,
    /// The user agent.
    UserAgent,
}

impl Trait {
    const ALL: &[Self] = &[Self::Location, Self::Aso, Self::UserAgent];

    /// Its value in `call`.
    pub(crate) fn of<'a>(self, call: &Call<'a>) -> Option<Cow<'a, str>> {
        match self {
            Self::Location => location(call).map(Cow::Owned),
            Self::Aso => call.origin.place.aso.map(Cow::Borrowed),
            Self::UserAgent => call.origin.user_agent.map(Cow::Borrowed),
        }
    }
}

/// Where the address of `call` is: `City, Country` with the country's ISO code, or the country alone.
fn location(call: &Call<'_>) -> Option<String> {
    let place = call.origin.place;
    let country = place.country?;
    Some(match place.city {
        Some(city) => format!("{city}, {country}"),
        None => country.to_owned(),
    })
}

/// The activity of a principal, as its investigation sees it.
#[derive(Debug, Default)]
pub(crate) struct PrincipalActivity {
    /// The rows of the scope.
    pub(crate) scope: Aggregate,
    /// The rows of the baseline, added up over its hours: all have its first.
    pub(crate) baseline: Aggregate,
    /// What is new for the principal, and was there in the account's baseline.
    known_to_account: HashSet<(Trait, String)>,
}

impl PrincipalActivity {
    /// The values of a trait that the principal had in the scope and not in the baseline, each with
    /// whether it is new for the entire account.
    pub(crate) fn new_values(&self, of: Trait) -> BTreeMap<String, bool> {
        let known: HashSet<Cow<'_, str>> =
            self.baseline.calls().filter_map(|it| of.of(&it)).collect();
        let mut new = BTreeMap::new();
        for value in self.scope.calls().filter_map(|it| of.of(&it)) {
            if !known.contains(&value) && !new.contains_key(&*value) {
                let value = value.into_owned();
                let seen = self.known_to_account.contains(&(of, value.clone()));
                new.insert(value, !seen);
            }
        }
        new
    }

    /// Reads the activity of `principals`, which are one by their ARN, of `account`.
    pub(crate) async fn read(
        store: &Store,
        graph: GraphId,
        principals: &[Entity],
        account: AccountId,
        scope: InvestigationScope,
    ) -> Result<Self, ActivityError> {
        let scope = ScopeTime::new(scope.start(), scope.end())?;
        let before = ScopeTime::before(scope, BASELINE_HOURS);
        let mut activity = Self::default();
        for principal in principals {
            let found = rows(store, graph, principal, scope, None).await?;
            found.calls().for_each(|it| activity.scope.add_call(&it));
            let found = rows(store, graph, principal, before, Some(before.start())).await?;
            found.calls().for_each(|it| activity.baseline.add_call(&it));
        }
        activity.known_to_account =
            known_to_account(store, graph, account, before, activity.new_traits()).await?;
        Ok(activity)
    }

    fn new_traits(&self) -> HashSet<(Trait, String)> {
        let of = |of: &Trait| {
            let of = *of;
            self.new_values(of).into_keys().map(move |it| (of, it))
        };
        Trait::ALL.iter().flat_map(of).collect()
    }
}

/// What `principal` itself did in `scope`; the rows of all its hours as if they were of `hour`, where
/// one is given.
async fn rows(
    store: &Store,
    graph: GraphId,
    principal: &Entity,
    scope: ScopeTime,
    hour: Option<Hour>,
) -> Result<Aggregate, SegmentError> {
    let filter = Filter {
        entity: Some(principal.clone()),
        ..Filter::default()
    };
    let own = (Some(principal.kind), Some(principal.id.as_str()));
    let add = |rows: &mut Aggregate, call: &Call<'_>| {
        // Others' calls about the principal concern it as well.
        if (call.caller.principal_type, call.caller.principal_id) == own {
            let hour = hour.unwrap_or(call.hour);
            rows.add_call(&Call { hour, ..*call });
        }
    };
    graph_rows::add_up(
        store,
        graph,
        scope,
        filter,
        COLUMNS,
        Aggregate::default,
        add,
    )
    .await
}

/// Those of `candidates` that anybody of `account` had in `scope`.
async fn known_to_account(
    store: &Store,
    graph: GraphId,
    account: AccountId,
    scope: ScopeTime,
    candidates: HashSet<(Trait, String)>,
) -> Result<HashSet<(Trait, String)>, SegmentError> {
    // Most investigations find nothing new, and the account has far more rows than the principal.
    if candidates.is_empty() {
        return Ok(candidates);
    }
    let filter = Filter {
        entity: Some(Entity {
            kind: EntityType::AwsAccount,
            id: account.to_string(),
        }),
        ..Filter::default()
    };
    let add = |known: &mut HashSet<(Trait, String)>, call: &Call<'_>| {
        if call.caller.account != account.as_str() {
            return;
        }
        for of in Trait::ALL {
            if let Some(value) = of.of(call) {
                let value = (*of, value.into_owned());
                if candidates.contains(&value) {
                    known.insert(value);
                }
            }
        }
    };
    graph_rows::add_up(
        store,
        graph,
        scope,
        filter,
        ACCOUNT_COLUMNS,
        HashSet::new,
        add,
    )
    .await
}

#[cfg(test)]
pub(crate) mod tests {
    use gumshoe_activity::{Action, Caller, Origin, Place};
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
        let mut activity = PrincipalActivity::default();
        scope.iter().for_each(|it| activity.scope.add_call(it));
        baseline
            .iter()
            .for_each(|it| activity.baseline.add_call(it));
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
}
