//! Audit logs of EKS clusters: from the bucket to the answers.

use gumshoe_tests::{
    ADMINISTRATOR, Account, Gumshoe, Record, audit_event, audit_key, audit_object, gzip, log_file,
    log_key,
};
use serde_json::{Value, json};

const CLUSTER: &str = "shop~111122223333~EKS";
const BOB: &str = "bob~shop~111122223333";
const POD: &str = "u0~shop~111122223333~EKS";
const START: &str = "2026-03-01T12:00:00Z";
const END: &str = "2026-03-01T15:00:00Z";

/// An event of `id` at minute `minute` after noon.
fn event(id: &str, minute: u32, with: &Value) -> Value {
    let (hour, minute) = (12 + minute / 60, minute % 60);
    audit_event(&format!("2026-03-01T{hour}:{minute:02}:00.5Z"), id, with)
}

/// Eight calls that count, and two events that do not.
fn events() -> Vec<Value> {
    let status = |code: u16| json!({"responseStatus": {"code": code}});
    let pod = json!({"resource": "pods", "namespace": "web", "name": "shop-0"});
    let mut exec = pod.clone();
    exec["subresource"] = json!("exec");
    let admin = json!({
        "username": "admin", "uid": "aws-iam-authenticator:111122223333:AROAEXAMPLEADMIN",
        "extra": {
            "arn": ["arn:aws:sts::111122223333:assumed-role/Admin/carol"],
            "canonicalArn": ["arn:aws:iam::111122223333:role/Admin"],
            "sessionName": ["carol"], "accessKeyId": ["ASIAEXAMPLE"],
        },
    });
    vec![
        event("1", 0, &json!({})),
        event("2", 5, &json!({})),
        event("3", 10, &status(403)),
        event("4", 61, &status(404)),
        event(
            "5",
            62,
            &json!({
                "stage": "ResponseStarted", "user": {}, "responseStatus": {"code": 401},
            }),
        ),
        event(
            "6",
            63,
            &json!({
                "user": {"username": "system:serviceaccount:kube-system:replicaset-controller"},
                "verb": "create", "sourceIPs": ["10.0.0.9"], "userAgent": "kube-controller-manager",
                "objectRef": {"resource": "pods", "namespace": "web"},
                "responseStatus": {"code": 201},
                "responseObject": {
                    "metadata": {"name": "shop-0", "namespace": "web", "uid": "u0"},
                    "spec": {"containers": [{"image": "nginx"}]},
                },
            }),
        ),
        event(
            "7",
            64,
            &json!({
                "user": admin, "verb": "create", "stage": "ResponseStarted", "objectRef": exec,
                "requestURI": "/api/v1/namespaces/web/pods/shop-0/exec?command=sh",
                "responseStatus": {"code": 101},
            }),
        ),
        event(
            "7",
            65,
            &json!({
                "user": admin, "verb": "create", "objectRef": exec, "responseStatus": {"code": 101},
            }),
        ),
        event("8", 121, &json!({"verb": "get", "objectRef": pod})),
        event(
            "9",
            122,
            &json!({"verb": "watch", "stage": "ResponseStarted"}),
        ),
    ]
}

/// A graph that has [`events`].
async fn ingested(gumshoe: &Gumshoe) -> (Account, String) {
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let object = audit_object(ADMINISTRATOR, "shop", &events());
    gumshoe.upload(&audit_key("a"), object).await;
    gumshoe.settled().await;
    (administrator, graph)
}

async fn list(account: &Account, graph: &str, entity: (&str, &str), with: Value) -> Value {
    let mut request = json!({
        "GraphArn": graph, "EntityType": entity.0, "EntityId": entity.1, "Source": "KUBERNETES",
        "ScopeStartTime": START, "ScopeEndTime": END,
    });
    let members = request.as_object_mut().expect("a request is an object");
    members.extend(with.as_object().expect("members").clone());
    account.ask("/behavior/activity/list", request).await
}

fn totals(success: u64, unauthorized: u64, forbidden: u64, failure: u64) -> Value {
    json!({
        "SuccessCount": success, "UnauthorizedCount": unauthorized,
        "ForbiddenCount": forbidden, "FailureCount": failure,
    })
}

