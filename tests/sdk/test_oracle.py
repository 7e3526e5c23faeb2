"""The whole path, from log files in a bucket to the answers of the API, against an independent count.

The logs are real: CloudTrail of an account under a simulated attack. The oracle, a program that shares
nothing with Gumshoe, counted them (`invictus-facts.json`; its rules are in the docstring of
`oracle.py`). Both are optional test data: GUMSHOE_TEST_DATA says where they are, and without them these
tests are skipped.

How the oracle's keys are read:

- `calls`, `*_call`: `eventSource:eventName`, while `Service` is the event source without
  `.amazonaws.com`;
- `principals`: the ARN of the caller, or without one a kind in parentheses and a name, of which
  `Principal` is the name alone: `(service) ec2.amazonaws.com`, `(IAMUser) alice`;
- `roles`, `role_*`: the ARN of the role, which is the `Caller` of an assumed role seen from an account;
- `ips`: the source as it was written, which `IpAddress` is too, IP address or not;
- `(none)` stands for an absent value, which `ListActivity` leaves out of `Keys`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from clients import Behavior, service
from local_stack import ROOT, wait_for

DATA = Path(os.environ.get("GUMSHOE_TEST_DATA", ROOT.parent / "shared" / "data"))
ACCOUNT = "123837392027"
SCOPE = {"ScopeStartTime": "2023-07-10T00:00:00.000Z", "ScopeEndTime": "2023-07-11T00:00:00.000Z"}
INGEST_SECONDS = 120
NONE = "(none)"

# A table of the oracle, and the dimensions that it is grouped by.
TABLES = [
    ("principals", ["Principal"]),
    ("roles", ["Caller"]),
    ("ips", ["IpAddress"]),
    ("calls", ["Service", "Api"]),
    ("event_sources", ["Service"]),
    ("regions", ["Region"]),
    ("user_agents", ["UserAgent"]),
]
CROSS_TABLES = [
    ("principal_ip", ["Principal"], ["IpAddress"]),
    ("principal_call", ["Principal"], ["Service", "Api"]),
    ("ip_call", ["IpAddress"], ["Service", "Api"]),
    ("role_ip", ["Caller"], ["IpAddress"]),
    ("role_call", ["Caller"], ["Service", "Api"]),
]


@pytest.fixture(scope="module")
def facts():
    path = DATA / "invictus-facts.json"
    if not path.is_file():
        pytest.skip(f"there is no test data at {DATA}; set GUMSHOE_TEST_DATA")
    return json.loads(path.read_text())


@pytest.fixture(scope="module")
def objects(facts, tmp_path_factory):
    """The logs as CloudTrail delivers them to a bucket."""
    bucket = tmp_path_factory.mktemp("bucket")
    command = [sys.executable, "-B", DATA / "to_s3_layout.py", DATA / "cloudtrail" / "invictus", bucket]
    subprocess.run(command, check=True, capture_output=True)
    return bucket


@pytest.fixture(scope="module")
def behavior(stack, objects):
    """The behavior API of the account's graph, once every object is in it."""
    graph = service(stack, ACCOUNT, "detective").create_graph()["GraphArn"]
    api = Behavior(stack, ACCOUNT, graph)
    stack.aws(ACCOUNT, "s3", "sync", objects, f"s3://{stack.variables['GUMSHOE_LOG_BUCKET']}")
    expected = sum(path.is_file() for path in objects.rglob("*"))
    wait_for(lambda: api.objects_done() >= expected, INGEST_SECONDS, f"ingestion of {expected} objects")
    return api


def counts(row):
    """A row of the oracle as ListActivity says it."""
    return {
        "SuccessCount": row["success"],
        "FailureCount": row["failed"],
        "FirstSeen": moment(row["first_seen"]),
        "LastSeen": moment(row["last_seen"]),
    }


def moment(seconds):
    return seconds.removesuffix("Z") + ".000Z"


def principal(key):
    """The oracle's principal as `Principal` says it."""
    return key.split(") ", 1)[1] if key.startswith("(") and key != NONE else key


def grouped(behavior, entity_type, entity_id, dimensions):
    """ListActivity of an entity: the values of the dimensions, and the counts."""
    groups = behavior.pages(
        "ListActivity",
        "Groups",
        EntityType=entity_type,
        EntityId=entity_id,
        Source="API",
        GroupBy=dimensions,
        MaxResults=100,
        **SCOPE,
    )
    table = {}
    for group in groups:
        values = group.pop("Keys")
        keys = tuple(values.get(dimension, NONE) for dimension in dimensions)
        assert keys not in table, f"{keys} is in two groups"
        table[keys] = group
    return table


