use gumshoe_activity::{Action, Call, Caller, Entity, EntityType, Origin};
use gumshoe_domain::{Hour, ScopeTime, Timestamp};

use super::*;
use crate::attack;

const TEAMS: [(&str, &[&str]); 4] = [
    (
        "web",
        &[
            "s3 GetObject",
            "s3 PutObject",
            "cloudfront CreateInvalidation",
            "logs GetLogEvents",
            "ecs UpdateService",
        ],
    ),
    (
        "data",
        &[
            "glue StartJobRun",
            "athena StartQueryExecution",
            "s3 GetObject",
            "s3 ListBucket",
            "glue GetTables",
        ],
    ),
    (
        "ops",
        &[
            "ec2 DescribeInstances",
            "ec2 RunInstances",
            "ssm SendCommand",
            "logs GetLogEvents",
            "cloudwatch GetMetricData",
        ],
    ),
    (
        "iam",
        &[
            "iam CreateUser",
            "iam AttachUserPolicy",
            "iam ListUsers",
            "sts AssumeRole",
            "kms CreateKey",
        ],
    ),
];
const TEAM: usize = 15;

fn call<'a>(principal: &'a str, (service, api): (&'a str, &'a str), calls: u64) -> Call<'a> {
    Call {
        hour: Hour::from_index(0),
        caller: Caller {
            account: "111122223333",
            principal_type: Some(EntityType::AwsRole),
            principal_id: Some(principal),
            ..Caller::default()
        },
        origin: Origin::default(),
        action: Action {
            service,
            api,
            ..Action::default()
        },
        resource: None,
        calls,
        first_seen: Timestamp::from_millis(0),
        last_seen: Timestamp::from_millis(0),
    }
}

/// Four teams of fifteen, everyone with most of the team's methods and the company's own.
fn company() -> Vec<(String, &'static str, u64)> {
    let mut calls = Vec::new();
    for (team, (name, methods)) in TEAMS.iter().enumerate() {
        for member in 0..TEAM {
            let who = format!("{name}-{member:02}");
            for (at, method) in methods.iter().enumerate() {
                if (team + member + at) % 6 != 0 {
                    calls.push((who.clone(), *method, 5 + (member * 7 + at * 3) as u64 % 40));
                }
            }
            calls.push((who.clone(), "sts GetCallerIdentity", 10));
            calls.push((who, "signin ConsoleLogin", 3));
        }
    }
    calls
}

fn observe<'a>(calls: impl Iterator<Item = &'a (String, &'static str, u64)>) -> Observations {
    let mut observations = Observations::default();
    for (who, method, count) in calls {
        observations.add(&call(who, method.split_once(' ').unwrap(), *count));
    }
    observations
}

fn window() -> ScopeTime {
    let end = Timestamp::from_millis(0);
    ScopeTime::new(end.plus_seconds(-45 * 86_400), end).unwrap()
}

fn model() -> Model {
    Model::learn(&observe(company().iter()), window())
}

fn role(id: &str) -> Entity {
    Entity {
        kind: EntityType::AwsRole,
        id: id.to_owned(),
    }
}

#[test]
fn what_is_rare_among_peers_is_rarer_than_what_is_merely_new() {
    let model = model();
    let mut orderings = 0;
    for (team, (name, methods)) in TEAMS.iter().enumerate() {
        for member in 0..TEAM {
            let peers = model.peers(&role(&format!("{name}-{member:02}")));
            let bits = |method: &str, habit| {
                let (service, api) = method.split_once(' ').unwrap();
                peers.rarity(service, api, habit).bits
            };
            // New for this one, as some of the team's methods are for everyone, and usual in the team.
            let merely_new = methods.iter().enumerate();
            let merely_new = merely_new.filter(|(at, _)| (team + member + at) % 6 == 0);
            // Of another team, or of nobody at all.
            let (_, others) = TEAMS[(team + 1) % TEAMS.len()];
            let rare = others
                .iter()
                .filter(|it| !methods.contains(it) && !it.starts_with("s3"));
            let never = bits("kms ScheduleKeyDeletion", Habit::New);
            for (_, new) in merely_new {
                for rare in rare.clone() {
                    assert!(
                        bits(new, Habit::New) < bits(rare, Habit::New),
                        "{name} {new} {rare}"
                    );
                    assert!(bits(rare, Habit::New) < never);
                    orderings += 1;
                }
            }
        }
    }
    assert!(orderings > 100, "{orderings}");
}

