//! Objects of every source, of one account and one day.

use std::io::Write as _;

use serde_json::{Value, json};

use super::Object;

pub(super) const ACCOUNT: &str = "111122223333";

/// Objects of each source.
pub(super) const EACH: u32 = 8;

/// [`EACH`] objects of every source.
pub(super) fn of_every_source() -> Vec<Object> {
    let all = (0..EACH).map(|number| {
        [
            trail(number),
            flows(number),
            audit(number),
            attack(number),
            hole(number),
        ]
    });
    all.flatten().collect()
}

/// The key of a log file of CloudTrail.
pub(super) fn trail_key(number: u32) -> String {
    format!(
        "AWSLogs/{ACCOUNT}/CloudTrail/us-east-1/2026/03/01/{ACCOUNT}_CloudTrail_us-east-1_20260301T1205Z_{number}.json.gz"
    )
}

/// Two calls of the user alice, one of which fails.
pub(super) fn trail(number: u32) -> Object {
    let call = |at: u32, error: Value| {
        json!({
            "eventVersion": "1.08",
            "userIdentity": {
                "type": "IAMUser", "principalId": "AIDAEXAMPLEALICE", "userName": "alice", "accountId": ACCOUNT,
                "arn": format!("arn:aws:iam::{ACCOUNT}:user/alice"), "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
            },
            "eventTime": format!("2026-03-01T12:{:02}:00Z", number % 60), "eventSource": "s3.amazonaws.com",
            "eventName": "ListBuckets", "awsRegion": "us-east-1", "sourceIPAddress": "198.51.100.7",
            "userAgent": "aws-cli/2.15.0", "requestParameters": null, "responseElements": null, "errorCode": error,
            "eventID": format!("00000000-0000-0000-0000-{:012}", 2 * number + at), "eventType": "AwsApiCall",
            "managementEvent": true, "eventCategory": "Management", "recipientAccountId": ACCOUNT,
        })
    };
    let records = json!({ "Records": [call(0, Value::Null), call(1, json!("AccessDenied"))] });
    Object {
        key: trail_key(number),
        bytes: gzip(records.to_string().as_bytes()),
    }
}

/// Two flows, of 40 bytes in and of 7,000 bytes out.
fn flows(number: u32) -> Object {
    let text = format!(
        "version account-id interface-id instance-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n\
         3 {ACCOUNT} eni-1 i-1 203.0.113.9 10.0.0.5 50318 443 6 3 40 1772366400 1772366460 ACCEPT OK\n\
         3 {ACCOUNT} eni-1 i-1 10.0.0.5 203.0.113.9 443 50318 6 5 7000 1772366400 1772366460 ACCEPT OK\n"
    );
    Object {
        key: format!(
            "AWSLogs/{ACCOUNT}/vpcflowlogs/us-east-1/2026/03/01/{ACCOUNT}_vpcflowlogs_us-east-1_fl-1234abcd_20260301T1205Z_{number:08x}.log.gz"
        ),
        bytes: gzip(text.as_bytes()),
    }
}

/// Three calls: one that succeeds, one that is forbidden, and one of nobody.
fn audit(number: u32) -> Object {
    let event = |at: u32, code: u16| {
        let time = format!("2026-03-01T12:{number:02}:0{at}.5Z");
        let event = json!({
            "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Metadata",
            "auditID": format!("{number}-{at}"), "stage": "ResponseComplete",
            "requestURI": "/api/v1/namespaces/web/pods?limit=500", "verb": "list",
            "user": {"username": "bob", "groups": ["system:authenticated"]}, "sourceIPs": ["198.51.100.7"],
            "userAgent": "kubectl/v1.30.0",
            "objectRef": {"resource": "pods", "namespace": "web", "apiVersion": "v1"},
            "responseStatus": {"metadata": {}, "code": code},
            "requestReceivedTimestamp": time, "stageTimestamp": time,
        });
        json!({"id": "1", "timestamp": 1, "message": event.to_string()})
    };
    let message = json!({
        "messageType": "DATA_MESSAGE", "owner": ACCOUNT, "logGroup": "/aws/eks/shop/cluster",
        "logStream": "kube-apiserver-audit-0123456789abcdef", "subscriptionFilters": ["all"],
        "logEvents": [event(0, 200), event(1, 403), event(2, 401)],
    });
    Object {
        key: format!("eks-audit/2026/03/01/12/audit-1-2026-03-01-12-05-30-{number}"),
        bytes: gzip(&gzip(message.to_string().as_bytes())),
    }
}

/// A version of one of `EACH / 2` findings of GuardDuty; there are two of each, the newer one of which
/// has the larger number.
fn attack(number: u32) -> Object {
    let (id, at) = (
        number % (EACH / 2),
        format!("2026-03-01T12:{number:02}:00.000Z"),
    );
    let finding = json!({
        "schemaVersion": "2.0", "accountId": ACCOUNT, "region": "us-east-1", "partition": "aws", "id": format!("attack-{id}"),
        "arn": format!("arn:aws:guardduty:us-east-1:{ACCOUNT}:detector/3caf/finding/attack-{id}"),
        "type": "UnauthorizedAccess:EC2/SSHBruteForce", "severity": 8, "title": "An attack.", "description": "By SSH.",
        "resource": {"resourceType": "Instance", "instanceDetails": {"instanceId": "i-1"}},
        "service": {"resourceRole": "TARGET", "count": number + 1, "archived": false,
            "eventFirstSeen": "2026-03-01T11:55:00Z", "eventLastSeen": at,
            "action": {"networkConnectionAction": {"remoteIpDetails": {"ipAddressV4": "198.51.100.9"}}}},
        "createdAt": "2026-03-01T12:00:00.000Z", "updatedAt": at,
    });
    Object {
        key: format!("AWSLogs/{ACCOUNT}/GuardDuty/us-east-1/2026/03/01/{number}.jsonl.gz"),
        bytes: gzip(finding.to_string().as_bytes()),
    }
}

/// A finding of Security Hub.
fn hole(number: u32) -> Object {
    let finding = json!({
        "SchemaVersion": "2018-10-08", "Id": format!("hole-{number}"), "AwsAccountId": ACCOUNT, "Region": "us-east-1",
        "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/inspector", "ProductName": "Inspector",
        "Types": ["Software and Configuration Checks/Vulnerabilities/CVE"], "Title": "CVE", "Description": "A hole.",
        "CreatedAt": "2026-03-01T12:10:00.000Z", "UpdatedAt": "2026-03-01T12:40:00.000Z",
        "Severity": {"Label": "MEDIUM", "Normalized": 40}, "RecordState": "ACTIVE", "Workflow": {"Status": "NEW"},
        "Resources": [{"Type": "AwsEc2Instance", "Id": format!("arn:aws:ec2:us-east-1:{ACCOUNT}:instance/i-1")}],
    });
    Object {
        key: format!("AWSLogs/{ACCOUNT}/SecurityHub/us-east-1/2026/03/01/{number}.jsonl.gz"),
        bytes: gzip(finding.to_string().as_bytes()),
    }
}

/// Compresses.
pub(super) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}
