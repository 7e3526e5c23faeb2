//! What a source of logs is, and the list of them.

use gumshoe_domain::LogSourceName;

use crate::batch::Batch;
use crate::cloudtrail::CloudTrail;
use crate::eks_audit::EksAudit;
use crate::geolocate::Geolocator;
use crate::guardduty::GuardDuty;
use crate::key::{KeyVerdict, ObjectKey};
use crate::limits::Limits;
use crate::rejected::ObjectRejected;
use crate::security_hub::SecurityHub;
use crate::tally::ObjectTally;
use crate::vpc_flow::VpcFlow;

/// The events of Amazon `EventBridge` that carry records of a source themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventPattern {
    /// Their `source`.
    pub source: &'static str,
    /// Each `detail-type` that they may have.
    pub detail_types: &'static [&'static str],
}

impl EventPattern {
    /// Whether an event with this `source` and `detail-type` is one of them.
    pub fn matches(&self, source: &str, detail_type: &str) -> bool {
        self.source == source && self.detail_types.contains(&detail_type)
    }
}

/// A kind of log: which objects hold it, and what they say.
pub trait LogSource: Sync {
    /// Its name in counters and in `GetIngestStatus`.
    fn name(&self) -> LogSourceName;

    /// Whether the object with this key (not URL-encoded) is one of this source's.
    fn owns(&self, key: &str) -> KeyVerdict;

    /// The events that carry records of this source themselves, if there are any. Such an event is
    /// read as an object that holds it.
    fn events(&self) -> Option<EventPattern> {
        None
    }

    /// Adds the records of one object, whose whole content is `bytes`, to `batch`.
    ///
    /// # Errors
    /// When the object cannot be read to its end. None of its records counts then, and the batch's
    /// rows are as they were.
    fn read(
        &self,
        bytes: &[u8],
        object: &ObjectKey,
        batch: &mut Batch,
        geo: &Geolocator,
        limits: &Limits,
    ) -> Result<ObjectTally, ObjectRejected>;
}

/// Every source. The order is the order of `GetIngestStatus`.
pub static SOURCES: &[&dyn LogSource] =
    &[&CloudTrail, &VpcFlow, &GuardDuty, &SecurityHub, &EksAudit];

/// The source called `name`.
pub fn source_named(name: LogSourceName) -> &'static dyn LogSource {
    match name {
        LogSourceName::CloudTrail => &CloudTrail,
        LogSourceName::GuardDuty => &GuardDuty,
        LogSourceName::SecurityHub => &SecurityHub,
        LogSourceName::EksAudit => &EksAudit,
        LogSourceName::VpcFlow => &VpcFlow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_source_and_the_list_holds_them_all_in_order() {
        let listed: Vec<LogSourceName> = SOURCES.iter().map(|source| source.name()).collect();
        assert_eq!(listed, LogSourceName::ALL);
        for name in LogSourceName::ALL {
            assert_eq!(source_named(*name).name(), *name);
        }
    }
}
