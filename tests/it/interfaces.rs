//! Traffic of interfaces whose instances CloudTrail tells, and whom they communicated with.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

const FIRST: &str = "i-0123456789abcdef0";
const SECOND: &str = "i-0123456789abcdef1";

/// A flow log in the default format: it names no instance.
fn flow_log(name: &str, lines: &[String]) -> (String, Vec<u8>) {
    let key = format!(
        "AWSLogs/{ADMINISTRATOR}/vpcflowlogs/us-east-1/2026/03/01/{ADMINISTRATOR}_vpcflowlogs_us-east-1_fl-1234abcd_20260301T1205Z_{name}.log.gz"
    );
    (key, gzip(format!("{}\n", lines.join("\n")).as_bytes()))
}

/// What `interface` sent to the port 443 of a peer in the minute after a time of 2026-03-01.
fn sent(interface: &str, peer: &str, bytes: u64, (hour, minute): (i64, i64)) -> String {
    let start = 1_772_323_200 + hour * 3_600 + minute * 60;
    let local = format!("10.0.0.{}", &interface[4..]);
    format!(
        "2 {ADMINISTRATOR} {interface} {local} {peer} 50000 443 6 1 {bytes} {start} {} ACCEPT OK",
        start + 60
    )
}

fn call(time: &str, id: u128, api: &str) -> Record {
    Record::new(ADMINISTRATOR, &format!("2026-03-01T{time}Z"), id)
        .with("eventSource", json!("ec2.amazonaws.com"))
        .with("eventName", json!(api))
}

fn attached(time: &str, id: u128, interface: &str, instance: &str) -> Record {
    call(time, id, "AttachNetworkInterface").with(
        "requestParameters",
        json!({ "networkInterfaceId": interface, "instanceId": instance, "deviceIndex": 1 }),
    )
}

/// `eni-1` is the first instance's; `eni-2` was its, and then the second's, which was terminated.
async fn with_logs() -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let instances = |items: Value| json!({ "instancesSet": { "items": items } });
    let launched = json!([{
        "instanceId": FIRST,
        "networkInterfaceSet": { "items": [{ "networkInterfaceId": "eni-1" }] },
    }]);
    let calls = [
        call("10:00:00", 1, "RunInstances").with("responseElements", instances(launched)),
        attached("12:10:00", 2, "eni-2", FIRST),
        attached("14:00:00", 3, "eni-2", SECOND),
        call("16:00:00", 4, "TerminateInstances").with(
            "responseElements",
            instances(json!([{ "instanceId": SECOND }])),
        ),
    ];
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), gzip(&log_file(&calls)))
        .await;
    let flows = [
        sent("eni-1", "203.0.113.9", 1, (12, 5)),
        sent("eni-2", "203.0.113.9", 10, (11, 0)),
        sent("eni-2", "203.0.113.9", 100, (12, 20)),
        sent("eni-2", "198.51.100.7", 1_000, (14, 10)),
        sent("eni-2", "203.0.113.9", 10_000, (17, 0)),
        sent("eni-3", "203.0.113.9", 100_000, (12, 0)),
    ];
    for (name, flows) in [("a", &flows[..3]), ("b", &flows[3..])] {
        let (key, bytes) = flow_log(name, flows);
        gumshoe.upload(&key, bytes).await;
        gumshoe.settled().await;
    }
    (gumshoe, administrator, graph)
}