/// The counts of an answer's totals or of a group.
fn counts(of: &Value) -> Value {
    let names = [
        "SuccessCount",
        "UnauthorizedCount",
        "ForbiddenCount",
        "FailureCount",
    ];
    let counts = names.map(|name| (name.to_owned(), of[name].clone()));
    Value::Object(counts.into_iter().collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_counted_for_each_entity_before_and_after_compaction() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = ingested(&gumshoe).await;
    let controller = "system:serviceaccount:kube-system:replicaset-controller~shop~111122223333";
    for is_compacted in [false, true] {
        if is_compacted {
            gumshoe.run("compact-segments").await;
        }
        for (kind, id, expected) in [
            ("AwsAccount", ADMINISTRATOR, totals(5, 1, 1, 1)),
            ("ContainerCluster", CLUSTER, totals(5, 1, 1, 1)),
            ("KubernetesSubject", BOB, totals(3, 0, 1, 1)),
            ("KubernetesSubject", controller, totals(1, 0, 0, 0)),
            ("ContainerPod", POD, totals(3, 0, 0, 0)),
            ("AwsRole", "AROAEXAMPLEADMIN", totals(1, 0, 0, 0)),
            (
                "AwsRoleSession",
                "AROAEXAMPLEADMIN:carol",
                totals(1, 0, 0, 0),
            ),
            ("IpAddress", "198.51.100.7", totals(4, 1, 1, 1)),
            ("UserAgent", "kube-controller-manager", totals(1, 0, 0, 0)),
            (
                "ContainerCluster",
                "other~111122223333~EKS",
                totals(0, 0, 0, 0),
            ),
            ("S3Bucket", "shop", totals(0, 0, 0, 0)),
        ] {
            let answer = list(&administrator, &graph, (kind, id), json!({})).await;
            assert_eq!(counts(&answer["Totals"]), expected, "{kind} {id}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_grouped_filtered_and_sorted_by_their_dimensions() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = ingested(&gumshoe).await;
    let cluster = ("ContainerCluster", CLUSTER);
    let with =
        json!({"GroupBy": ["Verb", "ResponseStatus", "Subject"], "SortBy": "ForbiddenCount"});
    let answer = list(&administrator, &graph, cluster, with).await;
    let first = &answer["Groups"][0];
    assert_eq!(
        *first,
        json!({
            "Keys": {"Verb": "list", "ResponseStatus": "403", "Subject": BOB},
            "SuccessCount": 0, "UnauthorizedCount": 0, "ForbiddenCount": 1, "FailureCount": 0,
            "FirstSeen": "2026-03-01T12:10:00.500Z", "LastSeen": "2026-03-01T12:10:00.500Z",
        })
    );
    assert_eq!(answer["Groups"].as_array().unwrap().len(), 7);
    for (filter, expected) in [
        (
            json!({"Dimension": "RequestUri", "Operator": "CONTAINS", "Values": ["/EXEC"]}),
            totals(1, 0, 0, 0),
        ),
        (
            json!({"Dimension": "IpAddress", "Operator": "IN_CIDR", "Values": ["10.0.0.0/8"]}),
            totals(1, 0, 0, 0),
        ),
        (
            json!({"Dimension": "ResponseStatus", "Operator": "NOT_EQUALS", "Values": ["200"]}),
            totals(2, 1, 1, 1),
        ),
        (
            json!({"Dimension": "Namespace", "Operator": "EQUALS", "Values": ["kube-system"]}),
            totals(0, 0, 0, 0),
        ),
        (
            json!({"Dimension": "UserAgent", "Operator": "NOT_CONTAINS", "Values": ["kubectl"]}),
            totals(1, 0, 0, 0),
        ),
    ] {
        let answer = list(
            &administrator,
            &graph,
            cluster,
            json!({"Filters": [filter]}),
        )
        .await;
        assert_eq!(counts(&answer["Totals"]), expected, "{filter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_has_the_outcomes_of_each_hour() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = ingested(&gumshoe).await;
    let request = json!({
        "GraphArn": graph, "EntityType": "ContainerCluster", "EntityId": CLUSTER,
        "Source": "KUBERNETES", "ScopeStartTime": START, "ScopeEndTime": END,
    });
    let answer = administrator
        .ask("/behavior/activity/timeline", request)
        .await;
    let bins: Vec<Value> = answer["Bins"]
        .as_array()
        .unwrap()
        .iter()
        .map(counts)
        .collect();
    assert_eq!(
        bins,
        [totals(2, 0, 1, 0), totals(2, 1, 0, 1), totals(1, 0, 0, 0)]
    );
    assert_eq!(answer["Baseline"]["MeanForbiddenCount"], json!(0.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn entities_of_clusters_are_found_by_name_and_told_with_their_account() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = ingested(&gumshoe).await;
    for is_compacted in [false, true] {
        if is_compacted {
            gumshoe.run("compact-segments").await;
        }
        for (query, kind, id) in [
            ("shop", "ContainerCluster", CLUSTER),
            ("bob", "KubernetesSubject", BOB),
            ("shop-0", "ContainerPod", POD),
            ("Admin", "AwsRole", "AROAEXAMPLEADMIN"),
        ] {
            let request = json!({"GraphArn": graph, "Query": query, "EntityType": kind});
            let answer = administrator
                .ask("/behavior/entities/search", request)
                .await;
            let found = &answer["Entities"][0];
            assert_eq!(
                (&found["EntityType"], &found["EntityId"]),
                (&json!(kind), &json!(id)),
                "{answer}"
            );
            assert_eq!(found["AccountId"], json!(ADMINISTRATOR), "{answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_tells_audit_logs_apart_and_each_object_counts_once() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = ingested(&gumshoe).await;
    let trail = log_file(&[Record::new(ADMINISTRATOR, START, 1)]);
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), gzip(&trail))
        .await;
    gumshoe
        .upload("eks-audit/nonsense", b"no audit log".to_vec())
        .await;
    gumshoe
        .upload(
            "exports/aws/eks/shop/cluster/aws-logs-write-test",
            b"x".to_vec(),
        )
        .await;
    let again = audit_object(ADMINISTRATOR, "shop", &events());
    gumshoe.upload(&audit_key("a"), again).await;
    gumshoe.settled().await;

    let status = administrator
        .ask("/behavior/ingest/get", json!({"GraphArn": graph}))
        .await;
    let of = |name: &str| {
        let mut sources = status["Sources"].as_array().unwrap().iter();
        sources.find(|it| it["Source"] == name).unwrap().clone()
    };
    let (audit, trail) = (of("EKS_AUDIT"), of("CLOUDTRAIL"));
    assert_eq!(audit["Records"]["Ingested"], json!(8), "{status}");
    assert_eq!(
        audit["Records"]["LeftOut"],
        json!({"OTHER_STAGE": 2}),
        "{status}"
    );
    assert_eq!(audit["Objects"]["Ingested"], json!(1), "{status}");
    assert_eq!(trail["Records"]["Ingested"], json!(1), "{status}");
    let unattributed = status["Unattributed"].to_string();
    assert!(
        unattributed.contains("NOT_AUDIT_LOG") && unattributed.contains("WRITE_TEST_KEY"),
        "{status}"
    );
    let api = list(
        &administrator,
        &graph,
        ("AwsAccount", ADMINISTRATOR),
        json!({"Source": "API"}),
    )
    .await;
    assert_eq!(api["Totals"]["SuccessCount"], json!(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_knows_its_own_dimensions_and_sums() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    for (with, message) in [
        (
            json!({"Source": "DNS"}),
            "must be one of API, NETWORK, KUBERNETES",
        ),
        (
            json!({"Source": "KUBERNETES", "GroupBy": ["Service"]}),
            "GroupBy",
        ),
        (
            json!({"Source": "KUBERNETES", "SortBy": "Nothing"}),
            "ForbiddenCount",
        ),
        (json!({"Source": "API", "GroupBy": ["Verb"]}), "GroupBy"),
        (
            json!({"Source": "API", "SortBy": "ForbiddenCount"}),
            "SortBy",
        ),
    ] {
        let mut request = json!({
            "GraphArn": graph, "EntityType": "AwsAccount", "EntityId": ADMINISTRATOR,
        });
        request
            .as_object_mut()
            .unwrap()
            .extend(with.as_object().unwrap().clone());
        let body = request.to_string().into_bytes();
        let answer = administrator.post("/behavior/activity/list", body).await;
        assert_eq!(answer.status, 400, "{with}");
        assert!(answer.body.to_string().contains(message), "{}", answer.body);
    }
}
