//! The index of entities: what it answers is what the registries say.

use gumshoe_domain::Timestamp;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

const DAYS: u32 = 10;

const QUERIES: [(&str, Option<&str>); 14] = [
    ("alice", None),
    ("AIDAEXAMPLEALICE", None),
    ("adm*", None),
    ("*min", Some("AwsRole")),
    ("*", Some("AwsRoleSession")),
    ("CI-7", None),
    ("arn:aws:sts::*:assumed-role/admin/*", None),
    ("arn:aws:iam::111122223333:role/Admin", None),
    ("198.51.100.0/24", None),
    ("198.51.*.?", Some("IpAddress")),
    ("198.51.100.3/32", None),
    ("agent/*", None),
    ("111122223333", None),
    ("nobody*", None),
];

/// A call of a day in March 2026: of a role's session, from an address and with a user agent of the day.
fn call(day: u32, number: u128) -> Record {
    let time = format!("2026-03-{day:02}T12:00:00Z");
    Record::new(ADMINISTRATOR, &time, number)
        .with("sourceIPAddress", json!(format!("198.51.100.{day}")))
        .with("userAgent", json!(format!("Agent/{}", day % 3)))
        .with(
            "userIdentity",
            json!({
                "type": "AssumedRole", "principalId": format!("AROAEXAMPLEADMIN:ci-{day}"), "accountId": ADMINISTRATOR,
                "arn": format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/Admin/ci-{day}"),
                "sessionContext": { "sessionIssuer": {
                    "type": "Role", "principalId": "AROAEXAMPLEADMIN", "userName": "Admin",
                    "arn": format!("arn:aws:iam::{ADMINISTRATOR}:role/Admin"),
                } },
            }),
        )
}

async fn search(account: &Account, graph: &str, query: &str, kind: Option<&str>) -> Value {
    let mut request = json!({ "GraphArn": graph, "Query": query });
    if let Some(kind) = kind {
        request["EntityType"] = json!(kind);
    }
    let answer = account.ask("/behavior/entities/search", request).await;
    answer["Entities"].clone()
}

async fn answers(account: &Account, graph: &str) -> Vec<Value> {
    let mut answers = Vec::new();
    for (query, kind) in QUERIES {
        answers.push(search(account, graph, query, kind).await);
    }
    answers
}

/// A graph with calls of ten days, whose segments are merged and have registries.
async fn ten_days() -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    for day in 1..=DAYS {
        let number = u128::from(day);
        let user = Record::new(
            ADMINISTRATOR,
            &format!("2026-03-{day:02}T13:00:00Z"),
            100 + number,
        );
        let log = gzip(&log_file([&call(day, number), &user]));
        gumshoe
            .upload(&log_key(ADMINISTRATOR, &format!("day{day}")), log)
            .await;
    }
    gumshoe.settled().await;
    gumshoe.run("compact-segments").await;
    (gumshoe, administrator, graph)
}

/// How many runs the index has, by the objects there are.
async fn runs(gumshoe: &Gumshoe) -> usize {
    let keys = gumshoe.segment_keys().await;
    keys.iter()
        .filter(|it| it.ends_with("/contents.json"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_answer_the_same_with_and_without_the_index() {
    let (gumshoe, administrator, graph) = ten_days().await;
    let before = answers(&administrator, &graph).await;
    assert_eq!(runs(&gumshoe).await, 0);
    gumshoe.run("compact-segments").await;
    assert_eq!(runs(&gumshoe).await, 1);
    let after = answers(&administrator, &graph).await;
    for ((query, before), after) in QUERIES.iter().zip(&before).zip(&after) {
        assert_eq!(before, after, "{query:?}");
    }
    let role = &after[2][0];
    assert_eq!(role["FirstSeen"], "2026-03-01T12:00:00.000Z");
    assert_eq!(role["LastSeen"], "2026-03-10T12:00:00.000Z");
    assert_eq!(after[8].as_array().unwrap().len(), 10);
    assert_eq!(after[13], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_since_the_index_was_made_is_found_and_taken_in_later() {
    let (gumshoe, administrator, graph) = ten_days().await;
    gumshoe.run("compact-segments").await;
    for round in 0..3_u32 {
        for day in 11 + 10 * round..=(20 + 10 * round).min(31) {
            let log = gzip(&log_file([&call(day, u128::from(day))]));
            gumshoe
                .upload(&log_key(ADMINISTRATOR, &format!("later{day}")), log)
                .await;
        }
        // A late call of a day that the index has.
        let late = call(2, 200 + u128::from(round))
            .with("eventTime", json!("2026-03-02T23:00:00Z"))
            .with("userAgent", json!(format!("late {round}")));
        let log = gzip(&log_file([&late]));
        gumshoe
            .upload(&log_key(ADMINISTRATOR, &format!("late{round}")), log)
            .await;
        gumshoe.settled().await;
        for _ in 0..3 {
            let agents = search(&administrator, &graph, "late ?", None).await;
            assert_eq!(agents.as_array().unwrap().len(), 1 + round as usize);
            let role = search(&administrator, &graph, "admin", None).await;
            let last = (20 + 10 * round).min(31);
            assert_eq!(role[0]["LastSeen"], format!("2026-03-{last}T12:00:00.000Z"));
            assert_eq!(role[0]["FirstSeen"], "2026-03-01T12:00:00.000Z");
            let sessions = search(&administrator, &graph, "CI-*", None).await;
            assert_eq!(sessions.as_array().unwrap().len(), last as usize);
            let request =
                json!({ "GraphArn": graph, "EntityType": "IpAddress", "EntityId": "198.51.100.2" });
            let address = administrator.ask("/behavior/entities/get", request).await;
            assert_eq!(address["Entity"]["LastSeen"], "2026-03-02T23:00:00.000Z");
            gumshoe.run("compact-segments").await;
        }
    }
    assert!(runs(&gumshoe).await > 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_forgets_what_is_older_than_the_graph_keeps() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    let now = Timestamp::from_millis(since.as_millis().try_into().unwrap());
    let ago = |days: i64| now.plus_seconds(-days * 86_400);
    for day in 1..=10_u32 {
        let record = call(1, u128::from(day))
            .with("eventTime", json!(ago(day.into()).to_string()))
            .with("userAgent", json!(format!("of {day}")));
        let log = gzip(&log_file([&record]));
        gumshoe
            .upload(&log_key(ADMINISTRATOR, &format!("day{day}")), log)
            .await;
    }
    gumshoe.settled().await;
    gumshoe.run("compact-segments").await;
    gumshoe.run("compact-segments").await;
    assert_eq!(runs(&gumshoe).await, 1);
    let tag = administrator.detective.tag_resource().resource_arn(&graph);
    let tag = tag.tags("gumshoe:retention-days", "4");
    tag.send().await.unwrap();
    gumshoe.run("expire-segments").await;
    let agents = search(&administrator, &graph, "of *", None).await;
    // Four days with today, on which nothing happened.
    assert_eq!(agents.as_array().unwrap().len(), 3, "{agents}");
    let role = search(&administrator, &graph, "admin", None).await;
    let first: Timestamp = role[0]["FirstSeen"].as_str().unwrap().parse().unwrap();
    assert!(first >= ago(4).hour().start(), "{role}");
}
