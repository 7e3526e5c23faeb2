"""Every source of generated logs, from the bucket to the answers of the API, against independent counts.

`gumshoe demo --output` writes two days of an invented company; the programs in `tests/oracles`, which share
nothing with Gumshoe, count its objects.
"""

import gzip
import json
import subprocess
import sys
from collections import Counter, defaultdict

import pytest
from clients import DOCUMENT, Behavior, service
from local_stack import BINARY, ROOT, LocalStack, wait_for

sys.path.insert(0, str(ROOT / "tests" / "oracles"))

import cloudtrail_relations
import eks_audit
import findings
import vpc_flow

ACCOUNTS = ["111122223333", "444455556666", "777788889999"]
SCOPE = {"ScopeStartTime": "2026-03-02T00:00:00Z", "ScopeEndTime": "2026-03-04T00:00:00Z"}
SOURCES = ["CLOUDTRAIL", "VPC_FLOW", "EKS_AUDIT", "GUARDDUTY", "SECURITY_HUB"]
INGEST_SECONDS = 120
# An entity has at most so many relations that are looked at here: the busiest of the company.
ENTITIES = 25


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A stack of its own: the accounts of the generated logs have the ids that other tests use, too."""
    with LocalStack(tmp_path_factory.mktemp("oracle")) as started:
        yield started


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """The folder of the generated objects."""
    folder = tmp_path_factory.mktemp("generated")
    wanted = ["--output", folder, "--start", "2026-03-02", "--days", "2", "--accounts", "3", "--size", "2MB", "--seed", "7"]
    subprocess.run([BINARY, "demo", *map(str, wanted)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def truth(logs):
    return json.loads((logs / "truth.json").read_text())


@pytest.fixture(scope="module")
def graphs(stack, logs, truth):
    """The behavior API of each account's graph, once every object is in it."""
    apis = {}
    for account in ACCOUNTS:
        apis[account] = Behavior(stack, account, service(stack, account, "detective").create_graph()["GraphArn"])
    bucket = stack.variables["GUMSHOE_LOG_BUCKET"]
    stack.aws(ACCOUNTS[0], "s3", "sync", "--quiet", "--exclude", "truth.json", logs, f"s3://{bucket}")

    def done():
        return sum(api.objects_done(source) for api in apis.values() for source in SOURCES)

    wait_for(lambda: done() >= truth["Objects"], INGEST_SECONDS, f"ingestion of {truth['Objects']} objects")
    return apis


def files(logs, account, folder):
    return sorted(it for it in (logs / "AWSLogs" / account / folder).rglob("*") if it.is_file())


def test_every_record_that_was_generated_is_in_a_graph_once(graphs, truth):
    ingested = Counter()
    for api in graphs.values():
        for source in SOURCES:
            status = api.source(source)
            ingested[source] += status["Records"]["Ingested"]
            assert (status["Objects"]["Quarantined"], status["Records"]["Rejected"]) == ({}, {}), source
    expected = {it["Source"]: it["Records"] for it in truth["Sources"]}
    expected["CLOUDTRAIL"] = sum(it["SuccessCount"] + it["FailureCount"] for it in truth["Accounts"])
    assert ingested == expected


def test_every_account_has_the_calls_of_each_principal(graphs, truth):
    expected = {(it["EntityType"], it["EntityId"]): (it["SuccessCount"], it["FailureCount"]) for it in truth["Principals"]}
    found = defaultdict(Counter)
    for api in graphs.values():
        for kind, name in expected:
            if kind == "AwsAccount":
                continue
            answer = api.call("ListActivity", EntityType=kind, EntityId=name, **SCOPE)
            for count in ("SuccessCount", "FailureCount"):
                found[kind, name][count] += answer["Totals"][count]
    counted = {key: (it["SuccessCount"], it["FailureCount"]) for key, it in found.items()}
    assert counted == {key: sums for key, sums in expected.items() if key[0] != "AwsAccount"}


def test_every_instance_and_interface_has_the_traffic_that_the_oracle_counted(graphs, logs):
    compared = 0
    for account, api in graphs.items():
        expected = defaultdict(lambda: defaultdict(Counter))
        for path in files(logs, account, "vpcflowlogs"):
            for row in vpc_flow.count(path, account)["rows"]:
                _, owner, _, _, peer, direction, *_ = row
                received, packets, flows, _, _ = row[-5:]
                sums = expected[owner][peer]
                sums["InboundBytes" if direction == "INBOUND" else "OutboundBytes"] += received
                sums["Packets"] += packets
                sums["Flows"] += flows
        for owner, peers in expected.items():
            groups = api.pages(
                "ListActivity", "Groups", EntityType="Ec2Instance", EntityId=owner, Source="NETWORK",
                GroupBy=["Peer"], MaxResults=200, **SCOPE,
            )
            found = {
                it["Keys"]["Peer"]: {name: it[name] for name in ("InboundBytes", "OutboundBytes", "Packets", "Flows")}
                for it in groups
            }
            names = ("InboundBytes", "OutboundBytes", "Packets", "Flows")
            assert found == {peer: {name: sums[name] for name in names} for peer, sums in peers.items()}, owner
            compared += len(found)
    assert compared > 500


