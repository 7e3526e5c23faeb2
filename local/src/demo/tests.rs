//! What the demo prints and writes without a stack.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use clap::Parser;

use super::account::{Account, Ingested};
use super::behavior::Behavior;
use super::generate::Made;
use super::load::Loaded;
use super::questions::{Answers, Finding, NewPlace, Peer, Principal, Sources, Subject, Window};
use super::report::{Facts, Paint};
use super::*;
use crate::endpoints::Endpoints;
use crate::synthetic::Tally;
use crate::terminal::count;

#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    demo: DemoArguments,
}

fn arguments(line: &str) -> DemoArguments {
    let words = std::iter::once("demo").chain(line.split_whitespace());
    CommandLine::try_parse_from(words).unwrap().demo
}

fn now() -> Timestamp {
    "2026-03-09T10:42:00Z".parse().unwrap()
}

#[test]
fn the_logs_end_with_the_last_full_hour_unless_their_first_day_is_given() {
    let recent = arguments("--days 2").scenario(now());
    assert_eq!(
        recent.first_moment(),
        "2026-03-07T10:00:00Z".parse().unwrap()
    );
    assert_eq!(recent.end(), "2026-03-09T10:00:00Z".parse().unwrap());
    let past = arguments("--days 2 --start 2026-01-05").scenario(now());
    assert_eq!(past.end(), "2026-01-07T00:00:00Z".parse().unwrap());
}

#[tokio::test]
async fn an_output_folder_gets_the_objects_and_the_truth_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bucket");
    let line = format!("--size 1MB --start 2026-01-05 --output {}", path.display());
    let arguments = arguments(&line);

    run(arguments.clone(), now()).await.unwrap();

    let expected: BTreeSet<String> = arguments
        .scenario(now())
        .objects()
        .map(|object| object.unwrap().key)
        .chain(
            arguments
                .scenario(now())
                .source_objects()
                .map(|it| it.unwrap().object.key),
        )
        .chain(["truth.json".to_owned()])
        .collect();
    assert_eq!(files_below(&path, &path), expected);
    let truth = std::fs::read(path.join("truth.json")).unwrap();
    let truth: serde_json::Value = serde_json::from_slice(&truth).unwrap();
    assert_eq!(truth["StartTime"], "2026-01-05T00:00:00.000Z");
    assert_eq!(truth["Objects"], expected.len() - 1);
}

fn files_below(folder: &Path, root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, root));
        } else {
            found.insert(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
    found
}

#[test]
fn numbers_have_their_thousands_apart() {
    for (number, text) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (1_234_567, "1,234,567"),
    ] {
        assert_eq!(count(number), text);
    }
}

fn endpoints() -> Endpoints {
    let address: SocketAddr = "127.0.0.1:4570".parse().unwrap();
    Endpoints {
        api: address,
        s3: address,
        dynamodb: address,
        sqs: address,
        region: "us-east-1".parse().unwrap(),
        account: "111122223333".parse().unwrap(),
        geolocation: Vec::new(),
    }
}

fn answers(name: &str) -> Answers {
    let day = Window {
        start: "2026-03-08T10:00:00Z".parse().unwrap(),
        end: "2026-03-09T10:00:00Z".parse().unwrap(),
    };
    Answers {
        busiest: vec![Principal {
            entity_type: "AwsRole".to_owned(),
            entity_id: "AROAEXAMPLE".to_owned(),
            name: Some(name.to_owned()),
            success_count: 1_400,
            failure_count: 12,
            timeline: Vec::new(),
        }],
        new_places: vec![NewPlace {
            account: "111122223333".to_owned(),
            country: "RO".to_owned(),
            city: Some(name.to_owned()),
            aso: None,
            success_count: 3,
            failure_count: 40,
            first_seen: "2026-03-08T14:00:00.000Z".to_owned(),
            callers: vec!["arn:aws:iam::111122223333:user/deploy-bot".to_owned()],
        }],
        sources: sources(name),
        day,
        before: Some(Window {
            start: "2026-03-02T10:00:00Z".parse().unwrap(),
            end: day.start,
        }),
    }
}

fn sources(name: &str) -> Sources {
    Sources {
        peers: vec![Peer {
            account: "111122223333".to_owned(),
            address: "198.51.100.7".to_owned(),
            is_new: true,
            inbound_bytes: 0,
            outbound_bytes: 4_500_000_000,
            flows: 27,
            first_seen: "2026-03-08T16:00:00.000Z".to_owned(),
        }],
        findings: vec![Finding {
            account_id: "111122223333".to_owned(),
            severity: "HIGH".to_owned(),
            types: vec![name.to_owned()],
            title: None,
            last_seen: "2026-03-08T17:00:00.000Z".to_owned(),
        }],
        subjects: vec![Subject {
            name: name.to_owned(),
            is_new: false,
            calls: 9,
            refused: 2,
            first_seen: "2026-03-08T18:00:00.000Z".to_owned(),
        }],
    }
}

