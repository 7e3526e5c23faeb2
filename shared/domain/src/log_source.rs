//! The kinds of log that become activity.

use std::fmt;
use std::str::FromStr;

use crate::DatasourcePackage;

/// A kind of log, by the name it has in metrics, counters and `GetIngestStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LogSourceName {
    /// AWS CloudTrail log files.
    CloudTrail,
    /// Amazon VPC flow logs.
    VpcFlow,
    /// Findings of Amazon `GuardDuty`.
    GuardDuty,
    /// Findings of AWS Security Hub.
    SecurityHub,
    /// Audit logs of Amazon EKS clusters.
    EksAudit,
}

/// The text names no log source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown log source")]
pub struct NotALogSource;

impl LogSourceName {
    /// Every source. The order is the order of `GetIngestStatus`.
    pub const ALL: &[Self] = &[
        Self::CloudTrail,
        Self::VpcFlow,
        Self::GuardDuty,
        Self::SecurityHub,
        Self::EksAudit,
    ];

    /// The name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CloudTrail => "CLOUDTRAIL",
            Self::GuardDuty => "GUARDDUTY",
            Self::SecurityHub => "SECURITY_HUB",
            Self::EksAudit => "EKS_AUDIT",
            Self::VpcFlow => "VPC_FLOW",
        }
    }

    /// The package that the source belongs to. Amazon Detective User Guide, "Source data used in a
    /// Detective behavior graph".
    pub fn package(self) -> DatasourcePackage {
        match self {
            Self::CloudTrail | Self::VpcFlow | Self::GuardDuty => DatasourcePackage::DetectiveCore,
            Self::SecurityHub => DatasourcePackage::AsffSecurityHubFinding,
            Self::EksAudit => DatasourcePackage::EksAudit,
        }
    }
}

impl fmt::Display for LogSourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LogSourceName {
    type Err = NotALogSource;

    fn from_str(text: &str) -> Result<Self, NotALogSource> {
        Self::ALL
            .iter()
            .copied()
            .find(|source| source.as_str() == text)
            .ok_or(NotALogSource)
    }
}
