use gumshoe_activity::{Action, Call, Caller, Entity, EntityType, Origin, Place};
use gumshoe_domain::{Hour, ScopeTime, Timestamp};

use super::*;
use crate::Explanation;

fn call<'a>(account: &'a str, api: &'a str, agent: &'a str) -> Call<'a> {
    Call {
        hour: Hour::from_index(1),
        caller: Caller {
            account,
            principal_type: Some(EntityType::AwsUser),
            principal_id: Some("AIDAEXAMPLEALICE"),
            principal_arn: Some("arn:aws:iam::111122223333:user/alice"),
            ..Caller::default()
        },
        origin: Origin {
            user_agent: Some(agent),
            place: Place {
                country: Some("LV"),
                city: Some("Riga"),
                coordinates: Some((56.9, 24.1)),
                aso: None,
            },
            ..Origin::default()
        },
        action: Action {
            service: "s3",
            api,
            ..Action::default()
        },
        resource: None,
        calls: 2,
        first_seen: Timestamp::from_millis(3_600_000),
        last_seen: Timestamp::from_millis(3_700_000),
    }
}

fn values(candidates: &Candidates) -> Vec<String> {
    let value = |it: &Candidate| {
        let parts: Vec<&str> = it.parts.iter().flatten().map(String::as_str).collect();
        parts.join(":")
    };
    let mut values: Vec<String> = candidates.iter().map(value).collect();
    values.sort();
    values
}

fn sighted(candidates: &Candidates, rows: &[Call<'_>]) -> Sighted {
    let mut sighted = Sighted::none_of(candidates);
    rows.iter().for_each(|it| sighted.see(candidates, it));
    sighted
}

#[test]
fn new_is_what_the_scope_time_has_and_the_baseline_has_not() {
    let mut scope = Candidates::of(&[NoveltyKind::ApiCall, NoveltyKind::UserAgent]);
    for it in [
        call("1", "ListBuckets", "aws-cli"),
        call("1", "DeleteBucket", "curl"),
        call("1", "DeleteBucket", "aws-cli"),
    ] {
        scope.add(&it);
    }
    let before = [
        call("1", "ListBuckets", "aws-cli"),
        call("1", "GetObject", "boto"),
    ];
    let known = sighted(&scope, &before);
    assert!(!known.is_all());
    let new = scope.unless(&known);
    assert_eq!(values(&new), ["curl", "s3:DeleteBucket"]);
    let deleted = new.iter().find(|it| it.kind == NoveltyKind::ApiCall);
    assert_eq!(deleted.map(|it| it.succeeded), Some(4));
    // What is left can be asked of other rows in turn.
    let account = sighted(&new, &[call("1", "DeleteBucket", "boto")]);
    assert_eq!(values(&new.unless(&account)), ["curl"]);
}

#[test]
fn what_another_account_did_is_not_known_at_home() {
    let mut scope = Candidates::of(&[NoveltyKind::ApiCall]);
    scope.add(&call("1", "DeleteBucket", "curl"));
    let elsewhere = call("2", "DeleteBucket", "curl");
    let mut home = Sighted::none_of(&scope);
    home.see_at_home(&scope, &elsewhere);
    assert!(!home.is_all());
    assert!(sighted(&scope, &[elsewhere]).is_all());
}

#[test]
fn a_row_without_a_value_has_nothing_new_and_nothing_known() {
    let unplaced = Call {
        origin: Origin::default(),
        ..call("1", "GetObject", "")
    };
    let mut scope = Candidates::of(&[NoveltyKind::Geolocation, NoveltyKind::UserAgent]);
    scope.add(&unplaced);
    assert!(scope.is_empty());
}

#[test]
fn made_up_texts_are_bounded_and_the_answer_says_so() {
    let mut scope = Candidates::of(&[NoveltyKind::UserAgent]);
    for number in 0..=Candidates::MOST {
        scope.add(&call("1", "GetObject", &number.to_string()));
    }
    assert_eq!(scope.iter().len(), Candidates::MOST);
    assert!(!scope.is_complete());
}

#[test]
fn every_kind_has_a_name_and_every_entity_type_its_kinds() {
    for kind in NoveltyKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(*kind));
    }
    for entity in EntityType::ALL {
        let kinds = NoveltyKind::of(*entity);
        assert_eq!(kinds.is_empty(), *entity == EntityType::ContainerImage);
    }
}

#[test]
fn the_sentence_says_what_how_often_since_when_and_for_whom() {
    let mut scope = Candidates::of(&[
        NoveltyKind::ApiCall,
        NoveltyKind::Geolocation,
        NoveltyKind::Principal,
    ]);
    scope.add(&call("111122223333", "DeleteBucket", "curl"));
    let alice = Entity {
        kind: EntityType::AwsUser,
        id: "AIDAEXAMPLEALICE".to_owned(),
    };
    let now = Timestamp::from_millis(0);
    let before = ScopeTime::before(ScopeTime::last_day(now), 24);
    let sentences: Vec<Explanation> = scope
        .iter()
        .map(|it| explain(it, &alice, Reach::Graph, before))
        .collect();
    assert_eq!(
        sentences[0].sentence,
        "2 calls of s3:DeleteBucket concern AwsUser AIDAEXAMPLEALICE; none did from \
         1969-12-30T01:00:00.000Z to 1969-12-31T01:00:00.000Z. There were none in the whole graph either."
    );
    assert!(
        sentences[1]
            .sentence
            .starts_with("2 calls from Riga, LV concern")
    );
    assert!(
        sentences[2]
            .sentence
            .starts_with("2 calls by arn:aws:iam::111122223333:user/alice concern")
    );
    assert_eq!((sentences[0].observed, sentences[0].expected), (2.0, 0.0));
    assert_eq!(sentences[0].window, before);
}
