//! What the generator promises, checked on the JSON that it writes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::GzDecoder;
use gumshoe_activity::{Entity, EntityType};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Counts, Object, Scenario, Tally};

/// A week from a Monday, over three accounts.
fn week() -> Scenario {
    Scenario {
        seed: 7,
        start: "2026-03-02T00:00:00Z".parse().unwrap(),
        days: 7,
        accounts: 3,
        size: Some(2_500_000),
    }
}

fn run(scenario: &Scenario) -> (Vec<Object>, Tally) {
    let mut objects = scenario.objects();
    let all = objects.by_ref().map(Result::unwrap).collect();
    (all, objects.tally().clone())
}

fn document(object: &Object) -> Vec<u8> {
    let mut json = Vec::new();
    let mut decoder = GzDecoder::new(object.bytes.as_slice());
    decoder.read_to_end(&mut json).unwrap();
    json
}

fn records_of(object: &Object) -> Vec<Value> {
    let mut document: Value = serde_json::from_slice(&document(object)).unwrap();
    match document["Records"].take() {
        Value::Array(records) => records,
        other => panic!("Records is {other}"),
    }
}

fn records(scenario: &Scenario) -> Vec<Value> {
    run(scenario).0.iter().flat_map(records_of).collect()
}

fn text<'a>(record: &'a Value, pointer: &str) -> &'a str {
    record
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn digest(scenario: &Scenario) -> Vec<u8> {
    let mut hash = Sha256::new();
    for object in run(scenario).0 {
        hash.update(object.key.as_bytes());
        hash.update(&object.bytes);
    }
    hash.finalize().to_vec()
}

#[test]
fn the_same_scenario_makes_the_same_bytes_and_another_seed_makes_others() {
    let other = Scenario { seed: 8, ..week() };
    assert_eq!(digest(&week()), digest(&week()));
    assert_ne!(digest(&week()), digest(&other));
}

/// The counting rules of the behaviour API, written down a second time, on the JSON.
fn principal(record: &Value) -> Option<Entity> {
    let of = |pointer| text(record, pointer).to_owned();
    let (kind, id) = match text(record, "/userIdentity/type") {
        "AssumedRole" => (
            EntityType::AwsRole,
            of("/userIdentity/sessionContext/sessionIssuer/principalId"),
        ),
        "IAMUser" => (EntityType::AwsUser, of("/userIdentity/principalId")),
        "Root" => (EntityType::AwsUser, of("/userIdentity/accountId")),
        "AWSAccount" => (EntityType::AwsAccount, of("/userIdentity/accountId")),
        "FederatedUser" | "WebIdentityUser" => {
            (EntityType::FederatedUser, of("/userIdentity/principalId"))
        }
        "SAMLUser" => (
            EntityType::FederatedUser,
            of("/userIdentity/identityProvider") + ":" + &of("/userIdentity/userName"),
        ),
        "IdentityCenterUser" => (
            EntityType::FederatedUser,
            of("/userIdentity/onBehalfOf/identityStoreArn")
                + ":"
                + &of("/userIdentity/onBehalfOf/userId"),
        ),
        _ => return None,
    };
    Some(Entity { kind, id })
}

#[test]
fn the_totals_are_those_of_an_independent_count_of_the_json() {
    let (objects, tally) = run(&week());
    let mut accounts: BTreeMap<String, Counts> = BTreeMap::new();
    let mut principals: BTreeMap<Entity, Counts> = BTreeMap::new();
    let mut bytes = 0;
    for object in &objects {
        bytes += u64::try_from(document(object).len()).unwrap();
        for record in records_of(object) {
            let failed = u64::from(record.get("errorCode").is_some());
            let account = text(&record, "/recipientAccountId").to_owned();
            let mut counted = vec![accounts.entry(account).or_default()];
            if let Some(principal) = principal(&record) {
                counted.push(principals.entry(principal).or_default());
            }
            for counts in counted {
                counts.records += 1;
                counts.failures += failed;
            }
        }
    }
    let recount = Tally {
        accounts,
        principals,
        bytes,
        objects: u64::try_from(objects.len()).unwrap(),
    };
    assert_eq!(tally, recount);
}

