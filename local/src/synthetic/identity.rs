//! Who calls: every form that `userIdentity` takes.
//!
//! AWS CloudTrail User Guide, "CloudTrail userIdentity element".

use gumshoe_activity::{Entity, EntityType};
use serde::Serialize;

use super::chance::Chance;
use super::estate::Estate;

/// `userIdentity` as CloudTrail writes it.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserIdentity {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) principal_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) access_key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) session_context: Option<SessionContext>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invoked_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identity_provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on_behalf_of: Option<OnBehalfOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) credential_id: Option<String>,
}

/// `sessionContext` of temporary credentials.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionContext {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) session_issuer: Option<SessionIssuer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) web_id_federation_data: Option<WebIdFederationData>,
    pub(super) attributes: SessionAttributes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ec2_role_delivery: Option<&'static str>,
}

/// The role or user that the credentials come from.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionIssuer {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) principal_id: String,
    pub(super) arn: String,
    pub(super) account_id: String,
    pub(super) user_name: String,
}

/// The web identity that a session began with.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebIdFederationData {
    pub(super) federated_provider: String,
    pub(super) attributes: WebIdAttributes,
}

/// Attributes of a web identity: none are recorded for the pipelines here.
#[derive(Debug, Clone, Serialize)]
pub(super) struct WebIdAttributes {}

/// When a session began, and whether with a second factor.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionAttributes {
    pub(super) creation_date: String,
    pub(super) mfa_authenticated: &'static str,
}

/// The person behind an IAM Identity Center call.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnBehalfOf {
    pub(super) user_id: String,
    pub(super) identity_store_arn: String,
}

/// An IAM role of an account.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) id: String,
    pub(super) account: String,
}

impl Role {
    /// A new role, below `path` (`/`, `/service-role/`, …).
    pub(super) fn new(chance: &mut Chance, estate: &Estate, path: &str, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            arn: estate.iam_arn(&format!("role{path}{name}")),
            id: chance.principal_id("AROA"),
            account: estate.account.clone(),
        }
    }

    /// The ARN of its session called `session`.
    pub(super) fn session_arn(&self, session: &str) -> String {
        format!(
            "arn:aws:sts::{}:assumed-role/{}/{session}",
            self.account, self.name
        )
    }

    /// The identity of calls in its session called `session`.
    pub(super) fn session(
        &self,
        session: &str,
        access_key_id: String,
        created: String,
    ) -> UserIdentity {
        UserIdentity {
            kind: "AssumedRole",
            principal_id: Some(format!("{}:{session}", self.id)),
            arn: Some(self.session_arn(session)),
            account_id: Some(self.account.clone()),
            access_key_id: Some(access_key_id),
            session_context: Some(SessionContext {
                session_issuer: Some(SessionIssuer {
                    kind: "Role",
                    principal_id: self.id.clone(),
                    arn: self.arn.clone(),
                    account_id: self.account.clone(),
                    user_name: self.name.clone(),
                }),
                attributes: SessionAttributes {
                    creation_date: created,
                    mfa_authenticated: "false",
                },
                ..SessionContext::default()
            }),
            ..UserIdentity::default()
        }
    }
}

impl UserIdentity {
    /// An IAM user; `access_key_id` is absent for a sign-in to the console.
    pub(super) fn iam_user(
        estate: &Estate,
        name: &str,
        id: &str,
        access_key_id: Option<String>,
    ) -> Self {
        Self {
            kind: "IAMUser",
            principal_id: Some(id.to_owned()),
            arn: Some(estate.iam_arn(&format!("user/{name}"))),
            account_id: Some(estate.account.clone()),
            access_key_id,
            user_name: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// The account's root user.
    pub(super) fn root(estate: &Estate, access_key_id: Option<String>) -> Self {
        Self {
            kind: "Root",
            principal_id: Some(estate.account.clone()),
            arn: Some(estate.iam_arn("root")),
            account_id: Some(estate.account.clone()),
            access_key_id,
            ..Self::default()
        }
    }

    /// An AWS service that calls on its own behalf.
    pub(super) fn service(invoked_by: &'static str) -> Self {
        Self {
            kind: "AWSService",
            invoked_by: Some(invoked_by),
            ..Self::default()
        }
    }

    /// A principal of another account, as the account that is called sees it.
    pub(super) fn foreign(principal_id: &str, account: &str) -> Self {
        Self {
            kind: "AWSAccount",
            principal_id: Some(principal_id.to_owned()),
            account_id: Some(account.to_owned()),
            ..Self::default()
        }
    }

    /// The entity that the calls are counted for, by the rules of the behaviour API's page on
    /// counting; services, and kinds that it does not name, have none.
    pub(super) fn principal(&self) -> Option<Entity> {
        let (kind, id) = match self.kind {
            "AssumedRole" => (
                EntityType::AwsRole,
                self.session_context
                    .as_ref()?
                    .session_issuer
                    .as_ref()?
                    .principal_id
                    .clone(),
            ),
            "IAMUser" => (EntityType::AwsUser, self.principal_id.clone()?),
            "Root" => (EntityType::AwsUser, self.account_id.clone()?),
            "FederatedUser" | "WebIdentityUser" => {
                (EntityType::FederatedUser, self.principal_id.clone()?)
            }
            "SAMLUser" => (
                EntityType::FederatedUser,
                format!(
                    "{}:{}",
                    self.identity_provider.as_ref()?,
                    self.user_name.as_ref()?
                ),
            ),
            "IdentityCenterUser" => {
                let person = self.on_behalf_of.as_ref()?;
                (
                    EntityType::FederatedUser,
                    format!("{}:{}", person.identity_store_arn, person.user_id),
                )
            }
            "AWSAccount" => (EntityType::AwsAccount, self.account_id.clone()?),
            _ => return None,
        };
        Some(Entity { kind, id })
    }
}
