//! Who called: from `userIdentity` to a principal.
//!
//! AWS CloudTrail User Guide, "CloudTrail userIdentity element", says what each type holds; Amazon
//! Detective User Guide, "Navigating directly to an entity profile", how each entity is named.

use gumshoe_activity::{Caller, EntityType};
use gumshoe_domain::AccountId;

use super::record::Identity;
use crate::lenient::{Text, cut};
use crate::memo::MemoKey;

/// The principal of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Principal<'a> {
    kind: EntityType,
    id: &'a str,
    name: Option<&'a str>,
    arn: Option<&'a str>,
}

impl<'de> Identity<'de> {
    /// Every text that decides who the caller is.
    fn texts(&self) -> [&Text<'de>; 13] {
        let issuer = &self.session_context.issuer;
        [
            &self.kind,
            &self.principal_id,
            &self.arn,
            &self.account_id,
            &self.access_key_id,
            &self.user_name,
            &self.invoked_by,
            &self.identity_provider,
            &issuer.principal_id,
            &issuer.arn,
            &issuer.user_name,
            &self.on_behalf_of.user_id,
            &self.on_behalf_of.identity_store_arn,
        ]
    }

    /// Makes `key` the key of this identity, and says whether one of its texts is cut.
    pub(super) fn write_key(&self, key: &mut MemoKey) -> bool {
        let texts = self.texts();
        key.set(texts.map(Text::get));
        texts.into_iter().any(Text::is_cut)
    }

    /// Gives the caller to `take`, with whether the principal's identifier had to be cut.
    pub(super) fn caller<T>(
        &self,
        account: AccountId,
        take: impl FnOnce(&Caller<'_>, bool) -> T,
    ) -> T {
        let mut joined = String::new();
        self.join_federated_id(&mut joined);
        let short = cut(&joined);
        let principal = self.principal(short.unwrap_or(&joined));
        let caller = Caller {
            account: account.as_str(),
            principal_type: principal.map(|it| it.kind),
            principal_id: principal.map(|it| it.id),
            principal_name: principal.and_then(|it| it.name),
            principal_arn: principal.and_then(|it| it.arn),
            caller_arn: self.arn.get(),
            session_id: self.session_id(),
            access_key_id: self.access_key_id.get(),
            invoked_by: self.invoked_by.get(),
        };
        take(&caller, short.is_some())
    }

    /// The principal. `federated_id` is what [`Self::join_federated_id`] wrote.
    fn principal<'a>(&'a self, federated_id: &'a str) -> Option<Principal<'a>> {
        match self.kind.get()? {
            "AssumedRole" => self.role(),
            "IAMUser" => Some(Principal {
                kind: EntityType::AwsUser,
                id: self.principal_id.get()?,
                name: self.user_name.get(),
                arn: self.arn.get(),
            }),
            "Root" => Some(Principal {
                kind: EntityType::AwsUser,
                id: self.account_id.get().or(self.principal_id.get())?,
                name: Some("root"),
                arn: self.arn.get(),
            }),
            "FederatedUser" | "SAMLUser" | "WebIdentityUser" | "IdentityCenterUser" => {
                (!federated_id.is_empty()).then_some(Principal {
                    kind: EntityType::FederatedUser,
                    id: federated_id,
                    name: self.user_name.get(),
                    arn: self.arn.get(),
                })
            }
            "AWSAccount" => {
                let id = self.account_id.get()?;
                id.parse::<AccountId>().ok().map(|_| Principal {
                    kind: EntityType::AwsAccount,
                    id,
                    name: None,
                    arn: None,
                })
            }
            // AWSService, and types that are not known yet: who called is in `invokedBy` or nowhere.
            _ => None,
        }
    }

    fn role(&self) -> Option<Principal<'_>> {
        let issuer = &self.session_context.issuer;
        let own = || self.principal_id.get()?.split(':').next();
        Some(Principal {
            kind: EntityType::AwsRole,
            id: issuer
                .principal_id
                .get()
                .or_else(own)
                .filter(|it| !it.is_empty())?,
            name: issuer.user_name.get(),
            arn: issuer.arn.get(),
        })
    }

