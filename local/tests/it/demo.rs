//! `gumshoe demo`, as a person runs it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn demo(data: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gumshoe"));
    command.args(["demo", "--data"]).arg(data);
    command.args(["--days", "2", "--accounts", "2", "--size", "1MB"]);
    command.args(["--start", "2026-03-02"]).args(more);
    command
}

fn printed(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{output:?}");
    text
}

fn truth(data: &Path) -> Value {
    let json = std::fs::read(data.join("truth.json")).unwrap();
    serde_json::from_slice(&json).unwrap()
}

/// Name, type, calls and failed calls of the principals in the report.
fn principals(report: &str) -> Vec<(String, String, String, String)> {
    let rows = report
        .lines()
        .skip_while(|line| !line.contains("Principal "))
        .take_while(|line| !line.contains('└'));
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.split_whitespace().collect();
        let [_, name, kind, calls, failed, ..] = cells[..] else {
            return None;
        };
        Some((name.into(), kind.into(), calls.into(), failed.into()))
    })
    .collect()
}

#[test]
fn a_demo_counts_every_record_and_shows_what_the_intruder_did() {
    let folder = crate::folder();
    let data = folder.path().join("demo");

    let report = printed(&demo(&data, &["--exit"]).output().unwrap());

    assert!(report.contains("every one counted once"), "{report}");
    let intrusion = &truth(&data)["Intrusion"];
    let back_door = intrusion["Principals"][1]["Arn"].as_str().unwrap();
    let calls: u64 = intrusion["Steps"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|step| step["Calls"].as_array().unwrap())
        .filter(|call| call["Caller"] == back_door)
        .map(|call| call["Succeeded"].as_u64().unwrap() + call["Failed"].as_u64().unwrap())
        .sum();
    let (_, name) = back_door.split_once("user/").unwrap();
    let expected = (name.into(), "User".into(), calls.to_string(), "0".into());
    assert!(principals(&report).contains(&expected), "{report}");
    assert!(report.contains("No geolocation file"), "{report}");
    assert!(!report.contains("Look further"), "{report}");
    assert!(!data.join("endpoints.env").exists());
}

#[test]
fn a_demo_that_is_kept_loads_nothing_and_a_fresh_one_starts_over() {
    let folder = crate::folder();
    let data = folder.path().join("demo");
    printed(&demo(&data, &["--exit"]).output().unwrap());
    let first = truth(&data);

    let mut again = Command::new(env!("CARGO_BIN_EXE_gumshoe"));
    let again = again
        .args(["demo", "--keep", "--exit", "--data"])
        .arg(&data);
    let kept = printed(&again.output().unwrap());
    assert!(kept.contains("Nothing new"), "{kept}");
    assert!(
        kept.contains("2026-03-03 00:00 to 2026-03-04 00:00"),
        "{kept}"
    );
    assert!(kept.contains("svc-backup-sync"), "{kept}");
    assert_eq!(truth(&data), first);

    let fresh = printed(&demo(&data, &["--exit", "--seed", "2"]).output().unwrap());
    assert!(fresh.contains("every one counted once"), "{fresh}");
    assert_eq!(truth(&data)["Seed"], 2);
}

/// Kills what is left of a demo when a test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_demo_serves_until_it_is_told_to_stop_and_nobody_else_can_use_its_folder() {
    let folder = crate::folder();
    let data = folder.path().join("demo");
    let mut command = demo(&data, &[]);
    let mut running = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let out = running.0.stdout.take().unwrap();
    let serving = BufReader::new(out).lines().any(|line| {
        line.unwrap()
            .contains("Serving the console and the API at http://127.0.0.1:")
    });
    assert!(serving);
    assert!(data.join("endpoints.env").exists());

    let second = demo(&data, &["--exit"]).output().unwrap();
    assert!(!second.status.success());
    let complaint = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(complaint.contains("another process uses"), "{complaint}");

    let told = Command::new("kill")
        .args(["-s", "TERM", &running.0.id().to_string()])
        .status();
    assert!(told.unwrap().success());
    assert!(running.0.wait().unwrap().success());
    assert!(!data.join("endpoints.env").exists());
}