fn question(graph: &str, (kind, id): (&str, &str), more: Value) -> Value {
    let mut request = json!({
        "GraphArn": graph, "EntityType": kind, "EntityId": id, "Source": "NETWORK",
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let members = more.as_object().expect("members").clone();
    request.as_object_mut().expect("a request").extend(members);
    request
}

/// Bytes sent, by peer.
async fn by_peer(account: &Account, graph: &str, entity: (&str, &str)) -> Vec<(String, u64)> {
    let more = json!({ "GroupBy": ["Peer"], "SortBy": "OutboundBytes", "SortOrder": "ASC" });
    let answer = account
        .ask("/behavior/activity/list", question(graph, entity, more))
        .await;
    let groups = answer["Groups"].as_array().expect("groups");
    let peer = |it: &Value| it["Keys"]["Peer"].as_str().unwrap_or_default().to_owned();
    let bytes = |it: &Value| it["OutboundBytes"].as_u64().expect("a sum");
    groups.iter().map(|it| (peer(it), bytes(it))).collect()
}

fn pairs(all: &[(&str, u64)]) -> Vec<(String, u64)> {
    all.iter()
        .map(|(id, sum)| ((*id).to_owned(), *sum))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn traffic_of_an_interface_is_its_instances_while_it_was_attached() {
    let (gumshoe, administrator, graph) = with_logs().await;
    for _ in 0..2 {
        let of = async |kind, id| by_peer(&administrator, &graph, (kind, id)).await;
        assert_eq!(
            of("Ec2Instance", FIRST).await,
            pairs(&[("203.0.113.9", 101)])
        );
        assert_eq!(
            of("Ec2Instance", SECOND).await,
            pairs(&[("198.51.100.7", 1_000)])
        );
        assert_eq!(
            of("Ec2Instance", "eni-2").await,
            pairs(&[("198.51.100.7", 1_000), ("203.0.113.9", 10_110)])
        );
        assert_eq!(
            of("IpAddress", "203.0.113.9").await,
            pairs(&[(FIRST, 101), ("eni-2", 10_010), ("eni-3", 100_000)])
        );
        assert_eq!(
            of("IpAddress", "198.51.100.7").await,
            pairs(&[(SECOND, 1_000)])
        );
        gumshoe.run("compact-segments").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_and_filters_know_the_instances_of_interfaces() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let timeline = async |entity, more| {
        let question = question(&graph, entity, more);
        let answer = administrator
            .ask("/behavior/activity/timeline", question)
            .await;
        let bins = answer["Bins"].as_array().expect("bins").clone();
        let sums = bins
            .iter()
            .map(|it| it["OutboundBytes"].as_u64().unwrap_or_default());
        sums.sum::<u64>()
    };
    assert_eq!(timeline(("Ec2Instance", FIRST), json!({})).await, 101);
    let own =
        json!({ "Filters": [{ "Dimension": "Peer", "Operator": "EQUALS", "Values": [FIRST] }] });
    assert_eq!(timeline(("IpAddress", "203.0.113.9"), own).await, 101);
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_and_addresses_tell_whom_they_communicated_with() {
    let (gumshoe, administrator, graph) = with_logs().await;
    for _ in 0..2 {
        let of = async |kind, id| {
            let more = json!({ "Relations": ["COMMUNICATED_WITH"], "SortBy": "Count" });
            let mut question = question(&graph, (kind, id), more);
            question
                .as_object_mut()
                .expect("a request")
                .remove("Source");
            let answer = administrator
                .ask("/behavior/relationships/list", question)
                .await;
            answer["Relationships"].clone()
        };
        assert_eq!(
            of("Ec2Instance", FIRST).await,
            json!([{
                "Relation": "COMMUNICATED_WITH", "Direction": "OUTGOING",
                "Entity": { "EntityType": "IpAddress", "EntityId": "203.0.113.9" },
                "Count": 2, "Bytes": 101,
                "FirstSeen": "2026-03-01T12:05:00.000Z", "LastSeen": "2026-03-01T12:21:00.000Z",
            }])
        );
        let answer = of("IpAddress", "203.0.113.9").await;
        let others = answer.as_array().expect("relationships").iter();
        let mut others: Vec<_> = others
            .map(|it| {
                (
                    it["Entity"]["EntityId"].clone(),
                    it["Bytes"].clone(),
                    it["Direction"].clone(),
                )
            })
            .collect();
        others.sort_by_key(|it| it.1.as_u64());
        let incoming = |id: &str, bytes: u64| (json!(id), json!(bytes), json!("INCOMING"));
        assert_eq!(
            others,
            [
                incoming(FIRST, 101),
                incoming("eni-2", 10_010),
                incoming("eni-3", 100_000)
            ]
        );
        gumshoe.run("compact-segments").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interface_tells_its_instance() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let of = async |id: &str| {
        let request = json!({ "GraphArn": graph, "EntityType": "Ec2Instance", "EntityId": id });
        let answer = administrator.ask("/behavior/entities/get", request).await;
        answer["Properties"]["Instance"]["EntityId"].clone()
    };
    assert_eq!(of("eni-1").await, FIRST);
    assert_eq!(of("eni-2").await, SECOND);
    assert_eq!(of("eni-3").await, Value::Null);
    assert_eq!(of(FIRST).await, Value::Null);
}

/// A flow log of version 7, in which some records name a task of ECS.
fn flow_log_of_tasks(records: &[(&str, u64, i64)]) -> (String, Vec<u8>) {
    let header = "account-id interface-id srcaddr dstaddr packets bytes start end flow-direction ecs-task-id \
                  ecs-cluster-name ecs-service-name ecs-container-id";
    let mut lines = vec![header.to_owned()];
    for (task, bytes, hour) in records {
        let start = 1_772_323_200 + hour * 3_600;
        lines.push(format!(
            "{ADMINISTRATOR} eni-7 10.0.0.7 203.0.113.9 1 {bytes} {start} {} egress {task}",
            start + 60
        ));
    }
    flow_log("tasks", &lines)
}

#[tokio::test(flavor = "multi_thread")]
async fn traffic_of_an_interface_is_its_tasks_as_long_as_the_log_names_both() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let (key, bytes) = flow_log_of_tasks(&[
        ("0001 shop web c1", 1, 10),
        ("0001 shop web c1", 10, 11),
        ("0002 shop web c2", 100, 12),
        ("- - - -", 1_000, 14),
    ]);
    gumshoe.upload(&key, bytes).await;
    gumshoe.settled().await;

    let first = format!("0001~shop~{ADMINISTRATOR}~ECS");
    let second = format!("0002~shop~{ADMINISTRATOR}~ECS");
    let of = async |kind, id: &str| by_peer(&administrator, &graph, (kind, id)).await;
    let peer = "203.0.113.9";
    assert_eq!(of("ContainerPod", &first).await, pairs(&[(peer, 11)]));
    assert_eq!(of("ContainerPod", &second).await, pairs(&[(peer, 100)]));
    assert_eq!(of("Ec2Instance", "eni-7").await, pairs(&[(peer, 1_111)]));

    let get = async |kind: &str, id: &str| {
        let request = json!({ "GraphArn": graph, "EntityType": kind, "EntityId": id });
        let answer = administrator.ask("/behavior/entities/get", request).await;
        answer["Properties"].clone()
    };
    let interface = get("Ec2Instance", "eni-7").await;
    assert_eq!(interface["Task"]["EntityId"], second.as_str());
    let task = get("ContainerPod", &first).await;
    assert_eq!(task["EcsServices"], json!(["web"]));
    assert_eq!(task["Containers"], json!(["c1"]));
    assert_eq!(task["Addresses"], json!(["10.0.0.7"]));
    assert_eq!(task["Nodes"], Value::Null);
}