def in_words_of_the_oracle(keys, dimensions):
    """The values of some dimensions as the oracle writes them."""
    values = dict(zip(dimensions, keys))
    if "Service" in values:
        source = f"{values['Service']}.amazonaws.com"
        return f"{source}:{values['Api']}" if "Api" in values else source
    [value] = keys
    return value


def roles_only(table, dimensions):
    """The oracle has no table of callers, only one of roles."""
    if dimensions[0] != "Caller":
        return table
    return {keys: sums for keys, sums in table.items() if ":role/" in keys[0]}


def test_every_object_and_record_is_accounted_for(behavior, facts):
    source = behavior.source()
    assert source["Objects"] == {"Ingested": facts["oracle"]["files"], "LeftOut": {}, "Quarantined": {}}
    records = source["Records"]
    assert (records["Ingested"], records["LeftOut"], records["Rejected"]) == (facts["overall"]["total"], {}, {})
    assert source["NewestEventTime"] == moment(facts["overall"]["last_seen"])


def test_the_totals_of_the_account_are_the_oracles(behavior, facts):
    answer = behavior.call("ListActivity", EntityType="AwsAccount", EntityId=ACCOUNT, Source="API", **SCOPE)
    overall = facts["overall"]
    totals = answer["Totals"]
    assert (totals["SuccessCount"], totals["FailureCount"]) == (overall["success"], overall["failed"])


def hours(behavior, entity_type, entity_id):
    """The hours with calls in an entity's timeline, as the oracle writes them."""
    entity = {"EntityType": entity_type, "EntityId": entity_id}
    bins = behavior.call("GetActivityTimeline", **entity, BinSize="HOUR", **SCOPE)["Bins"]
    return {
        each["StartTime"].replace(".000Z", "Z"): {"success": each["SuccessCount"], "failed": each["FailureCount"]}
        for each in bins
        if each["SuccessCount"] or each["FailureCount"]
    }


def test_the_hours_of_the_account_are_the_oracles(behavior, facts):
    assert hours(behavior, "AwsAccount", ACCOUNT) == facts["overall"]["hourly"]


@pytest.mark.parametrize(("name", "dimensions"), TABLES, ids=[name for name, _ in TABLES])
def test_a_table_of_the_account_is_the_oracles(behavior, facts, name, dimensions):
    expected = {principal(key) if name == "principals" else key: counts(row) for key, row in facts[name].items()}
    table = roles_only(grouped(behavior, "AwsAccount", ACCOUNT, dimensions), dimensions)
    assert {in_words_of_the_oracle(keys, dimensions): sums for keys, sums in table.items()} == expected


@pytest.mark.parametrize(("name", "rows", "columns"), CROSS_TABLES, ids=[name for name, _, _ in CROSS_TABLES])
def test_a_cross_table_of_the_account_is_the_oracles(behavior, facts, name, rows, columns):
    expected = {
        (principal(row) if rows == ["Principal"] else row, column): counts(sums)
        for row, cells in facts[name].items()
        for column, sums in cells.items()
    }
    table = roles_only(grouped(behavior, "AwsAccount", ACCOUNT, rows + columns), rows)
    split = len(rows)
    assert {
        (keys[0], in_words_of_the_oracle(keys[split:], columns)): sums for keys, sums in table.items()
    } == expected


def is_address(ip):
    return ip.replace(".", "").isdigit()


def test_every_address_has_the_calls_and_hours_that_the_oracle_counted_for_it(behavior, facts):
    addresses = {ip: row for ip, row in facts["ips"].items() if is_address(ip)}
    assert addresses
    found = {ip: grouped(behavior, "IpAddress", ip, ["IpAddress"]) for ip in addresses}
    assert found == {ip: {(ip,): counts(row)} for ip, row in addresses.items()}
    assert {ip: hours(behavior, "IpAddress", ip) for ip in addresses} == {
        ip: row["hourly"] for ip, row in addresses.items()
    }


def test_every_role_is_found_by_its_arn_with_the_calls_that_the_oracle_counted_for_it(behavior, facts):
    found = {}
    for entity in behavior.pages("SearchEntities", "Entities", EntityType="AwsRole", Query="*", MaxResults=5):
        by_account = grouped(behavior, "AwsRole", entity["EntityId"], ["AccountId"])
        # A role that was only created, assumed or changed has made no calls.
        if by_account:
            [found[entity["Arn"]]] = by_account.values()
    assert found == {arn: counts(row) for arn, row in facts["roles"].items()}
