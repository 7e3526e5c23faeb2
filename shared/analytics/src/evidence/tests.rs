use gumshoe_activity::{Action, Call, Caller, EntityType, Origin, Place};
use gumshoe_domain::{Hour, ScopeTime};

use super::*;
use crate::peers::{Model, Observations};

const TODAY: i32 = 45;

/// A call on a day, by a user from a country.
#[derive(Clone, Copy)]
struct Made<'a> {
    day: i32,
    user: &'a str,
    country: &'a str,
    aso: &'a str,
    agent: &'a str,
    api: &'a str,
}

const USUAL: Made<'_> = Made {
    day: 0,
    user: "alice",
    country: "DE",
    aso: "Office Net",
    agent: "aws-cli/2.15",
    api: "ListBuckets",
};

impl<'a> Made<'a> {
    fn call(&self) -> Call<'a> {
        let hour = Hour::from_index(self.day * 24 + 9);
        Call {
            hour,
            caller: Caller {
                account: "111122223333",
                principal_type: Some(EntityType::AwsUser),
                principal_id: Some(self.user),
                ..Caller::default()
            },
            origin: Origin {
                address: Some("198.51.100.7"),
                is_ip: true,
                user_agent: Some(self.agent),
                place: Place {
                    country: Some(self.country),
                    aso: Some(self.aso),
                    ..Place::default()
                },
            },
            action: Action {
                service: "s3",
                api: self.api,
                ..Action::default()
            },
            resource: None,
            calls: 2,
            first_seen: hour.start(),
            last_seen: hour.start(),
        }
    }
}

/// Three colleagues who do the same on every day before.
fn history<'a>() -> Vec<Made<'a>> {
    let days = (0..TODAY)
        .flat_map(|day| ["alice", "bob", "carol"].map(|user| Made { day, user, ..USUAL }));
    days.collect()
}

fn window() -> Window {
    let hour = |day: i32| Hour::from_index(day * 24).start();
    Window {
        day: ScopeTime::new(hour(TODAY), hour(TODAY + 1)).unwrap(),
        before: ScopeTime::new(hour(0), hour(TODAY)).unwrap(),
    }
}

fn found(before: &[Made<'_>], today: &[Made<'_>]) -> Vec<Evidence> {
    let (mut day, mut known, mut observed) =
        (Day::default(), Before::default(), Observations::default());
    for made in today {
        day.add(
            &Made {
                day: TODAY,
                ..*made
            }
            .call(),
        );
    }
    for made in before {
        known.add(&day, &made.call());
        observed.add(&made.call());
    }
    let model = Model::learn(&observed, window().before);
    find(&day, &known, Some(&model), window())
}

fn kinds(evidence: &[Evidence]) -> Vec<EvidenceKind> {
    evidence.iter().map(|it| it.kind).collect()
}

#[test]
fn a_day_like_any_other_is_no_evidence() {
    assert_eq!(found(&history(), &[USUAL]), []);
    // A new version is no new program.
    let updated = Made {
        agent: "aws-cli/2.16",
        ..USUAL
    };
    assert_eq!(found(&history(), &[updated]), []);
}

