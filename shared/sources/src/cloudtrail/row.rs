//! The rules by which one record becomes a row, or does not.
//!
//! `docs/semantics.md` states them for users. What is worked out from a combination of texts is
//! worked out once per account and batch; see [`crate::memo`].

use std::net::IpAddr;

use gumshoe_activity::{Action, EntityType, Origin, OriginId, Place, Resource, ResourceId};
use gumshoe_domain::{AccountId, Timestamp};

use super::record::Record;
use super::relations::{self, Relating, Told};
use super::{event_id, event_time};
use crate::geolocate::Geolocator;
use crate::key::ObjectKey;
use crate::lenient::Text;
use crate::memo::MemoKey;
use crate::rows::{AccountRows, KnownAction, KnownCaller};
use crate::staging::{Full, StagedKey, Staging};
use crate::tally::{LeftOut, Notice, RecordRejected};

/// The parts of a record without which it is no call.
struct Call<'a> {
    time: Timestamp,
    source: &'a str,
    name: &'a str,
    account: AccountId,
}

/// Stages one element of `Records`, or counts why not.
///
/// # Errors
/// When the object needs more memory than it may have.
pub(super) fn stage(
    record: Option<&Record<'_>>,
    object: &ObjectKey,
    geo: &Geolocator,
    staging: &mut Staging<'_>,
) -> Result<(), Full> {
    let Some(record) = record else {
        staging.tally.rejected.add(RecordRejected::NotAnObject);
        return Ok(());
    };
    if let Some(reason) = record.left_out() {
        staging.tally.left_out.add(reason);
        return Ok(());
    }
    let call = match record.call() {
        Ok(call) => call,
        Err(reason) => {
            staging.tally.rejected.add(reason);
            return Ok(());
        }
    };
    if !staging.is_new(call.account, record.event_id.get().map(event_id::parse)) {
        return Ok(());
    }
    let (place, rows, key) = staging.account(call.account);
    let caller = caller(record, rows, key);
    let (origin, cut_origin) = origin(record, geo, rows, key);
    let (action, cut_action) = action(record, &call, rows, key);
    let staged = StagedKey {
        place,
        hour: call.time.hour(),
        caller: caller.id,
        origin,
        action: action.id,
        resource: bucket(record, rows, key),
    };
    if action.rule.is_some() || caller.is_of_instance {
        relate(record, &call, action, rows);
    }
    let cut_bucket = record.request_parameters.bucket_name.is_cut() || record.bucket_arn.is_cut();
    if caller.is_cut || cut_origin || cut_action || cut_bucket {
        staging.tally.notices.add(Notice::TruncatedField);
    }
    if record.is_of_another_account(object) {
        staging.tally.notices.add(Notice::AccountMismatch);
    }
    staging.push(staged, call.time)
}

impl Record<'_> {
    /// Why the record is no call, if it is sound and none.
    fn left_out(&self) -> Option<LeftOut> {
        if self.has_insight_details {
            return Some(LeftOut::Insight);
        }
        match (self.event_category.get(), self.event_type.get()) {
            (Some("Insight"), _) | (_, Some("AwsCloudTrailInsight")) => Some(LeftOut::Insight),
            (Some("NetworkActivity"), _) | (_, Some("AwsVpceEvent" | "AwsVpceEvents")) => {
                Some(LeftOut::NetworkActivity)
            }
            (Some(_) | None, Some(_) | None) => None,
        }
    }

    fn call(&self) -> Result<Call<'_>, RecordRejected> {
        let time = self
            .event_time
            .get()
            .ok_or(RecordRejected::MissingEventTime)?;
        Ok(Call {
            time: event_time::parse(time).ok_or(RecordRejected::InvalidEventTime)?,
            source: self
                .event_source
                .get()
                .ok_or(RecordRejected::MissingEventSource)?,
            name: self
                .event_name
                .get()
                .ok_or(RecordRejected::MissingEventName)?,
            account: self.account().ok_or(RecordRejected::NoAccount)?,
        })
    }

    /// The account whose activity the record is.
    fn account(&self) -> Option<AccountId> {
        let parse = |text: &Text<'_>| text.get()?.parse().ok();
        parse(&self.recipient_account_id).or_else(|| parse(&self.user_identity.account_id))
    }

    fn is_of_another_account(&self, object: &ObjectKey) -> bool {
        let Some((named, recipient)) = object.account.zip(self.recipient_account_id.get()) else {
            return false;
        };
        recipient != named.as_str()
    }

    /// The error code. The call failed exactly when there is one, even an empty one; one that is no
    /// text is an empty one.
    fn error(&self) -> Option<&str> {
        let is_there = self.error_code != Text::Absent;
        is_there.then(|| self.error_code.written().unwrap_or_default())
    }
}

