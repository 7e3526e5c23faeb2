//! Attacks that were not made here: real logs of Stratus Red Team, after weeks of ordinary work of the
//! same principal among colleagues.
//!
//! The files are optional test data: `GUMSHOE_TEST_DATA` names their folder, `../shared/data` beside the
//! workspace is tried otherwise, and where neither is there the tests say so and check nothing.

mod invictus;
mod stratus;

use std::path::{Path, PathBuf};

use aws_sdk_detective::operation::get_investigation::GetInvestigationOutput;
use aws_sdk_detective::types::{Indicator, TtPsObservedDetail};
use gumshoe::synthetic::{Job, KnownPrincipal, benign_history};
use gumshoe_domain::Timestamp;
use gumshoe_tests::{Account, Gumshoe, eventually};
use serde_json::Value;

use super::case::moment;

/// Days of ordinary work before an attack.
const DAYS: u32 = 30;

#[expect(
    clippy::disallowed_methods,
    reason = "where the data is concerns these tests alone"
)]
fn data(folder: &str) -> Option<PathBuf> {
    let named = std::env::var_os("GUMSHOE_TEST_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = named.unwrap_or_else(beside).join("cloudtrail").join(folder);
    folder.is_dir().then_some(folder)
}

/// The JSON files of a folder, by name.
fn files(folder: &Path) -> Vec<(String, Value)> {
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<(String, Value)> = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read(&path).unwrap();
            (name, serde_json::from_slice(&text).unwrap())
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// The user or the role behind `userIdentity`.
fn principal(identity: &Value) -> &str {
    let issuer = &identity["sessionContext"]["sessionIssuer"]["arn"];
    issuer.as_str().or(identity["arn"].as_str()).unwrap()
}

fn time(record: &Value) -> Timestamp {
    record["eventTime"].as_str().unwrap().parse().unwrap()
}

/// Lets somebody do `job` for [`DAYS`] days before `end`.
async fn work(gumshoe: &Gumshoe, identity: &Value, job: Job, end: Timestamp, seed: u64) {
    let text = |member: &str| identity[member].as_str().unwrap();
    let known = KnownPrincipal::from_identity(text("arn"), text("principalId"), job).unwrap();
    for object in benign_history(&known, end, DAYS, seed).objects() {
        let object = object.unwrap();
        gumshoe.upload(&object.key, object.bytes).await;
    }
}

/// An investigation of the 24 hours before `end`: what it is at its end, and what it found.
async fn investigate(
    account: &Account,
    graph: &str,
    arn: &str,
    end: Timestamp,
) -> (GetInvestigationOutput, Vec<Indicator>) {
    let client = &account.detective;
    let start = client
        .start_investigation()
        .graph_arn(graph)
        .entity_arn(arn);
    let started = start
        .scope_start_time(moment(&end.plus_seconds(-24 * 3_600).to_string()))
        .scope_end_time(moment(&end.to_string()));
    let id = started.send().await.unwrap().investigation_id.unwrap();
    let done = eventually("the end of the investigation", async || {
        let get = client.get_investigation().graph_arn(graph);
        let got = get.investigation_id(&id).send().await.unwrap();
        got.severity().is_some().then_some(got)
    })
    .await;
    let (mut all, mut token) = (Vec::new(), None);
    loop {
        let list = client.list_indicators().graph_arn(graph);
        let list = list.investigation_id(&id).set_next_token(token);
        let page = list.send().await.unwrap();
        all.extend(page.indicators.unwrap_or_default());
        token = page.next_token;
        if token.is_none() {
            return (done, all);
        }
    }
}

fn ttps(found: &[Indicator]) -> Vec<&TtPsObservedDetail> {
    let details = found.iter().filter_map(Indicator::indicator_detail);
    details.filter_map(|it| it.ttps_observed_detail()).collect()
}

/// ATT&CK's id of a technique that was observed: `Brute Force (T1110)`.
fn id(ttp: &TtPsObservedDetail) -> &str {
    let technique = ttp.technique().unwrap();
    let (_, id) = technique.rsplit_once('(').unwrap();
    id.trim_end_matches(')')
}
