//! What a history promises, checked on the JSON that is generated.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::synthetic::Job;

/// Three weeks from a Monday.
fn workforce() -> Workforce {
    Workforce {
        seed: 11,
        start: "2026-03-02T00:00:00Z".parse().unwrap(),
        days: 21,
        accounts: 2,
        people: 24,
        size: Some(12_000_000),
        occasions: Occasions {
            shift_workers: 3,
            on_call_weeks: 4,
            travellers: 3,
            new_hires: 3,
            holidays: 2,
            deploys: 4,
            new_pipeline: true,
        },
        intrusion: false,
        hostile: false,
    }
}

fn records(history: &History) -> Vec<Value> {
    let documents = history.objects().map(|it| it.unwrap().bytes);
    documents
        .flat_map(
            |it| match serde_json::from_slice::<Value>(&it).unwrap()["Records"].take() {
                Value::Array(records) => records,
                other => panic!("Records is {other}"),
            },
        )
        .collect()
}

fn text<'a>(record: &'a Value, pointer: &str) -> &'a str {
    record
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn time(record: &Value) -> Timestamp {
    text(record, "/eventTime").parse().unwrap()
}

fn of(history: &History, part: Part) -> Vec<&Label> {
    let labels = history.labels().iter();
    labels.filter(|it| it.part == part).collect()
}

/// Records by the ARN of who called, with their times.
struct Calls(BTreeMap<String, Vec<(Timestamp, Value)>>);

impl Calls {
    fn of(history: &History) -> Self {
        let mut by_arn: BTreeMap<String, Vec<(Timestamp, Value)>> = BTreeMap::new();
        for record in records(history) {
            let arn = text(&record, "/userIdentity/arn").to_owned();
            by_arn.entry(arn).or_default().push((time(&record), record));
        }
        for calls in by_arn.values_mut() {
            calls.sort_by_key(|(at, _)| *at);
        }
        Self(by_arn)
    }

    /// The calls of a labelled principal within the label's time.
    fn within(&self, label: &Label) -> Vec<&Value> {
        let its = self.0.get(&label.arn).into_iter().flatten();
        its.filter(|(at, _)| label.from <= *at && *at < label.until)
            .map(|(_, record)| record)
            .collect()
    }
}

#[test]
fn the_same_seed_makes_the_same_history_and_another_makes_another() {
    let first_day = |seed| {
        let history = company(&Workforce {
            seed,
            days: 1,
            size: Some(500_000),
            occasions: Occasions::NONE,
            ..workforce()
        });
        let objects = history.objects().map(|it| it.unwrap().bytes);
        (objects.collect::<Vec<_>>(), history.labels().to_vec())
    };
    assert_eq!(first_day(1), first_day(1));
    assert_ne!(first_day(1), first_day(2));
}

#[test]
fn everything_wanted_happens_and_everybody_calls_when_their_label_says_so() {
    let history = company(&workforce());
    let calls = Calls::of(&history);
    let wanted = workforce().occasions;
    for (part, at_least, calls_then) in [
        (Part::Person, workforce().people, true),
        (Part::Shift, wanted.shift_workers, true),
        (Part::Travel, wanted.travellers - 1, true),
        (Part::NewHire, wanted.new_hires, true),
        (Part::NewPipeline, 1, true),
        (Part::OnCall, wanted.on_call_weeks - 2, true),
        (Part::Deploy, wanted.deploys, true),
        (Part::Away, wanted.holidays - 1, false),
    ] {
        let labels = of(&history, part);
        assert!(
            labels.len() >= usize::try_from(at_least).unwrap(),
            "{part:?}: {labels:?}"
        );
        let silent = labels
            .iter()
            .filter(|it| calls.within(it).is_empty())
            .count();
        if calls_then {
            assert!(
                silent * 4 <= labels.len(),
                "{silent} of {part:?} never call"
            );
        } else {
            assert_eq!(silent, labels.len(), "{part:?} call");
        }
    }
    assert_eq!(of(&history, Part::Intruder), Vec::<&Label>::new());
    assert!(history.truth().is_none());
}

#[test]
fn whoever_travels_calls_from_there_and_from_nowhere_else() {
    let history = company(&workforce());
    let calls = Calls::of(&history);
    let network = |it: &Value| {
        let address = text(it, "/sourceIPAddress");
        address.split('.').take(2).collect::<Vec<_>>().join(".")
    };
    for label in of(&history, Part::Travel) {
        let away: BTreeSet<String> = calls.within(label).into_iter().map(network).collect();
        let usual = Label {
            from: history.first_moment(),
            until: label.from,
            ..label.clone()
        };
        let home: BTreeSet<String> = calls.within(&usual).into_iter().map(network).collect();
        assert!(away.is_disjoint(&home), "{label:?}: {home:?} {away:?}");
    }
}