/// Stages what the record shows of who is what to whom.
fn relate(record: &Record<'_>, call: &Call<'_>, action: KnownAction, rows: &mut AccountRows) {
    record.user_identity.caller(call.account, |caller, _| {
        let told = Told { record, caller };
        let mut relating = Relating {
            rows: &mut rows.staged_relations,
            account: call.account.as_str(),
            time: call.time,
        };
        relations::add_instance(&told, &mut relating);
        if let Some(rule) = action.rule {
            rule(&told, &mut relating);
        }
    });
}

/// The caller's place.
fn caller(record: &Record<'_>, rows: &mut AccountRows, key: &mut MemoKey) -> KnownCaller {
    let AccountRows {
        account,
        rows,
        callers,
        ..
    } = rows;
    let identity = &record.user_identity;
    let is_cut = identity.write_key(key);
    let known = callers.get_or_make(key, || {
        identity.caller(*account, |caller, is_cut| KnownCaller {
            id: rows.caller(caller),
            is_cut,
            is_of_instance: relations::is_of_instance(caller),
        })
    });
    KnownCaller {
        is_cut: known.is_cut || is_cut,
        ..known
    }
}

/// The origin's place, and whether something of it was cut.
fn origin(
    record: &Record<'_>,
    geo: &Geolocator,
    rows: &mut AccountRows,
    key: &mut MemoKey,
) -> (OriginId, bool) {
    let (address, agent) = (&record.source_ip_address, &record.user_agent);
    key.set([address.get(), agent.get()]);
    let AccountRows { rows, origins, .. } = rows;
    let origin = origins.get_or_make(key, || {
        let ip: Option<IpAddr> = address.get().and_then(|it| it.parse().ok());
        // An IPv4 address is read in its one form only; an IPv6 address may be written in several.
        let canonical = ip.filter(IpAddr::is_ipv6).map(|it| it.to_string());
        rows.origin(&Origin {
            address: canonical.as_deref().or(address.get()),
            is_ip: ip.is_some(),
            user_agent: agent.get(),
            place: ip.map_or_else(Place::default, |it| geo.place(it)),
        })
    });
    (origin, address.is_cut() || agent.is_cut())
}

/// The action's place, and whether something of it was cut.
fn action(
    record: &Record<'_>,
    call: &Call<'_>,
    rows: &mut AccountRows,
    key: &mut MemoKey,
) -> (KnownAction, bool) {
    let (region, error_code) = (record.aws_region.get(), record.error());
    key.set([Some(call.source), Some(call.name), region, error_code]);
    let AccountRows { rows, actions, .. } = rows;
    let action = actions.get_or_make(key, || KnownAction {
        rule: relations::rule_of(call.source, call.name).filter(|_| error_code.is_none()),
        id: rows.action(&Action {
            service: call
                .source
                .strip_suffix(".amazonaws.com")
                .unwrap_or(call.source),
            api: call.name,
            region,
            error_code,
        }),
    });
    let texts = [
        &record.event_source,
        &record.event_name,
        &record.aws_region,
        &record.error_code,
    ];
    (action, texts.into_iter().any(Text::is_cut))
}

/// The place of the bucket that the call is about.
fn bucket(record: &Record<'_>, rows: &mut AccountRows, key: &mut MemoKey) -> Option<ResourceId> {
    let id = record.bucket()?;
    key.set([Some(id)]);
    let AccountRows { rows, buckets, .. } = rows;
    let kind = EntityType::S3Bucket;
    Some(buckets.get_or_make(key, || rows.resource(&Resource { kind, id })))
}
