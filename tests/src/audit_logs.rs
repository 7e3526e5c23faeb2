//! Audit events of a Kubernetes cluster, as CloudWatch Logs and Firehose deliver them.

use serde_json::{Value, json};

use crate::logs::gzip;

/// An audit event of a successful `list` of pods by `bob` at `time`, with these members instead of
/// its own.
pub fn audit_event(time: &str, id: &str, with: &Value) -> Value {
    let mut event = json!({
        "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Metadata", "auditID": id,
        "stage": "ResponseComplete", "requestURI": "/api/v1/namespaces/web/pods?limit=500", "verb": "list",
        "user": {"username": "bob", "groups": ["system:authenticated"]},
        "sourceIPs": ["198.51.100.7"], "userAgent": "kubectl/v1.30.0",
        "objectRef": {"resource": "pods", "namespace": "web", "apiVersion": "v1"},
        "responseStatus": {"metadata": {}, "code": 200},
        "requestReceivedTimestamp": time, "stageTimestamp": time,
    });
    let members = event.as_object_mut().expect("an event is an object");
    members.extend(with.as_object().expect("members").clone());
    event
}

/// An object that Firehose delivers: a message of the audit log of `cluster` in `account`, compressed
/// by CloudWatch Logs and once more by Firehose.
pub fn audit_object(account: &str, cluster: &str, events: &[Value]) -> Vec<u8> {
    let line = |event: &Value| json!({"id": "1", "timestamp": 1, "message": event.to_string()});
    let events: Vec<Value> = events.iter().map(line).collect();
    let message = json!({
        "messageType": "DATA_MESSAGE", "owner": account, "logGroup": format!("/aws/eks/{cluster}/cluster"),
        "logStream": "kube-apiserver-audit-0123456789abcdef", "subscriptionFilters": ["all"],
        "logEvents": events,
    });
    gzip(&gzip(message.to_string().as_bytes()))
}

/// The key of such an object of 2026-03-01, as Firehose names it below the prefix `eks-audit/`.
pub fn audit_key(name: &str) -> String {
    format!("eks-audit/2026/03/01/12/audit-1-2026-03-01-12-05-30-{name}")
}
