//! Signing in: the console's own page and IAM Identity Center.

use serde_json::{Value, json};

use super::{Api, Exchange};

/// A sign-in to the console; the generator makes the details with [`console_login`].
pub(in crate::synthetic) static CONSOLE_LOGIN: Api =
    Api::write("signin", "ConsoleLogin", |_| Exchange::default());

/// A person's sign-in to IAM Identity Center.
pub(in crate::synthetic) static USER_AUTHENTICATION: Api =
    Api::write("signin", "UserAuthentication", |scene| {
        let (id, workflow) = (scene.chance.uuid(), scene.chance.uuid());
        Exchange {
            additional: Some(json!({
                "AuthWorkflowID": workflow,
                "LoginTo": "https://examplecorp.awsapps.com/start",
                "CredentialType": "PASSWORD",
                "UserName": "HIDDEN_DUE_TO_SECURITY_REASONS",
            })),
            service_event: Some(json!({"UserAuthentication": "Success", "Id": id})),
            ..Exchange::default()
        }
    });

/// A person's step from IAM Identity Center into an account.
pub(in crate::synthetic) static FEDERATE: Api = Api::read("sso", "Federate", |scene| {
    let instance = scene.chance.hex(16);
    Exchange {
        service_event: Some(json!({
            "role_name": "DeveloperAccess",
            "account_id": scene.estate.account,
            "relayId": format!("ssoins-{instance}"),
        })),
        ..Exchange::default()
    }
});

/// The details of a sign-in, with what the page said (`Success` or `Failure`).
pub(in crate::synthetic) fn console_login(region: &str, mfa: bool, result: &str) -> Exchange {
    Exchange {
        request: Value::Null,
        response: json!({"ConsoleLogin": result}),
        additional: Some(json!({
            "LoginTo": format!(
                "https://{region}.console.aws.amazon.com/console/home?region={region}&state=hashArgs%23&isauthcode=true"
            ),
            "MobileVersion": "No",
            "MFAUsed": if mfa { "Yes" } else { "No" },
        })),
        ..Exchange::default()
    }
}