#[test]
fn what_one_does_always_is_not_rare_even_if_nobody_else_does_it() {
    let model = model();
    let peers = model.peers(&role("web-03"));
    let rarity = |habit| peers.rarity("kms", "ScheduleKeyDeletion", habit).bits;
    assert!(rarity(Habit::Known) <= 1.0);
    assert!(rarity(Habit::New) > 6.0);
    assert!(peers.rarity("sts", "GetCallerIdentity", Habit::New).bits < 0.3);
}

#[test]
fn peers_are_those_of_the_team_and_the_sentence_names_them() {
    let model = model();
    let peers = model.peers(&role("data-07"));
    let rarity = peers.rarity("iam", "CreateUser", Habit::New);
    assert_eq!((rarity.callers, rarity.peers), (0, 12));
    let sentence = &rarity.explanation.sentence;
    let start = "None of the 12 principals most alike (data-";
    assert!(sentence.starts_with(start), "{sentence}");
    let told = "called iam:CreateUser from 1969-11-17T00:00:00.000Z to 1970-01-01T00:00:00.000Z; of the 59 other principals of the graph 13 did";
    assert!(sentence.contains(told), "{sentence}");
    assert_eq!(rarity.explanation.window, window());
    assert!((-rarity.explanation.expected.log2() - rarity.bits).abs() < 1e-9);
}

#[test]
fn an_investigation_is_told_the_same_share_of_peers() {
    let model = model();
    let peers = model.peers(&role("data-07"));
    let share = attack::Peers::share(&peers, "iam", "CreateUser");
    let rarity = peers.rarity("iam", "CreateUser", Habit::New);
    assert!((share.probability - rarity.explanation.expected).abs() < 1e-12);
    assert!(rarity.explanation.sentence.starts_with(&share.told));
}

#[test]
fn a_newcomer_is_like_those_who_call_the_same() {
    let model = model();
    let unknown = model.peers(&role("newcomer"));
    assert!(unknown.is_empty());
    let calls = [
        (("glue", "StartJobRun"), 4),
        (("glue", "GetTables"), 9),
        (("made", "up"), 1),
    ];
    let peers = model.peers_of_calls(calls.into_iter());
    assert_eq!(peers.len(), 12);
    let bits = |peers: &Peers<'_>| {
        peers
            .rarity("athena", "StartQueryExecution", Habit::New)
            .bits
    };
    assert!(bits(&peers) < 0.6, "{}", bits(&peers));
    assert!(bits(&unknown) > 1.5, "{}", bits(&unknown));
}

#[test]
fn the_same_calls_in_any_order_give_the_same_model() {
    let mut calls = company();
    let one = Model::learn(&observe(calls.iter()), window());
    calls.reverse();
    let other = Model::learn(&observe(calls.iter()), window());
    assert_eq!(one, other);
    let mut parts = observe(calls[..100].iter());
    parts.merge(&observe(calls[100..].iter()));
    assert_eq!(one, Model::learn(&parts, window()));
    assert!(one.is_sound());
}

#[test]
fn a_hidden_method_is_told_from_one_that_was_never_called() {
    let quality = model().quality();
    assert_eq!((quality.principals, quality.methods), (60, 20));
    assert!(quality.explained > 0.5, "{quality:?}");
    assert!(quality.held_out.unwrap() > 0.9, "{quality:?}");
}

#[test]
fn nobody_and_one_are_no_trouble() {
    for principals in 0..3 {
        let calls: Vec<_> = (0..principals)
            .map(|it| (format!("p{it}"), "s3 GetObject", 1))
            .collect();
        let model = Model::learn(&observe(calls.iter()), window());
        assert!(model.is_sound());
        let bits = model
            .peers(&role("p0"))
            .rarity("s3", "GetObject", Habit::New)
            .bits;
        assert!(bits.is_finite() && bits >= 0.0, "{bits}");
    }
}

#[test]
fn a_model_that_does_not_fit_together_is_not_sound() {
    let mut text = serde_json::to_value(model()).unwrap();
    let again: Model = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(again, model());
    text["version"] = serde_json::json!(2);
    assert!(
        !serde_json::from_value::<Model>(text.clone())
            .unwrap()
            .is_sound()
    );
    text["version"] = serde_json::json!(1);
    text["shares"] = serde_json::json!([]);
    assert!(!serde_json::from_value::<Model>(text).unwrap().is_sound());
}
