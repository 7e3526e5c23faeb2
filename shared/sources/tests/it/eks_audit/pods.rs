//! What events tell of pods.

use gumshoe_activity::EntityType;
use gumshoe_sources::Batch;
use serde_json::{Value, json};

use crate::audit_logs::{event, lines, read, relations};

#[test]
fn a_pod_is_known_by_its_uid_wherever_the_object_says_it() {
    let pod = json!({"resource": "pods", "namespace": "web", "name": "shop-0"});
    let with_uid = json!({"resource": "pods", "namespace": "web", "name": "shop-1", "uid": "u1"});
    let get = |object: &Value, id: &str| {
        event(json!({"verb": "get", "auditID": id, "objectRef": object}))
    };
    let mut created = event(json!({
        "verb": "create", "auditID": "made",
        "objectRef": {"resource": "pods", "namespace": "web"},
        "responseObject": {"metadata": {"name": "shop-0", "namespace": "web", "uid": "u0"}},
    }));
    created["responseStatus"]["code"] = json!(201);
    let calling = event(json!({
        "auditID": "calling", "objectRef": {"resource": "nodes"},
        "user": {
            "username": "system:serviceaccount:ops:agent",
            "extra": {
                "authentication.kubernetes.io/pod-name": ["agent-7"],
                "authentication.kubernetes.io/pod-uid": ["u7"],
            },
        },
    }));
    let agent = json!({"resource": "pods", "namespace": "ops", "name": "agent-7"});
    let unknown = json!({"resource": "pods", "namespace": "ops", "name": "shop-0"});
    let text = lines(&[
        get(&pod, "a"),
        get(&with_uid, "b"),
        created,
        get(&agent, "c"),
        calling,
        get(&unknown, "d"),
    ]);
    let mut batch = Batch::default();
    assert_eq!(read(text.as_bytes(), &mut batch).unwrap().records, 6);
    let (_, rows) = batch.audits().next().unwrap();
    let found: Vec<_> = rows
        .sorted()
        .filter(|it| it.request.verb == "get")
        .map(|it| (it.request.namespace, it.request.name, it.request.pod_id))
        .collect();
    assert_eq!(
        found,
        [
            (
                Some("ops"),
                Some("agent-7"),
                Some("u7~shop~111122223333~EKS")
            ),
            (Some("ops"), Some("shop-0"), None),
            (
                Some("web"),
                Some("shop-0"),
                Some("u0~shop~111122223333~EKS")
            ),
            (
                Some("web"),
                Some("shop-1"),
                Some("u1~shop~111122223333~EKS")
            ),
        ]
    );
}

#[test]
fn a_name_that_two_pods_had_in_one_object_names_neither() {
    let made = |uid: &str| {
        event(json!({
            "verb": "create", "auditID": uid, "objectRef": {"resource": "pods", "namespace": "web"},
            "responseObject": {"metadata": {"name": "db-0", "namespace": "web", "uid": uid}},
        }))
    };
    let object = json!({"resource": "pods", "namespace": "web", "name": "db-0"});
    let exec = event(json!({"verb": "get", "objectRef": object}));
    let mut batch = Batch::default();
    read(
        lines(&[made("u1"), made("u2"), exec]).as_bytes(),
        &mut batch,
    )
    .unwrap();
    let (_, rows) = batch.audits().next().unwrap();
    let exec = rows.calls().find(|it| it.request.verb == "get").unwrap();
    assert_eq!(exec.request.pod_id, None);
}

#[test]
fn a_pod_that_is_made_runs_its_images_in_the_cluster() {
    let pod = |images: &[&str]| {
        let containers: Vec<Value> = images.iter().map(|it| json!({"image": it})).collect();
        json!({"containers": containers, "initContainers": [{"image": "busybox:1.36"}]})
    };
    let made = event(json!({
        "verb": "create", "objectRef": {"resource": "pods", "namespace": "web"},
        "requestObject": {"spec": pod(&["nginx", "ghcr.io/shop/app:2"])},
        "responseObject": {
            "metadata": {"name": "shop-0", "namespace": "web", "uid": "u0"},
            "spec": pod(&["nginx", "ghcr.io/shop/app:2"]),
        },
    }));
    let pulled = event(json!({
        "verb": "patch",
        "objectRef": {
            "resource": "pods", "namespace": "web", "name": "shop-0", "subresource": "status",
        },
        "requestObject": {
            "metadata": {"uid": "u0"},
            "status": {"containerStatuses": [{
                "image": "docker.io/library/nginx:latest",
                "imageID": "docker.io/library/nginx@sha256:aa",
            }]},
        },
    }));
    let mut refused = made.clone();
    refused["responseStatus"]["code"] = json!(403);
    refused["auditID"] = json!("refused");
    refused["responseObject"]["metadata"]["uid"] = json!("u9");
    let mut batch = Batch::default();
    read(lines(&[made, pulled, refused]).as_bytes(), &mut batch).unwrap();
    let id = "u0~shop~111122223333~EKS".to_owned();
    let told = |name: &str, to: &str, times| {
        (
            EntityType::ContainerPod,
            id.clone(),
            name.to_owned(),
            to.to_owned(),
            times,
        )
    };
    assert_eq!(
        relations(&batch),
        [
            (
                EntityType::KubernetesSubject,
                "bob~shop~111122223333".to_owned(),
                "CREATED".to_owned(),
                id.clone(),
                1
            ),
            told("RUNS_IMAGE", "docker.io/library/busybox:1.36", 1),
            told("RUNS_IMAGE", "docker.io/library/nginx:latest", 1),
            told("RUNS_IMAGE", "docker.io/library/nginx:latest@sha256:aa", 1),
            told("RUNS_IMAGE", "ghcr.io/shop/app:2", 1),
            told("RUNS_IN", "shop~111122223333~EKS", 2),
        ]
    );
}