#[test]
fn nobody_is_in_two_places_at_once() {
    let history = company(&workforce());
    let calls = Calls::of(&history);
    // The second network of the American office's homes begins otherwise than its first.
    let network = |it: &Value| match text(it, "/sourceIPAddress").split('.').next() {
        Some("24") => "50".to_owned(),
        first => first.unwrap_or_default().to_owned(),
    };
    for label in of(&history, Part::Person) {
        let its = calls.0.get(&label.arn).map_or(&[][..], Vec::as_slice);
        for pair in its.windows(2) {
            let [(before, there), (at, here)] = pair else {
                continue;
            };
            if network(there) != network(here) {
                let hours = (at.as_seconds() - before.as_seconds()) / 3_600;
                assert!(
                    hours >= 8,
                    "{} went to {} in {hours} h",
                    label.arn,
                    network(here)
                );
            }
        }
    }
}

#[test]
fn whoever_begins_was_made_a_user_before_and_is_not_seen_until_then() {
    let history = company(&workforce());
    let calls = Calls::of(&history);
    let hires = of(&history, Part::NewHire);
    for label in &hires {
        let before = Label {
            from: history.first_moment(),
            until: label.from,
            ..(*label).clone()
        };
        assert_eq!(calls.within(&before), Vec::<&Value>::new());
    }
    let made: BTreeMap<&str, Timestamp> = calls
        .0
        .values()
        .flatten()
        .filter(|(_, it)| text(it, "/eventName") == "CreateUser")
        .map(|(at, it)| (text(it, "/responseElements/user/arn"), *at))
        .collect();
    let users = hires.iter().filter(|it| it.arn.contains(":user/"));
    for user in users {
        let at = made.get(user.arn.as_str());
        assert!(at.is_some_and(|it| *it < user.from), "{user:?} {made:?}");
    }
}

#[test]
fn an_intruder_is_labelled_with_what_the_truth_tells() {
    let history = company(&Workforce {
        days: 1,
        intrusion: true,
        ..workforce()
    });
    let truth = history.truth().unwrap();
    let labels = of(&history, Part::Intruder);
    let told: Vec<&Entity> = truth.principals.iter().map(|it| &it.entity).collect();
    assert_eq!(labels.iter().map(|it| &it.entity).collect::<Vec<_>>(), told);
    assert!(labels.iter().all(|it| it.from == truth.first));
}

#[test]
fn a_known_user_and_a_known_session_get_a_history_of_every_working_day() {
    let end = "2024-07-30T21:31:21Z".parse().unwrap();
    for (arn, id) in [
        (
            "arn:aws:iam::457448411975:user/christophe",
            "AIDAFSHDVNSWGFKZR06G",
        ),
        (
            "arn:aws:sts::457448411975:assumed-role/test-role/cli",
            "AROA2N7TQQRGKJYPCLOG0:cli",
        ),
    ] {
        let known = KnownPrincipal::from_identity(arn, id, Job::Developer).unwrap();
        let history = benign_history(&known, end, 28, 3);
        assert_eq!(history.account_ids(), ["457448411975"]);
        assert_eq!(history.end(), "2024-07-30T21:00:00Z".parse().unwrap());
        let records = records(&history);
        let its = records
            .iter()
            .filter(|it| text(it, "/userIdentity/arn") == arn);
        let its: Vec<&Value> = its
            .filter(|it| text(it, "/userIdentity/principalId") == id)
            .collect();
        let days: BTreeSet<&str> = its.iter().map(|it| &text(it, "/eventTime")[..10]).collect();
        assert!(days.len() >= 20, "{days:?}");
        assert!(its.len() >= 300, "{}", its.len());
        assert!(
            history
                .labels()
                .iter()
                .any(|it| it.entity == known.entity())
        );
    }
}

#[test]
fn hostile_texts_change_no_count_and_are_of_every_kind() {
    let plain = Workforce {
        days: 2,
        size: Some(2_000_000),
        ..workforce()
    };
    let hostile = Workforce {
        hostile: true,
        ..plain
    };
    let history = company(&hostile);
    let mut objects = history.objects();
    let documents: Vec<Vec<u8>> = objects.by_ref().map(|it| it.unwrap().bytes).collect();
    let counted: u64 = records(&history).len().try_into().unwrap();
    assert_eq!(objects.tally().total().records, counted);
    let all = documents.concat();
    let all = String::from_utf8(all).unwrap();
    for sample in [
        "<script>",
        "\\u001b]0;",
        "\u{202e}",
        "=HYPERLINK(",
        "\\u0000",
        "${jndi:",
    ] {
        assert!(all.contains(sample), "no {sample:?}");
    }
    let longest = records(&history)
        .iter()
        .map(|it| text(it, "/userAgent").chars().count())
        .max();
    assert_eq!(longest, Some(8_192));
    let known: BTreeSet<String> = company(&plain).account_ids().iter().cloned().collect();
    let seen: BTreeSet<String> = objects.tally().accounts.keys().cloned().collect();
    assert_eq!(seen, known);
}
