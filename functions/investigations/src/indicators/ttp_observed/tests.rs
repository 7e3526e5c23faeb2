use gumshoe_activity::EntityType;
use gumshoe_domain::investigation::Tactic;
use gumshoe_domain::{Hour, Timestamp};

use super::*;
use crate::activity::tests::{activity, call};

/// A call of an API from home, unless said otherwise.
fn api<'a>(service: &'a str, api: &'a str) -> Call<'a> {
    let mut call = call(
        "198.51.100.7",
        (Some("Dublin"), Some("IE")),
        Some("Home"),
        "cli",
    );
    call.action.service = service;
    call.action.api = api;
    call.action.region = Some("eu-west-1");
    call
}

fn away<'a>(service: &'a str, name: &'a str) -> Call<'a> {
    let away = call(
        "203.0.113.9",
        (Some("Riga"), Some("LV")),
        Some("Away"),
        "curl",
    );
    Call {
        origin: away.origin,
        ..api(service, name)
    }
}

fn found(scope: &[Call<'_>], baseline: &[Call<'_>]) -> Vec<TtpObserved> {
    let activity = activity(scope, baseline, &[]);
    let found = find(&Case::of(activity));
    let ttps = found.into_iter().filter_map(|it| match it.indicator {
        Indicator::TtpObserved(ttp) => Some(ttp),
        Indicator::ImpossibleTravel(_)
        | Indicator::FlaggedIpAddress(_)
        | Indicator::NewGeolocation(_)
        | Indicator::NewAso(_)
        | Indicator::NewUserAgent(_)
        | Indicator::RelatedFinding(_)
        | Indicator::RelatedFindingGroup(_) => None,
    });
    ttps.collect()
}

fn lines(found: &[TtpObserved]) -> Vec<(Tactic, &str, &str, u64, u64)> {
    found
        .iter()
        .map(|it| {
            (
                it.tactic,
                &*it.technique,
                &*it.ip_address,
                it.success_count,
                it.failure_count,
            )
        })
        .collect()
}

const LOGS: &str = "Impair Defenses: Disable or Modify Cloud Logs (T1562.008)";

#[test]
fn there_is_one_indicator_for_each_address_with_its_successes_and_failures() {
    let denied = |mut call: Call<'static>| {
        call.action.error_code = Some("AccessDenied");
        call
    };
    let scope = [
        api("cloudtrail", "StopLogging"),
        denied(api("cloudtrail", "StopLogging")),
        denied(away("cloudtrail", "StopLogging")),
    ];
    let found = found(&scope, &[api("sqs", "ReceiveMessage")]);
    let expected = [
        (Tactic::DefenseEvasion, LOGS, "198.51.100.7", 1, 1),
        (Tactic::DefenseEvasion, LOGS, "203.0.113.9", 0, 1),
    ];
    assert_eq!(lines(&found), expected);
    assert_eq!(
        found[0].procedure,
        "Ends a trail's logging. What follows is not recorded."
    );
    assert_eq!(found[0].api_name, "StopLogging");
}

#[test]
fn what_a_service_does_for_the_principal_is_no_technique_of_its() {
    let mut call = api("cloudtrail", "StopLogging");
    call.caller.invoked_by = Some("cloudformation.amazonaws.com");
    assert_eq!(found(&[call], &[api("sqs", "ReceiveMessage")]), []);
    let mut call = api("cloudtrail", "StopLogging");
    call.origin.address = Some("cloudformation.amazonaws.com");
    assert_eq!(found(&[call], &[api("sqs", "ReceiveMessage")]), []);
}

#[test]
fn a_sign_in_is_told_when_it_comes_from_a_new_place() {
    let daily = [api("signin", "ConsoleLogin")];
    assert_eq!(found(&daily, &daily), []);
    let found = found(&[away("signin", "ConsoleLogin")], &daily);
    let tactics: Vec<Tactic> = found.iter().map(|it| it.tactic).collect();
    let expected = [
        Tactic::InitialAccess,
        Tactic::Persistence,
        Tactic::Discovery,
    ];
    assert_eq!(tactics, expected);
    assert_eq!(
        found[0].technique,
        "Valid Accounts: Cloud Accounts (T1078.004)"
    );
}

