//! Objects with findings, in every form in which AWS delivers them.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_activity::{Finding, Report};
use gumshoe_domain::LogSourceName;
use gumshoe_sources::{
    Batch, Counts, Geolocator, LeftOut, Limits, Notice, ObjectKey, ObjectRejected, ObjectTally,
    RecordRejected, source_named,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use LogSourceName::{GuardDuty, SecurityHub};

fn read_with(
    source: LogSourceName,
    bytes: &[u8],
    limits: &Limits,
) -> Result<(ObjectTally, Vec<Report>), ObjectRejected> {
    let mut batch = Batch::default();
    let tally = source_named(source).read(
        bytes,
        &ObjectKey::default(),
        &mut batch,
        &Geolocator::none(),
        limits,
    )?;
    let reports = batch.findings().flat_map(|(_, reports)| reports).cloned();
    Ok((tally, reports.collect()))
}

fn read(source: LogSourceName, text: &str) -> (ObjectTally, Vec<Report>) {
    read_with(source, text.as_bytes(), &Limits::default()).unwrap()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn guardduty(id: &str) -> Value {
    json!({
        "schemaVersion": "2.0", "accountId": "111122223333", "region": "eu-west-1", "partition": "aws",
        "id": id, "type": "Recon:EC2/Portscan", "severity": 5.3,
        "arn": format!("arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/{id}"),
        "resource": {"resourceType": "Instance", "instanceDetails": {"instanceId": "i-0a"}},
        "service": {"resourceRole": "ACTOR", "count": 7, "archived": false,
            "eventFirstSeen": "2026-03-01T12:00:00Z", "eventLastSeen": "2026-03-01T12:30:00Z",
            "action": {"actionType": "PORT_PROBE", "portProbeAction": {"blocked": false, "portProbeDetails": [
                {"remoteIpDetails": {"ipAddressV4": "198.51.100.7"}, "localIpDetails": {"ipAddressV4": "10.0.0.1"}}]}}},
        "createdAt": "2026-03-01T12:10:00.000Z", "updatedAt": "2026-03-01T12:40:00.000Z",
        "title": "i-0a scans ports.", "description": "It does.",
    })
}

fn asff(id: &str) -> Value {
    json!({
        "SchemaVersion": "2018-10-08", "Id": id, "AwsAccountId": "111122223333", "Region": "eu-west-1",
        "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/inspector",
        "Types": ["Software and Configuration Checks/Vulnerabilities/CVE"],
        "CreatedAt": "2026-03-01T12:10:00.000Z", "UpdatedAt": "2026-03-01T12:40:00.000Z",
        "Severity": {"Label": "HIGH", "Normalized": 70}, "Title": "CVE", "Description": "A hole.",
        "Resources": [{"Type": "AwsEc2Instance", "Id": "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a"}],
        "RecordState": "ACTIVE", "Workflow": {"Status": "NOTIFIED"},
    })
}

fn event(source: &str, kind: &str, detail: &Value) -> Value {
    json!({"version": "0", "id": "cd2d702e-ab31-411b-9344-793ce56b1bc7", "detail-type": kind, "source": source,
        "account": "999988887777", "time": "2026-03-01T12:45:00Z", "region": "eu-west-1", "resources": [],
        "detail": detail})
}

/// The same JSON as the answers of APIs have it.
fn pascal(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let (first, rest) = name.split_at(1);
                (format!("{}{rest}", first.to_uppercase()), pascal(value))
            });
            Value::Object(members.collect())
        }
        Value::Array(elements) => elements.iter().map(pascal).collect(),
        other => other.clone(),
    }
}

fn involved(finding: &Finding) -> Vec<String> {
    let involved = finding.involved.iter();
    involved
        .map(|it| format!("{} {} {}", it.role, it.entity.kind, it.entity.id))
        .collect()
}

#[test]
fn a_finding_of_guardduty_says_who_did_what_to_whom_in_either_case_of_letters() {
    let (tally, camel) = read(GuardDuty, &guardduty("a").to_string());
    let (_, answer) = read(GuardDuty, &pascal(&guardduty("a")).to_string());
    let finding = &camel[0].finding;
    assert_eq!(&answer[0].finding, finding);
    assert_eq!(
        involved(finding),
        [
            "RELATED AwsAccount 111122223333",
            "ACTOR Ec2Instance i-0a",
            "ACTOR IpAddress 10.0.0.1",
            "TARGET IpAddress 198.51.100.7",
        ]
    );
    assert_eq!(
        (finding.severity.level.as_str(), finding.count),
        ("MEDIUM", 7)
    );
    let times = [finding.first_seen, finding.last_seen, finding.updated];
    assert_eq!(
        times.map(|it| it.to_string()),
        [
            "2026-03-01T12:00:00.000Z",
            "2026-03-01T12:30:00.000Z",
            "2026-03-01T12:40:00.000Z"
        ]
    );
    assert_eq!((tally.records, tally.accounts.len()), (1, 1));
}