    /// The session of an assumed role: `<role principal id>:<session name>`.
    fn session_id(&self) -> Option<&str> {
        if self.kind.get() != Some("AssumedRole") {
            return None;
        }
        self.principal_id.get().filter(|it| it.contains(':'))
    }

    /// Writes the identifier of a federated user; nothing for other types.
    ///
    /// A web identity's `principalId` is `<provider>:<audience>:<user>` as AWS writes it.
    fn join_federated_id(&self, into: &mut String) {
        let user = self.user_name.get();
        let pair = match self.kind.get() {
            Some("SAMLUser") => self.identity_provider.get().zip(user),
            Some("IdentityCenterUser") => {
                let of = &self.on_behalf_of;
                of.identity_store_arn.get().zip(of.user_id.get())
            }
            Some("FederatedUser" | "WebIdentityUser") => None,
            Some(_) | None => return,
        };
        match (pair, self.principal_id.get()) {
            (Some((first, second)), _) => into.extend([first, ":", second]),
            (None, Some(id)) => into.push_str(id),
            (None, None) => into.extend(
                self.identity_provider
                    .get()
                    .zip(user)
                    .map(|(a, b)| format!("{a}:{b}")),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lenient::{As, Flat, Into};
    use serde::de::DeserializeSeed;

    /// Type, id, name and ARN of the principal, the session, the caller's ARN, key and service.
    type Seen = (
        Option<(EntityType, String, Option<String>, Option<String>)>,
        [Option<String>; 4],
    );

    fn seen(json: &str) -> Seen {
        let mut parser = serde_json::Deserializer::from_str(json);
        let mut identity = Identity::default();
        As::<_, Flat>::new(Into(&mut identity))
            .deserialize(&mut parser)
            .unwrap();
        identity.caller("111122223333".parse().unwrap(), |caller, _| {
            let own = |it: Option<&str>| it.map(str::to_owned);
            let principal = caller.principal_type.zip(own(caller.principal_id));
            (
                principal.map(|(kind, id)| {
                    (
                        kind,
                        id,
                        own(caller.principal_name),
                        own(caller.principal_arn),
                    )
                }),
                [
                    caller.session_id,
                    caller.caller_arn,
                    caller.access_key_id,
                    caller.invoked_by,
                ]
                .map(own),
            )
        })
    }

    fn principal(json: &str) -> Option<(EntityType, String, Option<String>, Option<String>)> {
        seen(json).0
    }

    fn expected(
        kind: EntityType,
        id: &str,
        name: Option<&str>,
        arn: Option<&str>,
    ) -> Option<(EntityType, String, Option<String>, Option<String>)> {
        let own = |it: Option<&str>| it.map(str::to_owned);
        Some((kind, id.to_owned(), own(name), own(arn)))
    }

    #[test]
    fn an_assumed_role_is_its_role_and_its_session() {
        let json = r#"{"type":"AssumedRole","principalId":"AROAROLE:alice",
            "arn":"arn:aws:sts::111122223333:assumed-role/admin/alice","accessKeyId":"ASIAKEY",
            "sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAROLE",
            "arn":"arn:aws:iam::111122223333:role/admin","userName":"admin"}}}"#;
        let own = |it: &str| Some(it.to_owned());
        assert_eq!(
            seen(json),
            (
                expected(
                    EntityType::AwsRole,
                    "AROAROLE",
                    Some("admin"),
                    Some("arn:aws:iam::111122223333:role/admin")
                ),
                [
                    own("AROAROLE:alice"),
                    own("arn:aws:sts::111122223333:assumed-role/admin/alice"),
                    own("ASIAKEY"),
                    None
                ]
            )
        );
    }