/// What the events show of the pod `u0`: the relation, the other entity, and the detail.
fn told(events: &[Value]) -> Vec<(String, String, Option<String>)> {
    let mut batch = Batch::default();
    read(lines(events).as_bytes(), &mut batch).unwrap();
    let rows = batch.relations().flat_map(|(_, rows)| rows.sorted());
    let of_pod = rows.filter(|it| it.from.kind == EntityType::ContainerPod);
    of_pod
        .map(|it| {
            let detail = it.detail.map(str::to_owned);
            (it.relation.to_string(), it.to.id.to_owned(), detail)
        })
        .collect()
}

fn one(relation: &str, to: &str, detail: Option<&str>) -> (String, String, Option<String>) {
    (
        relation.to_owned(),
        to.to_owned(),
        detail.map(str::to_owned),
    )
}

#[test]
fn a_pod_tells_where_and_as_whom_it_runs_and_what_weakens_its_isolation() {
    let made = event(json!({
        "verb": "create", "objectRef": {"resource": "pods", "namespace": "web"},
        "responseObject": {
            "metadata": {"name": "shop-0", "namespace": "web", "uid": "u0"},
            "spec": {
                "hostNetwork": false, "hostPID": true, "serviceAccountName": "shop",
                "securityContext": {"runAsUser": 0, "fsGroup": 0},
                "volumes": [{"name": "root", "hostPath": {"path": "/"}}, {"emptyDir": {}}, 7],
                "containers": [
                    {"securityContext": {"privileged": true, "capabilities": {"add": ["SYS_ADMIN", 7], "drop": ["ALL"]}}},
                    {"securityContext": {"privileged": false, "allowPrivilegeEscalation": "yes"}},
                ],
            },
        },
    }));
    let cluster = "shop~111122223333~EKS";
    let account = "system:serviceaccount:web:shop~shop~111122223333";
    let settings = "capabilities.add=SYS_ADMIN,hostPID,hostPath,privileged,runAsUser=0";
    assert_eq!(
        told(&[made]),
        [
            one("RUNS_IN", cluster, None),
            one("RUNS_AS", account, Some(settings)),
        ]
    );
}

#[test]
fn a_pod_tells_its_node_and_its_own_addresses_when_it_is_started() {
    let status = |uid: &str, addresses: Value| {
        event(json!({
            "verb": "patch", "auditID": uid,
            "objectRef": {
                "resource": "pods", "namespace": "web", "name": "shop-0", "subresource": "status",
            },
            "requestObject": {"metadata": {"uid": uid}, "status": addresses},
            "responseObject": {"spec": {"nodeName": "ip-10-0-0-1.ec2.internal"}},
        }))
    };
    let cluster = "shop~111122223333~EKS";
    let node = Some("ip-10-0-0-1.ec2.internal");
    let own = json!({
        "hostIP": "10.0.0.1", "podIP": "10.0.0.7", "podIPs": [{"ip": "10.0.0.7"}, {"ip": "2001:DB8::7"}],
    });
    assert_eq!(
        told(&[status("u0", own)]),
        [
            one("ASSIGNED_ADDRESS", "10.0.0.7", None),
            one("ASSIGNED_ADDRESS", "2001:db8::7", None),
            one("RUNS_IN", cluster, node),
        ]
    );
    let of_node = json!({"hostIP": "10.0.0.1", "podIP": "10.0.0.1"});
    assert_eq!(
        told(&[status("u0", of_node)]),
        [one("RUNS_IN", cluster, node)]
    );
}
