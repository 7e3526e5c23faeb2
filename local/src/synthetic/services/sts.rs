//! AWS Security Token Service.

use serde_json::{Value, json};

use super::{Api, Exchange};
use crate::synthetic::chance::Chance;
use crate::synthetic::identity::Role;

const SERVICE: &str = "sts";

pub(in crate::synthetic) static GET_CALLER_IDENTITY: Api =
    Api::read(SERVICE, "GetCallerIdentity", |_| Exchange::default());

pub(in crate::synthetic) static GET_SESSION_TOKEN: Api =
    Api::read(SERVICE, "GetSessionToken", |scene| {
        let key = scene.chance.access_key_id("ASIA");
        Exchange::answered(
            json!({"durationSeconds": 43_200}),
            json!({"credentials": credentials(scene.chance, &key)}),
        )
    });

// What follows is answered with the credentials of a session that is then used, so the caller makes
// the details with the functions below.

pub(in crate::synthetic) static ASSUME_ROLE: Api =
    Api::read(SERVICE, "AssumeRole", |_| Exchange::default());

pub(in crate::synthetic) static ASSUME_ROLE_WITH_SAML: Api =
    Api::read(SERVICE, "AssumeRoleWithSAML", |_| Exchange::default());

pub(in crate::synthetic) static ASSUME_ROLE_WITH_WEB_IDENTITY: Api =
    Api::read(SERVICE, "AssumeRoleWithWebIdentity", |_| {
        Exchange::default()
    });

pub(in crate::synthetic) static GET_FEDERATION_TOKEN: Api =
    Api::read(SERVICE, "GetFederationToken", |_| Exchange::default());

/// A session that a role is assumed for.
pub(in crate::synthetic) struct NewSession<'a> {
    /// The role.
    pub(in crate::synthetic) role: &'a Role,
    /// The session's name.
    pub(in crate::synthetic) name: &'a str,
    /// The session's access key.
    pub(in crate::synthetic) access_key_id: &'a str,
}

impl NewSession<'_> {
    /// The details of `AssumeRole`.
    pub(in crate::synthetic) fn assume_role(&self, chance: &mut Chance) -> Exchange {
        self.exchange(
            json!({
                "roleArn": self.role.arn,
                "roleSessionName": self.name,
                "durationSeconds": 3_600,
            }),
            json!({
                "credentials": credentials(chance, self.access_key_id),
                "assumedRoleUser": self.assumed_role_user(),
            }),
        )
    }

    /// The details of `AssumeRoleWithSAML` through the provider with this ARN, whose users are
    /// told apart by `name_qualifier`.
    pub(in crate::synthetic) fn assume_role_with_saml(
        &self,
        chance: &mut Chance,
        provider_arn: &str,
        name_qualifier: &str,
    ) -> Exchange {
        self.exchange(
            json!({
                "sAMLAssertionID": format!("_{}", chance.uuid()),
                "roleSessionName": self.name,
                "durationSeconds": 28_800,
                "roleArn": self.role.arn,
                "principalArn": provider_arn,
            }),
            json!({
                "subjectType": "persistent",
                "issuer": "https://login.example.com/saml/metadata",
                "credentials": credentials(chance, self.access_key_id),
                "nameQualifier": name_qualifier,
                "assumedRoleUser": self.assumed_role_user(),
                "subject": self.name,
                "audience": "https://signin.aws.amazon.com/saml",
            }),
        )
        .about("AWS::IAM::SAMLProvider", provider_arn.to_owned())
    }

    /// The details of `AssumeRoleWithWebIdentity` for a pipeline of `subject`.
    pub(in crate::synthetic) fn assume_role_with_web_identity(
        &self,
        chance: &mut Chance,
        provider_arn: &str,
        subject: &str,
    ) -> Exchange {
        self.exchange(
            json!({
                "roleArn": self.role.arn,
                "roleSessionName": self.name,
                "durationSeconds": 3_600,
            }),
            json!({
                "credentials": credentials(chance, self.access_key_id),
                "subjectFromWebIdentityToken": subject,
                "assumedRoleUser": self.assumed_role_user(),
                "provider": provider_arn,
                "audience": "sts.amazonaws.com",
            }),
        )
    }

    fn exchange(&self, request: Value, response: Value) -> Exchange {
        Exchange::answered(request, response).about("AWS::IAM::Role", self.role.arn.clone())
    }

    fn assumed_role_user(&self) -> Value {
        json!({
            "assumedRoleId": format!("{}:{}", self.role.id, self.name),
            "arn": self.role.session_arn(self.name),
        })
    }
}

/// The details of `GetFederationToken` for the federated user `name`.
pub(in crate::synthetic) fn federation_token(
    chance: &mut Chance,
    account: &str,
    name: &str,
    access_key_id: &str,
) -> Exchange {
    Exchange::answered(
        json!({"name": name, "durationSeconds": 43_200}),
        json!({
            "credentials": credentials(chance, access_key_id),
            "federatedUser": {
                "federatedUserId": format!("{account}:{name}"),
                "arn": format!("arn:aws:sts::{account}:federated-user/{name}"),
            },
            "packedPolicySize": 6,
        }),
    )
}

fn credentials(chance: &mut Chance, access_key_id: &str) -> Value {
    json!({
        "accessKeyId": access_key_id,
        // Tokens are long; this one is as plainly invented as the key.
        "sessionToken": format!("IQoJb3JpZ2luX2VjEXAMPLE{}=", chance.alphanumeric(180)),
        "expiration": "Jan 1, 2037, 12:00:00 AM",
    })
}
