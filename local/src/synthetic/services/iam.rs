//! AWS Identity and Access Management.

use serde_json::json;

use super::{Api, Exchange};
use crate::synthetic::identity::Role;

const SERVICE: &str = "iam";

/// The user that an intruder makes to come back with.
pub(in crate::synthetic) const BACK_DOOR_USER: &str = "svc-backup-sync";

pub(in crate::synthetic) static LIST_USERS: Api = Api::read(SERVICE, "ListUsers", |_| {
    Exchange::request(json!({"maxItems": 100}))
});

pub(in crate::synthetic) static LIST_ROLES: Api = Api::read(SERVICE, "ListRoles", |_| {
    Exchange::request(json!({"maxItems": 100}))
});

pub(in crate::synthetic) static GET_ACCOUNT_SUMMARY: Api =
    Api::read(SERVICE, "GetAccountSummary", |_| Exchange::default());

pub(in crate::synthetic) static GET_ACCOUNT_AUTHORIZATION_DETAILS: Api =
    Api::read(SERVICE, "GetAccountAuthorizationDetails", |_| {
        Exchange::request(json!({"filter": ["User", "Role", "LocalManagedPolicy"]}))
    });

pub(in crate::synthetic) static LIST_ACCESS_KEYS: Api =
    Api::read(SERVICE, "ListAccessKeys", |_| {
        Exchange::request(json!({"userName": "deploy-bot", "maxItems": 100}))
    });

pub(in crate::synthetic) static LIST_MFA_DEVICES: Api =
    Api::read(SERVICE, "ListMFADevices", |_| Exchange::default());

pub(in crate::synthetic) static GET_ROLE: Api = Api::read(SERVICE, "GetRole", |scene| {
    Exchange::request(json!({"roleName": scene.one_of(|it| &it.roles)}))
})
.fails(
    "NoSuchEntityException",
    "The role with the name provided cannot be found.",
    20,
);

pub(in crate::synthetic) static GET_ROLE_POLICY: Api =
    Api::read(SERVICE, "GetRolePolicy", |scene| {
        Exchange::request(json!({
            "roleName": scene.one_of(|it| &it.roles), "policyName": "runtime-access",
        }))
    });

pub(in crate::synthetic) static LIST_ATTACHED_ROLE_POLICIES: Api =
    Api::read(SERVICE, "ListAttachedRolePolicies", |scene| {
        Exchange::request(json!({"roleName": scene.one_of(|it| &it.roles)}))
    });

pub(in crate::synthetic) static GET_POLICY_VERSION: Api =
    Api::read(SERVICE, "GetPolicyVersion", |scene| {
        let version = format!("v{}", scene.chance.between(1, 9));
        Exchange::request(json!({
            "policyArn": scene.estate.iam_arn("policy/runtime-access"), "versionId": version,
        }))
    });

pub(in crate::synthetic) static ATTACH_ROLE_POLICY: Api =
    Api::write(SERVICE, "AttachRolePolicy", |scene| {
        Exchange::request(json!({
            "roleName": scene.one_of(|it| &it.roles),
            "policyArn": scene.estate.iam_arn("policy/runtime-access"),
        }))
    });

pub(in crate::synthetic) static UPDATE_ASSUME_ROLE_POLICY: Api =
    Api::write(SERVICE, "UpdateAssumeRolePolicy", |scene| {
        let document = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }]});
        Exchange::request(json!({
            "roleName": scene.one_of(|it| &it.roles), "policyDocument": document.to_string(),
        }))
    });

/// The generator makes the details with [`created_user`], since the user is going to act.
pub(in crate::synthetic) static CREATE_USER: Api =
    Api::write(SERVICE, "CreateUser", |_| Exchange::default());

/// The details of `CreateUser` for a user with this name, id and ARN.
pub(in crate::synthetic) fn created_user(name: &str, id: &str, arn: &str) -> Exchange {
    Exchange::answered(
        json!({"userName": name, "path": "/"}),
        json!({"user": {
            "path": "/",
            "userName": name,
            "userId": id,
            "arn": arn,
        }}),
    )
}

/// The generator makes the details with [`added_to_group`].
pub(in crate::synthetic) static ADD_USER_TO_GROUP: Api =
    Api::write(SERVICE, "AddUserToGroup", |_| Exchange::default());

/// The details of `AddUserToGroup` for the user `name`.
pub(in crate::synthetic) fn added_to_group(name: &str) -> Exchange {
    Exchange::request(json!({"userName": name, "groupName": "developers"}))
}

/// The generator makes the details with [`created_role`].
pub(in crate::synthetic) static CREATE_ROLE: Api =
    Api::write(SERVICE, "CreateRole", |_| Exchange::default());

/// The details of `CreateRole` for `role`.
pub(in crate::synthetic) fn created_role(role: &Role) -> Exchange {
    Exchange::answered(
        json!({"roleName": role.name, "path": "/"}),
        json!({"role": {
            "path": "/",
            "roleName": role.name,
            "roleId": role.id,
            "arn": role.arn,
        }}),
    )
}

/// The details of `AttachRolePolicy` for `role`.
pub(in crate::synthetic) fn attached_policy(role: &Role) -> Exchange {
    let policy = format!("arn:aws:iam::{}:policy/deployment", role.account);
    Exchange::request(json!({"roleName": role.name, "policyArn": policy}))
}

/// The generator makes the details with [`created_provider`].
pub(in crate::synthetic) static CREATE_OPEN_ID_CONNECT_PROVIDER: Api =
    Api::write(SERVICE, "CreateOpenIDConnectProvider", |_| {
        Exchange::default()
    });

/// The details of `CreateOpenIDConnectProvider` for the tokens of `host`.
pub(in crate::synthetic) fn created_provider(account: &str, host: &str) -> Exchange {
    let arn = format!("arn:aws:iam::{account}:oidc-provider/{host}");
    Exchange::answered(
        json!({"url": format!("https://{host}"), "clientIDList": ["sts.amazonaws.com"]}),
        json!({"openIDConnectProviderArn": arn}),
    )
}

pub(in crate::synthetic) static CREATE_LOGIN_PROFILE: Api =
    Api::write(SERVICE, "CreateLoginProfile", |_| {
        created_login_profile(BACK_DOOR_USER)
    });

/// The details of `CreateLoginProfile` for the user `name`.
pub(in crate::synthetic) fn created_login_profile(name: &str) -> Exchange {
    Exchange::answered(
        json!({"userName": name, "passwordResetRequired": false}),
        json!({"loginProfile": {"userName": name, "passwordResetRequired": false}}),
    )
}

pub(in crate::synthetic) static ATTACH_USER_POLICY: Api =
    Api::write(SERVICE, "AttachUserPolicy", |_| {
        Exchange::request(json!({
            "userName": BACK_DOOR_USER,
            "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess",
        }))
    });

pub(in crate::synthetic) static CREATE_ACCESS_KEY: Api =
    Api::write(SERVICE, "CreateAccessKey", |scene| {
        let key = scene.chance.access_key_id("AKIA");
        created_access_key(BACK_DOOR_USER, &key)
    });

/// The details of `CreateAccessKey` for the user `name`.
pub(in crate::synthetic) fn created_access_key(name: &str, key: &str) -> Exchange {
    Exchange::answered(
        json!({"userName": name}),
        json!({"accessKey": {"userName": name, "accessKeyId": key, "status": "Active"}}),
    )
}