#[test]
fn findings_are_read_whatever_is_around_them() {
    let [one, two] = ["a", "b"].map(guardduty);
    let kind = "GuardDuty Finding";
    let bridged = [&one, &two].map(|it| event("aws.guardduty", kind, it).to_string());
    for text in [
        format!("{one}\n{two}\n"),
        format!("{one}{two}"),
        format!(
            "\n{}\n\r\n{}",
            serde_json::to_string_pretty(&one).unwrap(),
            two
        ),
        json!([one, two]).to_string(),
        json!({"Findings": [one, two], "ResponseMetadata": {}}).to_string(),
        bridged.join("\n"),
        format!("[{}]", bridged.join(",")),
    ] {
        for bytes in [text.as_bytes().to_vec(), gzip(&text)] {
            let (tally, reports) = read_with(GuardDuty, &bytes, &Limits::default()).unwrap();
            let ids: Vec<_> = reports.iter().map(|it| it.finding.id.as_str()).collect();
            assert_eq!((tally.records, ids), (2, vec!["a", "b"]), "{text}");
            assert_eq!(tally.inflated_bytes, u64::try_from(text.len()).unwrap());
        }
    }
}

#[test]
fn a_list_of_events_of_security_hub_brings_the_findings_of_each() {
    let kind = "Security Hub Findings - Imported";
    let events = [["a", "b"], ["c", "d"]].map(|ids| {
        let findings = ids.map(asff);
        event("aws.securityhub", kind, &json!({ "findings": findings }))
    });
    let (tally, reports) = read(SecurityHub, &json!(events).to_string());
    let ids: Vec<_> = reports.iter().map(|it| it.finding.id.as_str()).collect();
    assert_eq!((tally.records, ids), (4, vec!["a", "b", "c", "d"]));
}

#[test]
fn an_event_of_security_hub_brings_several_findings_and_says_when_it_was_sent() {
    let kind = "Security Hub Findings - Imported";
    let detail = json!({"findings": [asff("a"), asff("b")]});
    let (_, reports) = read(
        SecurityHub,
        &event("aws.securityhub", kind, &detail).to_string(),
    );
    let sent: Vec<_> = reports
        .iter()
        .map(|it| it.sent.unwrap().to_string())
        .collect();
    assert_eq!(sent, ["2026-03-01T12:45:00.000Z"; 2]);
    let finding = &reports[0].finding;
    assert_eq!(finding.workflow.as_deref(), Some("NOTIFIED"));
    assert_eq!(finding.product.as_deref(), Some("inspector"));
    assert_eq!(
        involved(finding),
        ["RELATED AwsAccount 111122223333", "TARGET Ec2Instance i-0a"]
    );
}

#[test]
fn the_providers_own_record_is_kept_as_it_was_written() {
    let record = serde_json::to_string_pretty(&guardduty("a")).unwrap();
    let event = format!("{{\"detail-type\": \"GuardDuty Finding\", \"detail\": {record}}}");
    let (_, reports) = read(GuardDuty, &event);
    assert_eq!(reports[0].record, record);
}

#[test]
fn malformed_records_are_counted_by_reason_and_their_neighbours_count() {
    let without = |name: &str| {
        let mut finding = guardduty("x");
        finding.as_object_mut().unwrap().remove(name);
        finding.to_string()
    };
    let lines = [
        guardduty("a").to_string(),
        without("id"),
        without("type"),
        without("accountId"),
        without("updatedAt"),
        "{broken".to_owned(),
        "7".to_owned(),
        format!("{}1{}", "[".repeat(9), "]".repeat(9)),
        guardduty("b").to_string(),
    ];
    let (tally, reports) = read(GuardDuty, &lines.join("\n"));
    assert_eq!(reports.len(), 2);
    assert_eq!(
        tally.rejected,
        Counts::from([
            (RecordRejected::NotAnObject, 3),
            (RecordRejected::MissingId, 1),
            (RecordRejected::MissingType, 1),
            (RecordRejected::NoAccount, 1),
            (RecordRejected::MissingUpdateTime, 1),
        ])
    );
}

