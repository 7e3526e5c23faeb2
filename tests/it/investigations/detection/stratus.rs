//! One technique a file; the file's name is what its authors call it.

use std::fmt::Write as _;

use gumshoe::synthetic::Job;
use gumshoe_tests::{Account, Gumshoe};
use serde_json::{Value, json};

use super::{data, files, id, investigate, principal, time, ttps, work};

/// Who says which technique a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Its authors: `docs/index.yaml` of Stratus Red Team, `frameworkmappings`. `T1496.A008` of
    /// AWS's catalog there is T1496 here.
    Authors,
    /// Where the authors name a tactic alone: `TrailDiscover`, which maps calls to techniques of
    /// ATT&CK 18.1, or the technique's own page where it has not the call.
    Others,
}

/// Each file, with the techniques that it is said to be.
const FILES: [(&str, By, &[&str]); 18] = [
    (
        "aws.credential-access.ec2-get-password-data",
        By::Others,
        &["T1555"],
    ),
    (
        "aws.credential-access.secretsmanager-batch-retrieve-secrets",
        By::Others,
        &["T1555.006"],
    ),
    (
        "aws.credential-access.ssm-retrieve-securestring-parameters",
        By::Others,
        &["T1552"],
    ),
    (
        "aws.defense-evasion.cloudtrail-event-selectors",
        By::Authors,
        &["T1562.008"],
    ),
    (
        "aws.defense-evasion.dns-delete-logs",
        By::Others,
        &["T1562.008"],
    ),
    (
        "aws.defense-evasion.vpc-remove-flow-logs",
        By::Others,
        &["T1562.008"],
    ),
    (
        "aws.execution.ec2-launch-unusual-instances",
        By::Authors,
        &["T1496", "T1578.002"],
    ),
    ("aws.execution.ssm-send-command", By::Others, &["T1651"]),
    (
        "aws.exfiltration.ec2-security-group-open-port-22-ingress",
        By::Authors,
        &["T1562.007"],
    ),
    (
        "aws.exfiltration.ec2-share-ebs-snapshot",
        By::Authors,
        &["T1578.001"],
    ),
    ("aws.impact.bedrock-invoke-model", By::Others, &["T1496"]),
    (
        "aws.lateral-movement.ec2-instance-connect",
        By::Others,
        &["T1021.004"],
    ),
    (
        "aws.persistence.iam-backdoor-role",
        By::Others,
        &["T1098", "T1098.003"],
    ),
    (
        "aws.persistence.iam-create-admin-user",
        By::Authors,
        &["T1136.003"],
    ),
    (
        "aws.persistence.iam-create-user-login-profile",
        By::Authors,
        &["T1098.001"],
    ),
    (
        "aws.persistence.lambda-layer-extension",
        By::Others,
        &["T1098"],
    ),
    (
        "aws.persistence.rolesanywhere-create-trust-anchor",
        By::Others,
        &["T1098"],
    ),
    (
        "aws.privilege-escalation.iam-update-user-login-profile",
        By::Others,
        &["T1098"],
    ),
];

/// The tactic in a file's name: `aws.credential-access.…` is `Credential Access`.
fn tactic(file: &str) -> String {
    let slug = file.split('.').nth(1).unwrap();
    let words = slug.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect::<Vec<String>>().join(" ")
}

/// Whether one technique is another, or a sub-technique of it.
fn is_of(found: &str, documented: &str) -> bool {
    found == documented
        || found
            .split_once('.')
            .is_some_and(|(it, _)| it == documented)
}

/// An account in which somebody works for weeks, and then does what is in a file.
async fn attacked(gumshoe: &Gumshoe, records: &[Value], job: Job, seed: u64) -> (Account, String) {
    let identity = &attack(records)["userIdentity"];
    let name = identity["accountId"].as_str().unwrap();
    let account = gumshoe.account(name);
    let graph = account.create_graph().await;
    let begin = records.iter().map(time).min().unwrap();
    work(gumshoe, identity, job, begin, seed).await;
    let key =
        format!("AWSLogs/{name}/CloudTrail/us-east-1/2024/08/01/{name}_CloudTrail_attack.json");
    let file = json!({ "Records": records }).to_string();
    gumshoe.upload(&key, file.into_bytes()).await;
    (account, graph)
}

/// A record of the attack itself, and not of getting the role that it is done with.
fn attack(records: &[Value]) -> &Value {
    let mut records = records.iter();
    records.find(|it| it["eventName"] != "AssumeRole").unwrap()
}

async fn tactics_and_techniques_are_found(job: Job) {
    let Some(folder) = data("stratus") else {
        eprintln!("skipped: there is no test data; set GUMSHOE_TEST_DATA");
        return;
    };
    let (gumshoe, files) = (Gumshoe::start().await, files(&folder));
    assert_eq!(files.len(), FILES.len());
    let mut cases = Vec::new();
    for (seed, (name, records)) in (1..).zip(&files) {
        let records = records.as_array().unwrap();
        let (account, graph) = attacked(&gumshoe, records, job, seed).await;
        cases.push((name, records, account, graph));
    }
    gumshoe.settled().await;

    let (mut tactics, mut techniques, mut table) = (0, 0, String::new());
    for ((name, records, account, graph), (file, by, documented)) in cases.iter().zip(FILES) {
        assert_eq!(*name, file);
        let arn = principal(&attack(records)["userIdentity"]);
        let end = records.iter().map(time).max().unwrap().plus_seconds(3_600);
        let (done, found) = investigate(account, graph, arn, end).await;
        let ttps = ttps(&found);
        let is_tactic = ttps.iter().any(|it| it.tactic() == Some(&tactic(name)));
        let is_technique = ttps
            .iter()
            .any(|it| documented.iter().any(|known| is_of(id(it), known)));
        tactics += u32::from(is_tactic);
        techniques += u32::from(is_technique);
        let severity = done.severity().unwrap();
        let ids: std::collections::BTreeSet<&str> = ttps.iter().map(|it| id(it)).collect();
        writeln!(table, "{name} tactic {is_tactic}, technique {is_technique} ({by:?}: {documented:?}), {severity}, {} TTPs {ids:?}", ttps.len()).unwrap();
        assert!(is_technique || by == By::Others, "{table}");
    }
    eprintln!(
        "{table}{tactics} tactics, {techniques} techniques of {}",
        FILES.len()
    );
    assert!(tactics >= 17, "{tactics} tactics\n{table}");
    assert!(techniques >= 14, "{techniques} techniques\n{table}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; `make test-long` runs it"]
async fn the_technique_of_each_file_is_found_after_weeks_of_a_developers_work() {
    tactics_and_techniques_are_found(Job::Developer).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; `make test-long` runs it"]
async fn the_technique_of_each_file_is_found_after_weeks_of_an_administrators_work() {
    tactics_and_techniques_are_found(Job::Administrator).await;
}
