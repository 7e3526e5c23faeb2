//! The IAM identity behind a subject, from what the AWS IAM Authenticator for Kubernetes says.
//!
//! It sets `user.uid` to `aws-iam-authenticator:<account>:<principal id>` and adds ARNs, session name
//! and access key to `user.extra`. Subjects that it did not authenticate have none of them.

use gumshoe_activity::EntityType;

use super::event::User;

/// What is known of the IAM identity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct IamIdentity<'a> {
    /// Kind and identifier of the principal.
    pub(super) principal: Option<(EntityType, String)>,
    /// `<role principal id>:<session name>`.
    pub(super) session: Option<String>,
    /// ARN of the user or role.
    pub(super) principal_arn: Option<&'a str>,
    /// ARN that was authenticated.
    pub(super) caller_arn: Option<&'a str>,
    pub(super) access_key_id: Option<&'a str>,
}

impl<'a> IamIdentity<'a> {
    /// What `user` says.
    pub(super) fn of(user: &'a User<'_>) -> Self {
        let extra = &user.extra;
        let arn = extra.canonical_arn.get().or(extra.arn.get());
        let kind = arn.and_then(kind);
        let id = user.principal_id();
        let session_name = extra.session_name.get();
        Self {
            principal: kind
                .zip(arn)
                .and_then(|(kind, arn)| Some((kind, identifier(kind, arn, id, session_name)?))),
            session: id
                .zip(session_name)
                .filter(|_| kind == Some(EntityType::AwsRole))
                .map(|(id, name)| format!("{id}:{name}")),
            principal_arn: arn,
            caller_arn: extra.arn.get(),
            access_key_id: extra.access_key_id.get(),
        }
    }
}

impl User<'_> {
    /// The principal's unique id, or the account where it is the root user or a federated user.
    fn principal_id(&self) -> Option<&str> {
        let of_uid = || {
            let (_, id) = self
                .uid
                .get()?
                .strip_prefix("aws-iam-authenticator:")?
                .split_once(':')?;
            Some(id)
        };
        let id = self.extra.principal_id.get().or_else(of_uid)?;
        id.split(':').next().filter(|it| !it.is_empty())
    }
}

/// The kind of principal that an ARN names.
fn kind(arn: &str) -> Option<EntityType> {
    let resource = arn.strip_prefix("arn:")?.splitn(5, ':').nth(4)?;
    match resource.split('/').next()? {
        "role" | "assumed-role" => Some(EntityType::AwsRole),
        "user" | "root" => Some(EntityType::AwsUser),
        "federated-user" => Some(EntityType::FederatedUser),
        _ => None,
    }
}

/// The principal's identifier, as CloudTrail's records make it.
fn identifier(
    kind: EntityType,
    arn: &str,
    id: Option<&str>,
    session_name: Option<&str>,
) -> Option<String> {
    let account = arn.split(':').nth(4).filter(|it| !it.is_empty());
    if arn.ends_with(":root") {
        return account.map(str::to_owned);
    }
    if kind != EntityType::FederatedUser {
        return id.map(str::to_owned);
    }
    let name = session_name.or_else(|| arn.rsplit('/').next())?;
    Some(format!("{}:{name}", account?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eks_audit::event::Extra;
    use crate::lenient::Text;

    fn user<'a>(uid: &'a str, arn: &'a str, canonical: &'a str, session: &'a str) -> User<'a> {
        User {
            uid: Text::Borrowed(uid),
            extra: Extra {
                arn: Text::Borrowed(arn),
                canonical_arn: Text::Borrowed(canonical),
                session_name: Text::Borrowed(session),
                access_key_id: Text::Borrowed("ASIA1"),
                ..Extra::default()
            },
            ..User::default()
        }
    }

    fn principal(user: &User<'_>) -> Option<(EntityType, String)> {
        IamIdentity::of(user).principal
    }

    #[test]
    fn a_role_is_known_by_its_id_with_its_session() {
        let user = user(
            "aws-iam-authenticator:444455556666:AROA1",
            "arn:aws:sts::444455556666:assumed-role/Dev/bob@example.com",
            "arn:aws:iam::444455556666:role/Dev",
            "bob@example.com",
        );
        assert_eq!(
            IamIdentity::of(&user),
            IamIdentity {
                principal: Some((EntityType::AwsRole, "AROA1".to_owned())),
                session: Some("AROA1:bob@example.com".to_owned()),
                principal_arn: Some("arn:aws:iam::444455556666:role/Dev"),
                caller_arn: Some("arn:aws:sts::444455556666:assumed-role/Dev/bob@example.com"),
                access_key_id: Some("ASIA1"),
            }
        );
    }

    #[test]
    fn users_root_and_federated_users_are_as_in_cloudtrail() {
        let uid = "aws-iam-authenticator:444455556666:AIDA1";
        let arn = "arn:aws:iam::444455556666:user/team/bob";
        let expected = (EntityType::AwsUser, "AIDA1".to_owned());
        assert_eq!(principal(&user(uid, arn, arn, "")), Some(expected));
        let uid = "aws-iam-authenticator:444455556666:444455556666";
        let arn = "arn:aws:iam::444455556666:root";
        let expected = (EntityType::AwsUser, "444455556666".to_owned());
        assert_eq!(principal(&user(uid, arn, arn, "")), Some(expected));
        let arn = "arn:aws:sts::444455556666:federated-user/eve";
        let expected = (EntityType::FederatedUser, "444455556666:eve".to_owned());
        assert_eq!(principal(&user(uid, arn, arn, "eve")), Some(expected));
    }

    #[test]
    fn who_was_not_authenticated_by_iam_has_no_principal() {
        assert_eq!(principal(&user("5e4461f9-f529", "", "", "")), None);
        let arn = "arn:aws:iam::444455556666:role/Dev";
        assert_eq!(principal(&user("", arn, arn, "s")), None);
        assert_eq!(
            principal(&user("aws-iam-authenticator:1:", "x", "arn:a", "s")),
            None
        );
    }
}