#[test]
fn what_does_not_belong_to_a_graph_is_left_out_by_reason() {
    let with = |name: &str, value: Value| {
        let mut finding = asff("x");
        finding[name] = value;
        finding
    };
    let product = |of: &str| json!(format!("arn:aws:securityhub:eu-west-1::product/{of}"));
    let findings = json!({"findings": [
        asff("a"),
        with("ProductArn", product("crowdstrike/crowdstrike-falcon")),
        with("ProductArn", product("aws/guardduty")),
        with("Compliance", json!({"Status": "PASSED"})),
        with("Compliance", json!({"Status": "FAILED"})),
        with("Region", json!("us-east-1")),
        with("RecordState", json!("ARCHIVED")),
    ]});
    let kind = "Security Hub Findings - Imported";
    let (tally, reports) = read(
        SecurityHub,
        &event("aws.securityhub", kind, &findings).to_string(),
    );
    assert_eq!((tally.records, reports.len()), (3, 3));
    assert_eq!(
        tally.left_out,
        Counts::from([
            (LeftOut::ThirdPartyProduct, 1),
            (LeftOut::GuardDutyFinding, 1),
            (LeftOut::ComplianceNotFailed, 1),
            (LeftOut::CrossRegionCopy, 1),
        ])
    );
    assert_eq!(tally.notices, Counts::from([(Notice::ArchivedFinding, 1)]));
}

#[test]
fn everything_that_runs_in_a_cluster_is_involved() {
    let mut finding = guardduty("a");
    finding["resource"] = json!({"resourceType": "EKSCluster",
        "eksClusterDetails": {"name": "prod", "arn": "arn:aws:eks:eu-west-1:444455556666:cluster/prod"},
        "kubernetesDetails": {
            "kubernetesUserDetails": {"username": "system:anonymous", "impersonatedUser": {"username": "root"}},
            "kubernetesWorkloadDetails": {"type": "pods", "uid": "u-1", "name": "web", "namespace": "shop",
                "serviceAccountName": "cart", "containers": [{"image": "nginx:1"}]}}});
    finding["service"]["resourceRole"] = json!("TARGET");
    finding["service"]["action"] = json!({"kubernetesApiCallAction": {
        "sourceIps": ["203.0.113.9"], "userAgent": "kubectl", "remoteIpDetails": {"ipAddressV6": "2001:DB8::9"}}});
    let (_, reports) = read(GuardDuty, &finding.to_string());
    assert_eq!(
        involved(&reports[0].finding),
        [
            "RELATED AwsAccount 111122223333",
            "ACTOR IpAddress 2001:db8::9",
            "ACTOR IpAddress 203.0.113.9",
            "RELATED UserAgent kubectl",
            "TARGET ContainerCluster prod~444455556666~EKS",
            "TARGET ContainerPod u-1~prod~444455556666~EKS",
            "TARGET ContainerImage nginx:1",
            "TARGET KubernetesSubject root~prod~444455556666",
            "TARGET KubernetesSubject system:anonymous~prod~444455556666",
            "TARGET KubernetesSubject system:serviceaccount:shop:cart~prod~444455556666",
        ]
    );
}

#[test]
fn everyone_in_an_attack_sequence_is_involved() {
    let mut finding = guardduty("a");
    finding["type"] = json!("AttackSequence:IAM/CompromisedCredentials");
    finding["resource"] = json!({"resourceType": "AttackSequence"});
    finding["service"] = json!({"detection": {"sequence": {"uid": "s",
        "actors": [{"id": "1", "user": {"uid": "AROAEXAMPLE:ci", "type": "AssumedRole", "name": "ci",
            "account": {"uid": "444455556666"}}}],
        "resources": [
            {"uid": "arn:aws:s3:::secrets", "resourceType": "S3_BUCKET", "data": {"s3Bucket": {}}},
            {"uid": "arn:aws:ec2:eu-west-1:111122223333:instance/i-0b", "resourceType": "EC2_INSTANCE"},
            {"uid": "eni", "data": {"ec2NetworkInterface": {"publicIp": "192.0.2.4",
                "privateIpAddresses": [{"privateIpAddress": "10.0.0.4"}]}}},
            {"uid": "k", "data": {"accessKey": {"principalId": "AIDAEXAMPLE", "userType": "IAMUser"}}}],
        "endpoints": [{"id": "e", "ip": "198.51.100.9"}],
        "signals": [{"uid": "x", "actorIds": ["1"], "endpointIds": ["e"]}]}}});
    let (_, reports) = read(GuardDuty, &finding.to_string());
    assert_eq!(
        involved(&reports[0].finding),
        [
            "RELATED AwsAccount 111122223333",
            "RELATED AwsAccount 444455556666",
            "TARGET AwsUser AIDAEXAMPLE",
            "ACTOR AwsRole AROAEXAMPLE",
            "ACTOR AwsRoleSession AROAEXAMPLE:ci",
            "TARGET Ec2Instance i-0b",
            "TARGET IpAddress 10.0.0.4",
            "TARGET IpAddress 192.0.2.4",
            "ACTOR IpAddress 198.51.100.9",
            "TARGET S3Bucket secrets",
        ]
    );
}

