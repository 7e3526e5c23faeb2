"""`gumshoe groups`: what belongs together, in a terminal."""

import json
import subprocess
from datetime import datetime, timedelta, timezone

import pytest
from clients import Behavior, service
from local_stack import BINARY, ROOT, fresh_account, wait_for


def finding(account, number, severity):
    """One of several findings about one instance, of an hour ago."""
    at = (datetime.now(timezone.utc) - timedelta(hours=1) + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = (ROOT / "events" / "ingest-guardduty.eventbridge.json").read_text()
    detail = json.loads(text.replace("111122223333", account))["detail"]
    detail["id"] = f"{number:032x}"
    detail["title"] = f"The {number}th \x1b[31mattack."
    detail["severity"] = severity
    detail["service"] |= {"eventFirstSeen": at, "eventLastSeen": at}
    return detail | {"createdAt": at, "updatedAt": at}


@pytest.fixture
def grouped(stack):
    """Puts findings of these severities; says whose they are, and what a function to call the API is."""

    def put(*severities):
        account = fresh_account()
        behavior = Behavior(stack, account, service(stack, account, "detective").create_graph()["GraphArn"])
        details = [json.dumps(finding(account, number, severity)) for number, severity in enumerate(severities)]
        entries = [{"Source": "aws.guardduty", "DetailType": "GuardDuty Finding", "Detail": detail} for detail in details]
        assert json.loads(stack.aws(account, "events", "put-events", "--entries", json.dumps(entries)).stdout)["FailedEntryCount"] == 0
        scope = {"ScopeStartTime": (datetime.now(timezone.utc) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")}
        whole = lambda: [it for it in behavior.call("ListFindingGroups", **scope)["FindingGroups"] if it["FindingCount"] == len(severities)]  # noqa: E731
        return account, wait_for(whole, 30, "the group")[0]

    return put


def groups(stack, account, *arguments):
    command = [BINARY, "groups", *arguments]
    return subprocess.run(command, env=stack.environment(account), capture_output=True, text=True, timeout=60, check=False)


def test_a_severe_group_is_listed_told_and_the_exit_status_says_so(stack, grouped):
    account, group = grouped(8, 5, 5)
    run = groups(stack, account)
    assert run.returncode == 2, run.stderr
    for text in (group["GroupId"], "HIGH", "Credential Access", "H1 M2"):
        assert text in run.stdout
    one = groups(stack, account, group["GroupId"])
    assert one.returncode == 2, one.stderr
    for text in ("Timeline", "Entities", "What joins it", "i-0123456789abcdef0", "█", "3 findings in account"):
        assert text in one.stdout
    assert "\x1b" not in run.stdout + one.stdout
    assert len(one.stdout.splitlines()) > 20


def test_the_answers_of_the_api_are_printed_for_machines(stack, grouped):
    account, group = grouped(5, 5)
    run = groups(stack, account, "--json", "--last", "2d")
    assert (run.returncode, json.loads(run.stdout)) == (0, {"FindingGroups": [group]})
    one = groups(stack, account, "--json", group["GroupId"])
    answer = json.loads(one.stdout)
    assert (one.returncode, answer["FindingGroup"], len(answer["Findings"])) == (0, group, 2)


def test_without_groups_and_without_a_graph_it_says_so(stack):
    account = fresh_account()
    run = groups(stack, account)
    assert (run.returncode, "administers no behavior graph" in run.stderr) == (1, True)
    service(stack, account, "detective").create_graph()
    run = groups(stack, account)
    assert (run.returncode, run.stdout) == (0, "No groups of findings.\n")
    run = groups(stack, account, "ca6104bc-a315-4b15-bf88-1c1e60998f83")
    assert (run.returncode, "ResourceNotFoundException" in run.stderr or "404" in run.stderr) == (1, True)
    assert groups(stack, account, "--last", "9").returncode == 2
