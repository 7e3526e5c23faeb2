"""`gumshoe redrive`: what ingestion gave up, once the cause is mended."""

import json

import pytest
from clients import Behavior, service
from local_stack import LocalStack, wait_for
from log_files import bucket, gumshoe, key, log_file, record

ACCOUNT, STRANGER = "111122223333", "444455556666"
BUCKET = "restored"
DAY = "2026-03-01"


@pytest.fixture(scope="module")
def failing(tmp_path_factory):
    with LocalStack(tmp_path_factory.mktemp("failing")) as started:
        yield started


def message(name, number):
    return {"detail-type": "Object Created", "source": "aws.s3", "version": "0", "id": "0", "account": ACCOUNT,
            "time": f"{DAY}T00:00:00Z", "region": "us-east-1", "resources": [],
            "detail": {"version": "0", "bucket": {"name": name}, "object": {"key": key(ACCOUNT, DAY, number), "size": 1}}}


def test_dead_letters_are_shown_and_count_once_when_they_are_moved(failing):
    graph = service(failing, ACCOUNT, "detective").create_graph()["GraphArn"]
    behavior = Behavior(failing, ACCOUNT, graph)
    sqs = service(failing, ACCOUNT, "sqs")
    objects = sqs.get_queue_url(QueueName="gumshoe-cloudtrail-objects")["QueueUrl"]
    dead = sqs.get_queue_url(QueueName="gumshoe-cloudtrail-quarantine")["QueueUrl"]
    assert gumshoe(failing, ACCOUNT, "redrive", "--all").stdout.startswith("cloudtrail: 0 messages in gumshoe-cloudtrail-quarantine")

    # The bucket is missing, so that no attempt helps.
    for number in range(3):
        sqs.send_message(QueueUrl=objects, MessageBody=json.dumps(message(BUCKET, number)))
    given_up = ["ApproximateNumberOfMessages"]
    count = lambda: int(sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=given_up)["Attributes"][given_up[0]])
    wait_for(lambda: count() == 3, 120, "the last attempt")

    shown = gumshoe(failing, ACCOUNT, "redrive", "cloudtrail", "--dry-run").stdout
    assert "cloudtrail: 3 messages in gumshoe-cloudtrail-quarantine" in shown
    assert f"s3://{BUCKET}/{key(ACCOUNT, DAY, 0)}  not decided about" in shown
    assert count() == 3

    s3 = bucket(failing, ACCOUNT, BUCKET)
    for number in range(3):
        s3.put_object(Bucket=BUCKET, Key=key(ACCOUNT, DAY, number), Body=log_file([record(ACCOUNT, number, f"{DAY}T12:00:00Z")]))
    # One of them is delivered by somebody else meanwhile.
    sqs.send_message(QueueUrl=objects, MessageBody=json.dumps(message(BUCKET, 0)))
    moved = gumshoe(failing, ACCOUNT, "redrive", "cloudtrail").stdout
    assert "cloudtrail: 3 messages moved to gumshoe-cloudtrail-objects" in moved
    wait_for(lambda: behavior.objects_done() == 3, 120, "ingestion")
    assert count() == 0
    source = behavior.source()
    assert source["Records"]["Ingested"] == 3


def test_objects_in_quarantine_are_delivered_again_by_their_reason(failing):
    s3 = service(failing, STRANGER, "s3")
    logs = failing.variables["GUMSHOE_LOG_BUCKET"]
    s3.put_object(Bucket=logs, Key=key(STRANGER, DAY, 1), Body=log_file([record(STRANGER, 1, f"{DAY}T12:00:00Z")]))
    s3.put_object(Bucket=logs, Key=key(ACCOUNT, DAY, 9), Body=b"\x1f\x8b broken")
    quarantined = ["redrive", "cloudtrail", "--quarantined"]

    def shown(*arguments):
        return gumshoe(failing, ACCOUNT, *quarantined, "--dry-run", *arguments).stdout

    wait_for(lambda: shown().startswith("cloudtrail: 2 objects in quarantine"), 120, "quarantine of both")
    assert f"s3://{logs}/{key(STRANGER, DAY, 1)}  NO_GRAPH" in shown("--reason", "NO_GRAPH")
    assert "CORRUPT_GZIP" in shown("--reason", "CORRUPT_GZIP")

    graph = service(failing, STRANGER, "detective").create_graph()["GraphArn"]
    sent = gumshoe(failing, ACCOUNT, *quarantined, "--reason", "NO_GRAPH").stdout
    assert "cloudtrail: 1 objects sent to gumshoe-cloudtrail-objects" in sent
    behavior = Behavior(failing, STRANGER, graph)
    wait_for(lambda: behavior.objects_done() == 1, 120, "ingestion")
    assert behavior.source()["Objects"]["Ingested"] == 1
    # What a graph has taken is not delivered a third time.
    assert shown("--reason", "NO_GRAPH").startswith("cloudtrail: 0 objects in quarantine")
