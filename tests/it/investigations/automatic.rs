//! Investigations that nobody asks for.

use gumshoe_domain::investigation::AutomaticInvestigations;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, eventually, log_file, log_key};
use serde_json::{Value, json};

use super::case::alice;
use super::report::{export, finding};

/// The investigations of a graph, as `GetInvestigation` knows them.
async fn investigations(account: &Account, graph: &str) -> Vec<Value> {
    let request = json!({ "GraphArn": graph });
    let answer = account
        .ask("/investigations/listInvestigations", request)
        .await;
    answer["InvestigationDetails"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_finding_of_high_severity_starts_one_investigation_where_that_is_asked_for() {
    for (choice, expected) in [
        (AutomaticInvestigations::Off, 0),
        (AutomaticInvestigations::Findings, 1),
    ] {
        let gumshoe =
            Gumshoe::start_with(|options, _| options.automatic_investigations = choice).await;
        let account = gumshoe.account(ADMINISTRATOR);
        let graph = account.create_graph().await;
        let now = gumshoe::clock::now().plus_seconds(-60).to_string();
        let record = Record::new(ADMINISTRATOR, &now, 1);
        gumshoe
            .upload(&log_key(ADMINISTRATOR, "a"), log_file([&record]))
            .await;
        export(&gumshoe, &[finding(8, &now)]).await;

        for _ in 0..2 {
            gumshoe.run("investigate-automatically").await;
        }

        let started = investigations(&account, &graph).await;
        assert_eq!(started.len(), expected, "{started:?}");
        if expected > 0 {
            assert_eq!(started[0]["EntityArn"], alice());
            eventually("the end of the investigation", async || {
                let all = investigations(&account, &graph).await;
                (all[0]["Status"] == "SUCCESSFUL").then_some(())
            })
            .await;
        }
    }
}

/// A user of this name, in a record and in a finding of some severity.
fn known(name: &str, event: u128, (severity, at): (u32, &str)) -> (Record, Value) {
    let id = format!("AIDAEXAMPLE{}", name.to_uppercase());
    let arn = format!("arn:aws:iam::{ADMINISTRATOR}:user/{name}");
    let record = Record::new(ADMINISTRATOR, at, event).with(
        "userIdentity",
        json!({ "type": "IAMUser", "principalId": id, "userName": name, "accountId": ADMINISTRATOR, "arn": arn }),
    );
    let mut told = finding(severity, at);
    told["id"] = json!(name);
    told["arn"] = json!(format!(
        "arn:aws:guardduty:us-east-1:{ADMINISTRATOR}:detector/3caf/finding/{name}"
    ));
    told["resource"]["accessKeyDetails"]["principalId"] = json!(id);
    told["resource"]["accessKeyDetails"]["userName"] = json!(name);
    (record, told)
}

/// The users that were investigated, in the order of their names.
async fn investigated(account: &Account, graph: &str) -> Vec<String> {
    let all = investigations(account, graph).await;
    let names = all.iter().map(|it| {
        let arn = it["EntityArn"].as_str().unwrap();
        arn.rsplit('/').next().unwrap().to_owned()
    });
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn the_five_with_the_worst_findings_of_the_week_before_are_investigated_once_where_that_is_asked_for()
 {
    let now = gumshoe::clock::now();
    let midnight = now.hour().day().first_hour().start();
    let hours_before = |hours: i64| midnight.plus_seconds(-3_600 * hours).to_string();
    let users = [
        known("ann", 1, (2, &hours_before(30))),
        known("ben", 2, (5, &hours_before(160))),
        known("cem", 3, (2, &hours_before(20))),
        known("dan", 4, (5, &hours_before(2))),
        known("eve", 5, (2, &hours_before(10))),
        // Not of the five, the oldest of the least.
        known("fay", 6, (2, &hours_before(40))),
        // Longer ago than a week, archived, and of this day.
        known("gus", 7, (8, &hours_before(170))),
        known("hal", 8, (5, &hours_before(1))),
        known("ida", 9, (5, &hours_before(0))),
    ];
    let (records, findings): (Vec<Record>, Vec<Value>) = users.into_iter().unzip();
    for (choice, expected) in [
        (AutomaticInvestigations::Findings, &[][..]),
        (
            AutomaticInvestigations::Principals,
            &["ann", "ben", "cem", "dan", "eve"],
        ),
    ] {
        let gumshoe =
            Gumshoe::start_with(|options, _| options.automatic_investigations = choice).await;
        let account = gumshoe.account(ADMINISTRATOR);
        let graph = account.create_graph().await;
        gumshoe
            .upload(&log_key(ADMINISTRATOR, "a"), log_file(&records))
            .await;
        export(&gumshoe, &findings).await;
        let archive = json!({ "GraphArn": graph, "FindingId": "hal", "State": "ARCHIVED" });
        account.ask("/behavior/findings/update", archive).await;

        for _ in 0..2 {
            gumshoe.run("investigate-automatically").await;
            assert_eq!(investigated(&account, &graph).await, expected, "{choice:?}");
        }
    }
}