#[test]
fn many_failed_sign_ins_are_guessing() {
    let failed = |calls| {
        let mut call = api("signin", "ConsoleLogin");
        call.action.error_code = Some("Failed authentication");
        call.calls = calls;
        call
    };
    let daily = [api("signin", "ConsoleLogin")];
    assert_eq!(found(&[failed(5)], &daily), []);
    let found = found(&[failed(6)], &daily);
    assert_eq!(found[0].technique, "Brute Force (T1110)");
    assert_eq!(found[0].failure_count, 6);
}

#[test]
fn a_region_is_told_when_nobody_of_the_account_used_it() {
    let mut call = api("sqs", "ReceiveMessage");
    call.action.region = Some("ap-east-1");
    let home = [api("sqs", "ReceiveMessage")];
    let found = found(&[call], &home);
    let unused = "Unused/Unsupported Cloud Regions (T1535)";
    let expected = [(Tactic::DefenseEvasion, unused, "198.51.100.7", 1, 0)];
    assert_eq!(lines(&found), expected);

    let known = [(Trait::Region, "ap-east-1")];
    let activity = activity(&[call], &home, &known);
    assert_eq!(find(&Case::of(activity)), []);
}

#[test]
fn of_an_account_without_a_past_no_region_is_told() {
    assert_eq!(found(&[api("sqs", "ReceiveMessage")], &[]), []);
}

#[test]
fn daily_work_from_a_new_place_with_a_new_program_is_told_when_habits_are_known() {
    let daily = |days: i32| -> Vec<Call<'static>> {
        (0..days)
            .map(|day| Call {
                hour: Hour::from_index(day * 24),
                ..api("ec2", "AuthorizeSecurityGroupIngress")
            })
            .collect()
    };
    let away = away("ec2", "AuthorizeSecurityGroupIngress");
    let mut same_program = away;
    same_program.origin.user_agent = Some("cli");
    let ids = |scope: &[Call<'_>], days| -> Vec<String> {
        let found = found(scope, &daily(days));
        found.into_iter().map(|it| it.technique).collect()
    };
    assert_eq!(ids(&[same_program], 20), [""; 0]);
    assert_eq!(ids(&[away], 4), [""; 0]);
    let expected = [
        "External Remote Services (T1133)",
        "Impair Defenses: Disable or Modify Cloud Firewall (T1562.007)",
        "Exfiltration Over Alternative Protocol (T1048)",
    ];
    assert_eq!(ids(&[away], 20), expected);
}

/// A call with the credentials of an instance.
fn of_instance<'a>(address: &'a str, aso: &'a str, agent: &'a str, hour: i64) -> Call<'a> {
    let mut call = call(address, (None, None), Some(aso), agent);
    call.caller.principal_type = Some(EntityType::AwsRole);
    call.caller.session_id = Some("AROAEXAMPLE:i-0dbc91f429e48eeed");
    call.action.service = "sqs";
    call.action.api = "ReceiveMessage";
    call.first_seen = Timestamp::from_millis(hour * 3_600_000);
    call.last_seen = call.first_seen;
    call
}

#[test]
fn an_instances_credentials_used_from_elsewhere_are_told() {
    let home = of_instance("3.225.16.109", "Amazon", "ssm-agent", 1);
    let elsewhere = of_instance("203.0.113.9", "Away", "ssm-agent", 2);
    let other_program = of_instance("3.225.16.110", "Amazon", "aws-cli", 3);
    let moved = of_instance("3.225.16.111", "Amazon", "ssm-agent", 4);
    let stolen = "Unsecured Credentials: Cloud Instance Metadata API (T1552.005)";
    let expected = |address| (Tactic::CredentialAccess, stolen, address, 1, 0);

    let first = found(&[home, elsewhere, other_program, moved], &[]);
    let expected = [expected("203.0.113.9"), expected("3.225.16.110")];
    assert_eq!(lines(&first), expected);
    let known = found(&[elsewhere, other_program, moved], &[home]);
    assert_eq!(lines(&known), expected);
}

#[test]
fn where_an_instances_credentials_were_used_before_is_not_told() {
    let home = of_instance("3.225.16.109", "Amazon", "ssm-agent", 1);
    let private = of_instance("10.0.0.5", "Private", "aws-cli", 2);
    assert_eq!(found(&[home, private], &[home, private]), []);
}
