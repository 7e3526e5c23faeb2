//! What was done, in the form that `GuardDuty` and Security Hub share: who was at either end.

use gumshoe_activity::{EntityType, Role};
use serde_json::Value;

use super::involved::Entities;
use super::json::{member, text, text_of};

/// Adds whoever is named anywhere in an action. The resource of the finding has the part `role`: it is
/// at the local end, and the other side is at the remote one.
///
/// Each kind of action has its own members around these: <https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Action.html>.
pub(crate) fn sides(entities: &mut Entities, action: &Value, role: Role) {
    match action {
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| sides(entities, element, role)),
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| side(entities, name, value, role)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn side(entities: &mut Entities, name: &str, value: &Value, role: Role) {
    match name {
        "remoteIpDetails" | "RemoteIpDetails" => addresses(entities, value, role.opposite()),
        "localIpDetails" | "LocalIpDetails" => addresses(entities, value, role),
        "remoteAccountDetails" | "RemoteAccountDetails" => {
            if let Some(account) = text(value, "accountId") {
                entities.add_account(account, role.opposite());
            }
        }
        "sourceIPs" | "sourceIps" | "SourceIPs" | "SourceIps" => {
            for address in value.as_array().into_iter().flatten().filter_map(text_of) {
                entities.add_address(address, role.opposite());
            }
        }
        "userAgent" | "UserAgent" => {
            entities.add(
                EntityType::UserAgent,
                value.as_str().unwrap_or_default(),
                Role::Related,
            );
        }
        "affectedResources" | "AffectedResources" => affected(entities, value),
        _ => sides(entities, value, role),
    }
}

fn addresses(entities: &mut Entities, end: &Value, role: Role) {
    for name in ["ipAddressV4", "ipAddressV6"] {
        if let Some(address) = text(end, name) {
            entities.add_address(address, role);
        }
    }
}

/// What a call was about: `{"AWS::EC2::Instance": "i-…"}`.
fn affected(entities: &mut Entities, resources: &Value) {
    for (name, kind) in [
        ("AWS::EC2::Instance", EntityType::Ec2Instance),
        ("AWS::S3::Bucket", EntityType::S3Bucket),
    ] {
        if let Some(id) = member(resources, name).and_then(text_of) {
            entities.add(kind, id, Role::Target);
        }
    }
}
