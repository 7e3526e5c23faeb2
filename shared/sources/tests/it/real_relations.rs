//! Relations and fates of real files against an independent count, `tests/oracles/cloudtrail_relations.py`.
//!
//! The files are public ones of several projects, and not part of this repository: see `real_logs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use gumshoe_domain::LogSourceName;
use gumshoe_sources::{Batch, Geolocator, Limits, ObjectKey, ObjectTally, source_named};
use serde_json::{Value, json};

use crate::real_logs::{data, second};

/// What the oracle says of a folder.
fn oracle(folder: &Path) -> Value {
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles/cloudtrail_relations.py");
    let output = Command::new("python3")
        .arg(script)
        .arg(folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What the tally of a file is in the oracle's words.
fn fates(tally: &ObjectTally) -> Value {
    let mut fates: BTreeMap<&str, u64> = BTreeMap::new();
    fates.extend(
        tally
            .rejected
            .iter()
            .map(|(it, count)| (it.as_str(), count)),
    );
    fates.extend(
        tally
            .left_out
            .iter()
            .map(|(it, count)| (it.as_str(), count)),
    );
    let duplicates = tally.notices.of(gumshoe_sources::Notice::DuplicateEventId);
    fates.insert("DUPLICATE_EVENT_ID", duplicates);
    fates.insert("COUNTED", tally.records);
    fates.retain(|_, count| *count > 0);
    json!(fates)
}

fn relations(batch: &Batch) -> Vec<Value> {
    let rows = batch.relations().flat_map(|(_, rows)| rows.relations());
    let mut rows: Vec<Value> = rows
        .map(|it| {
            json!({
                "account": it.account, "hour": second(it.hour.start()),
                "from": format!("{}:{}", it.from.kind, it.from.id),
                "relation": it.relation.as_str(),
                "to": format!("{}:{}", it.to.kind, it.to.id),
                "from_account": it.from_account, "from_arn": it.from_arn, "to_arn": it.to_arn, "detail": it.detail,
                "count": it.count,
                "first_seen": second(it.first_seen), "last_seen": second(it.last_seen),
            })
        })
        .collect();
    rows.sort_by_key(Value::to_string);
    rows
}

/// Reads a folder as the oracle does, and asserts that both say the same. Gives the number of relations.
fn compare(folder: &Path) -> usize {
    let expected = oracle(folder);
    let mut batch = Batch::default();
    let mut files = serde_json::Map::new();
    for path in files_below(folder) {
        let bytes = std::fs::read(&path).unwrap();
        let (source, object) = (
            source_named(LogSourceName::CloudTrail),
            ObjectKey::default(),
        );
        let (geo, limits) = (Geolocator::none(), Limits::default());
        let fate = match source.read(&bytes, &object, &mut batch, &geo, &limits) {
            Ok(tally) => fates(&tally),
            Err(rejected) => json!({"rejected": rejected.as_str()}),
        };
        files.insert(path.display().to_string(), fate);
    }
    assert_eq!(Value::Object(files), expected["files"]);
    let mut rows = expected["relations"].as_array().unwrap().clone();
    rows.sort_by_key(Value::to_string);
    assert_eq!(relations(&batch), rows);
    rows.len()
}

#[test]
fn every_real_file_has_the_fate_and_shows_the_relations_of_an_independent_count() {
    let Some(data) = data() else {
        eprintln!("nothing was checked: GUMSHOE_TEST_DATA names no folder with the files");
        return;
    };
    let folders = [
        "cloudtrail",
        "cloudtrail-eventbridge",
        "cloudtrail-malformed",
    ];
    let rows: usize = folders.iter().map(|it| compare(&data.join(it))).sum();
    assert!(rows > 50, "{rows} relations were compared");
    // Published as bare arrays, which no trail delivers; with what a trail writes around them they count.
    let wrapped = tempfile::tempdir().unwrap();
    for path in files_below(&data.join("cloudtrail/stratus")) {
        let array = std::fs::read_to_string(&path).unwrap();
        let file = wrapped.path().join(path.file_name().unwrap());
        std::fs::write(file, format!(r#"{{"Records":{array}}}"#)).unwrap();
    }
    assert!(compare(wrapped.path()) > 0);
}
