//! Who used credentials, as findings tell it.

use gumshoe_activity::{EntityType, Role};
use gumshoe_domain::AccountId;

use super::involved::Entities;

/// Adds the principal with the id `id`, whose kind is said to be `kind`.
///
/// The kinds are those of `userIdentity.type` in AWS CloudTrail, and `Role`. `GuardDuty` User Guide,
/// "Finding details": `User type` is the kind of user that used the access key.
pub(crate) fn principal(
    entities: &mut Entities,
    kind: Option<&str>,
    id: Option<&str>,
    account: AccountId,
    role: Role,
) {
    let id = id.unwrap_or_default();
    match kind.unwrap_or_default() {
        // The root user is known by its account, as in calls.
        "Root" => entities.add(EntityType::AwsUser, account.as_str(), role),
        "IAMUser" => entities.add(EntityType::AwsUser, id, role),
        "AssumedRole" | "Role" => session(entities, id, role),
        "FederatedUser" | "SAMLUser" | "WebIdentityUser" | "IdentityCenterUser" => {
            entities.add(EntityType::FederatedUser, id, role);
        }
        "AWSAccount" => entities.add_account(id, role),
        // Kinds that are not known: IAM's ids say what they are of. IAM User Guide, "IAM identifiers".
        _ if id.starts_with("AIDA") => entities.add(EntityType::AwsUser, id, role),
        _ if id.starts_with("AROA") => session(entities, id, role),
        _ => {}
    }
}

/// A role, and its session where the id names one: `AROA…:session`.
fn session(entities: &mut Entities, id: &str, role: Role) {
    match id.split_once(':') {
        Some((of, session)) if !session.is_empty() => {
            entities.add(EntityType::AwsRole, of, role);
            entities.add(EntityType::AwsRoleSession, id, role);
        }
        Some((of, _)) => entities.add(EntityType::AwsRole, of, role),
        None => entities.add(EntityType::AwsRole, id, role),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_principal_is_the_entity_that_calls_have_for_it() {
        let account = "111122223333";
        for (kind, id, expected) in [
            ("Root", account, vec!["AwsUser 111122223333"]),
            ("IAMUser", "AIDAEXAMPLE", vec!["AwsUser AIDAEXAMPLE"]),
            (
                "AssumedRole",
                "AROAEXAMPLE:i-0",
                vec!["AwsRole AROAEXAMPLE", "AwsRoleSession AROAEXAMPLE:i-0"],
            ),
            ("Role", "AROAEXAMPLE", vec!["AwsRole AROAEXAMPLE"]),
            ("FederatedUser", "1:bob", vec!["FederatedUser 1:bob"]),
            (
                "AWSAccount",
                "444455556666",
                vec!["AwsAccount 444455556666"],
            ),
            ("AWSService", "ec2.amazonaws.com", vec![]),
            ("", "AIDAEXAMPLE", vec!["AwsUser AIDAEXAMPLE"]),
            ("New", "AROAEXAMPLE:", vec!["AwsRole AROAEXAMPLE"]),
            ("New", "something", vec![]),
            ("IAMUser", "", vec![]),
        ] {
            let mut entities = Entities::default();
            let account = account.parse().unwrap();
            principal(&mut entities, Some(kind), Some(id), account, Role::Actor);
            let (mut involved, _) = entities.finish();
            involved.sort_by_key(|it| it.entity.kind.as_str());
            let told: Vec<String> = involved
                .iter()
                .map(|it| format!("{} {}", it.entity.kind, it.entity.id))
                .collect();
            assert_eq!(told, expected, "{kind} {id}");
        }
    }
}
