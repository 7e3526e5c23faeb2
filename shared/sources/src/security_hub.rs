//! Findings of AWS Security Hub, in the AWS Security Finding Format (ASFF): events of `EventBridge`,
//! and objects in S3 that hold such events, findings, or answers of `GetFindings`.
//!
//! Security Hub has no export to S3 of its own; what customers build writes JSON or JSON lines. The
//! folder `SecurityHub` in the key says that an object is one.

mod resource;
mod rules;

use std::str::FromStr as _;

use gumshoe_activity::{Finding, Provider, Rating, Report, Role};
use gumshoe_domain::investigation::Severity;
use gumshoe_domain::{AccountId, LogSourceName};
use serde_json::Value;

use crate::batch::Batch;
use crate::findings::{self, Arn, Delivery, Entities, Refused, Taken, Texts};
use crate::findings::{elements, member, moment, sides, text, text_of};
use crate::geolocate::Geolocator;
use crate::key::{self, KeyVerdict, ObjectKey};
use crate::limits::Limits;
use crate::rejected::ObjectRejected;
use crate::source::{EventPattern, LogSource};
use crate::tally::{LeftOut, ObjectTally, RecordRejected};

/// Most types of a finding. Security Hub User Guide, "Required top-level attributes".
const MOST_TYPES: usize = 50;

/// Findings of AWS Security Hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityHub;

impl LogSource for SecurityHub {
    fn name(&self) -> LogSourceName {
        LogSourceName::SecurityHub
    }

    fn owns(&self, key: &str) -> KeyVerdict {
        key::in_folder(
            key,
            "SecurityHub",
            &[".jsonl.gz", ".jsonl", ".json.gz", ".json", ".gz"],
        )
    }

    /// Security Hub User Guide, "EventBridge event formats for Security Hub CSPM".
    fn events(&self) -> Option<EventPattern> {
        Some(EventPattern {
            source: "aws.securityhub",
            detail_types: &[
                "Security Hub Findings - Imported",
                "Security Hub Findings - Custom Action",
            ],
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
    let id = text(record, "Id").ok_or(RecordRejected::MissingId)?;
    let product_arn = text(record, "ProductArn").ok_or(RecordRejected::MissingProduct)?;
    let account = text(record, "AwsAccountId").and_then(|it| it.parse().ok());
    let account: AccountId = account.ok_or(RecordRejected::NoAccount)?;
    let updated = moment(record, "UpdatedAt").ok_or(RecordRejected::MissingUpdateTime)?;
    let created = moment(record, "CreatedAt").unwrap_or(updated);
    let region = region(record, product_arn);
    let passed = match rules::check(record, product_arn, region, delivery) {
        Ok(()) => None,
        Err(reason @ LeftOut::ComplianceNotFailed) => Some(reason),
        Err(reason) => return Err(reason.into()),
    };
    let (involved, is_cut) = involved(record, account);
    let mut texts = Texts::new(is_cut);
    let last_seen = moment(record, "LastObservedAt").unwrap_or(updated);
    let first_seen = moment(record, "FirstObservedAt").unwrap_or(created);
    let workflow = member(record, "Workflow").and_then(|it| text(it, "Status"));
    let finding = Finding {
        id: texts.cut(id),
        arn: None,
        provider: Provider::SecurityHub,
        product: texts.optional(product(record, product_arn)),
        product_arn: Some(texts.cut(product_arn)),
        types: types(record).map(|it| texts.cut(it)).collect(),
        title: texts.cut(text(record, "Title").unwrap_or(id)),
        description: texts.cut(text(record, "Description").unwrap_or_default()),
        severity: severity(record),
        account,
        region: texts.optional(region),
        first_seen: first_seen.min(last_seen),
        last_seen,
        created,
        updated,
        is_archived: passed.is_some() || text(record, "RecordState") == Some("ARCHIVED"),
        workflow: texts.optional(workflow.or_else(|| text(record, "WorkflowState"))),
        count: 1,
        involved,
    };
    let report = Report {
        finding,
        record: String::new(),
        sent: delivery.sent,
    };
    match passed {
        Some(reason) => Err(Refused::Passed(reason, Box::new(report))),
        None => Ok((report, texts.is_cut())),
    }
}

/// The Region that the finding is of: what it says, else that of the product that told it.
fn region<'v>(record: &'v Value, product_arn: &'v str) -> Option<&'v str> {
    let of_product = || Arn::parse(product_arn).map(|it| it.region);
    text(record, "Region")
        .or_else(of_product)
        .filter(|it| !it.is_empty())
}

/// The product's name.
fn product<'v>(record: &'v Value, product_arn: &'v str) -> Option<&'v str> {
    let in_fields = || member(record, "ProductFields")?.get("aws/securityhub/ProductName");
    text(record, "ProductName")
        .or_else(|| in_fields().and_then(text_of))
        .or_else(|| product_arn.rsplit('/').next())
}

/// The types: what Security Hub says, else what the provider says.
fn types(record: &Value) -> impl Iterator<Item = &str> {
    let of_provider = || member(record, "FindingProviderFields");
    let types = match elements(record, "Types") {
        [] => of_provider().map_or(&[][..], |it| elements(it, "Types")),
        types => types,
    };
    types.iter().filter_map(text_of).take(MOST_TYPES)
}

/// A label decides the level, and the number says more; each may be absent.
fn severity(record: &Value) -> Rating {
    let severity = member(record, "Severity").unwrap_or(&Value::Null);
    let label = text(severity, "Label").and_then(|it| Severity::from_str(it).ok());
    let number = member(severity, "Normalized").and_then(Value::as_f64);
    match (label, number) {
        (Some(level), Some(number)) => Rating::new(level, number),
        (Some(level), None) => Rating::labelled(level),
        (None, number) => Rating::normalized(number.unwrap_or_default()),
    }
}

/// The entities of a finding, those first that matter most.
fn involved(record: &Value, account: AccountId) -> (Vec<gumshoe_activity::Involved>, bool) {
    let mut entities = Entities::default();
    entities.add_account(account.as_str(), Role::Related);
    for resource in elements(record, "Resources") {
        resource::involved(&mut entities, resource, account);
    }
    // The resources are what the action was done to.
    if let Some(action) = member(record, "Action") {
        sides(&mut entities, action, Role::Target);
    }
    for network in elements(record, "Network") {
        for (name, role) in [
            ("SourceIpV4", Role::Actor),
            ("SourceIpV6", Role::Actor),
            ("DestinationIpV4", Role::Target),
            ("DestinationIpV6", Role::Target),
        ] {
            if let Some(address) = text(network, name) {
                entities.add_address(address, role);
            }
        }
    }
    for resource in elements(record, "Resources") {
        resource::addresses(&mut entities, resource);
    }
    entities.finish()
}
