//! Logs in: a trigger for each source, all the same handler over another [`LogSource`].
//!
//! [`LogSource`]: gumshoe_sources::LogSource

mod attribution;
mod counting;
mod events;
pub mod ingest;
mod segments;
mod trigger;
mod volumes;

pub use ingest::{IngestError, Ingester, Received};

use gumshoe_api::{StartedBy, Trigger};
use gumshoe_domain::LogSourceName;
use gumshoe_store::Access;

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::ReadLogs,
    Access::WriteSegments,
];

/// The function that takes CloudTrail log files.
pub static INGEST_CLOUDTRAIL: Trigger = Trigger {
    name: "ingest-cloudtrail",
    started_by: StartedBy::Objects(LogSourceName::CloudTrail),
    access: ACCESS,
    open: |services| trigger::open(services, "ingest-cloudtrail", LogSourceName::CloudTrail),
};

/// The function that takes audit logs of EKS clusters.
pub static INGEST_EKS_AUDIT: Trigger = Trigger {
    name: "ingest-eks-audit",
    started_by: StartedBy::Objects(LogSourceName::EksAudit),
    access: ACCESS,
    open: |services| trigger::open(services, "ingest-eks-audit", LogSourceName::EksAudit),
};

/// The triggers of this family, one for each source.
pub static TRIGGERS: &[&Trigger] = &[&INGEST_CLOUDTRAIL, &INGEST_EKS_AUDIT];
