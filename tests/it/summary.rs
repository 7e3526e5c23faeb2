//! The Summary page: every panel, of one window of 24 hours.

use gumshoe_tests::{ADMINISTRATOR, Record, audit_event, audit_key, audit_object};
use serde_json::{Value, json};

use crate::investigations::case::{Case, Network, admin, alice, carol};
use crate::network::flow_log;

const BERLIN: Network = Network {
    first: "198.51.100.0",
    city: "Berlin",
    country: "Germany",
    aso: "Home",
};
const LAGOS: Network = Network {
    first: "203.0.113.0",
    city: "Lagos",
    country: "Nigeria",
    aso: "Away",
};
const START: &str = "2026-03-01T00:00:00Z";

async fn summary(case: &Case, members: Value) -> Value {
    let mut body = json!({ "GraphArn": case.graph, "ScopeStartTime": START });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    case.account.ask("/behavior/summary/get", body).await
}

/// A call of the role Admin.
fn by_admin(time: &str, event: u128) -> Record {
    Record::new(ADMINISTRATOR, time, event).with("userIdentity", carol())
}

/// Of `rows`, the values of a member.
fn each<'a>(rows: &'a Value, member: &str) -> Vec<&'a Value> {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|it| &it[member])
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn places_from_which_none_of_the_graph_called_before_are_shown_with_who_called_from_there() {
    let away = json!("203.0.113.9");
    let records = [
        Record::new(ADMINISTRATOR, "2026-02-20T12:00:00Z", 1),
        // From a known place, and from a new one.
        Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 2),
        Record::new(ADMINISTRATOR, "2026-03-01T13:00:00Z", 3).with("sourceIPAddress", away.clone()),
        by_admin("2026-03-01T13:00:00Z", 4).with("sourceIPAddress", away.clone()),
        by_admin("2026-03-01T14:00:00Z", 5)
            .with("sourceIPAddress", away)
            .with("errorCode", json!("AccessDenied")),
    ];
    let case = Case::with(&[BERLIN, LAGOS], &records).await;

    let summary = summary(&case, json!({})).await;

    let places = summary["NewGeolocations"].as_array().unwrap();
    assert_eq!(places.len(), 1, "{places:?}");
    let lagos = &places[0];
    assert_eq!(
        (&lagos["City"], &lagos["Country"]),
        (&json!("Lagos"), &json!("Nigeria"))
    );
    assert_eq!(
        (&lagos["SuccessCount"], &lagos["FailureCount"]),
        (&json!(2), &json!(1))
    );
    let visitors = json!([
        { "EntityType": "AwsRole", "EntityId": "AROAEXAMPLEADMIN", "Name": "Admin", "AccountId": ADMINISTRATOR, "SuccessCount": 1, "FailureCount": 1 },
        { "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE", "Name": "alice", "AccountId": ADMINISTRATOR, "SuccessCount": 1, "FailureCount": 0 },
    ]);
    assert_eq!(lagos["Principals"], visitors);
    assert_eq!(
        lagos["Explanation"]["Sentence"],
        "There were 3 calls from Lagos, Nigeria; there was none in the whole graph from 2026-01-15T00:00:00.000Z to 2026-03-01T00:00:00.000Z."
    );
    assert_eq!(
        summary["Baseline"]["Training"],
        json!({ "IsTraining": true, "DaysOfData": 1 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn principals_are_ranked_by_calls_of_the_day_with_the_week_beside_them() {
    let linked =
        format!("arn:aws:iam::{ADMINISTRATOR}:role/aws-service-role/support.amazonaws.com/Support");
    let service = json!({
        "type": "AssumedRole", "principalId": "AROAEXAMPLESUPPORT:x", "accountId": ADMINISTRATOR,
        "sessionContext": { "sessionIssuer": {
            "type": "Role", "principalId": "AROAEXAMPLESUPPORT", "userName": "Support", "arn": linked,
        } },
    });
    let mut records = vec![
        // Of the week, and of before it.
        by_admin("2026-02-25T12:00:00Z", 1),
        by_admin("2026-02-20T12:00:00Z", 2),
        by_admin("2026-03-01T12:00:00Z", 3),
        by_admin("2026-03-01T12:10:00Z", 4),
        Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 5),
        // Not on this day.
        Record::new(ADMINISTRATOR, "2026-03-02T12:00:00Z", 6),
    ];
    for event in 10..15 {
        let call = Record::new(ADMINISTRATOR, "2026-03-01T15:00:00Z", event);
        records.push(call.with("userIdentity", service.clone()));
    }
    let case = Case::with(&[], &records).await;

    let all = summary(&case, json!({})).await;
    let own = summary(&case, json!({ "ShowServiceLinkedRoles": false })).await;

    assert_eq!(
        each(&all["Principals"], "Name"),
        ["Support", "Admin", "alice"]
    );
    assert_eq!(
        each(&all["Principals"], "IsServiceLinkedRole"),
        [true, false, false]
    );
    assert_eq!(each(&own["Principals"], "Name"), ["Admin", "alice"]);
    let timeline = json!([
        { "StartTime": "2026-02-25T12:00:00.000Z", "SuccessCount": 1, "FailureCount": 0 },
        { "StartTime": "2026-03-01T12:00:00.000Z", "SuccessCount": 2, "FailureCount": 0 },
    ]);
    assert_eq!(own["Principals"][0]["Timeline"], timeline);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_failed_most_is_among_them_also_with_few_calls() {
    let call = |user: u128, event: u128| {
        let id = format!("AIDAEXAMPLE{user:05}");
        let arn = format!("arn:aws:iam::{ADMINISTRATOR}:user/u{user}");
        Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", event).with(
            "userIdentity",
            json!({ "type": "IAMUser", "principalId": id, "arn": arn, "accountId": ADMINISTRATOR, "userName": format!("u{user}") }),
        )
    };
    let busy = (0..101).flat_map(|user| [call(user, 2 * user), call(user, 2 * user + 1)]);
    let mut records: Vec<Record> = busy.collect();
    records.push(call(900, 900));
    records.push(call(901, 901).with("errorCode", json!("AccessDenied")));
    let case = Case::with(&[], &records).await;

    let answer = summary(&case, json!({})).await;

    let names = each(&answer["Principals"], "Name");
    assert_eq!(names.len(), 101);
    assert_eq!(names[100], "u901");
    assert_eq!(answer["Principals"][100]["FailureCount"], 1);
    assert!(!names.contains(&&json!("u900")));
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_are_ranked_by_bytes_and_have_what_their_interfaces_carried() {
    // CloudTrail shows whose eni-0a is.
    let attached = Record::new(ADMINISTRATOR, "2026-02-28T12:00:00Z", 1)
        .with("eventSource", json!("ec2.amazonaws.com"))
        .with("eventName", json!("AttachNetworkInterface"))
        .with(
            "requestParameters",
            json!({ "networkInterfaceId": "eni-0a", "instanceId": "i-0a", "deviceIndex": 1 }),
        )
        .with(
            "responseElements",
            json!({ "attachmentId": "eni-attach-0a" }),
        );
    let case = Case::with(&[], &[attached]).await;
    let flows = [
        "3 111122223333 eni-0a - 203.0.113.9 10.0.0.5 50318 443 6 3 40 1772366400 1772366460 ACCEPT OK",
        "3 111122223333 eni-0a - 10.0.0.5 203.0.113.9 443 50318 6 5 7000 1772366400 1772366460 ACCEPT OK",
        "3 111122223333 eni-0b i-0b 203.0.113.9 10.0.0.6 50318 443 6 3 99 1772366400 1772366460 ACCEPT OK",
        // Two days before.
        "3 111122223333 eni-0b i-0b 203.0.113.9 10.0.0.6 50318 443 6 3 9000 1772193600 1772193660 ACCEPT OK",
    ];
    let (key, bytes) = flow_log("a", &flows);
    case.gumshoe.upload(&key, bytes).await;
    case.gumshoe.settled().await;

    let summary = summary(&case, json!({})).await;

    let bin = |start: &str, inbound: u64, outbound: u64| json!({ "StartTime": start, "InboundBytes": inbound, "OutboundBytes": outbound });
    let noon = "2026-03-01T12:00:00.000Z";
    let expected = json!([
        {
            "EntityId": "i-0a", "AccountId": ADMINISTRATOR, "InboundBytes": 40, "OutboundBytes": 7_000,
            "TotalBytes": 7_040, "Timeline": [bin(noon, 40, 7_000)],
        },
        {
            "EntityId": "i-0b", "AccountId": ADMINISTRATOR, "InboundBytes": 99, "OutboundBytes": 0,
            "TotalBytes": 99, "Timeline": [bin("2026-02-27T12:00:00.000Z", 9_000, 0), bin(noon, 99, 0)],
        },
    ]);
    assert_eq!(summary["Instances"], expected);
}

/// A finding about `resource` that was seen at `time`.
fn finding(number: u8, severity: f64, time: &str, resource: Value) -> Value {
    let event = include_str!("../../events/ingest-guardduty.eventbridge.json");
    let event: Value = serde_json::from_str(event).unwrap();
    let mut finding = event["detail"].clone();
    finding["id"] = json!(format!("16afba5c5c43e07c9e3e5e2e544e95{number:02}"));
    finding["severity"] = json!(severity);
    finding["title"] = json!(format!("finding {number}"));
    finding["resource"] = resource;
    finding["service"] =
        json!({ "eventFirstSeen": time, "eventLastSeen": time, "archived": false, "count": 1 });
    finding
}

async fn put(case: &Case, findings: &[Value]) {
    for finding in findings {
        let guardduty = ("aws.guardduty", "GuardDuty Finding");
        let put = case
            .gumshoe
            .put_event(ADMINISTRATOR, guardduty, finding)
            .await;
        assert!(put["EventId"].is_string());
    }
    case.gumshoe.settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clusters_are_ranked_by_findings_and_have_their_pods() {
    let case = Case::with(&[], &[]).await;
    let pods = |cluster: &str, count: u8| {
        let pod = |number| {
            let id = format!("{cluster}-{number}");
            let with = json!({
                "user": { "username": "system:serviceaccount:kube-system:replicaset-controller" }, "verb": "create",
                "objectRef": { "resource": "pods", "namespace": "web" }, "responseStatus": { "code": 201 },
                "responseObject": {
                    "metadata": { "name": id, "namespace": "web", "uid": id }, "spec": { "containers": [{ "image": "nginx" }] },
                },
            });
            audit_event("2026-03-01T12:00:00Z", &id, &with)
        };
        let events: Vec<Value> = (0..count).map(pod).collect();
        audit_object(ADMINISTRATOR, cluster, &events)
    };
    case.client
        .update_datasource_packages()
        .graph_arn(&case.graph)
        .datasource_packages(aws_sdk_detective::types::DatasourcePackage::EksAudit)
        .send()
        .await
        .unwrap();
    for (cluster, count) in [("quiet", 3), ("loud", 1)] {
        case.gumshoe
            .upload(&audit_key(cluster), pods(cluster, count))
            .await;
    }
    case.gumshoe.settled().await;
    let eks = json!({ "resourceType": "EKSCluster", "eksClusterDetails": { "name": "loud" } });
    let yesterday = "2026-02-28T12:00:00Z";
    put(
        &case,
        &[
            finding(1, 5.0, "2026-03-01T12:00:00Z", eks.clone()),
            finding(2, 5.0, yesterday, eks),
        ],
    )
    .await;

    let summary = summary(&case, json!({})).await;

    let cluster = |name: &str, pods: u8, findings: u8| {
        json!({
            "EntityId": format!("{name}~{ADMINISTRATOR}~EKS"), "Name": name, "AccountId": ADMINISTRATOR,
            "PodCount": pods, "FindingCount": findings,
        })
    };
    assert_eq!(
        summary["Clusters"],
        json!([cluster("loud", 1, 1), cluster("quiet", 3, 0)])
    );
}

/// What a finding says of whose credentials were used.
fn credentials(kind: &str, id: &str) -> Value {
    json!({ "resourceType": "AccessKey", "accessKeyDetails": { "userType": kind, "principalId": id } })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_should_be_investigated_is_told_with_the_strongest_reason() {
    let records = [
        Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1),
        by_admin("2026-03-01T12:00:00Z", 2),
    ];
    let case = Case::with(&[], &records).await;
    let (today, day_before, long_ago) = (
        "2026-03-01T12:00:00Z",
        "2026-02-27T12:00:00Z",
        "2026-02-01T12:00:00Z",
    );
    let role = credentials("AssumedRole", "AROAEXAMPLEADMIN:carol");
    let alice_key = credentials("IAMUser", "AIDAEXAMPLEALICE");
    let dave = credentials("IAMUser", "AIDAEXAMPLEDAVE");
    let erin = credentials("IAMUser", "AIDAEXAMPLEERIN");
    put(
        &case,
        &[
            finding(1, 5.0, today, role),
            finding(2, 8.0, today, alice_key),
            // High, but not of this day.
            finding(3, 8.0, day_before, dave.clone()),
            finding(4, 2.0, day_before, dave),
            finding(5, 8.0, long_ago, erin),
        ],
    )
    .await;
    case.gumshoe.run("update-finding-groups").await;

    let summary = summary(&case, json!({})).await;

    let recommended = summary["Investigations"]["Recommended"].as_array().unwrap();
    let told: Vec<_> = recommended
        .iter()
        .map(|it| {
            (
                it["EntityId"].as_str().unwrap(),
                it["Reason"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("AIDAEXAMPLEALICE", "HIGH_SEVERITY_FINDING"),
        ("AIDAEXAMPLEDAVE", "FINDING_GROUP"),
        ("AROAEXAMPLEADMIN", "FINDING"),
    ];
    assert_eq!(told, expected);
    assert_eq!(recommended[0]["EntityArn"], alice());
    assert_eq!(recommended[0]["LatestFindingTitle"], "finding 2");
    assert_eq!(recommended[2]["EntityArn"], admin());
    let groups = &summary["FindingGroups"];
    assert_eq!(each(groups, "FindingCount"), [2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn investigations_of_the_day_are_told_and_those_that_are_critical_counted() {
    let case = Case::new().await;
    let (critical, other) = (
        case.investigate(&alice()).await,
        case.investigate(&admin()).await,
    );
    case.alter(&critical, "SET Severity = :it", &[(":it", "CRITICAL")])
        .await;
    let of_today = json!({ "GraphArn": case.graph });

    let summary = case.account.ask("/behavior/summary/get", of_today).await;

    let panel = &summary["Investigations"];
    assert_eq!(
        each(&panel["Investigated"], "InvestigationId"),
        [&other, &critical]
    );
    assert_eq!(each(&panel["Critical"], "InvestigationId"), [&critical]);
    assert_eq!(panel["Critical"][0]["EntityArn"], alice());
    let counts = ["CriticalCount", "AffectedUserCount", "AffectedRoleCount"].map(|it| &panel[it]);
    assert_eq!(counts, [1, 1, 0]);
}
