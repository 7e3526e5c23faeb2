//! Real findings against an independent count of them, `tests/oracles/findings.py`.
//!
//! The files are public samples and recordings of findings; they are not part of this repository.
//! `GUMSHOE_TEST_DATA` names the folder that holds them, `../shared/data` beside the workspace is
//! tried otherwise, and where neither is there the test says so and checks nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use gumshoe_activity::Finding;
use gumshoe_domain::LogSourceName;
use gumshoe_sources::{Batch, Geolocator, Limits, ObjectKey, ObjectTally, source_named};
use serde_json::{Value, json};

#[expect(
    clippy::disallowed_methods,
    reason = "where the data is concerns this test alone"
)]
fn data() -> Option<PathBuf> {
    let named = std::env::var_os("GUMSHOE_TEST_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = named.unwrap_or_else(beside);
    folder.join("guardduty").is_dir().then_some(folder)
}

/// What the independent count found in each file.
fn facts(data: &Path) -> BTreeMap<String, Value> {
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles/findings.py");
    let told = Command::new("python3").arg(oracle).arg(data).output();
    let told = told.unwrap();
    let error = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{error}");
    serde_json::from_slice(&told.stdout).unwrap()
}

/// The content of a file. A recording of boto3 holds an answer of `GetFindings`, which AWS delivers
/// without the recording around it.
fn content(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    let document: Value = serde_json::from_slice(&bytes).unwrap();
    match document.get("status_code") {
        Some(_) => document["data"].to_string().into_bytes(),
        None => bytes,
    }
}

fn read(source: LogSourceName, bytes: &[u8]) -> (ObjectTally, Vec<Finding>) {
    let mut batch = Batch::default();
    let tally = source_named(source).read(
        bytes,
        &ObjectKey::default(),
        &mut batch,
        &Geolocator::none(),
        &Limits::default(),
    );
    let findings = batch
        .findings()
        .flat_map(|(_, reports)| reports.iter().map(|it| it.finding.clone()));
    let mut findings: Vec<Finding> = findings.collect();
    findings.sort_by(|a, b| a.id.cmp(&b.id));
    (tally.unwrap(), findings)
}

/// A finding as the independent count has it.
fn told(finding: &Finding) -> Value {
    let involved = finding.involved.iter();
    let mut involved: Vec<[&str; 3]> = involved
        .map(|it| {
            let kind = it.entity.kind.as_str();
            [kind, it.entity.id.as_str(), it.role.as_str()]
        })
        .collect();
    involved.sort_unstable();
    json!({
        "id": finding.id,
        "types": finding.types,
        "level": finding.severity.level.as_str(),
        "account": finding.account.as_str(),
        "first_seen": finding.first_seen.to_string(),
        "last_seen": finding.last_seen.to_string(),
        "updated": finding.updated.to_string(),
        "archived": finding.is_archived,
        "involved": involved,
    })
}

#[test]
fn every_real_finding_and_every_entity_in_it_is_what_an_independent_count_says() {
    let Some(data) = data() else {
        eprintln!("there are no real findings; set GUMSHOE_TEST_DATA. Nothing is checked.");
        return;
    };
    let facts = facts(&data);
    assert!(facts.len() > 70, "{}", facts.len());
    for (file, fact) in facts {
        let source = if file.starts_with("guardduty") {
            LogSourceName::GuardDuty
        } else {
            LogSourceName::SecurityHub
        };
        let (tally, findings) = read(source, &content(&data.join(&file)));
        let left_out = tally.left_out.iter().map(|(it, n)| (it.as_str(), n));
        let rejected = tally.rejected.iter().map(|(it, n)| (it.as_str(), n));
        let seen = json!({
            "findings": findings.iter().map(told).collect::<Vec<_>>(),
            "left_out": left_out.collect::<BTreeMap<_, _>>(),
            "rejected": rejected.collect::<BTreeMap<_, _>>(),
        });
        assert_eq!(seen, fact, "{file}");
        let count = u64::try_from(findings.len()).unwrap();
        assert_eq!(
            (tally.records, tally.notices.total()),
            (count, archived(&findings)),
            "{file}"
        );
    }
}

fn archived(findings: &[Finding]) -> u64 {
    let archived = findings.iter().filter(|it| it.is_archived);
    u64::try_from(archived.count()).unwrap()
}
