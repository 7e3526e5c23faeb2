//! A few objects of every source, of two accounts and one day.

use gumshoe_domain::{LogSourceName, Timestamp};
use gumshoe_tests::{ADMINISTRATOR, Record, audit_event, audit_object, gzip, log_file};
use serde_json::{Value, json};

/// A member of the graph.
pub(super) const MEMBER: &str = "444455556666";

/// An object of the log bucket.
pub(super) struct Object {
    pub(super) source: LogSourceName,
    pub(super) key: String,
    pub(super) bytes: Vec<u8>,
}

/// The logs of a day, such as `2026-03-01`.
#[derive(Clone, Copy)]
pub(super) struct Logs<'a> {
    pub(super) day: &'a str,
}

impl Logs<'_> {
    /// What is delivered first.
    pub(super) fn first(self) -> Vec<Object> {
        vec![
            self.trail("a", &self.calls()),
            self.trail("of-two-accounts", &self.calls_of_two_accounts()),
            self.flows(ADMINISTRATOR, "a"),
            self.flows(MEMBER, "b"),
            self.audit(ADMINISTRATOR, "a"),
            self.audit(MEMBER, "b"),
            self.guardduty(
                "a",
                &[self.attack(ADMINISTRATOR, 30), self.attack(MEMBER, 31)],
            ),
            self.security_hub(
                "a",
                &[
                    self.vulnerability(ADMINISTRATOR),
                    self.vulnerability(MEMBER),
                ],
            ),
            self.unreadable(),
        ]
    }

    /// What comes when the first is merged.
    pub(super) fn late(self) -> Vec<Object> {
        let hour = self.at(13, 0);
        let late =
            |account: &str, id| Record::new(account, &hour, id).with("eventName", json!("Late"));
        vec![
            self.trail("late", &[late(ADMINISTRATOR, 20), late(MEMBER, 21)]),
            self.flows(ADMINISTRATOR, "late"),
            self.audit(ADMINISTRATOR, "late"),
            self.guardduty("late", &[self.attack(ADMINISTRATOR, 40)]),
        ]
    }

    /// Events that carry a finding themselves.
    pub(super) fn events(self) -> [(LogSourceName, String); 2] {
        let event = |id: &str, source: &str, kind: &str, detail: Value| {
            let event = json!({
                "version": "0", "id": format!("{}-{id}", self.day), "detail-type": kind, "source": source,
                "account": ADMINISTRATOR, "time": self.at(12, 40), "region": "us-east-1", "resources": [],
                "detail": detail,
            });
            event.to_string()
        };
        let newer = self.attack(ADMINISTRATOR, 35);
        let findings = json!({ "findings": [self.vulnerability(ADMINISTRATOR)] });
        let imported = "Security Hub Findings - Imported";
        [
            (
                LogSourceName::GuardDuty,
                event("1", "aws.guardduty", "GuardDuty Finding", newer),
            ),
            (
                LogSourceName::SecurityHub,
                event("2", "aws.securityhub", imported, findings),
            ),
        ]
    }

    /// An object that is none of CloudTrail's, and one that takes its place.
    pub(super) fn unreadable(self) -> Object {
        Object {
            bytes: b"neither JSON nor compressed".to_vec(),
            ..self.mended()
        }
    }

    pub(super) fn mended(self) -> Object {
        self.trail("mended", &[Record::new(ADMINISTRATOR, &self.at(12, 9), 9)])
    }

    fn at(self, hour: u32, minute: u32) -> String {
        format!("{}T{hour:02}:{minute:02}:00Z", self.day)
    }

    fn folder(self, account: &str, source: &str) -> String {
        let day = self.day.replace('-', "/");
        format!("AWSLogs/{account}/{source}/us-east-1/{day}")
    }

    fn compact_day(self) -> String {
        self.day.replace('-', "")
    }

    fn calls(self) -> Vec<Record> {
        let call = |minute, id| Record::new(ADMINISTRATOR, &self.at(12, minute), id);
        let session = json!({ "assumedRoleUser": {
            "assumedRoleId": "AROAEXAMPLEADMIN:s",
            "arn": format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/admin/s"),
        } });
        let role = json!({ "roleArn": format!("arn:aws:iam::{ADMINISTRATOR}:role/admin"), "roleSessionName": "s" });
        vec![
            call(1, 1),
            call(2, 2).with("errorCode", json!("AccessDenied")),
            call(3, 3)
                .with("eventSource", json!("sts.amazonaws.com"))
                .with("eventName", json!("AssumeRole"))
                .with("requestParameters", role)
                .with("responseElements", session),
        ]
    }

    fn calls_of_two_accounts(self) -> Vec<Record> {
        let bucket = json!({ "bucketName": "payroll" });
        vec![
            Record::new(ADMINISTRATOR, &self.at(12, 4), 4),
            Record::new(MEMBER, &self.at(12, 5), 5),
            Record::new(MEMBER, &self.at(14, 6), 6)
                .with("eventName", json!("CreateBucket"))
                .with("requestParameters", bucket),
        ]
    }

    fn trail(self, name: &str, records: &[Record]) -> Object {
        let (folder, day) = (self.folder(ADMINISTRATOR, "CloudTrail"), self.compact_day());
        Object {
            source: LogSourceName::CloudTrail,
            key: format!(
                "{folder}/{ADMINISTRATOR}_CloudTrail_us-east-1_{day}T1205Z_{name}.json.gz"
            ),
            bytes: gzip(&log_file(records)),
        }
    }

    fn flows(self, account: &str, name: &str) -> Object {
        let noon: Timestamp = self.at(12, 0).parse().unwrap();
        let (start, end) = (noon.as_seconds(), noon.as_seconds() + 60);
        let text = format!(
            "version account-id interface-id instance-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n\
             3 {account} eni-1 i-1 203.0.113.9 10.0.0.5 50318 443 6 3 40 {start} {end} ACCEPT OK\n\
             3 {account} eni-1 i-1 10.0.0.5 203.0.113.9 443 50318 6 5 7000 {start} {end} ACCEPT OK\n\
             3 {account} eni-1 i-1 198.51.100.7 10.0.0.5 41147 22 6 1 60 {start} {end} REJECT OK\n\
             3 {account} eni-1 i-1 - - - - - - - {start} {end} - NODATA\n"
        );
        let (folder, day) = (self.folder(account, "vpcflowlogs"), self.compact_day());
        Object {
            source: LogSourceName::VpcFlow,
            key: format!(
                "{folder}/{account}_vpcflowlogs_us-east-1_fl-1234abcd_{day}T1205Z_{name}.log.gz"
            ),
            bytes: gzip(text.as_bytes()),
        }
    }

    fn audit(self, account: &str, name: &str) -> Object {
        let event = |minute, code: u16| {
            let status = json!({ "responseStatus": { "code": code } });
            audit_event(&self.at(12, minute), &format!("{name}-{minute}"), &status)
        };
        let events = [event(1, 200), event(2, 403), event(3, 401)];
        let (day, path) = (self.day, self.day.replace('-', "/"));
        Object {
            source: LogSourceName::EksAudit,
            key: format!("eks-audit/{path}/12/audit-1-{day}-12-05-30-{name}"),
            bytes: audit_object(account, "shop", &events),
        }
    }

    fn guardduty(self, name: &str, findings: &[Value]) -> Object {
        let folder = self.folder(ADMINISTRATOR, "GuardDuty");
        Object {
            source: LogSourceName::GuardDuty,
            key: format!("{folder}/{name}.jsonl.gz"),
            bytes: lines(findings),
        }
    }

    fn security_hub(self, name: &str, findings: &[Value]) -> Object {
        let folder = self.folder(ADMINISTRATOR, "SecurityHub");
        Object {
            source: LogSourceName::SecurityHub,
            key: format!("{folder}/{name}.jsonl.gz"),
            bytes: lines(findings),
        }
    }

    /// An attack on an instance of `account`, as it is known at `minute`.
    fn attack(self, account: &str, minute: u32) -> Value {
        let (id, at) = (format!("{}-{account}", self.day), self.at(12, minute));
        json!({
            "schemaVersion": "2.0", "accountId": account, "region": "us-east-1", "partition": "aws", "id": id,
            "arn": format!("arn:aws:guardduty:us-east-1:{account}:detector/3caf/finding/{id}"),
            "type": "UnauthorizedAccess:EC2/SSHBruteForce", "severity": 8, "title": "An attack.", "description": "By SSH.",
            "resource": {"resourceType": "Instance", "instanceDetails": {"instanceId": "i-1"}},
            "service": {"resourceRole": "TARGET", "count": minute, "archived": false,
                "eventFirstSeen": self.at(11, 55), "eventLastSeen": at,
                "action": {"networkConnectionAction": {"remoteIpDetails": {"ipAddressV4": format!("198.51.100.{minute}")}}}},
            "createdAt": self.at(12, 0), "updatedAt": at,
        })
    }

    fn vulnerability(self, account: &str) -> Value {
        json!({
            "SchemaVersion": "2018-10-08", "Id": format!("{}-{account}-cve", self.day), "AwsAccountId": account,
            "Region": "us-east-1", "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/inspector",
            "ProductName": "Inspector", "Types": ["Software and Configuration Checks/Vulnerabilities/CVE"],
            "Title": "CVE", "Description": "A hole.", "CreatedAt": self.at(12, 10), "UpdatedAt": self.at(12, 40),
            "Severity": {"Label": "MEDIUM", "Normalized": 40}, "RecordState": "ACTIVE", "Workflow": {"Status": "NEW"},
            "Resources": [{"Type": "AwsEc2Instance", "Id": format!("arn:aws:ec2:us-east-1:{account}:instance/i-1")}],
        })
    }
}

fn lines(findings: &[Value]) -> Vec<u8> {
    let lines: Vec<String> = findings.iter().map(Value::to_string).collect();
    gzip(lines.join("\n").as_bytes())
}
