//! A membership as an item: the same attributes under both of its keys.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::membership::{
    DisabledReason, InvitationNotice, InvitationOrder, Life, MemberStatus, Membership, Volume,
};
use gumshoe_domain::{DatasourcePackage, Timestamp};

use crate::error::StoreError;
use crate::item::{Attributes, Item, Stored};
use crate::table::Key;

const BYTES_PER_DAY: &str = "BytesPerDay";
const UPDATED: &str = "Updated";

/// The item of `membership` under `key`, as the revision of this number.
pub(super) fn write(key: &Key, membership: &Membership, revision: u64) -> Attributes {
    let life = membership.life;
    let item = Item::new(key)
        .text("Graph", membership.graph.to_string())
        .text("Account", membership.account.as_str())
        .text("InvitationType", life.invitation_type().as_str())
        .text("MemberStatus", life.status().as_str())
        .text(UPDATED, life.updated().to_string())
        .text("Created", membership.order.created.to_string())
        .number("Position", membership.order.position)
        .text("Notice", notice_name(membership.notice))
        .value("Volumes", volumes_value(&membership.volumes))
        .number("Revision", revision);
    let reason = life.status().disabled_reason().map(DisabledReason::as_str);
    let invited = life.invited().map(|invited| invited.to_string());
    let email = membership.email.as_ref().map(|email| email.reveal());
    let message = membership.message.as_ref().map(|message| message.reveal());
    let optional = [
        ("DisabledReason", reason),
        ("Invited", invited.as_deref()),
        ("Email", email),
        ("Message", message),
    ];
    optional
        .into_iter()
        .fold(item, |item, (name, text)| match text {
            Some(text) => item.text(name, text),
            None => item,
        })
        .build()
}

/// The membership in an item of either key.
pub(super) fn read(item: Stored<'_>) -> Result<Membership, StoreError> {
    let reason = optional(item, "DisabledReason")?;
    let status = MemberStatus::kept(item.text("MemberStatus")?, reason)
        .map_err(|_| item.malformed("MemberStatus"))?;
    Ok(Membership {
        graph: item.parsed("Graph")?,
        account: item.parsed("Account")?,
        email: optional(item, "Email")?,
        life: Life::kept(
            item.parsed("InvitationType")?,
            status,
            optional(item, "Invited")?,
            item.parsed(UPDATED)?,
        ),
        order: InvitationOrder {
            created: item.parsed("Created")?,
            position: item.number("Position")?,
        },
        message: optional(item, "Message")?,
        notice: read_notice(item)?,
        volumes: read_volumes(item)?,
        revision: item.number("Revision")?,
    })
}

fn optional<T: std::str::FromStr>(
    item: Stored<'_>,
    name: &'static str,
) -> Result<Option<T>, StoreError> {
    item.optional_text(name)
        .map(|text| text.parse().map_err(|_| item.malformed(name)))
        .transpose()
}

fn notice_name(notice: InvitationNotice) -> &'static str {
    match notice {
        InvitationNotice::Unwanted => "UNWANTED",
        InvitationNotice::Due => "DUE",
        InvitationNotice::Sent => "SENT",
    }
}

fn read_notice(item: Stored<'_>) -> Result<InvitationNotice, StoreError> {
    match item.text("Notice")? {
        "UNWANTED" => Ok(InvitationNotice::Unwanted),
        "DUE" => Ok(InvitationNotice::Due),
        "SENT" => Ok(InvitationNotice::Sent),
        _ => Err(item.malformed("Notice")),
    }
}

fn volumes_value(volumes: &BTreeMap<DatasourcePackage, Volume>) -> AttributeValue {
    let volume = |volume: &Volume| {
        AttributeValue::M(HashMap::from([
            (
                BYTES_PER_DAY.to_owned(),
                AttributeValue::N(volume.bytes_per_day.to_string()),
            ),
            (
                UPDATED.to_owned(),
                AttributeValue::S(volume.updated.to_string()),
            ),
        ]))
    };
    let volumes = volumes.iter();
    AttributeValue::M(
        volumes
            .map(|(package, found)| (package.as_str().to_owned(), volume(found)))
            .collect(),
    )
}

fn read_volumes(item: Stored<'_>) -> Result<BTreeMap<DatasourcePackage, Volume>, StoreError> {
    let malformed = || item.malformed("Volumes");
    let Some(AttributeValue::M(packages)) = item.0.get("Volumes") else {
        return Err(malformed());
    };
    let mut volumes = BTreeMap::new();
    for (name, value) in packages {
        let package = name.parse().map_err(|_| malformed())?;
        let value = Stored(value.as_m().map_err(|_| malformed())?);
        let volume = Volume {
            bytes_per_day: value.number(BYTES_PER_DAY).map_err(|_| malformed())?,
            updated: value
                .parsed::<Timestamp>(UPDATED)
                .map_err(|_| malformed())?,
        };
        volumes.insert(package, volume);
    }
    Ok(volumes)
}
