//! Real flow logs against an independent count of them, `tests/oracles/vpc_flow.py`.
//!
//! The logs are not part of this repository; see `crate::real_logs` for where they are looked for.

use std::path::{Path, PathBuf};
use std::process::Command;

use gumshoe_activity::{Flow, Relation};
use gumshoe_sources::{Batch, Geolocator, Limits, LogSource, Notice, ObjectKey, VpcFlow};
use serde_json::{Map, Value, json};

use crate::real_logs::data;

const FOLDERS: [&str; 2] = ["vpcflow", "vpcflow-format-examples"];

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// What the oracle counts in each file, with the Python that `make setup` installed.
fn oracle(files: &[PathBuf]) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(root.join(".venv/bin/python"))
        .arg(root.join("tests/oracles/vpc_flow.py"))
        .args(files)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect()
}

fn row(flow: &Flow<'_>) -> Value {
    let traffic = &flow.traffic;
    json!([
        flow.interface.account,
        flow.interface.owner(),
        flow.interface.interface_id,
        flow.local_address,
        flow.peer().map(|it| it.address),
        flow.direction.as_str(),
        flow.action.map(|it| it.as_str()),
        flow.service.protocol,
        flow.service.local_port,
        flow.service.remote_port,
        flow.hour.index(),
        traffic.bytes,
        traffic.packets,
        traffic.flows,
        traffic.first_seen.as_seconds(),
        traffic.last_seen.as_seconds(),
    ])
}

/// What the product counts in a file, as the oracle writes it.
fn counted(file: &Path) -> Value {
    let bytes = std::fs::read(file).unwrap();
    let (geo, limits) = (Geolocator::none(), Limits::default());
    let mut batch = Batch::default();
    let tally = match VpcFlow.read(&bytes, &ObjectKey::default(), &mut batch, &geo, &limits) {
        Ok(tally) => tally,
        Err(rejected) => return json!({"object": rejected.as_str()}),
    };
    let left_out = tally
        .left_out
        .iter()
        .map(|(it, count)| (it.to_string(), json!(count)));
    let rejected = tally
        .rejected
        .iter()
        .map(|(it, count)| (it.to_string(), json!(count)));
    let flows = batch.flows().flat_map(|(_, rows)| rows.flows());
    json!({
        "records": tally.records,
        "left_out": left_out.collect::<Map<_, _>>(),
        "rejected": rejected.collect::<Map<_, _>>(),
        "guessed": tally.notices.of(Notice::UnknownDirection),
        "rows": in_order(flows.map(|it| row(&it)).collect()),
        "tasks": in_order(tasks(&batch)),
    })
}

fn tasks(batch: &Batch) -> Vec<Value> {
    let told = batch.relations().flat_map(|(_, rows)| rows.sorted());
    let row = |it: Relation<'_>| {
        json!([
            it.account,
            it.from.id,
            it.relation.as_str(),
            it.to.id,
            it.detail,
            it.hour.index(),
            it.count,
            it.first_seen.as_seconds(),
            it.last_seen.as_seconds(),
        ])
    };
    told.map(row).collect()
}

fn in_order(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_key(Value::to_string);
    rows
}

/// Records of version 7, whose ECS fields no log has that is at hand.
const TASKS: &str = "\
account-id interface-id srcaddr dstaddr packets bytes start end flow-direction ecs-task-arn ecs-task-id ecs-cluster-arn ecs-cluster-name ecs-service-name ecs-task-definition-arn ecs-container-instance-arn ecs-container-instance-id ecs-container-id ecs-second-container-id
111122223333 eni-0a 203.0.113.9 10.0.0.5 1 40 1772366400 1772366460 ingress arn:aws:ecs:eu-west-1:111122223333:task/shop/0123 0123 arn:aws:ecs:eu-west-1:111122223333:cluster/shop shop web arn:aws:ecs:eu-west-1:111122223333:task-definition/web:3 - - c1 c2
111122223333 eni-0a 10.0.0.5 203.0.113.9 1 40 1772366400 1772370060 egress arn:aws:ecs:eu-west-1:111122223333:task/shop/0123 0123 arn:aws:ecs:eu-west-1:111122223333:cluster/shop shop web arn:aws:ecs:eu-west-1:111122223333:task-definition/web:3 - - c1 c2
111122223333 eni-0a 203.0.113.9 10.0.0.7 1 40 1772370000 1772370060 ingress arn:aws:ecs:eu-west-1:111122223333:task/shop/0123 0123 arn:aws:ecs:eu-west-1:111122223333:cluster/shop shop web arn:aws:ecs:eu-west-1:111122223333:task-definition/web:3 - - c1 c2
111122223333 eni-0b 203.0.113.9 10.0.0.6 1 40 1772366400 1772366460 ingress arn:aws:ecs:eu-west-1:444455556666:task/0456 - - jobs - - arn:aws:ecs:eu-west-1:444455556666:container-instance/jobs/99ff - - -
111122223333 eni-0c 203.0.113.9 10.0.0.8 1 40 1772366400 1772366460 ingress - 0789 - od~d - - - - - -
111122223333 eni-0d 203.0.113.9 10.0.0.9 1 40 1772366400 1772366460 ingress - - - shop web - - - - -
";

#[test]
fn tasks_come_to_what_an_independent_count_has() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("tasks.log");
    std::fs::write(&file, TASKS).unwrap();
    let mut expected = oracle(std::slice::from_ref(&file)).remove(0);
    for part in ["rows", "tasks"] {
        let rows = expected[part].as_array().cloned().unwrap_or_default();
        expected[part] = in_order(rows).into();
    }
    let tasks = expected["tasks"].as_array().map(Vec::len);
    // Three addresses and hours of one task with two hours in its cluster, and another task's.
    assert_eq!(tasks, Some(2 + 2 + 2));
    assert_eq!(counted(&file), expected);
}

#[test]
fn every_file_comes_to_what_an_independent_count_has() {
    let Some(data) = data() else {
        eprintln!("nothing was checked: GUMSHOE_TEST_DATA names no folder with vpcflow");
        return;
    };
    let mut files = Vec::new();
    FOLDERS
        .iter()
        .for_each(|it| files_below(&data.join(it), &mut files));
    assert!(!files.is_empty());
    for (file, mut expected) in files.iter().zip(oracle(&files)) {
        for part in ["rows", "tasks"] {
            if let Some(Value::Array(rows)) = expected.get_mut(part) {
                *rows = in_order(std::mem::take(rows));
            }
        }
        assert_eq!(counted(file), expected, "{}", file.display());
    }
}
