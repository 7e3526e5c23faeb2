//! Resources of Security Hub's format, as entities.
//!
//! Security Hub User Guide, "Resources ASFF objects".

use gumshoe_activity::{EntityType, Role};
use gumshoe_domain::AccountId;
use serde_json::Value;

use crate::findings::{Arn, Entities, elements, member, principal, text, text_of};

/// Adds the entity that a resource is. Its details say more than its id, where there are any.
pub(super) fn involved(entities: &mut Entities, resource: &Value, account: AccountId) {
    let id = text(resource, "Id").unwrap_or_default();
    let kind = text(resource, "Type").unwrap_or_default();
    let details = details(resource, kind);
    match kind {
        "AwsAccount" => entities.add_account(last(id), Role::Target),
        "AwsIamUser" => {
            if let Some(id) = text(details, "UserId") {
                entities.add(EntityType::AwsUser, id, Role::Target);
            }
        }
        "AwsIamRole" => {
            if let Some(id) = text(details, "RoleId") {
                entities.add(EntityType::AwsRole, id, Role::Target);
            }
        }
        "AwsIamAccessKey" => access_key(entities, details, account),
        "AwsEcrContainerImage" => ecr_image(entities, details, Arn::parse(id)),
        "Container" => {
            let image = text(details, "ImageName").or_else(|| text(details, "ImageId"));
            let image = image.unwrap_or_default();
            entities.add(EntityType::ContainerImage, image, Role::Target);
        }
        _ => {}
    }
    if let Some(arn) = Arn::parse(id) {
        arn.add_to(entities, Role::Target);
    } else if id.starts_with("i-") && kind == "AwsEc2Instance" {
        entities.add(EntityType::Ec2Instance, id, Role::Target);
    }
}

/// Adds the addresses of an instance.
pub(super) fn addresses(entities: &mut Entities, resource: &Value) {
    let details = details(resource, "AwsEc2Instance");
    for name in ["IpV4Addresses", "IpV6Addresses"] {
        for address in elements(details, name).iter().filter_map(text_of) {
            entities.add_address(address, Role::Target);
        }
    }
}

fn details<'v>(resource: &'v Value, kind: &str) -> &'v Value {
    let details = member(resource, "Details").and_then(|it| it.get(kind));
    details.unwrap_or(&Value::Null)
}

/// What follows the last colon: `AWS::::Account:111122223333`.
fn last(id: &str) -> &str {
    id.rsplit(':').next().unwrap_or_default()
}

fn access_key(entities: &mut Entities, key: &Value, account: AccountId) {
    let owner = text(key, "AccountId").and_then(|it| it.parse().ok());
    let account = owner.unwrap_or(account);
    let (kind, id) = (text(key, "PrincipalType"), text(key, "PrincipalId"));
    principal(entities, kind, id, account, Role::Target);
    let issuer = member(key, "SessionContext").and_then(|it| member(it, "SessionIssuer"));
    if let Some(issuer) = issuer {
        let (kind, id) = (text(issuer, "Type"), text(issuer, "PrincipalId"));
        principal(entities, kind, id, account, Role::Target);
    }
}

/// An image of a registry: `<registry>/<repository>:<tag>@<digest>`, with the first of its tags.
fn ecr_image(entities: &mut Entities, details: &Value, arn: Option<Arn<'_>>) {
    let Some(arn) = arn else { return };
    let path = arn.resource.strip_prefix("repository/");
    let Some((repository, digest)) = path.and_then(|it| it.rsplit_once('/')) else {
        return;
    };
    let tags = elements(details, "ImageTags");
    let tag = tags.first().and_then(text_of);
    let tag = tag.map(|it| format!(":{it}")).unwrap_or_default();
    let Arn {
        account, region, ..
    } = arn;
    let id = format!("{account}.dkr.ecr.{region}.amazonaws.com/{repository}{tag}@{digest}");
    entities.add(EntityType::ContainerImage, &id, Role::Target);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(resource: &Value) -> Vec<String> {
        let mut entities = Entities::default();
        involved(&mut entities, resource, "111122223333".parse().unwrap());
        addresses(&mut entities, resource);
        let (involved, _) = entities.finish();
        let told = involved.iter();
        told.map(|it| format!("{} {}", it.entity.kind, it.entity.id))
            .collect()
    }

    #[test]
    fn resources_are_their_entities() {
        let instance = json!({"Type": "AwsEc2Instance", "Id": "arn:aws:ec2:us-east-1:111122223333:instance/i-0a",
            "Details": {"AwsEc2Instance": {"IpV4Addresses": ["10.0.0.1"], "IpV6Addresses": ["2001:db8::1"]}}});
        assert_eq!(
            told(&instance),
            [
                "Ec2Instance i-0a",
                "IpAddress 10.0.0.1",
                "IpAddress 2001:db8::1"
            ]
        );
        let user = json!({"Type": "AwsIamUser", "Id": "arn:aws:iam::111122223333:user/alice",
            "Details": {"AwsIamUser": {"UserId": "AIDAEXAMPLE"}}});
        assert_eq!(told(&user), ["AwsUser AIDAEXAMPLE"]);
        let account = json!({"Type": "AwsAccount", "Id": "AWS::::Account:444455556666"});
        assert_eq!(told(&account), ["AwsAccount 444455556666"]);
        let key = json!({"Type": "AwsIamAccessKey", "Id": "AWS::IAM::AccessKey:ASIAEXAMPLE",
            "Details": {"AwsIamAccessKey": {"PrincipalType": "AssumedRole", "PrincipalId": "AROAEXAMPLE:ci",
                "SessionContext": {"SessionIssuer": {"Type": "Role", "PrincipalId": "AROAEXAMPLE"}}}}});
        assert_eq!(
            told(&key),
            ["AwsRole AROAEXAMPLE", "AwsRoleSession AROAEXAMPLE:ci"]
        );
        let image = json!({"Type": "AwsEcrContainerImage",
            "Id": "arn:aws:ecr:us-east-1:111122223333:repository/team/app/sha256:abcd",
            "Details": {"AwsEcrContainerImage": {"ImageTags": ["v1", "latest"]}}});
        assert_eq!(
            told(&image),
            ["ContainerImage 111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:v1@sha256:abcd"]
        );
        let other = json!({"Type": "Other", "Id": "x"});
        assert!(told(&other).is_empty());
    }
}
