//! What the intruder does, act by act.

use super::plot::{Caller, Outcome, Script};
use super::{Cast, techniques};
use crate::synthetic::estate::INTRUDER_ACCOUNT;
use crate::synthetic::places::REGIONS;
use crate::synthetic::services as api;
use crate::synthetic::services::{
    BACK_DOOR_USER, NewSession, Scene, console_login, created_user, shared_bucket,
};

/// What the leaked key lets the intruder see.
pub(super) fn look_around(script: &mut Script<'_>, leaked: &Caller) {
    script.step(0, "asks whose key it is", techniques::CLOUD_ACCOUNTS);
    script.call(
        leaked,
        "us-east-1",
        &api::GET_CALLER_IDENTITY,
        Outcome::Success,
    );

    script.step(
        3,
        "lists users and roles, mostly refused",
        techniques::ACCOUNT_DISCOVERY,
    );
    script.call(leaked, "us-east-1", &api::LIST_USERS, Outcome::Success);
    script.call(leaked, "us-east-1", &api::LIST_ROLES, Outcome::Success);
    script.call(
        leaked,
        "us-east-1",
        &api::LIST_ACCESS_KEYS,
        Outcome::Success,
    );
    script.call(
        leaked,
        "us-east-1",
        &api::GET_ACCOUNT_SUMMARY,
        Outcome::Denied,
    );
    for _ in 0..3 {
        let details = &api::GET_ACCOUNT_AUTHORIZATION_DETAILS;
        script.call(leaked, "us-east-1", details, Outcome::Denied);
    }

    script.step(
        6,
        "looks for machines in every Region, refused",
        techniques::INFRASTRUCTURE,
    );
    for (_, region) in REGIONS {
        for it in [
            &api::DESCRIBE_INSTANCES,
            &api::DESCRIBE_SECURITY_GROUPS,
            &api::DESCRIBE_SNAPSHOTS,
            &api::DESCRIBE_VPCS,
        ] {
            script.call(leaked, region, it, Outcome::Denied);
        }
    }

    script.step(
        9,
        "looks for services in use",
        techniques::SERVICE_DISCOVERY,
    );
    for (_, region) in REGIONS {
        script.call(leaked, region, &api::LIST_FUNCTIONS, Outcome::Success);
        script.call(leaked, region, &api::LIST_SECRETS, Outcome::Denied);
        script.call(leaked, region, &api::LIST_TABLES, Outcome::Denied);
        script.call(leaked, region, &api::LIST_DETECTORS, Outcome::Denied);
    }
    script.call(leaked, "us-east-1", &api::DESCRIBE_TRAILS, Outcome::Success);
}

/// How the buckets are protected.
pub(super) fn look_into_buckets(script: &mut Script<'_>, leaked: &Caller) {
    script.step(
        35,
        "looks how buckets are protected",
        techniques::STORAGE_DISCOVERY,
    );
    script.call(leaked, "us-east-1", &api::LIST_BUCKETS, Outcome::Success);
    for _ in 0..12 {
        script.call(
            leaked,
            "us-east-1",
            &api::GET_BUCKET_LOCATION,
            Outcome::Success,
        );
        script.call(leaked, "us-east-1", &api::GET_BUCKET_ACL, Outcome::Denied);
        script.call(
            leaked,
            "us-east-1",
            &api::GET_BUCKET_POLICY,
            Outcome::Denied,
        );
        let block = &api::GET_BUCKET_PUBLIC_ACCESS_BLOCK;
        script.call(leaked, "us-east-1", block, Outcome::Denied);
    }
}

/// A user of the intruder's own.
pub(super) fn make_a_back_door(script: &mut Script<'_>, cast: &Cast) {
    let (leaked, user) = (&cast.leaked, &cast.back_door.identity);
    script.step(
        70,
        "makes a user to come back with",
        techniques::CREATE_ACCOUNT,
    );
    let id = user.principal_id.as_deref().unwrap_or_default();
    let arn = user.arn.as_deref().unwrap_or_default();
    let details = created_user(BACK_DOOR_USER, id, arn);
    let create = &api::CREATE_USER;
    script.call_with(leaked, "us-east-1", create, details, Outcome::Success);
    script.call(
        leaked,
        "us-east-1",
        &api::CREATE_LOGIN_PROFILE,
        Outcome::Success,
    );

    script.step(
        1,
        "gives the user an access key",
        techniques::ADDITIONAL_CREDENTIALS,
    );
    script.call(
        leaked,
        "us-east-1",
        &api::CREATE_ACCESS_KEY,
        Outcome::Success,
    );

    script.step(
        1,
        "makes the user an administrator",
        techniques::ADDITIONAL_ROLES,
    );
    script.call(
        leaked,
        "us-east-1",
        &api::ATTACH_USER_POLICY,
        Outcome::Denied,
    );
    script.call(
        leaked,
        "us-east-1",
        &api::ATTACH_USER_POLICY,
        Outcome::Success,
    );
}