fn report(answers: &Answers, loaded: Option<&Loaded>) -> String {
    let endpoints = endpoints();
    let accounts = [Account {
        id: "111122223333".to_owned(),
        graph: "arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef"
            .to_owned(),
        behavior: Behavior::new(&endpoints, "111122223333"),
    }];
    let facts = Facts {
        scenario: &arguments("--days 7").scenario(now()),
        accounts: &accounts,
        loaded,
        asking: Duration::from_millis(300),
        took: Duration::from_secs(9),
        answers,
        endpoints: &endpoints,
        environment: Path::new("demo/endpoints.env"),
        stays: true,
        can_tell_places: true,
    };
    facts.to_text(Paint::Plain)
}

#[test]
fn nothing_from_a_log_reaches_the_terminal_as_a_control_character() {
    let hostile = "\u{1b}]0;owned\u{7}\u{1b}[2J\r\nroot\u{202e}\u{9b}31m";
    let text = report(&answers(hostile), None);
    let obeyed: Vec<char> = text
        .chars()
        .filter(|it| (it.is_control() && *it != '\n') || *it == '\u{202e}')
        .collect();
    assert_eq!(obeyed, Vec::<char>::new());
    assert!(text.contains(r"\u{1b}]0;owned\u{7}"), "{text}");
}

#[test]
fn a_report_says_how_much_was_counted_and_says_it_loudly_when_something_is_missing() {
    let loaded = |records| Loaded {
        made: Made {
            tally: Tally {
                accounts: [(
                    "111122223333".to_owned(),
                    crate::synthetic::Counts {
                        records: 1_500,
                        failures: 10,
                    },
                )]
                .into(),
                objects: 7,
                bytes: 2_000_000,
                ..Tally::default()
            },
            ..Made::default()
        },
        ingested: Ingested {
            objects: 7,
            records,
        },
        given_up: 0,
        uploading: Duration::from_secs(1),
        took: Duration::from_secs(2),
    };
    let complete = report(&answers("app"), Some(&loaded(1_500)));
    assert!(
        complete.contains("1,500 records generated, every one counted once"),
        "{complete}"
    );
    assert!(
        complete.contains("2.0 MB in 7 objects, 2.0 s (1.0 MB/s), 9.0 s in all"),
        "{complete}"
    );
    let short = report(&answers("app"), Some(&loaded(1_499)));
    assert!(
        short.contains("1,499 counted, 0 deliveries given up"),
        "{short}"
    );
}

#[test]
fn a_new_place_is_told_with_who_called_from_it() {
    let text = report(&answers("Bucharest"), None);
    let row = text
        .lines()
        .find(|it| it.contains("Bucharest, RO"))
        .unwrap();
    let words: Vec<&str> = row.split_whitespace().collect();
    let expected = [
        "│",
        "111122223333",
        "Bucharest,",
        "RO",
        "unknown",
        "43",
        "40",
        "2026-03-08",
        "14:00",
        "deploy-bot",
        "│",
    ];
    assert_eq!(words, expected);
}

#[test]
fn an_investigation_is_offered_of_a_user_whose_name_is_harmless_in_a_shell() {
    let offer = "aws detective start-investigation --graph-arn arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef --entity-arn arn:aws:iam::111122223333:user/deploy-bot --scope-start-time 2026-03-08T10:00:00.000Z --scope-end-time 2026-03-09T10:00:00.000Z";
    let mut answers = answers("app");
    assert!(report(&answers, None).contains(offer));
    answers.new_places[0].callers = vec!["arn:aws:iam::111122223333:user/$(reboot)".to_owned()];
    assert!(!report(&answers, None).contains("start-investigation"));
}

#[test]
fn findings_traffic_and_calls_to_clusters_are_told() {
    let text = report(&answers("app"), None);
    for words in [
        "HIGH      111122223333  app   2026-03-08 17:00",
        "198.51.100.7  4.5 GB",
        "app             9        2  2026-03-08 18:00",
    ] {
        let words: Vec<&str> = words.split_whitespace().collect();
        let found = text.lines().any(|line| {
            let line: Vec<&str> = line.split_whitespace().collect();
            line.windows(words.len()).any(|it| it == words)
        });
        assert!(found, "{words:?} in {text}");
    }
}
