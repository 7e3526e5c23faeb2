//! What reading an object came to, in numbers.

use std::collections::BTreeMap;
use std::fmt;

use gumshoe_domain::{AccountId, Timestamp};

/// Why a record or an object, although sound, is not activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A CloudTrail Insights record: CloudTrail's own statistics of calls, no call.
    Insight,
    /// A network activity event: a call through a VPC endpoint, seen by the endpoint. The call itself
    /// is a management or data event.
    NetworkActivity,
    /// A CloudTrail digest file, by its content: checksums of log files. Counts one per object.
    Digest,
    /// A finding of a product that is not Amazon's.
    ThirdPartyProduct,
    /// A finding of `GuardDuty` that came through Security Hub.
    GuardDutyFinding,
    /// A finding of a check that did not fail.
    ComplianceNotFailed,
    /// A finding that was copied from another Region.
    CrossRegionCopy,
    /// A message by which CloudWatch Logs tests a subscription.
    ControlMessage,
    /// A line of another log of an EKS cluster than its audit log.
    OtherLogStream,
    /// An audit event of a stage of a request that another event counts.
    OtherStage,
    /// A flow log record of an interval without traffic (`log-status` `NODATA`).
    NoData,
    /// A flow log record of an interval in which records were skipped (`SKIPDATA`).
    SkipData,
    /// A flow log record of an Elastic Fabric Adapter, which has no IP addresses.
    Efa,
}

/// Why a record does not count, although its neighbours do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordRejected {
    /// It is not a JSON object.
    NotAnObject,
    /// It has no time.
    MissingEventTime,
    /// Its time is not a moment.
    InvalidEventTime,
    /// It has no `eventSource`.
    MissingEventSource,
    /// It has no `eventName`.
    MissingEventName,
    /// It is a finding without an id.
    MissingId,
    /// It is a finding without a type.
    MissingType,
    /// It is a finding that does not say which product it is of.
    MissingProduct,
    /// It is a finding that does not say when it was updated.
    MissingUpdateTime,
    /// It is longer than a finding can be.
    TooLong,
    /// It is not JSON, or is cut off.
    InvalidJson,
    /// It is a JSON object, but no audit event of Kubernetes.
    NotAnAuditEvent,
    /// The audit event has no `stage`.
    MissingStage,
    /// The audit event has no `verb`.
    MissingVerb,
    /// Nothing says of which cluster the audit event is.
    NoCluster,
    /// Neither the record nor what it was delivered in says whose it is.
    NoAccount,
    /// A flow log record with more or fewer fields than its header names.
    WrongFieldCount,
    /// A field of a flow log record that must be a number is none.
    InvalidNumber,
    /// An address of a flow log record is none.
    InvalidAddress,
    /// Its `action` is neither `ACCEPT` nor `REJECT`.
    InvalidAction,
    /// Its `flow-direction` is neither `ingress` nor `egress`.
    InvalidFlowDirection,
    /// Its `log-status` is none that AWS documents.
    InvalidLogStatus,
    /// It names neither an instance nor an interface.
    NoInterface,
}

/// What is odd about a record. It counts nevertheless, unless the notice says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// Its account is not the one that the object's key names.
    AccountMismatch,
    /// One of its texts was longer than an identifier may be, and was cut.
    TruncatedField,
    /// It was counted before in the same batch, so it was not counted again.
    DuplicateEventId,
    /// It is a finding that its provider keeps as archived.
    ArchivedFinding,
    /// Nothing tells the flow's direction; it was guessed.
    UnknownDirection,
}

impl LeftOut {
    /// The reason's name in counters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insight => "INSIGHT",
            Self::NetworkActivity => "NETWORK_ACTIVITY",
            Self::Digest => "DIGEST",
            Self::ThirdPartyProduct => "THIRD_PARTY_PRODUCT",
            Self::GuardDutyFinding => "GUARDDUTY_FINDING",
            Self::ComplianceNotFailed => "COMPLIANCE_NOT_FAILED",
            Self::CrossRegionCopy => "CROSS_REGION_COPY",
            Self::ControlMessage => "CONTROL_MESSAGE",
            Self::OtherLogStream => "OTHER_LOG_STREAM",
            Self::OtherStage => "OTHER_STAGE",
            Self::NoData => "NODATA",
            Self::SkipData => "SKIPDATA",
            Self::Efa => "EFA",
        }
    }
}

