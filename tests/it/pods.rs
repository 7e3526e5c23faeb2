//! Pods: what audit logs tell of them, and the traffic of their addresses.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, audit_event, audit_key, audit_object, gzip};
use serde_json::{Value, json};

const FIRST: &str = "u0~shop~111122223333~EKS";
const SECOND: &str = "u1~shop~111122223333~EKS";

/// The pod `uid` is made some minutes after noon, and gets its address a minute later.
fn pod(uid: &str, minute: u32) -> [Value; 2] {
    let at = |minute: u32| format!("2026-03-01T{}:{:02}:00Z", 12 + minute / 60, minute % 60);
    let made = json!({
        "verb": "create", "objectRef": {"resource": "pods", "namespace": "web"},
        "responseStatus": {"code": 201},
        "responseObject": {
            "metadata": {"name": uid, "namespace": "web", "uid": uid},
            "spec": {
                "hostPID": true, "serviceAccountName": "shop",
                "containers": [{"image": "nginx", "securityContext": {"privileged": true}}],
            },
        },
    });
    let started = json!({
        "user": {"username": "system:node:ip-10-0-0-1.ec2.internal"}, "verb": "patch",
        "objectRef": {
            "resource": "pods", "namespace": "web", "name": uid, "subresource": "status",
        },
        "requestObject": {
            "metadata": {"uid": uid}, "status": {"hostIP": "10.0.0.1", "podIP": "10.0.0.7"},
        },
        "responseObject": {"spec": {"nodeName": "ip-10-0-0-1.ec2.internal"}},
    });
    [
        audit_event(&at(minute), &format!("{uid}-made"), &made),
        audit_event(&at(minute + 1), &format!("{uid}-started"), &started),
    ]
}

/// What an instance at 10.0.0.9 recorded of one direction, in the minute that begins some minutes after noon.
fn flow(
    source: (&str, u16),
    destination: (&str, u16),
    bytes: u64,
    (minute, direction): (i64, &str),
) -> String {
    let start = 1_772_366_400 + minute * 60;
    format!(
        "5 {ADMINISTRATOR} eni-1 i-1 {} {} {} {} 6 1 {bytes} {start} {} ACCEPT OK {direction}",
        source.0,
        destination.0,
        source.1,
        destination.1,
        start + 60
    )
}

/// Three pods that had the same address one after the other, the last one of another cluster, and who they
/// spoke with.
async fn with_logs() -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let events: Vec<Value> = [pod("u0", 0), pod("u1", 30)].concat();
    let object = audit_object(ADMINISTRATOR, "shop", &events);
    gumshoe.upload(&audit_key("a"), object).await;
    let object = audit_object(ADMINISTRATOR, "myshop", &pod("u2", 90));
    gumshoe.upload(&audit_key("b"), object).await;
    let header = "version account-id interface-id instance-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status flow-direction";
    let (pod, database) = (("10.0.0.7", 50_000), ("10.0.0.9", 5_432));
    let lines = [
        header.to_owned(),
        flow(pod, database, 10, (10, "ingress")),
        flow(database, pod, 100, (10, "egress")),
        flow(pod, database, 1_000, (60, "ingress")),
        flow(pod, database, 5_000, (120, "ingress")),
    ];
    let key = format!(
        "AWSLogs/{ADMINISTRATOR}/vpcflowlogs/us-east-1/2026/03/01/{ADMINISTRATOR}_vpcflowlogs_us-east-1_fl-1234abcd_20260301T1205Z_a.log.gz"
    );
    gumshoe
        .upload(&key, gzip(format!("{}\n", lines.join("\n")).as_bytes()))
        .await;
    gumshoe.settled().await;
    (gumshoe, administrator, graph)
}