#[test]
fn a_large_object_is_read_line_by_line_while_it_is_inflated() {
    let limits = Limits {
        whole_bytes: 1 << 10,
        ..Limits::default()
    };
    let lines: Vec<String> = (0..200)
        .map(|n| guardduty(&n.to_string()).to_string())
        .collect();
    let (tally, reports) = read_with(GuardDuty, &gzip(&lines.join("\n")), &limits).unwrap();
    assert_eq!((tally.records, reports.len()), (200, 200));
}

#[test]
fn an_object_beyond_a_limit_or_without_a_finding_is_rejected_by_reason() {
    let rejected = |bytes: &[u8], limits: &Limits| {
        let rejected = read_with(GuardDuty, bytes, limits).unwrap_err();
        rejected.as_str()
    };
    let finding = guardduty("a").to_string();
    let default = Limits::default();
    assert_eq!(rejected(b"no findings", &default), "NO_FINDINGS");
    assert_eq!(rejected(&gzip("no findings"), &default), "NO_FINDINGS");
    let cut_off = gzip(&finding);
    assert_eq!(
        rejected(&cut_off[..cut_off.len() - 9], &default),
        "CORRUPT_GZIP"
    );
    let small = Limits {
        whole_bytes: 16,
        record_bytes: 256,
        ..default
    };
    assert_eq!(
        rejected(&gzip(&"x".repeat(100_000)), &small),
        "RECORD_TOO_LONG"
    );
    let small = Limits {
        inflated_bytes: 64,
        ..default
    };
    assert_eq!(rejected(finding.as_bytes(), &small), "TOO_LARGE");
    let small = Limits {
        batch_bytes: 64,
        ..default
    };
    assert_eq!(rejected(finding.as_bytes(), &small), "TOO_MANY_ROWS");
}

#[test]
fn a_record_that_is_longer_than_a_finding_can_be_costs_itself_alone() {
    let mut long = guardduty("a");
    long["description"] = json!("x".repeat(400 << 10));
    let text = format!("{long}\n{}", guardduty("b"));
    let (tally, reports) = read(GuardDuty, &text);
    assert_eq!(reports[0].finding.id, "b");
    assert_eq!(tally.rejected, Counts::from([(RecordRejected::TooLong, 1)]));
}

#[test]
fn an_object_without_findings_is_nothing_and_not_wrong() {
    for text in ["", "\n", "[]", "{\"Findings\": []}"] {
        let (tally, reports) = read(SecurityHub, text);
        assert_eq!(
            (tally.records, tally.rejected.total(), reports.len()),
            (0, 0, 0)
        );
    }
}

/// Any JSON, not too large.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[A-Za-z]{1,8}", inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The pointers to everything in a value.
fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| places(value, &format!("{at}/{name}"), into)),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .for_each(|(n, value)| places(value, &format!("{at}/{n}"), into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #[test]
    fn any_json_in_any_place_of_a_finding_costs_no_neighbour(
        is_asff in any::<bool>(), place in any::<prop::sample::Index>(), json in any_json(),
    ) {
        let (source, mut finding, neighbour) = match is_asff {
            true => (SecurityHub, asff("a"), asff("neighbour")),
            false => (GuardDuty, guardduty("a"), guardduty("neighbour")),
        };
        let mut all = Vec::new();
        places(&finding, "", &mut all);
        let place: &String = place.get(&all);
        *finding.pointer_mut(place).unwrap() = json;
        let (tally, reports) = read(source, &format!("{finding}\n{neighbour}"));
        prop_assert!(reports.iter().any(|it| it.finding.id == "neighbour"));
        let count = u64::try_from(reports.len()).unwrap();
        prop_assert_eq!(tally.records, count);
    }

    #[test]
    fn any_bytes_are_read_or_rejected(bytes in prop::collection::vec(any::<u8>(), 0..2_000), is_gzip in any::<bool>()) {
        let bytes = match is_gzip {
            true => [&[0x1f, 0x8b], bytes.as_slice()].concat(),
            false => bytes,
        };
        for source in [GuardDuty, SecurityHub] {
            if let Ok((tally, reports)) = read_with(source, &bytes, &Limits::default()) {
                prop_assert_eq!(tally.records, u64::try_from(reports.len()).unwrap());
            }
        }
    }
}
