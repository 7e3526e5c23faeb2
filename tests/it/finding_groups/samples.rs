//! Findings that GuardDuty made itself.

use std::path::{Path, PathBuf};

use gumshoe_tests::ADMINISTRATOR;
use serde_json::{Value, json};

use super::case::Case;

/// Findings that `CreateSampleFindings` of GuardDuty made, as if they were the administrator's. They are
/// optional test data: `GUMSHOE_TEST_DATA` names their folder, `../shared/data` beside the workspace is
/// tried otherwise.
#[expect(
    clippy::disallowed_methods,
    reason = "where the data is concerns this test alone"
)]
fn samples_of_guardduty() -> Vec<Value> {
    let named = std::env::var_os("GUMSHOE_TEST_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = named.unwrap_or_else(beside).join("guardduty/gd-soar");
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let finding = |file: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        // The account of most of them has 13 digits.
        let text = text.replace("1234567891234", ADMINISTRATOR);
        let event: Value =
            serde_json::from_str(&text.replace("057372331974", ADMINISTRATOR)).unwrap();
        event["detail"].clone()
    };
    files.map(finding).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_guardduty_told_of_one_instance_is_one_group() {
    let samples = samples_of_guardduty();
    if samples.is_empty() {
        eprintln!("the real findings are not there: nothing is checked");
        return;
    }
    let mut case = Case::start().await;
    case.group(&samples).await;
    let scope =
        json!({ "ScopeStartTime": "2025-10-01T00:00:00Z", "ScopeEndTime": "2025-10-10T00:00:00Z" });

    let groups = case.list(scope).await;

    assert_eq!(groups.len(), 1, "{groups:?}");
    assert_eq!(groups[0]["Severity"], "HIGH");
    for tactic in ["Discovery", "Credential Access", "Command and Control"] {
        let tactics = groups[0]["Tactics"].as_array().unwrap();
        assert!(tactics.contains(&json!(tactic)), "{tactics:?}");
    }
    let group = case.get(&groups[0]["GroupId"]).await;
    let instance = json!("i-99999999");
    let entities = group["Entities"].as_array().unwrap();
    let found = entities
        .iter()
        .find(|it| it["EntityId"] == instance)
        .unwrap();
    assert_eq!(found["FindingCount"], 7, "{found}");
}
