"""Findings through the AWS CLI: as events, and as objects in the log bucket."""

import gzip
import json

import pytest
from clients import Behavior, service
from local_stack import ROOT, fresh_account, wait_for

SCOPE = {"ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z"}


@pytest.fixture
def account():
    return fresh_account()


@pytest.fixture
def behavior(stack, account):
    return Behavior(stack, account, service(stack, account, "detective").create_graph()["GraphArn"])


def sample(name, account):
    """The sample event of this name, as if it had happened in `account`."""
    return json.loads((ROOT / "events" / name).read_text().replace("111122223333", account))


def found(behavior):
    return behavior.call("ListFindings", **SCOPE)["Findings"]


@pytest.mark.parametrize("name", ["ingest-guardduty.eventbridge.json", "ingest-security-hub.eventbridge.json"])
def test_what_is_put_as_an_event_is_a_finding_when_the_command_ends(stack, account, behavior, tmp_path, name):
    event = sample(name, account)
    entry = {
        "Source": event["source"],
        "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]),
        "Time": event["time"],
    }
    entries = tmp_path / "entries.json"
    entries.write_text(json.dumps([entry]))
    put = json.loads(stack.aws(account, "events", "put-events", "--entries", f"file://{entries}").stdout)
    assert put["FailedEntryCount"] == 0
    [finding] = found(behavior)
    record = event["detail"].get("findings", [event["detail"]])[0]
    got = behavior.call("GetFinding", FindingId=finding["FindingId"])
    assert (got["Record"], got["Finding"]["Title"]) == (record, record.get("title", record.get("Title")))
    assert behavior.call("UpdateFindingState", FindingId=finding["FindingId"], State="ARCHIVED") == {"State": "ARCHIVED"}
    assert found(behavior) == []


def test_what_is_copied_into_the_log_bucket_is_a_finding_soon(stack, account, behavior, tmp_path):
    export = tmp_path / "export.jsonl.gz"
    export.write_bytes(gzip.compress(json.dumps(sample("ingest-guardduty.eventbridge.json", account)["detail"]).encode()))
    bucket = stack.variables["GUMSHOE_LOG_BUCKET"]
    key = f"AWSLogs/{account}/GuardDuty/us-east-1/2026/03/01/export.jsonl.gz"
    stack.aws(account, "s3", "cp", export, f"s3://{bucket}/{key}")
    [finding] = wait_for(lambda: found(behavior), 30, "the finding")
    assert finding["Severity"] == "HIGH"


def test_other_calls_of_eventbridge_and_entries_that_lack_something_are_refused(stack, account):
    run = stack.aws(account, "events", "list-rules", check=False)
    assert "UnknownOperationException" in run.stderr
    entry = "Source=aws.guardduty,DetailType=GuardDuty Finding,Detail=x"
    put = json.loads(stack.aws(account, "events", "put-events", "--entries", entry).stdout)
    assert (put["FailedEntryCount"], put["Entries"][0]["ErrorCode"]) == (1, "MalformedDetail")
