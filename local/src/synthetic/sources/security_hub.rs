//! Findings that AWS Security Hub gathers, in the events that bring them.
//!
//! Security Hub User Guide, "AWS Security Finding Format (ASFF)".

use gumshoe_domain::Timestamp;
use serde_json::{Value, json};

use super::REGION;
use super::findings::Scene;
use crate::synthetic::record::event_time;

/// A finding of a product.
pub(super) struct Told {
    /// As the product's ARN has it: `product/aws/inspector`.
    pub(super) product: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) label: &'static str,
    pub(super) title: &'static str,
    /// `Compliance.Status`, of a control.
    pub(super) compliance: Option<&'static str>,
    pub(super) about: fn(&Scene<'_>) -> Value,
}

/// Those of a day: what graphs take, and what they leave out.
pub(super) static FINDINGS: [Told; 6] = [
    Told {
        product: "product/aws/inspector",
        name: "Inspector",
        kind: "Software and Configuration Checks/Vulnerabilities/CVE",
        label: "HIGH",
        title: "CVE-2026-0001 - openssl",
        compliance: None,
        about: instance,
    },
    Told {
        product: "product/aws/access-analyzer",
        name: "IAM Access Analyzer",
        kind: "Software and Configuration Checks/AWS Security Best Practices/External Access Granted",
        label: "LOW",
        title: "A bucket may be read by another account",
        compliance: None,
        about: bucket,
    },
    Told {
        product: "product/aws/securityhub",
        name: "Security Hub",
        kind: "Software and Configuration Checks/Industry and Regulatory Standards",
        label: "MEDIUM",
        title: "S3.8 S3 general purpose buckets should block public access",
        compliance: Some("FAILED"),
        about: bucket,
    },
    Told {
        product: "product/aws/securityhub",
        name: "Security Hub",
        kind: "Software and Configuration Checks/Industry and Regulatory Standards",
        label: "INFORMATIONAL",
        title: "EC2.8 EC2 instances should use IMDSv2",
        compliance: Some("PASSED"),
        about: instance,
    },
    Told {
        product: "product/aws/guardduty",
        name: "GuardDuty",
        kind: "TTPs/Discovery/Recon:EC2-PortProbeUnprotectedPort",
        label: "LOW",
        title: "An unprotected port is being probed",
        compliance: None,
        about: instance,
    },
    Told {
        product: "product/examplecorp/scanner",
        name: "Example Scanner",
        kind: "Unusual Behaviors/VM",
        label: "LOW",
        title: "Something of another vendor",
        compliance: None,
        about: instance,
    },
];

impl Told {
    /// Whether graphs take it.
    pub(super) fn counts(&self) -> bool {
        self.product.starts_with("product/aws/")
            && self.product != "product/aws/guardduty"
            && self.compliance.is_none_or(|it| it == "FAILED")
    }

    /// The finding with this id, seen at `at`.
    pub(super) fn finding(&self, scene: &Scene<'_>, id: &str, at: Timestamp) -> Value {
        let account = &scene.estate.account;
        let mut finding = json!({
            "SchemaVersion": "2018-10-08",
            "Id": scene.estate.arn("securityhub", REGION, &format!("finding/{id}")),
            "ProductArn": format!("arn:aws:securityhub:{REGION}::{}", self.product),
            "ProductName": self.name,
            "CompanyName": "Amazon",
            "Region": REGION,
            "GeneratorId": self.name,
            "AwsAccountId": account,
            "Types": [self.kind],
            "FirstObservedAt": event_time(at),
            "LastObservedAt": event_time(at),
            "CreatedAt": event_time(at),
            "UpdatedAt": event_time(at),
            "Severity": {"Label": self.label},
            "Title": self.title,
            "Description": self.title,
            "Resources": [(self.about)(scene)],
            "Workflow": {"Status": "NEW"},
            "RecordState": "ACTIVE",
        });
        if let Some(status) = self.compliance {
            finding["Compliance"] = json!({"Status": status});
        }
        finding
    }
}

/// The event that brings `findings` of `account`.
pub(super) fn event(id: &str, account: &str, at: Timestamp, findings: &[Value]) -> Value {
    json!({
        "version": "0",
        "id": id,
        "detail-type": "Security Hub Findings - Imported",
        "source": "aws.securityhub",
        "account": account,
        "time": event_time(at),
        "region": REGION,
        "resources": [],
        "detail": {"findings": findings},
    })
}

fn instance(scene: &Scene<'_>) -> Value {
    let resource = format!("instance/{}", scene.instance.instance);
    json!({
        "Type": "AwsEc2Instance",
        "Id": scene.estate.arn("ec2", REGION, &resource),
        "Partition": "aws",
        "Region": REGION,
        "Details": {"AwsEc2Instance": {"IpV4Addresses": [scene.instance.address]}},
    })
}

fn bucket(scene: &Scene<'_>) -> Value {
    json!({
        "Type": "AwsS3Bucket",
        "Id": format!("arn:aws:s3:::{}", scene.estate.buckets[0]),
        "Partition": "aws",
        "Region": REGION,
    })
}
