//! Logs in: a trigger for each source, all the same handler over another [`LogSource`].
//!
//! [`LogSource`]: gumshoe_sources::LogSource

mod attribution;
mod counting;
mod events;
mod findings;
pub mod ingest;
mod ledgers;
mod measures;
mod records;
mod segments;
mod trails;
mod trigger;
mod volumes;

pub use ingest::{IngestError, Ingester, Received};
pub use ledgers::{Ledgers, is_decided};

use gumshoe_api::{StartedBy, Trigger};
use gumshoe_domain::LogSourceName;
use gumshoe_store::Access;

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::ReadLogs,
    Access::WriteSegments,
];

/// Findings are in the table, all of them.
const FINDINGS_ACCESS: &[Access] = &[Access::ReadTable, Access::WriteTable, Access::ReadLogs];

/// The function that takes CloudTrail log files.
pub static INGEST_CLOUDTRAIL: Trigger = Trigger {
    name: "ingest-cloudtrail",
    started_by: StartedBy::Objects(LogSourceName::CloudTrail),
    access: ACCESS,
    open: |services| trigger::open(services, &INGEST_CLOUDTRAIL, LogSourceName::CloudTrail),
};

/// The function that takes findings of GuardDuty.
pub static INGEST_GUARDDUTY: Trigger = Trigger {
    name: "ingest-guardduty",
    started_by: StartedBy::Objects(LogSourceName::GuardDuty),
    access: FINDINGS_ACCESS,
    open: |services| trigger::open(services, &INGEST_GUARDDUTY, LogSourceName::GuardDuty),
};

/// The function that takes findings of Security Hub.
pub static INGEST_SECURITY_HUB: Trigger = Trigger {
    name: "ingest-security-hub",
    started_by: StartedBy::Objects(LogSourceName::SecurityHub),
    access: FINDINGS_ACCESS,
    open: |services| trigger::open(services, &INGEST_SECURITY_HUB, LogSourceName::SecurityHub),
};

/// The function that takes VPC flow logs.
pub static INGEST_VPC_FLOW: Trigger = Trigger {
    name: "ingest-vpc-flow",
    started_by: StartedBy::Objects(LogSourceName::VpcFlow),
    access: ACCESS,
    open: |services| trigger::open(services, &INGEST_VPC_FLOW, LogSourceName::VpcFlow),
};

/// The function that takes audit logs of EKS clusters.
pub static INGEST_EKS_AUDIT: Trigger = Trigger {
    name: "ingest-eks-audit",
    started_by: StartedBy::Objects(LogSourceName::EksAudit),
    access: ACCESS,
    open: |services| trigger::open(services, &INGEST_EKS_AUDIT, LogSourceName::EksAudit),
};

/// The triggers of this family, one for each source.
pub static TRIGGERS: &[&Trigger] = &[
    &INGEST_CLOUDTRAIL,
    &INGEST_VPC_FLOW,
    &INGEST_GUARDDUTY,
    &INGEST_SECURITY_HUB,
    &INGEST_EKS_AUDIT,
];
