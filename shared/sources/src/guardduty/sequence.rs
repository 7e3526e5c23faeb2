//! Attack sequences: several signals with the actors, resources and endpoints that they share.
//!
//! <https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Sequence.html>

use gumshoe_activity::{EntityType, Role};
use gumshoe_domain::AccountId;
use serde_json::Value;

use crate::findings::{Arn, Entities, elements, member, principal, text};

/// Adds whoever takes part in a sequence. Its signals name them by the ids that they have here.
pub(super) fn involved(entities: &mut Entities, sequence: &Value, account: AccountId) {
    for actor in elements(sequence, "actors") {
        self::actor(entities, actor, account);
    }
    for resource in elements(sequence, "resources") {
        self::resource(entities, resource, account);
    }
    for endpoint in elements(sequence, "endpoints") {
        if let Some(address) = text(endpoint, "ip") {
            entities.add_address(address, Role::Actor);
        }
    }
}

fn actor(entities: &mut Entities, actor: &Value, account: AccountId) {
    let Some(user) = member(actor, "user") else {
        return;
    };
    let owner = member(user, "account").and_then(|it| text(it, "uid"));
    if let Some(owner) = owner {
        entities.add_account(owner, Role::Related);
    }
    let account = owner.and_then(|it| it.parse().ok()).unwrap_or(account);
    let (kind, id) = (text(user, "type"), text(user, "uid"));
    principal(entities, kind, id, account, Role::Actor);
}

fn resource(entities: &mut Entities, resource: &Value, account: AccountId) {
    let owner = text(resource, "accountId").and_then(|it| it.parse().ok());
    let account = owner.unwrap_or(account);
    if let Some(arn) = text(resource, "uid").and_then(Arn::parse) {
        arn.add_to(entities, Role::Target);
    }
    let data = member(resource, "data").unwrap_or(&Value::Null);
    if let Some(key) = member(data, "accessKey") {
        let (kind, id) = (text(key, "userType"), text(key, "principalId"));
        principal(entities, kind, id, account, Role::Target);
    }
    if let Some(image) = member(data, "container").and_then(|it| text(it, "image")) {
        entities.add(EntityType::ContainerImage, image, Role::Target);
    }
    if let Some(interface) = member(data, "ec2NetworkInterface") {
        entities.add_interface(interface, Role::Target);
    }
}