/// The console, by the new user.
pub(super) fn sign_in_by_it(script: &mut Script<'_>, back_door: &Caller) {
    script.step(
        95,
        "signs in to the console as the new user",
        techniques::CLOUD_ACCOUNTS,
    );
    // A sign-in is not made with a key.
    let mut visitor = back_door.clone();
    visitor.identity.access_key_id = None;
    visitor.identity.session_context = None;
    for (result, outcome) in [
        ("Failure", Outcome::WrongPassword),
        ("Failure", Outcome::WrongPassword),
        ("Success", Outcome::Success),
    ] {
        let details = console_login("us-east-1", false, result);
        script.call_with(&visitor, "us-east-1", &api::CONSOLE_LOGIN, details, outcome);
    }

    script.step(
        2,
        "walks through the console",
        techniques::SERVICE_DASHBOARD,
    );
    for it in [
        &api::LIST_USERS,
        &api::LIST_BUCKETS,
        &api::DESCRIBE_INSTANCES,
        &api::DESCRIBE_TRAILS,
        &api::GET_COST_AND_USAGE,
        &api::LIST_ACCOUNTS,
        &api::LIST_DETECTORS,
    ] {
        for _ in 0..3 {
            script.call(back_door, "us-east-1", it, Outcome::Success);
        }
    }
}

/// The other account, and its trail.
pub(super) fn go_into_the_other_account(script: &mut Script<'_>, cast: &Cast) {
    script.step(
        40,
        "assumes the administrator's role, where there is another account in that one",
        techniques::TEMPORARY_ELEVATION,
    );
    let key = cast
        .admin
        .identity
        .access_key_id
        .as_deref()
        .unwrap_or_default();
    let new = NewSession {
        role: &cast.admin_role,
        name: "deploy",
        access_key_id: key,
    };
    script.assume(&cast.leaked, cast.admin.estate, &new);
    try_to_stop_the_trail(script, &cast.admin);
}

fn try_to_stop_the_trail(script: &mut Script<'_>, admin: &Caller) {
    script.step(
        4,
        "tries to stop the trail, refused",
        techniques::DISABLE_LOGS,
    );
    for (api, outcome) in [
        (&api::DESCRIBE_TRAILS, Outcome::Success),
        (&api::GET_TRAIL_STATUS, Outcome::Success),
        (&api::STOP_LOGGING, Outcome::Denied),
        (&api::STOP_LOGGING, Outcome::Denied),
        (&api::DELETE_TRAIL, Outcome::Denied),
    ] {
        script.call(admin, "us-east-1", api, outcome);
    }
}

/// Secrets, data and machines.
pub(super) fn take(script: &mut Script<'_>, admin: &Caller) {
    script.step(25, "reads secrets", techniques::SECRETS_STORES);
    for region in ["us-east-1", "eu-west-1"] {
        script.call(admin, region, &api::LIST_SECRETS, Outcome::Success);
        for _ in 0..4 {
            script.call(admin, region, &api::GET_SECRET_VALUE, Outcome::Success);
        }
        script.call(admin, region, &api::GET_SECRET_VALUE, Outcome::Denied);
    }

    script.step(
        50,
        "opens a bucket to a foreign account",
        techniques::TRANSFER,
    );
    script.call(admin, "us-east-1", &api::LIST_BUCKETS, Outcome::Success);
    script.call(
        admin,
        "us-east-1",
        &api::GET_BUCKET_POLICY,
        Outcome::Success,
    );
    let details = script.details(admin, "us-east-1", |scene: &mut Scene<'_>| {
        shared_bucket(scene, INTRUDER_ACCOUNT)
    });
    let put = &api::PUT_BUCKET_POLICY;
    script.call_with(admin, "us-east-1", put, details, Outcome::Success);

    script.step(
        80,
        "tries to start instances, beyond the quota",
        techniques::HIJACKING,
    );
    for region in ["ap-south-1", "sa-east-1"] {
        for _ in 0..4 {
            script.call(admin, region, &api::RUN_INSTANCES, Outcome::BeyondQuota);
        }
    }
}
