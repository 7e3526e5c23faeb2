//! Network traffic, from an object of flow logs to the answers about it.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, gzip};
use serde_json::{Value, json};

const HEADER: &str = "version account-id interface-id instance-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

pub(crate) fn flow_log(name: &str, lines: &[&str]) -> (String, Vec<u8>) {
    let key = format!(
        "AWSLogs/{ADMINISTRATOR}/vpcflowlogs/us-east-1/2026/03/01/{ADMINISTRATOR}_vpcflowlogs_us-east-1_fl-1234abcd_20260301T1205Z_{name}.log.gz"
    );
    let text = format!("{HEADER}\n{}\n", lines.join("\n"));
    (key, gzip(text.as_bytes()))
}

/// Groups and totals of one entity's traffic of 2026-03-01.
async fn traffic(account: &Account, graph: &str, entity: (&str, &str), group_by: &[&str]) -> Value {
    let body = json!({
        "GraphArn": graph, "EntityType": entity.0, "EntityId": entity.1, "Source": "NETWORK",
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
        "GroupBy": group_by, "SortBy": "InboundBytes",
    });
    account.ask("/behavior/activity/list", body).await
}

fn sums(inbound: u64, outbound: u64, packets: u64, flows: u64) -> Value {
    json!({
        "InboundBytes": inbound, "OutboundBytes": outbound, "Packets": packets, "Flows": flows,
        "FirstSeen": "2026-03-01T12:00:00.000Z", "LastSeen": "2026-03-01T12:01:00.000Z",
    })
}

fn group(keys: Value, sums: Value) -> Value {
    let mut group = sums;
    group["Keys"] = keys;
    group
}

const LINES: [&str; 5] = [
    "3 111122223333 eni-1 i-1 203.0.113.9 10.0.0.5 50318 443 6 3 40 1772366400 1772366460 ACCEPT OK",
    "3 111122223333 eni-1 i-1 10.0.0.5 203.0.113.9 443 50318 6 5 7000 1772366400 1772366460 ACCEPT OK",
    "3 111122223333 eni-1 i-1 198.51.100.7 10.0.0.5 41147 22 6 1 60 1772366400 1772366460 REJECT OK",
    "3 111122223333 eni-1 i-1 - - - - - - - 1772366400 1772366460 - NODATA",
    "bogus line",
];

#[tokio::test(flavor = "multi_thread")]
async fn traffic_of_instances_and_addresses_is_answered_before_and_after_compaction() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let (key, bytes) = flow_log("a", &LINES);
    gumshoe.upload(&key, bytes).await;
    gumshoe.settled().await;
    for _ in 0..2 {
        let instance = ("Ec2Instance", "i-1");
        let answer = traffic(
            &administrator,
            &graph,
            instance,
            &["Peer", "LocalPort", "Action"],
        )
        .await;
        let keys = |peer, port, action| json!({"Peer": peer, "LocalPort": port, "Action": action});
        let expected = json!([
            group(keys("198.51.100.7", "22", "REJECT"), sums(60, 0, 1, 1)),
            group(keys("203.0.113.9", "443", "ACCEPT"), sums(40, 7_000, 8, 2)),
        ]);
        assert_eq!(answer["Groups"], expected);
        assert_eq!(answer["Totals"], sums(100, 7_000, 9, 3));
        let peer = ("IpAddress", "203.0.113.9");
        let answer = traffic(&administrator, &graph, peer, &["Peer"]).await;
        let expected = json!([group(json!({"Peer": "i-1"}), sums(40, 7_000, 8, 2))]);
        assert_eq!(answer["Groups"], expected);
        gumshoe.run("compact-segments").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_of_flow_logs_counts_once_and_says_what_it_left_out() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let (key, bytes) = flow_log("a", &LINES);
    for _ in 0..3 {
        gumshoe.upload(&key, bytes.clone()).await;
    }
    let (broken, _) = flow_log("b", &[]);
    gumshoe.upload(&broken, b"hello".to_vec()).await;
    gumshoe.settled().await;
    let status = administrator
        .ask("/behavior/ingest/get", json!({ "GraphArn": graph }))
        .await;
    let sources = status["Sources"].as_array().expect("sources");
    let mut own = sources.iter().filter(|it| it["Source"] == "VPC_FLOW");
    let source = own.next().expect("the source is listed");
    let objects = json!({"Ingested": 1, "LeftOut": {}, "Quarantined": {"NOT_VPC_FLOW": 1}});
    assert_eq!(source["Objects"], objects);
    let records = &source["Records"];
    assert_eq!(records["Ingested"], 3);
    assert_eq!(records["LeftOut"], json!({"NODATA": 1}));
    assert_eq!(records["Rejected"], json!({"WRONG_FIELD_COUNT": 1}));
    let totals =
        &traffic(&administrator, &graph, ("AwsAccount", ADMINISTRATOR), &[]).await["Totals"];
    assert_eq!(totals, &sums(100, 7_000, 9, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_of_traffic_has_the_bytes_of_each_hour_and_an_instance_is_found() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let (key, bytes) = flow_log("a", &LINES);
    gumshoe.upload(&key, bytes).await;
    gumshoe.settled().await;
    let body = json!({
        "GraphArn": graph, "EntityType": "Ec2Instance", "EntityId": "i-1", "Source": "NETWORK",
        "ScopeStartTime": "2026-03-01T11:00:00Z", "ScopeEndTime": "2026-03-01T13:00:00Z",
        "Filters": [{"Dimension": "Peer", "Operator": "IN_CIDR", "Values": ["203.0.113.0/24"]}],
    });
    let answer = administrator.ask("/behavior/activity/timeline", body).await;
    let bins = json!([
        {"StartTime": "2026-03-01T11:00:00.000Z", "InboundBytes": 0, "OutboundBytes": 0, "Packets": 0, "Flows": 0},
        {"StartTime": "2026-03-01T12:00:00.000Z", "InboundBytes": 40, "OutboundBytes": 7_000, "Packets": 8, "Flows": 2},
    ]);
    assert_eq!(answer["Bins"], bins);
    let search = json!({ "GraphArn": graph, "EntityType": "Ec2Instance", "Query": "i-*" });
    let found = administrator.ask("/behavior/entities/search", search).await;
    assert_eq!(found["Entities"][0]["EntityId"], "i-1");
    assert_eq!(found["Entities"][0]["AccountId"], ADMINISTRATOR);
}