def test_every_subject_has_the_calls_that_the_oracle_counted(graphs, logs):
    compared = 0
    for account, api in graphs.items():
        expected = Counter()
        for path in files(logs, account, "eks-audit"):
            count = eks_audit.Count(account, "shop")
            for value in eks_audit.values(eks_audit.inflated(path.read_bytes())):
                count.value(value)
            expected.update(count.calls)
        groups = api.pages(
            "ListActivity", "Groups", EntityType="AwsAccount", EntityId=account, Source="KUBERNETES",
            GroupBy=["Subject", "Verb", "ResponseStatus"], MaxResults=200, **SCOPE,
        )
        found = Counter()
        for group in groups:
            keys = group["Keys"]
            call = f"{keys.get('Subject', '')} {keys['Verb']} {keys.get('ResponseStatus', '')}"
            found[call] += sum(group[name] for name in group if name.endswith("Count"))
        assert found == expected, account
        compared += len(found)
    assert compared > 20


def test_every_kind_of_entity_has_a_profile_whose_panels_are_what_the_document_says(graphs):
    drawn = defaultdict(set)
    for api in graphs.values():
        for kind in DOCUMENT.content["components"]["schemas"]["EntityType"]["enum"]:
            for found in api.call("SearchEntities", Query="*", EntityType=kind, MaxResults=3)["Entities"]:
                # Each answer is compared with the document: Behavior.send.
                profile = api.call("GetProfile", EntityType=kind, EntityId=found["EntityId"], **SCOPE)
                drawn[kind].update(panel["Id"] for panel in profile["Panels"])
    assert all({"Details", "AssociatedFindings"} <= panels for panels in drawn.values())
    assert len(drawn) >= 10, sorted(drawn)


def newest(logs, account):
    """The newest version of each finding of an account, as the oracle reads it."""
    versions = []
    for path in files(logs, account, "GuardDuty"):
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        versions += [findings.guardduty(json.loads(it)) for it in lines]
    for path in files(logs, account, "SecurityHub"):
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            told = findings.findings_in(json.loads(line))
            versions += [findings.asff(it) for it, by in told if not findings.why_left_out(it, by)]
    return {it["id"]: it for it in sorted(versions, key=lambda it: it["updated"])}


def test_every_finding_has_the_severity_times_and_entities_that_the_oracle_read(graphs, logs):
    compared = 0
    for account, api in graphs.items():
        expected = newest(logs, account)
        listed = {it["FindingId"] for it in api.pages("ListFindings", "Findings", MaxResults=50, **SCOPE)}
        assert listed == set(expected), account
        for name, facts in expected.items():
            finding = api.call("GetFinding", FindingId=name)["Finding"]
            involved = sorted([it["EntityType"], it["EntityId"], it["Role"]] for it in finding["Entities"])
            got = (finding["Types"], finding["Severity"], finding["FirstSeen"], finding["LastSeen"], involved)
            assert got == (facts["types"], facts["level"], facts["first_seen"], facts["last_seen"], facts["involved"]), name
            compared += 1
    assert compared >= 12


def test_the_busiest_entities_have_the_relations_that_the_oracle_read(graphs, logs):
    compared = 0
    for account, api in graphs.items():
        contents = [(str(it), it.read_bytes()) for it in files(logs, account, "CloudTrail")]
        expected = defaultdict(Counter)
        for row in cloudtrail_relations.count(contents)["relations"]:
            # Its count is that of the session's calls, which is no relation that the log shows by itself.
            if row["relation"] == "HAS_SESSION":
                continue
            expected[row["from"]][row["relation"], row["to"]] += row["count"]
        busiest = sorted(expected, key=lambda it: (-sum(expected[it].values()), it))
        asked = [it for it in busiest if not it.startswith("AwsAccount:")][:ENTITIES]
        for entity in asked:
            kind, _, name = entity.partition(":")
            found = Counter()
            relations = sorted({relation for relation, _ in expected[entity]})
            for it in api.pages(
                "ListRelationships", "Relationships", EntityType=kind, EntityId=name,
                Direction="OUTGOING", Relations=relations, MaxResults=200, **SCOPE,
            ):
                other = it["Entity"]
                found[it["Relation"], f"{other['EntityType']}:{other['EntityId']}"] += it["Count"]
            assert found == expected[entity], entity
            compared += len(found)
    assert compared > 50
