"""`gumshoe search`, `gumshoe profile` and `gumshoe investigate`: a user's day, in a terminal."""

import json
import subprocess
from datetime import datetime, timedelta, timezone

import pytest
from clients import Behavior, service
from local_stack import BINARY, fresh_account, wait_for
from log_files import key, log_file, record

HOSTILE = "curl \x1b[2J\u202e"


def hours_ago(hours):
    return (datetime.now(timezone.utc) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of_alice(account):
    """Calls of three hours; the last are those of somebody who steals and destroys."""
    calls = [record(account, number, hours_ago(5)) for number in range(4)]
    calls += [record(account, 10 + number, hours_ago(3)) | {"userAgent": HOSTILE, "errorCode": "AccessDenied"} for number in range(3)]
    acts = [("s3", "DeleteBucket"), ("cloudtrail", "StopLogging"), ("kms", "ScheduleKeyDeletion"), ("rds", "DeleteDBCluster"), ("iam", "CreateAccessKey")]
    for number, (service_name, name) in enumerate(acts):
        calls.append(record(account, 20 + number, hours_ago(2)) | {"eventSource": f"{service_name}.amazonaws.com", "eventName": name, "readOnly": False, "sourceIPAddress": "198.51.100.66"})
    return calls


@pytest.fixture(scope="module")
def account(stack):
    """An account whose alice had such a day."""
    account = fresh_account()
    behavior = Behavior(stack, account, service(stack, account, "detective").create_graph()["GraphArn"])
    day = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    bucket = stack.variables["GUMSHOE_LOG_BUCKET"]
    service(stack, stack.variables["AWS_ACCESS_KEY_ID"], "s3").put_object(Bucket=bucket, Key=key(account, day, 1), Body=log_file(day_of_alice(account)))
    wait_for(lambda: behavior.objects_done() == 1, 30, "ingestion")
    return account


@pytest.fixture
def run(stack, account):
    def run(*arguments, account=account):
        return subprocess.run([BINARY, *arguments], env=stack.environment(account), capture_output=True, text=True, timeout=120, check=False)

    return run


def test_entities_are_found_by_name_pattern_and_block_and_shown_as_a_table(run, account):
    for text, kind, entity in [("ALICE", "AwsUser", "AIDACKCEVSQ6C2EXAMPLE"), ("198.51.100.0/24", "IpAddress", "198.51.100.66"), ("aws-cli/*", "UserAgent", "aws-cli/2.15.0")]:
        found = run("search", text)
        assert (found.returncode, found.stderr) == (0, "")
        [row] = [line for line in found.stdout.splitlines() if entity in line]
        assert kind in row
    assert f"arn:aws:iam::{account}:user/alice" in run("search", "alice").stdout
    assert run("search", "nobody").stdout == "No entities.\n"


def test_a_search_may_be_of_one_type_and_has_a_limit(run):
    everything = json.loads(run("search", "*", "--json").stdout)["Entities"]
    assert {it["EntityType"] for it in everything} == {"AwsAccount", "AwsUser", "IpAddress", "UserAgent"}
    users = json.loads(run("search", "*", "--type", "AwsUser", "--json").stdout)["Entities"]
    assert [it["EntityId"] for it in users] == ["AIDACKCEVSQ6C2EXAMPLE"]
    two = run("search", "*", "--limit", "2", "--sort", "last-seen")
    assert two.stdout.endswith("The first 2; --limit shows more.\n")
    unknown = run("search", "*", "--type", "Robot")
    assert (unknown.returncode, "AwsRoleSession" in unknown.stderr) == (2, True)


def test_what_a_log_calls_itself_does_not_reach_the_terminal(run):
    for shown in (run("search", "curl*"), run("profile", "alice"), run("profile", "--type", "UserAgent", HOSTILE)):
        assert shown.returncode == 0, shown.stderr
        assert "curl \\u{1b}[2J\\u{202e}" in shown.stdout
        assert not set("\x1b\u202e") & set(shown.stdout)


def test_a_profile_is_drawn_panel_by_panel(run):
    shown = run("profile", "alice", "--last", "12h")
    assert (shown.returncode, shown.stderr) == (0, "")
    for text in ("AwsUser alice", "[OverallApiCallVolume]", "scope time", "9 in scope", "█", "Newly observed", "198.51.100.66", "aws-cli/2.15.0", "two weeks are needed"):
        assert text in shown.stdout, shown.stdout
    one = run("profile", "alice", "--panel", "UsedAddresses", "--rows", "1")
    assert one.stdout.count("[") == 1
    assert "and 1 more" in one.stdout
    unknown = run("profile", "alice", "--panel", "Horoscope")
    assert (unknown.returncode, "OverallApiCallVolume" in unknown.stderr) == (1, True)


def test_a_profile_for_machines_is_the_answer_of_the_api(run, account):
    arn = f"arn:aws:iam::{account}:user/alice"
    profile = json.loads(run("profile", arn, "--json").stdout)
    assert (profile["Entity"]["Arn"], profile["Panels"][0]["Id"]) == (arn, "Details")


def test_who_is_meant_must_be_clear(run):
    several = run("profile", "*a*")
    assert several.returncode == 1
    assert "AwsUser AIDACKCEVSQ6C2EXAMPLE" in several.stderr
    assert "--type" in several.stderr
    nobody = run("profile", "nobody")
    assert (nobody.returncode, "no entity" in nobody.stderr) == (1, True)
    assert "administers no behavior graph" in run("search", "alice", account=fresh_account()).stderr


def test_a_severe_investigation_ends_with_status_2_and_its_report_is_kept(run, account):
    arn = f"arn:aws:iam::{account}:user/alice"
    shown = run("investigate", arn)
    assert shown.returncode == 2, shown.stdout + shown.stderr
    for text in ("StopLogging", "likelihood", "First seen"):
        assert text in shown.stdout
    assert "\x1b" not in shown.stdout
    report = run("investigate", arn, "--json", "--last", "6h")
    assert (report.returncode, json.loads(report.stdout)["Severity"] in ("HIGH", "CRITICAL")) == (2, True)
    again = run("investigate", "--id", json.loads(report.stdout)["InvestigationId"], "--markdown")
    assert (again.returncode, again.stdout.startswith("# ")) == (2, True)


def test_an_investigation_of_nothing_severe_ends_with_status_0(stack, run):
    account = fresh_account()
    behavior = Behavior(stack, account, service(stack, account, "detective").create_graph()["GraphArn"])
    day = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    bucket = stack.variables["GUMSHOE_LOG_BUCKET"]
    calls = log_file([record(account, 1, hours_ago(2))])
    service(stack, stack.variables["AWS_ACCESS_KEY_ID"], "s3").put_object(Bucket=bucket, Key=key(account, day, 2), Body=calls)
    wait_for(lambda: behavior.objects_done() == 1, 30, "ingestion")
    shown = run("investigate", f"arn:aws:iam::{account}:user/alice", account=account)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    refused = run("investigate", "not-an-arn", account=account)
    assert refused.returncode == 2
    assert "not-an-arn" in refused.stderr
