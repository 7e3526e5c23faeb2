//! Findings of Amazon `GuardDuty`: the export to S3 and the events of `EventBridge`, in camelCase, and
//! the answers of `GetFindings`, in `PascalCase`.
//!
//! `GuardDuty` User Guide, "Exporting generated findings to Amazon S3 buckets": objects are JSON lines
//! at `[prefix/]AWSLogs/account/GuardDuty/region/YYYY/MM/DD/`, named `….jsonl.gz`.

mod resource;
mod sequence;

use gumshoe_activity::{Finding, Provider, Rating, Report, Role};
use gumshoe_domain::{AccountId, LogSourceName, Timestamp};
use serde_json::Value;

use crate::batch::Batch;
use crate::findings::{self, Delivery, Entities, Taken, Texts, member, moment, sides, text};
use crate::geolocate::Geolocator;
use crate::key::{self, KeyVerdict, ObjectKey};
use crate::limits::Limits;
use crate::rejected::ObjectRejected;
use crate::source::{EventPattern, LogSource};
use crate::tally::{ObjectTally, RecordRejected};

/// Findings of Amazon `GuardDuty`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuardDuty;

impl LogSource for GuardDuty {
    fn name(&self) -> LogSourceName {
        LogSourceName::GuardDuty
    }

    fn owns(&self, key: &str) -> KeyVerdict {
        key::in_folder(
            key,
            "GuardDuty",
            &[".jsonl.gz", ".jsonl", ".json.gz", ".json"],
        )
    }

    /// `GuardDuty` User Guide, "Processing GuardDuty findings with Amazon EventBridge".
    fn events(&self) -> Option<EventPattern> {
        Some(EventPattern {
            source: "aws.guardduty",
            detail_types: &["GuardDuty Finding"],
        })
    }

    fn read(
        &self,
        bytes: &[u8],
        _object: &ObjectKey,
        batch: &mut Batch,
        _geo: &Geolocator,
        limits: &Limits,
    ) -> Result<ObjectTally, ObjectRejected> {
        findings::read(bytes, batch, limits, take)
    }
}

fn take(record: &Value, delivery: &Delivery) -> Taken {
    let id = text(record, "id").ok_or(RecordRejected::MissingId)?;
    let kind = text(record, "type").ok_or(RecordRejected::MissingType)?;
    let account = text(record, "accountId").and_then(|it| it.parse().ok());
    let account: AccountId = account.ok_or(RecordRejected::NoAccount)?;
    let service = member(record, "service").unwrap_or(&Value::Null);
    let times = Times::of(record, service)?;
    let (involved, is_cut) = involved(record, service, account);
    let mut texts = Texts::new(is_cut);
    let severity = member(record, "severity").and_then(Value::as_f64);
    let finding = Finding {
        id: texts.cut(id),
        arn: texts.optional(text(record, "arn")),
        provider: Provider::GuardDuty,
        product: Some("GuardDuty".to_owned()),
        product_arn: None,
        types: vec![texts.cut(kind)],
        title: texts.cut(text(record, "title").unwrap_or(kind)),
        description: texts.cut(text(record, "description").unwrap_or_default()),
        severity: Rating::of_guard_duty(severity.unwrap_or_default()),
        account,
        region: texts.optional(text(record, "region")),
        first_seen: times.first_seen,
        last_seen: times.last_seen,
        created: times.created,
        updated: times.updated,
        is_archived: member(service, "archived").and_then(Value::as_bool) == Some(true),
        workflow: None,
        count: member(service, "count")
            .and_then(Value::as_u64)
            .unwrap_or(1),
        involved,
    };
    let report = Report {
        finding,
        record: String::new(),
        sent: delivery.sent,
    };
    Ok((report, texts.is_cut()))
}

struct Times {
    first_seen: Timestamp,
    last_seen: Timestamp,
    created: Timestamp,
    updated: Timestamp,
}

impl Times {
    /// Only the time of the update is needed; the others are near it where they are not told.
    fn of(record: &Value, service: &Value) -> Result<Self, RecordRejected> {
        let updated = moment(record, "updatedAt").ok_or(RecordRejected::MissingUpdateTime)?;
        let created = moment(record, "createdAt").unwrap_or(updated);
        let last_seen = moment(service, "eventLastSeen").unwrap_or(updated);
        let first_seen = moment(service, "eventFirstSeen").unwrap_or(created);
        Ok(Self {
            first_seen: first_seen.min(last_seen),
            last_seen,
            created,
            updated,
        })
    }
}

/// The entities of a finding, those first that matter most.
fn involved(
    record: &Value,
    service: &Value,
    account: AccountId,
) -> (Vec<gumshoe_activity::Involved>, bool) {
    let role = match text(service, "resourceRole") {
        Some("ACTOR") => Role::Actor,
        Some(_) | None => Role::Target,
    };
    let mut entities = Entities::default();
    entities.add_account(account.as_str(), Role::Related);
    let resource = member(record, "resource").unwrap_or(&Value::Null);
    resource::principals(&mut entities, resource, account, role);
    resource::resources(&mut entities, resource, account, role);
    if let Some(action) = member(service, "action") {
        sides(&mut entities, action, role);
    }
    if let Some(sequence) = member(service, "detection").and_then(|it| member(it, "sequence")) {
        sequence::involved(&mut entities, sequence, account);
    }
    resource::addresses(&mut entities, resource, role);
    entities.finish()
}
