//! What the generator promises of the sources besides CloudTrail.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::*;

fn days() -> Scenario {
    Scenario {
        seed: 5,
        start: "2026-03-02T00:00:00Z".parse().unwrap(),
        days: 2,
        accounts: 3,
        size: Some(1_000_000),
    }
}

fn objects() -> Vec<SourceObject> {
    days().source_objects().map(Result::unwrap).collect()
}

fn text(object: &SourceObject) -> String {
    let mut text = String::new();
    let mut decoder = GzDecoder::new(object.object.bytes.as_slice());
    decoder.read_to_string(&mut text).unwrap();
    text
}

fn of(source: Source) -> Vec<SourceObject> {
    let all = objects().into_iter();
    all.filter(|it| it.source == source).collect()
}

/// The flows of a log, by the names in its header.
fn flows() -> Vec<BTreeMap<String, String>> {
    let mut flows = Vec::new();
    for object in of(Source::VpcFlow) {
        let text = text(&object);
        let mut lines = text.lines().map(|it| it.split(' ').map(str::to_owned));
        let header: Vec<String> = lines.next().unwrap().collect();
        let of_object: Vec<BTreeMap<String, String>> = lines
            .map(|it| header.iter().cloned().zip(it).collect())
            .collect();
        let counted = of_object
            .iter()
            .filter(|it| it["log-status"] == "OK")
            .count();
        assert_eq!(u64::try_from(counted).unwrap(), object.object.records);
        flows.extend(of_object);
    }
    flows
}

/// The audit events of all messages.
fn events() -> Vec<Value> {
    let mut events = Vec::new();
    for object in of(Source::EksAudit) {
        let text = text(&object);
        for message in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
            let message = message.unwrap();
            if message["messageType"] == "DATA_MESSAGE" {
                let carried = message["logEvents"].as_array().unwrap().iter();
                events.extend(carried.map(|it| {
                    serde_json::from_str::<Value>(it["message"].as_str().unwrap()).unwrap()
                }));
            }
        }
    }
    events
}

fn findings() -> Vec<Value> {
    let exports = of(Source::GuardDuty);
    let lines: Vec<String> = exports.iter().map(text).collect();
    lines
        .iter()
        .flat_map(|it| it.lines())
        .map(|it| serde_json::from_str(it).unwrap())
        .collect()
}

#[test]
fn the_same_scenario_makes_the_same_objects_under_keys_of_their_own() {
    assert_eq!(objects(), objects());
    let keys: BTreeSet<String> = objects().into_iter().map(|it| it.object.key).collect();
    assert_eq!(keys.len(), objects().len());
    let sources: BTreeSet<Source> = objects().into_iter().map(|it| it.source).collect();
    assert_eq!(sources.len(), 4);
}

#[test]
fn what_is_sent_away_in_the_flow_logs_is_what_the_truth_tells() {
    let truth = days().sources_truth();
    let sent: u64 = flows()
        .iter()
        .filter(|it| it["dstaddr"] == truth.exfiltration_address)
        .map(|it| {
            assert_eq!(it["instance-id"], truth.instance);
            it["bytes"].parse::<u64>().unwrap()
        })
        .sum();
    assert!(sent > 0);
    assert_eq!(sent, truth.exfiltrated_bytes);
    let beacons = flows();
    let beacons = beacons
        .iter()
        .filter(|it| it["dstaddr"] == truth.beacon_address);
    assert!(beacons.count() > 300);
}

#[test]
fn one_flow_log_is_of_the_default_format_and_one_of_a_custom_one() {
    let versions: BTreeSet<(String, usize)> = flows()
        .iter()
        .map(|it| (it["version"].clone(), it.len()))
        .collect();
    assert_eq!(
        versions,
        [("2".to_owned(), 14), ("5".to_owned(), 25)].into()
    );
}

