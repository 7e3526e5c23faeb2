"""Audit logs of EKS clusters, from the bucket to the answers of the API, against an independent count.

The logs are public ones, of which none is part of the repository: GUMSHOE_TEST_DATA says where they are,
and without them these tests are skipped. The count is that of `tests/oracles/eks_audit.py`, which shares
nothing with Gumshoe. Each file is a cluster's own log here.
"""

import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from clients import Behavior, service
from local_stack import ROOT, fresh_account, wait_for

DATA = Path(os.environ.get("GUMSHOE_TEST_DATA", ROOT.parent / "shared" / "data")) / "eks-audit"
ORACLE = ROOT / "tests" / "oracles" / "eks_audit.py"
INGEST_SECONDS = 120
# The events are of years between these.
YEARS = range(2017, 2026)


@pytest.fixture(scope="module")
def files():
    if not DATA.is_dir():
        pytest.skip(f"there is no test data at {DATA}; set GUMSHOE_TEST_DATA")
    return {f"c{at}": path for at, path in enumerate(sorted(it for it in DATA.rglob("*") if it.is_file()))}


@pytest.fixture(scope="module")
def account():
    return fresh_account()


@pytest.fixture(scope="module")
def oracle(files, account):
    """What the oracle counts in the log of each cluster."""
    counted = {}
    for cluster, path in files.items():
        command = [sys.executable, "-B", ORACLE, "--account", account, "--cluster", cluster, path]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        counted[cluster] = json.loads(output)[str(path)]
    return counted


@pytest.fixture(scope="module")
def behavior(stack, files, account):
    """The behavior API of the account's graph, once every object is in it."""
    graph = service(stack, account, "detective").create_graph()["GraphArn"]
    api = Behavior(stack, account, graph)
    s3 = service(stack, account, "s3")
    for at, (cluster, path) in enumerate(files.items()):
        content = path.read_bytes()
        key = f"AWSLogs/{account}/eks-audit/us-east-1/{cluster}/{path.name}"
        body = gzip.compress(content) if at % 2 else content
        s3.put_object(Bucket=stack.variables["GUMSHOE_LOG_BUCKET"], Key=key, Body=body)
    wait_for(lambda: api.objects_done("EKS_AUDIT") >= len(files), INGEST_SECONDS, "ingestion of the audit logs")
    return api


def listed(behavior, entity_type, entity_id):
    """What ListActivity counts for an entity, in the words of the oracle; and by outcome."""
    calls, outcomes = Counter(), Counter()
    for year in YEARS:
        groups = behavior.pages(
            "ListActivity",
            "Groups",
            EntityType=entity_type,
            EntityId=entity_id,
            Source="KUBERNETES",
            GroupBy=["Subject", "Verb", "ResponseStatus"],
            ScopeStartTime=f"{year}-01-01T00:00:00Z",
            ScopeEndTime=f"{year + 1}-01-01T00:00:00Z",
            MaxResults=100,
        )
        for group in groups:
            keys = group["Keys"]
            by_outcome = {name: group[name] for name in group if name.endswith("Count")}
            outcomes.update(by_outcome)
            calls[f"{keys.get('Subject', '')} {keys['Verb']} {keys.get('ResponseStatus', '')}"] += sum(by_outcome.values())
    return dict(calls), outcomes


def outcome(call):
    """The sum in which the oracle's call counts."""
    code = int(call.rsplit(" ", 1)[1] or 0)
    names = {401: "UnauthorizedCount", 403: "ForbiddenCount"}
    return names.get(code, "FailureCount" if code >= 400 else "SuccessCount")


def test_every_cluster_has_the_calls_that_the_oracle_counted(behavior, oracle, account):
    for cluster, expected in oracle.items():
        calls, outcomes = listed(behavior, "ContainerCluster", f"{cluster}~{account}~EKS")
        assert calls == expected.get("calls", {}), cluster
        by_outcome = Counter()
        for call, count in calls.items():
            by_outcome[outcome(call)] += count
        assert +outcomes == by_outcome, cluster


def test_every_record_is_accounted_for(behavior, oracle):
    source = behavior.source("EKS_AUDIT")
    sound = [it for it in oracle.values() if "calls" in it]
    records = source["Records"]
    assert source["Objects"]["Ingested"] == len(sound)
    assert records["Ingested"] == sum(sum(it["calls"].values()) for it in sound)
    assert records["LeftOut"] == dict(sum((Counter(it["left_out"]) for it in sound), Counter()))
    assert records["Rejected"] == dict(sum((Counter(it["rejected"]) for it in sound), Counter()))


def test_every_subject_is_found_with_the_calls_that_the_oracle_counted_for_it(behavior, oracle):
    expected = Counter()
    for counted in oracle.values():
        for call, count in counted.get("calls", {}).items():
            expected[call.rsplit(" ", 2)[0]] += count
    # Who only impersonated somebody has no calls of their own.
    found = {it["EntityId"] for it in behavior.pages("SearchEntities", "Entities", EntityType="KubernetesSubject", Query="*")}
    assert found >= set(expected)
    for subject, count in expected.items():
        calls, _ = listed(behavior, "KubernetesSubject", subject)
        assert sum(calls.values()) == count, subject
