//! The rules by which one record becomes a row, or does not.
//!
//! `docs/semantics.md` states them for users. What is worked out from a combination of texts is
//! worked out once per account and batch; see [`crate::memo`].

use std::net::IpAddr;

use gumshoe_activity::{
    Action, ActionId, CallerId, EntityType, Origin, OriginId, Place, Resource, ResourceId,
};
use gumshoe_domain::{AccountId, Timestamp};

use super::record::Record;
use super::{event_id, event_time};
use crate::geolocate::Geolocator;
use crate::key::ObjectKey;
use crate::lenient::Text;
use crate::memo::MemoKey;
use crate::rows::AccountRows;
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
    if record.is_insight() {
        staging.tally.left_out.add(LeftOut::Insight);
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
    let (caller, cut_caller) = caller(record, rows, key);
    let (origin, cut_origin) = origin(record, geo, rows, key);
    let (action, cut_action) = action(record, &call, rows, key);
    let staged = StagedKey {
        place,
        hour: call.time.hour(),
        caller,
        origin,
        action,
        resource: bucket(record, rows, key),
    };
    let cut_bucket = record.request_parameters.bucket_name.is_cut() || record.bucket_arn.is_cut();
    if cut_caller || cut_origin || cut_action || cut_bucket {
        staging.tally.notices.add(Notice::TruncatedField);
    }
    if record.is_of_another_account(object) {
        staging.tally.notices.add(Notice::AccountMismatch);
    }
    staging.push(staged, call.time)
}

impl Record<'_> {
    fn is_insight(&self) -> bool {
        self.event_category.get() == Some("Insight")
            || self.event_type.get() == Some("AwsCloudTrailInsight")
            || self.has_insight_details
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

/// The caller's place, and whether something of it was cut.
fn caller(record: &Record<'_>, rows: &mut AccountRows, key: &mut MemoKey) -> (CallerId, bool) {
    let AccountRows {
        account,
        rows,
        callers,
        ..
    } = rows;
    let identity = &record.user_identity;
    let is_cut = identity.write_key(key);
    let (caller, is_id_cut) = callers.get_or_make(key, || {
        identity.caller(*account, |caller, is_cut| (rows.caller(caller), is_cut))
    });
    (caller, is_cut || is_id_cut)
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
) -> (ActionId, bool) {
    let (region, error_code) = (record.aws_region.get(), record.error());
    key.set([Some(call.source), Some(call.name), region, error_code]);
    let AccountRows { rows, actions, .. } = rows;
    let action = actions.get_or_make(key, || {
        rows.action(&Action {
            service: call
                .source
                .strip_suffix(".amazonaws.com")
                .unwrap_or(call.source),
            api: call.name,
            region,
            error_code,
        })
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
