//! Profiles: what is shown of an entity, before and after compaction.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

const HEADER: &str = "version account-id interface-id instance-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

/// 2026-03-01, 12:00 and 13:00.
const FLOWS: [&str; 4] = [
    "3 111122223333 eni-1 i-1 203.0.113.9 10.0.0.5 50318 443 6 3 40 1772366400 1772366460 ACCEPT OK",
    "3 111122223333 eni-1 i-1 10.0.0.5 203.0.113.9 443 50318 6 5 7000 1772366400 1772366460 ACCEPT OK",
    "3 111122223333 eni-1 i-1 198.51.100.7 10.0.0.5 41147 22 6 1 60 1772370000 1772370060 REJECT OK",
    "3 111122223333 eni-1 i-1 203.0.113.9 10.0.0.5 50319 443 6 3 50 1772370000 1772370060 ACCEPT OK",
];

pub(super) async fn with_logs() -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let record = |time: &str, id| Record::new(ADMINISTRATOR, time, id);
    let calls = [
        record("2026-03-01T12:05:00Z", 1),
        record("2026-03-01T12:06:00Z", 2),
        record("2026-03-01T14:00:00Z", 3).with("errorCode", json!("AccessDenied")),
        record("2026-03-01T14:10:00Z", 4)
            .with("eventName", json!("CreateBucket"))
            .with("requestParameters", json!({ "bucketName": "payroll" })),
    ];
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), gzip(&log_file(&calls)))
        .await;
    let key = format!(
        "AWSLogs/{ADMINISTRATOR}/vpcflowlogs/us-east-1/2026/03/01/{ADMINISTRATOR}_vpcflowlogs_us-east-1_fl-1234abcd_20260301T1305Z_a.log.gz"
    );
    let text = format!("{HEADER}\n{}\n", FLOWS.join("\n"));
    gumshoe.upload(&key, gzip(text.as_bytes())).await;
    gumshoe.settled().await;
    (gumshoe, administrator, graph)
}

/// The profile of an entity on the day of the logs.
async fn profile(account: &Account, graph: &str, kind: &str, id: &str) -> Value {
    let request = json!({
        "GraphArn": graph, "EntityType": kind, "EntityId": id,
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    account.ask("/behavior/entities/profile", request).await
}

fn panel<'a>(profile: &'a Value, id: &str) -> &'a Value {
    let panels = profile["Panels"].as_array().expect("panels");
    let found = panels.iter().find(|it| it["Id"] == id);
    found.unwrap_or_else(|| panic!("{id} is not among the panels of {profile}"))
}