fn question(graph: &str, id: &str, more: &Value) -> Value {
    let mut request = json!({
        "GraphArn": graph, "EntityType": "ContainerPod", "EntityId": id,
        "ScopeStartTime": "2026-03-01T12:00:00Z", "ScopeEndTime": "2026-03-01T15:00:00Z",
    });
    for (name, value) in more.as_object().expect("members") {
        request[name] = value.clone();
    }
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn traffic_of_an_address_is_the_pods_that_had_it_seen_from_the_pod() {
    let (gumshoe, administrator, graph) = with_logs().await;
    for _ in 0..2 {
        let of = async |pod| {
            let group_by = json!({"Source": "NETWORK", "GroupBy": ["Peer", "RemotePort"]});
            let question = question(&graph, pod, &group_by);
            let answer = administrator.ask("/behavior/activity/list", question).await;
            let group = answer["Groups"][0].clone();
            let groups = answer["Groups"].as_array().map(Vec::len);
            assert_eq!(groups, Some(1), "{answer}");
            (
                group["Keys"].clone(),
                group["InboundBytes"].clone(),
                group["OutboundBytes"].clone(),
            )
        };
        let database = json!({"Peer": "10.0.0.9", "RemotePort": "5432"});
        assert_eq!(of(FIRST).await, (database.clone(), json!(100), json!(10)));
        assert_eq!(of(SECOND).await, (database, json!(0), json!(1_000)));
        gumshoe.run("compact-segments").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_profile_of_a_pod_draws_its_traffic() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let panels = json!({"PanelIds": ["OverallVpcFlowVolume", "CommonPorts"]});
    let question = question(&graph, FIRST, &panels);
    let profile = administrator
        .ask("/behavior/entities/profile", question)
        .await;
    let sum = |at: usize| {
        let values = profile["Panels"][0]["Data"]["Series"][at]["Values"].as_array();
        let values = values.expect("values").iter();
        values.filter_map(Value::as_u64).sum::<u64>()
    };
    assert_eq!((sum(0), sum(1)), (100, 10), "{profile}");
    assert_eq!(profile["Panels"][1]["Data"]["Bars"][0]["Label"], "5432");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_traffic_of_a_cluster_is_that_of_its_pods_as_long_as_they_had_their_addresses() {
    let (gumshoe, administrator, graph) = with_logs().await;
    let clusters = [
        ("shop~111122223333~EKS", [100, 1_010]),
        ("myshop~111122223333~EKS", [0, 5_000]),
    ];
    for _ in 0..2 {
        for (cluster, expected) in clusters {
            let more = json!({
                "EntityType": "ContainerCluster", "PanelIds": ["OverallVpcFlowVolume"],
            });
            let profile = administrator
                .ask(
                    "/behavior/entities/profile",
                    question(&graph, cluster, &more),
                )
                .await;
            let lines = profile["Panels"][0]["Data"]["Series"]
                .as_array()
                .expect("lines");
            let sums = lines.iter().map(|it| {
                let values = it["Values"].as_array().expect("values").iter();
                values.filter_map(Value::as_u64).sum::<u64>()
            });
            assert_eq!(sums.collect::<Vec<_>>(), expected, "{cluster}");
            let more = json!({
                "EntityType": "ContainerCluster", "Source": "NETWORK", "GroupBy": ["Peer", "RemotePort"],
            });
            let answer = administrator
                .ask("/behavior/activity/list", question(&graph, cluster, &more))
                .await;
            let keys = json!({ "Peer": "10.0.0.9", "RemotePort": "5432" });
            assert_eq!(answer["Groups"][0]["Keys"], keys, "{answer}");
            assert_eq!(answer["Totals"]["OutboundBytes"], expected[1]);
        }
        gumshoe.run("compact-segments").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pod_tells_whom_it_communicated_with() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let only = json!({"Relations": ["COMMUNICATED_WITH"]});
    let answer = administrator
        .ask(
            "/behavior/relationships/list",
            question(&graph, FIRST, &only),
        )
        .await;
    let relationships = answer["Relationships"].as_array().expect("relationships");
    assert_eq!(relationships.len(), 1, "{answer}");
    assert_eq!(relationships[0]["Entity"]["EntityId"], "10.0.0.9");
    assert_eq!(relationships[0]["Bytes"], 110);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pod_is_told_with_who_made_it_and_what_it_may_do_to_its_node() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let request = json!({"GraphArn": graph, "EntityType": "ContainerPod", "EntityId": FIRST});
    let answer = administrator.ask("/behavior/entities/get", request).await;
    let properties = &answer["Properties"];
    assert_eq!(properties["CreatedBy"]["EntityId"], "bob~shop~111122223333");
    assert_eq!(properties["CreationTime"], "2026-03-01T12:00:00.000Z");
    assert_eq!(properties["Addresses"], json!(["10.0.0.7"]));
    assert_eq!(
        properties["Images"],
        json!(["docker.io/library/nginx:latest"])
    );
    assert_eq!(properties["Nodes"], json!(["ip-10-0-0-1.ec2.internal"]));
    assert_eq!(
        properties["ServiceAccount"]["EntityId"],
        "system:serviceaccount:web:shop~shop~111122223333"
    );
    assert_eq!(
        properties["SecuritySettings"],
        json!(["hostPID", "privileged"])
    );
}
