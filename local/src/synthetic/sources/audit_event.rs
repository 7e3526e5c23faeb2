//! Events of the Kubernetes audit log, and the messages of CloudWatch Logs that carry them.
//!
//! Kubernetes, "Auditing" (`audit.k8s.io/v1`); EKS User Guide, "Control plane logs".

use gumshoe_domain::Timestamp;
use serde_json::{Value, json};

use crate::synthetic::chance::Chance;
use crate::synthetic::record::event_time;

/// Who asks the API server.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// `user.username`; the anonymous one's is `system:anonymous`.
    pub(super) name: String,
    pub(super) groups: &'static [&'static str],
    /// The IAM identity behind it.
    pub(super) iam: Option<Iam>,
    pub(super) address: String,
    pub(super) agent: String,
}

/// The IAM identity behind a subject, as the authenticator of EKS writes it.
#[derive(Debug, Clone)]
pub(super) struct Iam {
    pub(super) account: String,
    pub(super) role_arn: String,
    pub(super) role_id: String,
    pub(super) session_arn: String,
    pub(super) session: String,
    pub(super) access_key_id: String,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) verb: &'static str,
    pub(super) group: &'static str,
    pub(super) resource: &'static str,
    pub(super) subresource: Option<&'static str>,
    pub(super) namespace: Option<&'static str>,
    pub(super) name: Option<String>,
    pub(super) code: u16,
    /// What was sent and answered, where the policy of the audit log keeps it.
    pub(super) body: Option<Value>,
}

impl Request {
    pub(super) fn new(verb: &'static str, resource: &'static str) -> Self {
        Self {
            verb,
            group: "",
            resource,
            subresource: None,
            namespace: None,
            name: None,
            code: 200,
            body: None,
        }
    }

    pub(super) fn of_group(self, group: &'static str) -> Self {
        Self { group, ..self }
    }

    pub(super) fn within(self, namespace: &'static str) -> Self {
        Self {
            namespace: Some(namespace),
            ..self
        }
    }

    pub(super) fn named(self, name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..self
        }
    }

    pub(super) fn part(self, subresource: &'static str) -> Self {
        Self {
            subresource: Some(subresource),
            ..self
        }
    }

    pub(super) fn answered(self, code: u16) -> Self {
        Self { code, ..self }
    }

    pub(super) fn with(self, body: Value) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// A session of `exec` is recorded when it begins: its end may be hours away.
    fn stage(&self) -> &'static str {
        if self.subresource == Some("exec") {
            "ResponseStarted"
        } else {
            "ResponseComplete"
        }
    }

    fn uri(&self) -> String {
        let mut uri = match self.group {
            "" => "/api/v1".to_owned(),
            group => format!("/apis/{group}/v1"),
        };
        if let Some(namespace) = self.namespace {
            uri.push_str(&format!("/namespaces/{namespace}"));
        }
        let name = self
            .name
            .as_deref()
            .filter(|_| self.verb != "create" || self.subresource.is_some());
        for part in [Some(self.resource), name, self.subresource]
            .into_iter()
            .flatten()
        {
            uri.push('/');
            uri.push_str(part);
        }
        uri
    }
}

impl Subject {
    fn user(&self) -> Value {
        let mut user = json!({"username": self.name, "groups": self.groups});
        if let Some(iam) = &self.iam {
            user["uid"] = json!(format!(
                "aws-iam-authenticator:{}:{}",
                iam.account, iam.role_id
            ));
            user["extra"] = json!({
                "accessKeyId": [iam.access_key_id],
                "arn": [iam.session_arn],
                "canonicalArn": [iam.role_arn],
                "principalId": [iam.role_id],
                "sessionName": [iam.session],
            });
        }
        user
    }
}

/// The event of a request of `subject` at `at`.
pub(super) fn event(
    chance: &mut Chance,
    at: Timestamp,
    subject: &Subject,
    request: &Request,
) -> Value {
    let decision = if request.code == 403 {
        "forbid"
    } else {
        "allow"
    };
    let mut about = json!({"resource": request.resource, "apiVersion": "v1"});
    for (name, value) in [
        ("namespace", request.namespace),
        ("name", request.name.as_deref()),
        ("subresource", request.subresource),
        ("apiGroup", Some(request.group).filter(|it| !it.is_empty())),
    ] {
        if let Some(value) = value {
            about[name] = json!(value);
        }
    }
    let mut event = json!({
        "kind": "Event",
        "apiVersion": "audit.k8s.io/v1",
        "level": if request.body.is_some() { "RequestResponse" } else { "Metadata" },
        "auditID": chance.uuid(),
        "stage": request.stage(),
        "requestURI": request.uri(),
        "verb": request.verb,
        "user": subject.user(),
        "sourceIPs": [subject.address],
        "userAgent": subject.agent,
        "objectRef": about,
        "responseStatus": {"metadata": {}, "code": request.code},
        "requestReceivedTimestamp": micros(at),
        "stageTimestamp": micros(at),
        "annotations": {"authorization.k8s.io/decision": decision, "authorization.k8s.io/reason": ""},
    });
    if let Some(body) = &request.body {
        event["requestObject"] = body.clone();
        event["responseObject"] = body.clone();
    }
    event
}

/// Kubernetes writes microseconds.
fn micros(at: Timestamp) -> String {
    event_time(at).replace('Z', ".000000Z")
}

/// A message of CloudWatch Logs as Firehose delivers it: one after the other, without a separator.
pub(super) fn message(
    account: &str,
    group: &str,
    stream: &str,
    events: &[(String, Timestamp, Value)],
) -> Value {
    let events: Vec<Value> = events
        .iter()
        .map(|(id, at, event)| {
            json!({"id": id, "timestamp": at.as_seconds() * 1_000, "message": event.to_string()})
        })
        .collect();
    json!({
        "messageType": "DATA_MESSAGE",
        "owner": account,
        "logGroup": group,
        "logStream": stream,
        "subscriptionFilters": ["audit-to-s3"],
        "logEvents": events,
    })
}

/// What CloudWatch Logs sends to test a subscription.
pub(super) fn control_message(at: Timestamp) -> Value {
    json!({
        "messageType": "CONTROL_MESSAGE",
        "owner": "CloudwatchLogs",
        "logGroup": "",
        "logStream": "",
        "subscriptionFilters": [],
        "logEvents": [{
            "id": "",
            "timestamp": at.as_seconds() * 1_000,
            "message": "CWL CONTROL MESSAGE: Checking health of destination Firehose.",
        }],
    })
}