#[test]
fn each_of_the_six_kinds_is_found_and_explained() {
    let mut before = history();
    before.push(Made {
        user: "bob",
        country: "FR",
        day: 3,
        ..USUAL
    });
    for (today, expected) in [
        (
            Made {
                country: "FR",
                ..USUAL
            },
            vec![EvidenceKind::NewGeolocation],
        ),
        (
            Made {
                aso: "Hotel Net",
                ..USUAL
            },
            vec![EvidenceKind::NewAso],
        ),
        (
            Made {
                agent: "curl/8",
                ..USUAL
            },
            vec![EvidenceKind::NewUserAgent],
        ),
        (
            Made {
                country: "KP",
                ..USUAL
            },
            vec![
                EvidenceKind::NewGeolocation,
                EvidenceKind::NewGeolocationForAll,
            ],
        ),
        (
            Made {
                user: "dave",
                ..USUAL
            },
            vec![EvidenceKind::NewPrincipalForAll],
        ),
        (
            Made {
                user: "dave",
                country: "KP",
                ..USUAL
            },
            vec![
                EvidenceKind::NewGeolocation,
                EvidenceKind::NewGeolocationForAll,
                EvidenceKind::NewPrincipalForAll,
            ],
        ),
    ] {
        let found = found(&before, &[today]);
        assert_eq!(kinds(&found), expected);
        for evidence in found {
            assert!(
                evidence
                    .explanation
                    .sentence
                    .contains("from 1970-01-01T00:00:00.000Z to 1970-02-15"),
                "{evidence:?}"
            );
            assert_eq!(evidence.explanation.observed, 2.0);
            let involved: Vec<&str> = evidence.involved.iter().map(|it| &*it.entity.id).collect();
            assert!(involved.contains(&today.user) && involved.contains(&"198.51.100.7"));
        }
    }
}

#[test]
fn a_new_call_is_evidence_when_nobody_alike_makes_it() {
    // Everybody's colleagues, so that one of 128 can be rare.
    let names: Vec<String> = (0..200).map(|it| format!("user{it:03}")).collect();
    let mut before = history();
    for (at, user) in (0..).zip(&names) {
        let apis = ["ListBuckets", "GetObject", "PutObject"];
        let day = at % 40;
        before.extend(apis.map(|api| Made {
            day,
            user,
            api,
            ..USUAL
        }));
    }
    before.push(Made {
        user: "bob",
        api: "GetBucketAcl",
        ..USUAL
    });
    let usual = found(
        &before,
        &[Made {
            api: "GetObject",
            ..USUAL
        }],
    );
    assert_eq!(kinds(&usual), []);
    let rare = found(
        &before,
        &[Made {
            api: "DeleteBucket",
            ..USUAL
        }],
    );
    assert_eq!(kinds(&rare), [EvidenceKind::NewApiCall]);
    assert_eq!(rare[0].values, ["s3:DeleteBucket"]);
    let sentence = &rare[0].explanation.sentence;
    assert!(
        sentence.contains("of the 202 other principals of the graph 0 did"),
        "{sentence}"
    );
}

#[test]
fn in_training_and_in_the_first_week_of_a_principal_nothing_is_remarkable() {
    let young: Vec<Made<'_>> = history()
        .into_iter()
        .filter(|it| it.day >= TODAY - 13)
        .collect();
    assert_eq!(
        found(
            &young,
            &[Made {
                country: "KP",
                ..USUAL
            }]
        ),
        []
    );
    let mut before = history();
    before.extend((40..44).map(|day| Made {
        user: "dave",
        day,
        ..USUAL
    }));
    let newcomer = Made {
        user: "dave",
        ..USUAL
    };
    assert_eq!(
        found(
            &before,
            &[Made {
                agent: "curl/8",
                aso: "Cafe",
                ..newcomer
            }]
        ),
        []
    );
    // A place where nobody ever was is remarkable whoever is there.
    let far = found(
        &before,
        &[Made {
            country: "KP",
            ..newcomer
        }],
    );
    assert_eq!(
        kinds(&far),
        [
            EvidenceKind::NewGeolocation,
            EvidenceKind::NewGeolocationForAll
        ]
    );
}

#[test]
fn many_new_values_of_a_kind_are_one_evidence() {
    let apart: Vec<String> = (0..50).map(|it| format!("program{it}/1")).collect();
    let today: Vec<Made<'_>> = apart.iter().map(|agent| Made { agent, ..USUAL }).collect();
    let found = found(&history(), &today);
    assert_eq!(kinds(&found), [EvidenceKind::NewUserAgent]);
    assert_eq!((found[0].values.len(), found[0].calls), (10, 100));
}

#[test]
fn every_kind_has_a_name_and_a_type_of_its_own() {
    for kind in EvidenceKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(*kind));
        assert!(kind.finding_type().starts_with("Unusual Behaviors/"));
    }
}
