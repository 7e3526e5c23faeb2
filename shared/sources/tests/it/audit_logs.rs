//! Writes audit logs, and reads them as an object of cluster `shop` of account 111122223333.

use gumshoe_activity::{EntityType, KubernetesCall};
use gumshoe_sources::{
    Batch, EksAudit, Geolocator, KeyVerdict, Limits, LogSource, ObjectRejected, ObjectTally,
};
use serde_json::{Value, json};

pub(crate) const KEY: &str = "AWSLogs/111122223333/eks-audit/eu-west-1/shop/2026/03/01/x";

/// An audit event in which the members of `with` replace others.
pub(crate) fn event(with: Value) -> Value {
    let mut event = json!({
        "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Metadata",
        "auditID": "01234567-89ab-cdef-0123-456789abcdef", "stage": "ResponseComplete",
        "requestURI": "/api/v1/namespaces/default/pods?limit=500", "verb": "list",
        "user": {"username": "bob", "groups": ["system:authenticated"]},
        "sourceIPs": ["198.51.100.7"], "userAgent": "kubectl/v1.30",
        "objectRef": {"resource": "pods", "namespace": "default", "apiVersion": "v1"},
        "responseStatus": {"metadata": {}, "code": 200},
        "requestReceivedTimestamp": "2026-03-01T12:34:55.999999Z",
        "stageTimestamp": "2026-03-01T12:34:56.000001Z",
    });
    let members = event.as_object_mut().unwrap();
    members.extend(with.as_object().unwrap().clone());
    event
}

/// `count` events that are not alike.
pub(crate) fn events(count: usize) -> Vec<Value> {
    let named = |at: usize| event(json!({"auditID": format!("request-{at}")}));
    (0..count).map(named).collect()
}

/// A message of CloudWatch Logs.
pub(crate) fn message(stream: &str, events: &[Value]) -> String {
    let events: Vec<Value> = events
        .iter()
        .map(|it| json!({"id": "1", "timestamp": 1, "message": it.to_string()}))
        .collect();
    json!({
        "messageType": "DATA_MESSAGE", "owner": "444455556666",
        "logGroup": "/aws/eks/bank/cluster", "logStream": stream,
        "subscriptionFilters": ["all"], "logEvents": events,
    })
    .to_string()
}

/// What a subscription is tested by.
pub(crate) fn control_message() -> String {
    json!({
        "messageType": "CONTROL_MESSAGE", "owner": "CloudwatchLogs", "logGroup": "",
        "logStream": "", "subscriptionFilters": [], "logEvents": [{
            "id": "", "timestamp": 1,
            "message": "CWL CONTROL MESSAGE: Checking health of destination Firehose.",
        }],
    })
    .to_string()
}

pub(crate) fn lines(events: &[Value]) -> String {
    events.iter().map(|it| format!("{it}\n")).collect()
}

pub(crate) fn read(bytes: &[u8], batch: &mut Batch) -> Result<ObjectTally, ObjectRejected> {
    read_at(KEY, bytes, batch, &Limits::default())
}

pub(crate) fn read_at(
    key: &str,
    bytes: &[u8],
    batch: &mut Batch,
    limits: &Limits,
) -> Result<ObjectTally, ObjectRejected> {
    let KeyVerdict::Ours(object) = EksAudit.owns(key) else {
        panic!("{key} is an audit log");
    };
    EksAudit.read(bytes, &object, batch, &Geolocator::none(), limits)
}

/// The rows, in order, as text.
pub(crate) fn rows(batch: &Batch) -> Vec<String> {
    let rows = batch.audits().flat_map(|(_, rows)| rows.sorted());
    rows.map(|call| format!("{call:?}")).collect()
}

/// The relations told of: from, name, to, and how often.
pub(crate) fn relations(batch: &Batch) -> Vec<(EntityType, String, String, String, u64)> {
    let told = batch.relations().flat_map(|(_, told)| told.sorted());
    told.map(|it| {
        (
            it.from.kind,
            it.from.id.to_owned(),
            it.relation.to_string(),
            it.to.id.to_owned(),
            it.count,
        )
    })
    .collect()
}

/// Gives the one row that `event` comes to.
pub(crate) fn with_row<T>(event: &Value, look: impl FnOnce(&KubernetesCall<'_>) -> T) -> T {
    let mut batch = Batch::default();
    let tally = read(event.to_string().as_bytes(), &mut batch).unwrap();
    assert_eq!(tally.records, 1, "{event}");
    let (_, rows) = batch.audits().next().unwrap();
    look(&rows.sorted().next().unwrap())
}