    #[test]
    fn an_assumed_role_without_its_issuer_is_known_by_its_own_id() {
        for context in [
            "",
            r#","sessionContext":{"sessionIssuer":{}}"#,
            r#","sessionContext":null"#,
            r#","sessionContext":[1]"#,
        ] {
            let json =
                format!(r#"{{"type":"AssumedRole","principalId":"AROAROLE:alice"{context}}}"#);
            assert_eq!(
                principal(&json),
                expected(EntityType::AwsRole, "AROAROLE", None, None),
                "{json}"
            );
        }
        assert_eq!(
            principal(r#"{"type":"AssumedRole","principalId":":alice"}"#),
            None
        );
        assert_eq!(principal(r#"{"type":"AssumedRole"}"#), None);
    }

    #[test]
    fn a_user_is_known_by_its_principal_id_and_root_by_its_account() {
        let json = r#"{"type":"IAMUser","principalId":"AIDAUSER","userName":"bob","arn":"arn:aws:iam::111122223333:user/bob","accessKeyId":""}"#;
        assert_eq!(
            principal(json),
            expected(
                EntityType::AwsUser,
                "AIDAUSER",
                Some("bob"),
                Some("arn:aws:iam::111122223333:user/bob")
            )
        );
        assert_eq!(
            seen(json).1,
            [
                None,
                Some("arn:aws:iam::111122223333:user/bob".to_owned()),
                None,
                None
            ]
        );
        let json = r#"{"type":"Root","principalId":"444455556666","accountId":"444455556666","arn":"arn:aws:iam::444455556666:root"}"#;
        assert_eq!(
            principal(json),
            expected(
                EntityType::AwsUser,
                "444455556666",
                Some("root"),
                Some("arn:aws:iam::444455556666:root")
            )
        );
        assert_eq!(
            principal(r#"{"type":"IAMUser","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#),
            None
        );
    }

    #[test]
    fn a_federated_user_is_known_by_its_provider_and_its_name_there() {
        for (json, id, name) in [
            (
                r#"{"type":"SAMLUser","principalId":"x:bob","userName":"bob","identityProvider":"idp"}"#,
                "idp:bob",
                Some("bob"),
            ),
            (
                r#"{"type":"SAMLUser","principalId":"x:bob","userName":"bob"}"#,
                "x:bob",
                Some("bob"),
            ),
            (
                r#"{"type":"WebIdentityUser","principalId":"accounts.google.com:app:7","userName":"7","identityProvider":"accounts.google.com"}"#,
                "accounts.google.com:app:7",
                Some("7"),
            ),
            (
                r#"{"type":"WebIdentityUser","userName":"7","identityProvider":"accounts.google.com"}"#,
                "accounts.google.com:7",
                Some("7"),
            ),
            (
                r#"{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1","identityStoreArn":"arn:aws:identitystore::111122223333:identitystore/d-1"}}"#,
                "arn:aws:identitystore::111122223333:identitystore/d-1:u-1",
                None,
            ),
            (
                r#"{"type":"FederatedUser","principalId":"111122223333:bob"}"#,
                "111122223333:bob",
                None,
            ),
        ] {
            assert_eq!(
                principal(json),
                expected(EntityType::FederatedUser, id, name, None),
                "{json}"
            );
        }
        assert_eq!(principal(r#"{"type":"SAMLUser","userName":"bob"}"#), None);
    }

    #[test]
    fn a_foreign_account_is_a_principal_and_a_service_is_not() {
        assert_eq!(
            principal(r#"{"type":"AWSAccount","accountId":"444455556666","principalId":"AIDAX"}"#),
            expected(EntityType::AwsAccount, "444455556666", None, None)
        );
        assert_eq!(
            principal(r#"{"type":"AWSAccount","accountId":"ANONYMOUS_PRINCIPAL"}"#),
            None
        );
        for json in [
            r#"{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}"#,
            r#"{"accountId":"111122223333","invokedBy":"ec2.amazonaws.com"}"#,
            r#"{"type":"Martian","principalId":"x","invokedBy":"ec2.amazonaws.com"}"#,
            r#"{"type":7,"principalId":"x","invokedBy":"ec2.amazonaws.com"}"#,
        ] {
            let service = [None, None, None, Some("ec2.amazonaws.com".to_owned())];
            assert_eq!(seen(json), (None, service), "{json}");
        }
    }

    #[test]
    fn a_member_that_comes_twice_counts_as_it_is_the_second_time() {
        let json = r#"{"type":"Root","type":"IAMUser","principalId":"A","principalId":"B"}"#;
        assert_eq!(
            principal(json),
            expected(EntityType::AwsUser, "B", None, None)
        );
    }
}
