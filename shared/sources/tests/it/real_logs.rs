//! Real log files against an independent count of them.
//!
//! The files are the public `aws_dataset` of Invictus Incident Response: one account during a run of
//! attacks. They are not part of this repository. `GUMSHOE_TEST_DATA` names the folder that holds
//! them, `../shared/data` beside the workspace is tried otherwise, and where neither is there the
//! test says so and checks nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gumshoe_activity::{Call, EntityType};
use gumshoe_domain::Timestamp;
use gumshoe_sources::{
    Batch, Counts, Geolocator, KeyVerdict, Limits, LogSource, Notice, ObjectKey, source_named,
};
use serde_json::{Map, Value, json};

#[expect(
    clippy::disallowed_methods,
    reason = "where the data is concerns this test alone"
)]
pub(crate) fn data() -> Option<PathBuf> {
    let named = std::env::var_os("GUMSHOE_TEST_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = named.unwrap_or_else(beside);
    folder
        .join("invictus-facts.json")
        .is_file()
        .then_some(folder)
}

/// One row of a table of facts.
#[derive(Default)]
struct Fact {
    hours: BTreeMap<String, [u64; 2]>,
    errors: BTreeMap<String, u64>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Fact {
    fn add(&mut self, call: &Call<'_>) {
        let hour = self.hours.entry(second(call.hour.start())).or_default();
        hour[usize::from(call.failed())] += call.calls;
        if let Some(code) = call.action.error_code {
            *self.errors.entry(code.to_owned()).or_default() += call.calls;
        }
        self.first = Some(
            self.first
                .map_or(call.first_seen, |it| it.min(call.first_seen)),
        );
        self.last = Some(
            self.last
                .map_or(call.last_seen, |it| it.max(call.last_seen)),
        );
    }

    /// As the file of facts has it.
    fn to_json(&self, is_hourly: bool) -> Value {
        let sum = |at: usize| self.hours.values().map(|it| it[at]).sum::<u64>();
        let mut json = json!({
            "total": sum(0) + sum(1), "success": sum(0), "failed": sum(1),
            "first_seen": self.first.map(second), "last_seen": self.last.map(second),
        });
        if !self.errors.is_empty() {
            json["error_codes"] = json!(self.errors);
        }
        if is_hourly {
            let hours = self.hours.iter().map(|(hour, [success, failed])| {
                (hour.clone(), json!({"success": success, "failed": failed}))
            });
            json["hourly"] = Value::Object(hours.collect());
        }
        json
    }
}

pub(crate) fn second(time: Timestamp) -> String {
    time.to_string().replace(".000Z", "Z")
}

fn principal(call: &Call<'_>) -> Option<String> {
    let caller = &call.caller;
    let service = || caller.invoked_by.map(|it| format!("(service) {it}"));
    let user = || caller.principal_name.map(|it| format!("(IAMUser) {it}"));
    match caller.principal_type {
        None => caller.caller_arn.map(str::to_owned).or_else(service),
        Some(_) => caller.caller_arn.map(str::to_owned).or_else(user),
    }
}

fn role(call: &Call<'_>) -> Option<String> {
    let is_role = call.caller.principal_type == Some(EntityType::AwsRole);
    call.caller
        .principal_arn
        .filter(|_| is_role)
        .map(str::to_owned)
}

fn or_none(text: Option<&str>) -> Option<String> {
    Some(text.unwrap_or("(none)").to_owned())
}

fn ip(call: &Call<'_>) -> Option<String> {
    or_none(call.origin.address)
}

fn api(call: &Call<'_>) -> Option<String> {
    Some(format!(
        "{}.amazonaws.com:{}",
        call.action.service, call.action.api
    ))
}

type Key = fn(&Call<'_>) -> Option<String>;

/// Tables of the file of facts, with what their rows are.
const TABLES: &[(&str, Key)] = &[
    ("accounts", |call| Some(call.caller.account.to_owned())),
    ("principals", principal),
    ("roles", role),
    ("ips", ip),
    ("calls", api),
    ("event_sources", |call| {
        Some(format!("{}.amazonaws.com", call.action.service))
    }),
    ("regions", |call| or_none(call.action.region)),
    ("access_keys", |call| or_none(call.caller.access_key_id)),
    ("user_agents", |call| or_none(call.origin.user_agent)),
];

/// Tables of pairs.
const PAIRS: &[(&str, Key, Key)] = &[
    ("principal_ip", principal, ip),
    ("principal_call", principal, api),
    ("ip_call", ip, api),
    ("role_ip", role, ip),
    ("role_call", role, api),
    ("principal_error", principal, |call| {
        call.action.error_code.map(str::to_owned)
    }),
];

fn table(calls: &[Call<'_>], key: Key, is_hourly: bool) -> Value {
    let mut facts: BTreeMap<String, Fact> = BTreeMap::new();
    for call in calls {
        if let Some(key) = key(call) {
            facts.entry(key).or_default().add(call);
        }
    }
    let rows = facts
        .iter()
        .map(|(key, fact)| (key.clone(), fact.to_json(is_hourly)));
    Value::Object(rows.collect())
}

fn pairs(calls: &[Call<'_>], first: Key, then: Key) -> Value {
    let mut groups: BTreeMap<String, Vec<Call<'_>>> = BTreeMap::new();
    for call in calls {
        if let Some(key) = first(call) {
            groups.entry(key).or_default().push(*call);
        }
    }
    let rows = groups
        .iter()
        .map(|(key, calls)| (key.clone(), table(calls, then, false)));
    let is_there = |it: &(String, Value)| it.1.as_object().is_some_and(|it| !it.is_empty());
    Value::Object(rows.filter(is_there).collect::<Map<String, Value>>())
}

/// Reads every file below `folder` into one batch, and gives the records and notices of all.
fn read_all(folder: &Path, batch: &mut Batch) -> (u64, Counts<Notice>) {
    let source = source_named(gumshoe_domain::LogSourceName::CloudTrail);
    let (mut records, mut notices) = (0, Counts::default());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let key = format!("CloudTrail/{}", path.file_name().unwrap().display());
        let KeyVerdict::Ours(object) = source.owns(&key) else {
            panic!("{key} is a log file");
        };
        let bytes = std::fs::read(&path).unwrap();
        let tally = read_one(source, &bytes, &object, batch);
        records += tally.0;
        notices.absorb(&tally.1);
    }
    (records, notices)
}

fn read_one(
    source: &dyn LogSource,
    bytes: &[u8],
    object: &ObjectKey,
    batch: &mut Batch,
) -> (u64, Counts<Notice>) {
    let tally = source
        .read(
            bytes,
            object,
            batch,
            &Geolocator::none(),
            &Limits::default(),
        )
        .unwrap();
    assert_eq!((tally.rejected.total(), tally.left_out.total()), (0, 0));
    (tally.records, tally.notices)
}

#[test]
fn every_fact_of_real_logs_is_counted_as_an_independent_count_has_it() {
    let Some(data) = data() else {
        eprintln!(
            "nothing was checked: GUMSHOE_TEST_DATA names no folder with invictus-facts.json"
        );
        return;
    };
    let facts = std::fs::read(data.join("invictus-facts.json")).unwrap();
    let facts: Value = serde_json::from_slice(&facts).unwrap();
    let mut batch = Batch::default();

    let (records, notices) = read_all(&data.join("cloudtrail/invictus"), &mut batch);

    assert_eq!(json!(records), facts["overall"]["total"]);
    // The files were published under another account id than the one in the records.
    assert_eq!(notices, Counts::from([(Notice::AccountMismatch, records)]));
    let rows = batch.take();
    let calls: Vec<Call<'_>> = rows.values().flat_map(|it| it.calls()).collect();
    for (name, key) in TABLES {
        assert_eq!(table(&calls, *key, true), facts[name], "{name}");
    }
    for (name, first, then) in PAIRS {
        assert_eq!(pairs(&calls, *first, *then), facts[name], "{name}");
    }
}
