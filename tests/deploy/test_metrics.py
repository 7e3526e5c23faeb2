"""What the functions' own binaries tell CloudWatch: lines of the embedded metric format.

They are built beforehand: `cargo build --workspace --bins`.
"""

import json

import jsonschema
import pytest
from clients import service
from lambda_runtime import Function
from local_stack import BINARY, ROOT, LocalStack
from log_files import bucket, key, log_file, record

ACCOUNT = "111122223333"
NAMESPACE = "Gumshoe/test"
DAY = "2026-03-01"

TEXT = {"type": "string", "minLength": 1, "maxLength": 1024}
NUMBERS = {"anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 100}]}
# Amazon CloudWatch User Guide, "Specification: Embedded metric format", of which this is the schema.
SPECIFICATION = {
    "type": "object",
    "required": ["_aws"],
    "properties": {
        "_aws": {
            "type": "object",
            "required": ["Timestamp", "CloudWatchMetrics"],
            "properties": {
                "Timestamp": {"type": "integer", "minimum": 1_600_000_000_000},
                "CloudWatchMetrics": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["Namespace", "Dimensions", "Metrics"],
                        "properties": {
                            "Namespace": TEXT,
                            "Dimensions": {"type": "array", "minItems": 1, "items": {"type": "array", "items": TEXT, "maxItems": 30}},
                            "Metrics": {
                                "type": "array",
                                "minItems": 1,
                                "maxItems": 100,
                                "items": {
                                    "type": "object",
                                    "required": ["Name"],
                                    "properties": {
                                        "Name": TEXT,
                                        "Unit": {"enum": ["Seconds", "Milliseconds", "Bytes", "Count", "Percent", "None"]},
                                    },
                                    "additionalProperties": False,
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def metrics(line):
    """Dimensions, metrics and other fields of a line, which follows the specification."""
    jsonschema.validate(line, SPECIFICATION)
    [directive] = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == NAMESPACE
    [names] = directive["Dimensions"]
    dimensions = {name: line[name] for name in names}
    assert all(isinstance(value, str) for value in dimensions.values())
    values = {metric["Name"]: line[metric["Name"]] for metric in directive["Metrics"]}
    for value in values.values():
        jsonschema.validate(value, NUMBERS)
    others = {name: value for name, value in line.items() if name not in {"_aws", *dimensions, *values}}
    units = {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]}
    return dimensions, values, others, units


def lines(logged):
    """The lines of metrics among what a function has logged, of which each line is JSON."""
    return [line for line in map(json.loads, logged) if "_aws" in line]


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    if not (BINARY.parent / "ingest-cloudtrail").is_file():
        pytest.fail("the functions are not built: cargo build --workspace --bins")
    with LocalStack(tmp_path_factory.mktemp("measured")) as stack:
        yield stack


def queued(name, keys):
    """An event of SQS about objects of a bucket."""
    event = json.loads((ROOT / "events" / "ingest-cloudtrail.json").read_text())
    [sample] = event["Records"]
    body = json.loads(sample["body"])
    records = []
    for number, each in enumerate(keys):
        body["detail"] |= {"bucket": {"name": name}, "object": {"key": each, "size": 0}}
        records.append(sample | {"messageId": str(number), "body": json.dumps(body)})
    return {"Records": records}


def test_each_invocation_of_an_ingest_function_writes_one_line_with_what_it_did(measured):
    service(measured, ACCOUNT, "detective").create_graph()
    s3 = bucket(measured, ACCOUNT, "measured")
    malformed = record(ACCOUNT, 2, f"{DAY}T12:00:00Z")
    del malformed["eventTime"]
    text = {"Records": [record(ACCOUNT, 1, f"{DAY}T12:00:00Z"), malformed]}
    good, broken = key(ACCOUNT, DAY, 1), key(ACCOUNT, DAY, 2)
    s3.put_object(Bucket="measured", Key=good, Body=log_file(text["Records"]))
    s3.put_object(Bucket="measured", Key=broken, Body=b"\x1f\x8b broken")

    with Function(measured, ACCOUNT, "ingest-cloudtrail", GUMSHOE_METRICS_NAMESPACE=NAMESPACE) as function:
        event = queued("measured", [good, broken])
        assert function.invoke(event) == ("response", {"batchItemFailures": []})
        assert function.invoke(queued("measured", [good])) == ("response", {"batchItemFailures": []})
        _, answer = function.invoke(queued("nowhere", [key(ACCOUNT, DAY, 3)]))
        assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
        first, second, third = map(metrics, lines(function.stop()))

    dimensions, values, others, units = first
    assert dimensions == {"Function": "ingest-cloudtrail", "Source": "CLOUDTRAIL"}
    [lag] = values.pop("Lag")
    assert lag > 0
    assert values == {
        "Objects": 1,
        "ObjectsQuarantined": 1,
        "Records": 1,
        "RecordsRejected": 1,
        "Bytes": len(json.dumps(text)),
        "Segments": 1,
        "CommitRetries": 0,
    }
    assert units == dict.fromkeys(values, "Count") | {"Bytes": "Bytes", "Lag": "Seconds"}
    assert others.pop("duration_ms") >= 0
    assert others == {"objects.quarantined.CORRUPT_GZIP": 1, "records.rejected.MISSING_EVENT_TIME": 1}

    # Nothing was new, and nothing of the first line is in the second.
    nothing = dict.fromkeys(values, 0)
    assert (second[1], second[2].keys()) == (nothing, {"duration_ms"})
    assert third[1] == nothing
    assert third[2]["objects.failed"] == 1


def test_compaction_tells_its_debt_and_a_job_that_measures_nothing_writes_no_line(measured):
    scheduled = {"detail-type": "Scheduled Event", "source": "aws.events"}
    with Function(measured, ACCOUNT, "compact-segments", GUMSHOE_METRICS_NAMESPACE=NAMESPACE) as function:
        assert function.invoke(scheduled)[0] == "response"
        [(dimensions, values, _, units)] = map(metrics, lines(function.stop()))
    assert (dimensions, values, units) == ({"Function": "compact-segments"}, {"CompactionDebt": [0]}, {"CompactionDebt": "Count"})
    with Function(measured, ACCOUNT, "sweep-segments", GUMSHOE_METRICS_NAMESPACE=NAMESPACE) as function:
        assert function.invoke(scheduled)[0] == "response"
        assert lines(function.stop()) == []