impl RecordRejected {
    /// The reason's name in counters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAnObject => "NOT_AN_OBJECT",
            Self::MissingEventTime => "MISSING_EVENT_TIME",
            Self::InvalidEventTime => "INVALID_EVENT_TIME",
            Self::MissingEventSource => "MISSING_EVENT_SOURCE",
            Self::MissingEventName => "MISSING_EVENT_NAME",
            Self::NoAccount => "NO_ACCOUNT",
            Self::MissingId => "MISSING_ID",
            Self::MissingType => "MISSING_TYPE",
            Self::MissingProduct => "MISSING_PRODUCT",
            Self::MissingUpdateTime => "MISSING_UPDATE_TIME",
            Self::TooLong => "TOO_LONG",
            Self::InvalidJson => "INVALID_JSON",
            Self::NotAnAuditEvent => "NOT_AN_AUDIT_EVENT",
            Self::MissingStage => "MISSING_STAGE",
            Self::MissingVerb => "MISSING_VERB",
            Self::NoCluster => "NO_CLUSTER",
            Self::WrongFieldCount => "WRONG_FIELD_COUNT",
            Self::InvalidNumber => "INVALID_NUMBER",
            Self::InvalidAddress => "INVALID_ADDRESS",
            Self::InvalidAction => "INVALID_ACTION",
            Self::InvalidFlowDirection => "INVALID_FLOW_DIRECTION",
            Self::InvalidLogStatus => "INVALID_LOG_STATUS",
            Self::NoInterface => "NO_INTERFACE",
        }
    }
}

impl Notice {
    /// The notice's name in counters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccountMismatch => "ACCOUNT_MISMATCH",
            Self::TruncatedField => "TRUNCATED_FIELD",
            Self::DuplicateEventId => "DUPLICATE_EVENT_ID",
            Self::ArchivedFinding => "ARCHIVED_FINDING",
            Self::UnknownDirection => "UNKNOWN_DIRECTION",
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for RecordRejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How often each reason occurred. Reasons that did not occur are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts<R>(BTreeMap<R, u64>);

impl<R> Default for Counts<R> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<R: Copy + Ord> Counts<R> {
    /// Counts one occurrence.
    pub fn add(&mut self, reason: R) {
        self.add_times(reason, 1);
    }

    /// Counts several occurrences at once.
    pub fn add_times(&mut self, reason: R, times: u64) {
        *self.0.entry(reason).or_default() += times;
    }

    /// Counts everything that `other` counted.
    pub fn absorb(&mut self, other: &Self) {
        for (reason, count) in &other.0 {
            *self.0.entry(*reason).or_default() += count;
        }
    }

    /// How often `reason` occurred.
    pub fn of(&self, reason: R) -> u64 {
        self.0.get(&reason).copied().unwrap_or_default()
    }

    /// All occurrences together.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Every reason that occurred, with its count, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (R, u64)> {
        self.0.iter().map(|(reason, count)| (*reason, *count))
    }
}

impl<R: Copy + Ord, const N: usize> From<[(R, u64); N]> for Counts<R> {
    fn from(counts: [(R, u64); N]) -> Self {
        Self(counts.into())
    }
}

/// What one object came to. Every record of the object is in exactly one of `records`, `left_out`,
/// `rejected`, and the notice [`Notice::DuplicateEventId`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObjectTally {
    /// Records that were counted as activity.
    pub records: u64,
    /// Size of the object's text, inflated if it was compressed.
    pub inflated_bytes: u64,
    /// What is sound but no activity.
    pub left_out: Counts<LeftOut>,
    /// Records that do not count because they are malformed.
    pub rejected: Counts<RecordRejected>,
    /// Oddities, in records.
    pub notices: Counts<Notice>,
    /// The latest `eventTime` of the counted records.
    pub newest: Option<Timestamp>,
    /// The counted records by the account that they belong to.
    pub accounts: BTreeMap<AccountId, AccountTally>,
    /// A sample of the counted events, by which it is noticed that several trails deliver the same.
    pub sample: Vec<(AccountId, u128)>,
}

/// One account's part of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountTally {
    /// Records that were counted as activity, at least one.
    pub records: u64,
    /// The latest `eventTime` among them.
    pub newest: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_whichever_way_they_are_joined() {
        let mut one = Counts::default();
        one.add(Notice::TruncatedField);
        let mut other = Counts::from([(Notice::TruncatedField, 2), (Notice::AccountMismatch, 1)]);
        other.absorb(&one);
        assert_eq!(
            other,
            Counts::from([(Notice::AccountMismatch, 1), (Notice::TruncatedField, 3)])
        );
        assert_eq!((other.total(), other.of(Notice::DuplicateEventId)), (4, 0));
    }
}
