//! A graph with findings that are grouped, and findings that say only what a test is about.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, gzip};
use serde_json::{Value, json};

pub(super) const STRANGER: &str = "999988887777";

/// A finding at `minute` of noon about an instance, from an address.
pub(super) fn attack(id: &str, minute: u32, instance: &str, from: &str) -> Value {
    let at = format!("2026-03-01T12:{minute:02}:00.000Z");
    json!({
        "schemaVersion": "2.0", "accountId": ADMINISTRATOR, "region": "us-east-1", "partition": "aws", "id": id,
        "arn": format!("arn:aws:guardduty:us-east-1:{ADMINISTRATOR}:detector/3caf/finding/{id}"),
        "type": "UnauthorizedAccess:EC2/SSHBruteForce", "severity": 5, "title": format!("{id} happened."),
        "description": "By SSH.",
        "resource": {"resourceType": "Instance", "instanceDetails": {"instanceId": instance}},
        "service": {"resourceRole": "TARGET", "count": 1, "archived": false,
            "eventFirstSeen": at, "eventLastSeen": at,
            "action": {"networkConnectionAction": {"remoteIpDetails": {"ipAddressV4": from}}}},
        "createdAt": at, "updatedAt": at,
    })
}

/// The same, of another type and severity.
pub(super) fn of_type(mut finding: Value, kind: &str, severity: u32) -> Value {
    finding["type"] = json!(kind);
    finding["severity"] = json!(severity);
    finding
}

pub(super) struct Case {
    pub(super) gumshoe: Gumshoe,
    pub(super) administrator: Account,
    pub(super) graph: String,
    exported: usize,
}

impl Case {
    pub(super) async fn start() -> Self {
        let gumshoe = Gumshoe::start().await;
        let administrator = gumshoe.account(ADMINISTRATOR);
        let graph = administrator.create_graph().await;
        Self {
            gumshoe,
            administrator,
            graph,
            exported: 0,
        }
    }

    /// Findings arrive; nobody looks at them yet.
    pub(super) async fn find(&mut self, findings: &[Value]) {
        self.exported += 1;
        let key = format!(
            "AWSLogs/{ADMINISTRATOR}/GuardDuty/us-east-1/2026/03/01/{}.jsonl.gz",
            self.exported
        );
        let lines: Vec<String> = findings.iter().map(Value::to_string).collect();
        let lines = gzip(lines.join("\n").as_bytes());
        self.gumshoe.upload(&key, lines).await;
        self.gumshoe.settled().await;
    }

    /// Findings arrive and are grouped; says how many groups changed.
    pub(super) async fn group(&mut self, findings: &[Value]) -> u64 {
        self.find(findings).await;
        let done = self.gumshoe.run("update-finding-groups").await;
        done["changed"].as_u64().unwrap()
    }

    pub(super) async fn list(&self, more: Value) -> Vec<Value> {
        let mut request = json!({
            "GraphArn": self.graph, "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
        });
        for (name, value) in more.as_object().unwrap() {
            request[name] = value.clone();
        }
        let mut found = Vec::new();
        loop {
            let path = "/behavior/findingGroups/list";
            let answer = self.administrator.ask(path, request.clone()).await;
            found.extend(answer["FindingGroups"].as_array().unwrap().iter().cloned());
            if answer["NextToken"].is_null() {
                return found;
            }
            request["NextToken"] = answer["NextToken"].clone();
        }
    }

    pub(super) async fn get(&self, id: &Value) -> Value {
        let request = json!({ "GraphArn": self.graph, "GroupId": id });
        self.administrator
            .ask("/behavior/findingGroups/get", request)
            .await
    }

    /// The group that a finding says it is in.
    pub(super) async fn group_of(&self, finding: &str) -> Value {
        let request = json!({ "GraphArn": self.graph, "FindingId": finding });
        let answer = self
            .administrator
            .ask("/behavior/findings/get", request)
            .await;
        answer["Finding"]["FindingGroupId"].clone()
    }
}

pub(super) fn ids(of: &Value, list: &str) -> Vec<String> {
    let each = of[list].as_array().unwrap().iter();
    each.map(|it| it["FindingId"].as_str().unwrap().to_owned())
        .collect()
}