#[test]
fn every_object_says_what_is_in_it_and_lies_where_cloudtrail_puts_it() {
    let (objects, _) = run(&week());
    let keys: BTreeSet<&str> = objects.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys.len(), objects.len());
    for object in &objects {
        let records = records_of(object);
        assert_eq!(u64::try_from(records.len()).unwrap(), object.records);
        let parts: Vec<&str> = object.key.split('/').collect();
        let [logs, account, trail, region, year, month, day, file] = parts[..] else {
            panic!("{} has another number of parts", object.key);
        };
        assert_eq!((logs, trail), ("AWSLogs", "CloudTrail"));
        assert_eq!((account, region), (object.account.as_str(), object.region));
        let start = format!("{account}_CloudTrail_{region}_{year}{month}{day}T");
        let rest = file.strip_prefix(&start).unwrap();
        assert_eq!(rest.len(), "0015Z_0123456789abcdef.json.gz".len());
        assert!(rest.ends_with(".json.gz"));
        for record in records {
            assert_eq!(text(&record, "/recipientAccountId"), account);
            assert_eq!(text(&record, "/awsRegion"), region);
        }
    }
}

#[test]
fn every_record_has_what_cloudtrail_always_writes() {
    let scenario = week();
    let (start, end) = (
        scenario.start.to_string(),
        "2026-03-09T00:00:00Z".to_owned(),
    );
    let mut event_ids = BTreeSet::new();
    for record in records(&scenario) {
        let version = text(&record, "/eventVersion");
        assert!(["1.08", "1.09", "1.10", "1.11"].contains(&version));
        for pointer in [
            "/userIdentity/type",
            "/eventSource",
            "/eventName",
            "/sourceIPAddress",
            "/userAgent",
            "/eventType",
        ] {
            assert_ne!(text(&record, pointer), "", "{pointer} of {record}");
        }
        for member in ["requestParameters", "responseElements"] {
            assert!(record.get(member).is_some(), "{member} of {record}");
        }
        assert!(record["readOnly"].is_boolean());
        assert_eq!(record["managementEvent"], Value::Bool(true));
        assert_eq!(text(&record, "/eventCategory"), "Management");
        assert!(text(&record, "/eventSource").ends_with(".amazonaws.com"));
        let time = text(&record, "/eventTime");
        assert_eq!(time.len(), "2026-03-02T00:00:00Z".len());
        assert!(time >= &start[..19] && time < end.as_str(), "{time}");
        assert_eq!(text(&record, "/eventID").len(), 36);
        assert!(event_ids.insert(text(&record, "/eventID").to_owned()));
    }
}

#[test]
fn keys_and_principals_say_that_they_are_examples() {
    for record in records(&week()) {
        for pointer in [
            "/userIdentity/accessKeyId",
            "/userIdentity/sessionContext/sessionIssuer/principalId",
            "/responseElements/credentials/accessKeyId",
        ] {
            let id = text(&record, pointer);
            assert!(id.is_empty() || id.ends_with("EXAMPLE"), "{pointer}: {id}");
        }
    }
}

#[test]
fn every_kind_of_identity_that_cloudtrail_knows_appears() {
    let kinds: BTreeSet<String> = records(&week())
        .iter()
        .map(|record| text(record, "/userIdentity/type").to_owned())
        .collect();
    let expected = [
        "AWSAccount",
        "AWSService",
        "AssumedRole",
        "Directory",
        "FederatedUser",
        "IAMUser",
        "IdentityCenterUser",
        "Role",
        "Root",
        "SAMLUser",
        "Unknown",
        "WebIdentityUser",
    ];
    assert_eq!(kinds, expected.map(str::to_owned).into());
}

#[test]
fn people_work_on_weekdays_and_machines_always() {
    // Of the weekend, which the intruder works on too, only ordinary people and machines count.
    let intruders = week().truth().addresses;
    let (mut people, mut machines) = ([0_u32; 7], [0_u32; 7]);
    for record in records(&week()) {
        let address = text(&record, "/sourceIPAddress");
        if intruders.iter().any(|it| it.address == address) {
            continue;
        }
        let day: usize = text(&record, "/eventTime")[8..10].parse().unwrap();
        let agent = text(&record, "/userAgent");
        if agent.starts_with("Mozilla/") {
            people[day - 2] += 1;
        } else if text(&record, "/userIdentity/type") == "AWSService" {
            machines[day - 2] += 1;
        }
    }
    let quietest = |days: &[u32]| days.iter().min().copied().unwrap();
    let busiest = |days: &[u32]| days.iter().max().copied().unwrap();
    assert!(
        quietest(&people[..5]) > 5 * busiest(&people[5..]),
        "{people:?}"
    );
    assert!(quietest(&machines) * 2 > busiest(&machines), "{machines:?}");
}

