//! Real audit logs against an independent count of them.
//!
//! The files are public: a log that `audit2rbac` is tested with, events that Falco's and Panther's rules
//! are tested with. They are not part of this repository. `GUMSHOE_TEST_DATA` names the folder that
//! holds them, `../shared/data` beside the workspace is tried otherwise, and where neither is there the
//! test says so and checks nothing. Invented deliveries are counted in any case. The count is `tests/oracles/eks_audit.py`'s.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use gumshoe_sources::{Batch, Notice, ObjectRejected, ObjectTally};
use serde_json::{Map, Value, json};

use crate::audit_logs::{control_message, event, lines, message, read};
use crate::logs::gzip;

#[expect(
    clippy::disallowed_methods,
    reason = "where the data is concerns this test alone"
)]
fn data() -> Option<PathBuf> {
    let named = std::env::var_os("GUMSHOE_TEST_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = named.unwrap_or_else(beside).join("eks-audit");
    folder.is_dir().then_some(folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What the oracle counts in these files.
fn oracle(files: &[PathBuf]) -> Map<String, Value> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles/eks_audit.py");
    let output = Command::new("python3")
        .arg(program)
        .args(["--account", "111122223333", "--cluster", "shop"])
        .args(files)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// As the oracle says it.
fn counted(result: &Result<ObjectTally, ObjectRejected>, batch: &Batch) -> Value {
    let tally = match result {
        Ok(tally) => tally,
        Err(rejected) => return json!({"object": rejected.as_str()}),
    };
    let mut calls: BTreeMap<String, u64> = BTreeMap::new();
    for call in batch.audits().flat_map(|(_, rows)| rows.calls()) {
        let subject = call.caller.subject_id.unwrap_or_default();
        let status = call
            .request
            .status
            .map(|it| it.to_string())
            .unwrap_or_default();
        let key = format!("{subject} {} {status}", call.request.verb);
        *calls.entry(key).or_default() += call.calls;
    }
    let left_out: BTreeMap<_, _> = tally
        .left_out
        .iter()
        .map(|it| (it.0.as_str(), it.1))
        .collect();
    let rejected: BTreeMap<_, _> = tally
        .rejected
        .iter()
        .map(|it| (it.0.as_str(), it.1))
        .collect();
    json!({
        "calls": calls, "left_out": left_out, "rejected": rejected,
        "duplicates": tally.notices.of(Notice::DuplicateEventId),
    })
}

fn assert_as_the_oracle_counts(files: &[PathBuf]) {
    let oracle = oracle(files);
    assert!(!files.is_empty());
    for file in files {
        let mut batch = Batch::default();
        let result = read(&std::fs::read(file).unwrap(), &mut batch);
        let expected = &oracle[&file.display().to_string()];
        assert_eq!(&counted(&result, &batch), expected, "{}", file.display());
    }
}

#[test]
fn every_real_file_is_counted_as_an_independent_count_has_it() {
    let Some(data) = data() else {
        eprintln!("nothing was checked: GUMSHOE_TEST_DATA names no folder with eks-audit");
        return;
    };
    assert_as_the_oracle_counts(&files(&data));
}

/// Events of all stages, outcomes and sorts of requests, some of them twice.
fn invented() -> Vec<Value> {
    let mut events = Vec::new();
    for at in 0..600 {
        let pick = |of: &[&str], step: usize| of[at / step % of.len()].to_owned();
        let code = [200, 201, 401, 403, 404, 500][at / 3 % 6];
        let mut event = event(json!({
            "auditID": format!("request-{}", at % 500),
            "stage": pick(&["ResponseComplete", "ResponseStarted", "RequestReceived", "Panic"], 1),
            "verb": pick(&["get", "list", "watch", "create", "proxy"], 4),
            "user": {"username": pick(&["bob", "system:serviceaccount:web:shop", ""], 20)},
            "responseStatus": {"code": code},
        }));
        event["objectRef"]["subresource"] = json!(pick(&["", "exec", "log", "status"], 7));
        if at % 97 == 0 {
            event["verb"] = Value::Null;
        }
        events.push(event);
    }
    events
}

#[test]
fn deliveries_of_every_kind_are_counted_as_an_independent_count_has_them() {
    let events = invented();
    let (first, second) = events.split_at(250);
    let audit = "kube-apiserver-audit-0123456789abcdef";
    let messages = [
        control_message(),
        message(audit, first),
        message(
            "authenticator-0123456789abcdef",
            &[json!("a line"), json!("another")],
        ),
        message(audit, second),
        message(audit, &events[..20]),
    ];
    let zipped: Vec<u8> = messages.iter().flat_map(|it| gzip(it.as_bytes())).collect();
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = [
        ("plain", messages.concat().into_bytes()),
        ("once", gzip(messages.concat().as_bytes())),
        ("twice", gzip(&zipped)),
        ("lines", lines(&events).into_bytes()),
        ("list", json!({"items": events}).to_string().into_bytes()),
        ("cut", lines(&events).replace("}}\n", "}\n").into_bytes()),
    ]
    .into_iter()
    .map(|(name, bytes)| {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    })
    .collect();
    assert_as_the_oracle_counts(&files);
}