/// The bins of a line that are not empty.
fn line(panel: &Value, id: &str) -> Value {
    let data = &panel["Data"];
    let all = data["Series"].as_array().expect("series");
    let series = all.iter().find(|it| it["Id"] == id).expect("the line");
    let values = series["Values"].as_array().expect("values");
    let starts = data["StartTimes"].as_array().expect("bins");
    assert_eq!(values.len(), starts.len());
    let bins = starts.iter().zip(values).filter(|(_, it)| **it != 0);
    let bins = bins.map(|(start, it)| (start.as_str().unwrap().to_owned(), it.clone()));
    Value::Object(bins.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_profile_of_a_user_tells_its_calls_and_what_it_used() {
    let (gumshoe, administrator, graph) = with_logs().await;
    for _ in 0..2 {
        let profile = profile(&administrator, &graph, "AwsUser", "AIDAEXAMPLEALICE").await;
        let baseline = &profile["Baseline"];
        assert_eq!(baseline["StartTime"], "2026-01-15T00:00:00.000Z");
        assert_eq!(baseline["Training"]["IsTraining"], true);
        let volume = panel(&profile, "OverallApiCallVolume");
        assert_eq!(volume["Form"], "TIMELINE");
        // With the day before; nothing is known of the time after the logs' day but that it is over.
        assert_eq!(volume["Data"]["StartTimes"].as_array().unwrap().len(), 72);
        let success = json!({ "2026-03-01T12:00:00.000Z": 2, "2026-03-01T14:00:00.000Z": 1 });
        assert_eq!(line(volume, "SuccessCount"), success);
        let failure = json!({ "2026-03-01T14:00:00.000Z": 1 });
        assert_eq!(line(volume, "FailureCount"), failure);
        let tabs = &volume["Data"]["DrillDown"]["Tabs"];
        let levels = json!(["IpAddress", "Service", "Api", "Caller"]);
        assert_eq!(tabs[0]["GroupBy"], levels);
        let addresses = &panel(&profile, "UsedAddresses")["Data"]["Rows"];
        let address = json!({ "EntityType": "IpAddress", "EntityId": "198.51.100.7" });
        assert_eq!(addresses[0]["Cells"]["Entity"], address);
        assert_eq!(addresses[0]["Cells"]["Count"], 4);
        let created = &panel(&profile, "Created")["Data"]["Rows"][0]["Cells"];
        assert_eq!(created["Entity"]["EntityId"], "payroll");
        let new = &panel(&profile, "NewApiCalls")["Data"]["Rows"];
        assert_eq!(new[0]["Cells"]["Reach"], "GRAPH");
        let why = &new[0]["Explanation"];
        assert_eq!(why["Observed"], 3.0);
        assert_eq!(why["Expected"], 0.0);
        gumshoe.run("compact-segments").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_profile_of_an_instance_tells_its_traffic() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let profile = profile(&administrator, &graph, "Ec2Instance", "i-1").await;
    let volume = panel(&profile, "OverallVpcFlowVolume");
    let noon = "2026-03-01T12:00:00.000Z";
    let one = "2026-03-01T13:00:00.000Z";
    assert_eq!(line(volume, "InboundBytes"), json!({ noon: 40, one: 110 }));
    assert_eq!(line(volume, "OutboundBytes"), json!({ noon: 7000 }));
    let verdicts = panel(&profile, "FlowVerdicts");
    assert_eq!(line(verdicts, "RejectedFlows"), json!({ one: 1 }));
    let ports = line(panel(&profile, "DistinctPorts"), "DistinctPorts");
    assert_eq!(ports, json!({ noon: 1, one: 2 }));
    let peers = line(
        panel(&profile, "DistinctIpAddresses"),
        "DistinctIpAddresses",
    );
    assert_eq!(peers, json!({ noon: 1, one: 2 }));
    let bars = &panel(&profile, "CommonPorts")["Data"]["Bars"];
    assert_eq!(bars[0]["Label"], "443");
    let assigned = &panel(&profile, "AssignedAddresses")["Data"]["Rows"];
    assert_eq!(assigned[0]["Cells"]["Entity"]["EntityId"], "10.0.0.5");
    assert_eq!(profile.get("HighVolume"), None);
}

/// A finding of `GuardDuty` on the instance, with an attacker at each of `addresses`.
async fn report(gumshoe: &Gumshoe, id: &str, addresses: &[&str]) {
    let probes = addresses
        .iter()
        .map(|it| json!({ "remoteIpDetails": { "ipAddressV4": it }, "localPortDetails": { "port": 443 } }));
    let finding = json!({
        "schemaVersion": "2.0", "accountId": ADMINISTRATOR, "region": "us-east-1", "partition": "aws", "id": id,
        "arn": format!("arn:aws:guardduty:us-east-1:{ADMINISTRATOR}:detector/3caf/finding/{id}"),
        "type": "Recon:EC2/PortProbeUnprotectedPort", "severity": 5, "title": "A probe.", "description": "Of a port.",
        "resource": { "resourceType": "Instance", "instanceDetails": {
            "instanceId": "i-1", "networkInterfaces": [{ "privateIpAddress": "10.0.0.5", "publicIp": "192.0.2.80" }],
        } },
        "service": { "resourceRole": "TARGET", "count": 1, "archived": false,
            "eventFirstSeen": "2026-03-01T12:00:00Z", "eventLastSeen": "2026-03-01T13:00:00Z",
            "action": { "portProbeAction": { "blocked": false, "portProbeDetails": probes.collect::<Vec<_>>() } } },
        "createdAt": "2026-03-01T13:05:00.000Z", "updatedAt": "2026-03-01T13:05:00.000Z",
    });
    let key = format!("AWSLogs/{ADMINISTRATOR}/GuardDuty/us-east-1/2026/03/01/{id}.jsonl.gz");
    gumshoe
        .upload(&key, gzip(finding.to_string().as_bytes()))
        .await;
    gumshoe.settled().await;
}

/// The request for the profile of the instance beside a finding.
fn beside(graph: &str, finding: &str) -> Value {
    json!({
        "GraphArn": graph, "EntityType": "Ec2Instance", "EntityId": "i-1", "FindingId": finding,
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_finding_the_traffic_with_its_address_is_told_by_itself() {
    const FINDING: &str = "16afba5c5c43e07c9e3e5e2e544e95df";
    const PANEL: &str = "FindingVpcFlowVolume";
    let (gumshoe, administrator, graph) = with_logs().await;
    report(&gumshoe, FINDING, &["203.0.113.9"]).await;
    let answer = administrator
        .ask("/behavior/entities/profile", beside(&graph, FINDING))
        .await;
    let volume = panel(&answer, PANEL);
    let noon = "2026-03-01T12:00:00.000Z";
    let one = "2026-03-01T13:00:00.000Z";
    assert_eq!(line(volume, "InboundBytes"), json!({ noon: 40, one: 50 }));
    assert_eq!(line(volume, "OutboundBytes"), json!({ noon: 7000 }));
    let drill_down = &volume["Data"]["DrillDown"];
    let filters = json!([{ "Dimension": "Peer", "Operator": "EQUALS", "Values": ["203.0.113.9"] }]);
    assert_eq!(drill_down["Filters"], filters);
    let question = json!({
        "GraphArn": graph, "EntityType": "Ec2Instance", "EntityId": "i-1",
        "Source": drill_down["Source"], "GroupBy": drill_down["Tabs"][0]["GroupBy"], "Filters": filters,
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let behind = administrator.ask("/behavior/activity/list", question).await;
    assert_eq!(behind["Totals"]["InboundBytes"], 90);
    assert_eq!(behind["Totals"]["OutboundBytes"], 7000);
    let without = profile(&administrator, &graph, "Ec2Instance", "i-1").await;
    let panels = without["Panels"].as_array().unwrap();
    assert!(panels.iter().all(|it| it["Id"] != PANEL));
}

/// Whose would it be? Amazon Detective has the panel for findings with one address only.
#[tokio::test(flavor = "multi_thread")]
async fn a_finding_of_several_addresses_has_no_traffic_of_its_own() {
    const FINDING: &str = "16afba5c5c43e07c9e3e5e2e544e95df";
    let (gumshoe, administrator, graph) = with_logs().await;
    report(&gumshoe, FINDING, &["203.0.113.9", "198.51.100.7"]).await;
    let answer = administrator
        .ask("/behavior/entities/profile", beside(&graph, FINDING))
        .await;
    let panels = answer["Panels"].as_array().unwrap();
    assert!(panels.iter().all(|it| it["Id"] != "FindingVpcFlowVolume"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_beside_a_finding_that_is_not_there_is_not_found() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let request = beside(&graph, "16afba5c5c43e07c9e3e5e2e544e95df").to_string();
    let refused = administrator
        .post("/behavior/entities/profile", request.into_bytes())
        .await;
    assert_eq!(refused.status, 404, "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_panels_that_are_asked_for_are_answered_and_unknown_ones_are_named() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let ask = |panels: Value| {
        json!({
            "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
            "ScopeStartTime": "2026-03-01T00:00:00Z", "PanelIds": panels,
        })
    };
    let answer = administrator
        .ask("/behavior/entities/profile", ask(json!(["Details"])))
        .await;
    assert_eq!(answer["Panels"].as_array().unwrap().len(), 1);
    assert_eq!(answer["Panels"][0]["Id"], "Details");
    let body = ask(json!(["CommonPorts"])).to_string();
    let refused = administrator
        .post("/behavior/entities/profile", body.into_bytes())
        .await;
    assert_eq!(refused.status, 400);
    let message = refused.body.to_string();
    assert!(message.contains("CommonPorts"), "{message}");
    assert!(message.contains("OverallApiCallVolume"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_with_too_many_peers_are_listed_with_what_was_kept_of_them() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let lines = (0..11_000_u32).map(|n| {
        let peer = format!("198.{}.{}.{}", 18 + n / 65_536, n / 256 % 256, n % 256);
        format!("3 111122223333 eni-1 i-1 {peer} 10.0.0.5 50318 443 6 1 100 1772366400 1772366460 ACCEPT OK")
    });
    let text = format!("{HEADER}\n{}\n", lines.collect::<Vec<_>>().join("\n"));
    let key = format!(
        "AWSLogs/{ADMINISTRATOR}/vpcflowlogs/us-east-1/2026/03/01/{ADMINISTRATOR}_vpcflowlogs_us-east-1_fl-1234abcd_20260301T1205Z_b.log.gz"
    );
    gumshoe.upload(&key, gzip(text.as_bytes())).await;
    gumshoe.settled().await;
    let request = json!({
        "GraphArn": graph,
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let answer = administrator
        .ask("/behavior/highVolume/list", request)
        .await;
    let intervals = answer["Intervals"].as_array().unwrap();
    assert_eq!(intervals.len(), 1, "{answer}");
    let interval = &intervals[0];
    assert_eq!(interval["EntityId"], "i-1");
    assert_eq!(interval["StartTime"], "2026-03-01T12:00:00.000Z");
    assert_eq!(interval["Relation"], "COMMUNICATED_WITH");
    assert_eq!(interval["InboundBytes"], 100_000);
    assert_eq!(interval["Flows"], 1_000);
    let peers = interval["ApproximatePeerCount"].as_u64().unwrap();
    assert!((850..=1_150).contains(&peers), "{peers}");
    let profile = profile(&administrator, &graph, "Ec2Instance", "i-1").await;
    let notice = &profile["HighVolume"][0];
    assert_eq!(notice["StartTime"], "2026-03-01T12:00:00.000Z");
    let peers = line(
        panel(&profile, "DistinctIpAddresses"),
        "DistinctIpAddresses",
    );
    let peers = peers["2026-03-01T12:00:00.000Z"].as_u64().unwrap();
    assert!((10_000..=12_000).contains(&peers), "{peers}");
}
