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
            told("RUNS_IMAGE", "docker.io/library/busybox:1.36", 1),
            told("RUNS_IMAGE", "docker.io/library/nginx:latest", 1),
            told("RUNS_IMAGE", "docker.io/library/nginx:latest@sha256:aa", 1),
            told("RUNS_IMAGE", "ghcr.io/shop/app:2", 1),
            told("RUNS_IN", "shop~111122223333~EKS", 2),
        ]
    );
}