#[test]
fn interfaces_are_those_that_cloudtrail_tells_when_instances_are_run() {
    let mut told = BTreeMap::new();
    for object in days().objects() {
        let object = object.unwrap();
        let mut json = Vec::new();
        GzDecoder::new(object.bytes.as_slice())
            .read_to_end(&mut json)
            .unwrap();
        let document: Value = serde_json::from_slice(&json).unwrap();
        for record in document["Records"].as_array().unwrap() {
            let run = record.pointer("/responseElements/instancesSet/items/0");
            let interface = run.and_then(|it| it.pointer("/networkInterfaceSet/items/0"));
            if let (Some(run), Some(interface)) = (run, interface) {
                let at = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
                told.insert(
                    at(run, "instanceId"),
                    (
                        at(interface, "networkInterfaceId"),
                        at(run, "privateIpAddress"),
                    ),
                );
            }
        }
    }
    let mut known = 0;
    for flow in flows() {
        let Some((interface, address)) = flow.get("instance-id").and_then(|it| told.get(it)) else {
            continue;
        };
        assert_eq!(&flow["interface-id"], interface);
        assert!([&flow["srcaddr"], &flow["dstaddr"]].contains(&address));
        known += 1;
    }
    assert!(known > 0);
}

#[test]
fn the_intruder_reads_secrets_and_runs_a_command_in_the_cluster() {
    let address = days().truth().addresses[0].address;
    let events = events();
    let its: Vec<(&str, &str)> = events
        .iter()
        .filter(|it| it["sourceIPs"][0] == address)
        .map(|it| {
            let part = it["objectRef"]
                .get("subresource")
                .unwrap_or(&it["objectRef"]["resource"]);
            (it["verb"].as_str().unwrap(), part.as_str().unwrap())
        })
        .collect();
    assert!(
        its.contains(&("get", "secrets")) && its.contains(&("create", "exec")),
        "{its:?}"
    );
    let arns = events
        .iter()
        .filter_map(|it| it.pointer("/user/extra/canonicalArn/0"));
    let people = arns.filter(|it| it.as_str().unwrap().contains("AWSReservedSSO"));
    assert!(people.count() > 0);
    let counted: u64 = of(Source::EksAudit)
        .iter()
        .map(|it| it.object.records)
        .sum();
    assert_eq!(counted, u64::try_from(events.len()).unwrap());
}

#[test]
fn findings_name_the_intruders_principals_addresses_and_instance() {
    let (scenario, truth) = (days(), days().sources_truth());
    let findings = findings();
    let raised: Vec<&Value> = findings
        .iter()
        .filter(|it| {
            truth
                .findings
                .contains(&it["id"].as_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!(raised.len(), truth.findings.len());
    let all = serde_json::to_string(&raised).unwrap();
    for principal in scenario.truth().principals {
        assert!(all.contains(&principal.entity.id), "{}", principal.part);
    }
    for address in scenario.truth().addresses {
        assert!(all.contains(address.address), "{}", address.city);
    }
    assert!(all.contains(&truth.instance));
    let mild = findings.iter().filter(|it| it["severity"] == 2);
    assert!(mild.count() > 1, "nothing is told but the intrusion");
}

#[test]
fn of_security_hub_some_findings_are_taken_and_some_are_not() {
    let objects = of(Source::SecurityHub);
    let lines: usize = objects.iter().map(|it| text(it).lines().count()).sum();
    let counted: u64 = objects.iter().map(|it| it.object.records).sum();
    assert_eq!((lines, counted), (6, 3));
}

#[test]
fn hostile_texts_change_neither_keys_nor_what_the_intruder_leaves() {
    let plain: Vec<(String, u64)> = objects()
        .into_iter()
        .map(|it| (it.object.key, it.object.records))
        .collect();
    let hostile: Vec<SourceObject> = days()
        .source_objects()
        .hostile()
        .map(Result::unwrap)
        .collect();
    let keys: Vec<(String, u64)> = hostile
        .iter()
        .map(|it| (it.object.key.clone(), it.object.records))
        .collect();
    assert_eq!(keys, plain);
    let all: String = hostile.iter().map(text).collect();
    assert!(all.contains("\\\\u001b]0;") || all.contains("=HYPERLINK("));
    assert!(all.contains("kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc"));
}