#[test]
fn the_truth_is_what_the_records_say_of_the_intruders_addresses() {
    let scenario = week();
    let truth = scenario.truth();
    let known: BTreeSet<&str> = truth.addresses.iter().map(|it| it.address).collect();
    let mut found: BTreeMap<[String; 5], (u64, u64)> = BTreeMap::new();
    let mut times = BTreeSet::new();
    for record in records(&scenario) {
        if !known.contains(text(&record, "/sourceIPAddress")) {
            continue;
        }
        assert!(
            truth
                .user_agents
                .contains(&text(&record, "/userAgent").to_owned())
        );
        times.insert(text(&record, "/eventTime").to_owned());
        let arn = text(&record, "/userIdentity/arn");
        let caller = if arn.is_empty() {
            text(&record, "/userIdentity/accountId")
        } else {
            arn
        };
        let source = text(&record, "/eventSource");
        let kind = [
            text(&record, "/recipientAccountId").to_owned(),
            caller.to_owned(),
            text(&record, "/sourceIPAddress").to_owned(),
            source.trim_end_matches(".amazonaws.com").to_owned(),
            text(&record, "/eventName").to_owned(),
        ];
        let counts = found.entry(kind).or_default();
        match record.get("errorCode") {
            None => counts.0 += 1,
            Some(_) => counts.1 += 1,
        }
    }
    let mut told: BTreeMap<[String; 5], (u64, u64)> = BTreeMap::new();
    for call in truth.steps.iter().flat_map(|step| &step.calls) {
        let kind = [
            &call.account,
            &call.caller,
            call.address,
            call.service,
            call.api,
        ];
        let counts = told.entry(kind.map(str::to_owned)).or_default();
        counts.0 += call.succeeded;
        counts.1 += call.failed;
    }
    assert_eq!(found, told);
    let at = |moment: gumshoe_domain::Timestamp| super::record::event_time(moment);
    assert_eq!(times.first(), Some(&at(truth.first)));
    assert_eq!(times.last(), Some(&at(truth.last)));
}

#[test]
fn the_intruder_enters_two_accounts_by_three_principals_in_the_last_day() {
    let scenario = week();
    let truth = scenario.truth();
    let kinds: Vec<EntityType> = truth.principals.iter().map(|it| it.entity.kind).collect();
    let expected = [
        EntityType::AwsUser,
        EntityType::AwsUser,
        EntityType::AwsRole,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(truth.accounts, ["111122223333", "444455556666"]);
    assert!(truth.first >= scenario.end().plus_seconds(-86_400));
    assert!(truth.last < scenario.end());
    let in_order = truth
        .steps
        .windows(2)
        .all(|pair| pair[0].last < pair[1].first);
    assert!(in_order, "steps overlap");
}

#[test]
fn both_sides_of_a_step_into_another_account_share_one_id() {
    let mut sides: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in records(&week()) {
        let own = text(&record, "/userIdentity/arn").contains("ExampleVendorReadOnly");
        let vendor = text(&record, "/userIdentity/accountId") == super::estate::VENDOR_ACCOUNT;
        let shared = text(&record, "/sharedEventID");
        if !shared.is_empty() && !own && !vendor {
            let account = text(&record, "/recipientAccountId").to_owned();
            sides.entry(shared.to_owned()).or_default().insert(account);
        }
    }
    assert!(sides.len() > 1);
    for (id, accounts) in sides {
        assert_eq!(accounts.len(), 2, "{id}");
    }
}

#[test]
fn a_few_calls_in_a_hundred_fail() {
    let total = run(&week()).1.total();
    let permille = total.failures * 1_000 / total.records;
    assert!((20..=120).contains(&permille), "{permille} in a thousand");
}

#[test]
fn the_size_is_what_was_asked_for_within_a_tenth() {
    for (days, accounts, size) in [(1, 1, 1_000_000), (2, 2, 3_000_000), (30, 3, 6_000_000)] {
        let scenario = Scenario {
            days,
            accounts,
            size: Some(size),
            ..week()
        };
        let bytes = run(&scenario).1.bytes;
        assert!(bytes.abs_diff(size) < size / 10, "{bytes} for {size}");
    }
}

#[test]
fn records_are_about_as_long_as_real_ones() {
    let tally = run(&week()).1;
    let mean = tally.bytes / tally.total().records;
    assert!((1_000..=1_700).contains(&mean), "{mean} bytes");
}

#[test]
fn nothing_asked_for_is_the_least_that_there_can_be() {
    let nothing = Scenario {
        days: 0,
        accounts: 0,
        size: Some(0),
        ..week()
    };
    let truth = nothing.truth();
    let expected: u64 = truth
        .steps
        .iter()
        .flat_map(|step| &step.calls)
        .map(|call| call.succeeded + call.failed)
        .sum();
    let total = run(&nothing).1.total();
    assert!(total.records >= expected, "{} < {expected}", total.records);
    assert_eq!(truth.accounts, ["111122223333"]);
}
