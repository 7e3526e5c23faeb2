"""`gumshoe backfill`: logs from before, each counted once, however often it is stopped."""

import json
import re
import signal
import subprocess
import time
from collections import defaultdict
from datetime import datetime, timezone

import pytest
from clients import Behavior, service
from local_stack import LocalStack, wait_for
from log_files import bucket, command, gumshoe, key, log_file, record

ACCOUNT = "111122223333"
BUCKET = "history"
DAYS = ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03", "2026-04-01"]
SINCE, UNTIL = "2026-02-28", "2026-03-03T00:00:00Z"
OBJECTS_OF_A_DAY = 60
RECORDS = 3


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A stack, and a bucket of logs that it was never told of."""
    with LocalStack(tmp_path_factory.mktemp("history")) as stack:
        s3 = bucket(stack, ACCOUNT, BUCKET)
        number = 0
        for day in DAYS:
            for _ in range(OBJECTS_OF_A_DAY):
                number += 1
                region = ("us-east-1", "eu-west-1")[number % 2]
                records = [record(ACCOUNT, RECORDS * number + at, f"{day}T12:00:00Z") for at in range(RECORDS)]
                s3.put_object(Bucket=BUCKET, Key=key(ACCOUNT, day, number, region), Body=log_file(records))
        # No day in its key: its last change counts, which is now.
        undated = [record(ACCOUNT, 900_000, "2026-03-01T12:00:00Z")]
        s3.put_object(Bucket=BUCKET, Key="copies/CloudTrail/april.json.gz", Body=log_file(undated))
        s3.put_object(Bucket=BUCKET, Key=f"AWSLogs/{ACCOUNT}/CloudTrail-Digest/us-east-1/2026/03/01/d.json.gz", Body=b"digest")
        s3.put_object(Bucket=BUCKET, Key="notes/2026/03/01/readme.txt", Body=b"none of them")
        yield stack


@pytest.fixture(scope="module")
def behavior(history):
    graph = service(history, ACCOUNT, "detective").create_graph()["GraphArn"]
    return Behavior(history, ACCOUNT, graph)


def counted(history, since, until):
    """An independent count: all objects of the bucket, by what the names of AWS's folders say of them."""
    objects, sums = 0, defaultdict(lambda: [0, 0])
    for page in service(history, ACCOUNT, "s3").get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        for each in page["Contents"]:
            folders = re.search(r"/CloudTrail/[a-z0-9-]+/(\d{4})/(\d\d)/(\d\d)/", each["Key"])
            if folders and since <= "-".join(folders.groups()) < until:
                objects += 1
                of_day = sums["-".join(folders.groups())]
                of_day[0] += 1
                of_day[1] += each["Size"]
    return objects, {day: tuple(sum) for day, sum in sums.items()}


def dry_run(history, *arguments, since=SINCE, until=UNTIL):
    moments = ["--since", since, "--until", until]
    told = gumshoe(history, ACCOUNT, "backfill", f"s3://{BUCKET}", *moments, "--dry-run", "--json", *arguments)
    return json.loads(told.stdout)


def test_a_dry_run_tells_what_an_independent_count_finds(history, behavior):
    objects, expected = counted(history, "2026-02-28", "2026-03-03")
    assert objects == 3 * OBJECTS_OF_A_DAY
    plan = dry_run(history)
    assert {each["Day"]: (each["Objects"], each["Bytes"]) for each in plan["Wanted"]} == expected
    assert {each["Source"] for each in plan["Wanted"]} == {"cloudtrail"}
    assert plan["Total"] == {"Objects": objects, "Bytes": sum(size for _, size in expected.values())}
    assert plan["Skipped"]["LeftOut"] == {"DIGEST_KEY": {"Objects": 1, "Bytes": 6}}
    assert plan["Skipped"]["Unknown"] == {"Objects": 1, "Bytes": 12}
    assert plan["Skipped"]["Decided"] == {"Objects": 0, "Bytes": 0}
    lines = plan["Cost"]["Lines"]
    assert plan["Cost"]["Usd"] == pytest.approx(sum(line["Usd"] for line in lines))
    [gets] = [line for line in lines if line["What"] == "S3 GET requests"]
    assert (gets["Units"], gets["Usd"]) == (objects, pytest.approx(objects * 0.0004 / 1000))


def test_a_part_of_a_day_means_the_day_and_a_key_without_one_means_its_last_change(history, behavior):
    noon = dry_run(history, since="2026-03-01T12:00:00Z", until="2026-03-01T13:00:00Z")
    assert [each["Day"] for each in noon["Wanted"]] == ["2026-03-01"]
    today = datetime.now(timezone.utc).date().isoformat()
    recent = dry_run(history, since=today, until="2099-01-01")
    assert [(each["Day"], each["Objects"]) for each in recent["Wanted"]] == [(today, 1)]


def test_a_person_reads_a_table(history, behavior):
    moments = ["--since", SINCE, "--until", UNTIL]
    told = gumshoe(history, ACCOUNT, "backfill", f"s3://{BUCKET}/AWSLogs/", *moments, "--dry-run").stdout
    assert re.search(rf"cloudtrail +2026-03-01 +{OBJECTS_OF_A_DAY} ", told), told
    assert "Projected cost" in told and "Prices of us-east-1 as of" in told


def test_no_more_waits_in_the_queue_and_nothing_is_faster_than_asked_for(history, behavior, tmp_path):
    # Nobody takes anything from a dead-letter queue.
    sqs, queue = service(history, ACCOUNT, "sqs"), "gumshoe-cloudtrail-quarantine"
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]

    def waiting():
        name = "ApproximateNumberOfMessages"
        return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])

    into_it = ["--source", "cloudtrail", "--queue", queue, "--state", tmp_path / "state.json"]
    place = [f"s3://{BUCKET}", "--since", SINCE, "--until", UNTIL, *into_it]
    running = subprocess.Popen(command("backfill", *place, "--most-waiting", "50"), env=history.environment(ACCOUNT), stderr=subprocess.DEVNULL)
    wait_for(lambda: waiting() > 40, 120, "a full queue")
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(2)
    assert 40 < waiting() <= 50
    running.kill()
    running.wait()

    sqs.purge_queue(QueueUrl=url)
    begin = time.monotonic()
    gumshoe(history, ACCOUNT, "backfill", *place, "--rate", "100")
    assert time.monotonic() - begin >= 1.7
    assert waiting() == 3 * OBJECTS_OF_A_DAY
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    event = json.loads(message["Body"])
    assert (event["detail-type"], event["source"], event["account"]) == ("Object Created", "aws.s3", ACCOUNT)
    assert event["detail"]["bucket"] == {"name": BUCKET}
    size = service(history, ACCOUNT, "s3").head_object(Bucket=BUCKET, Key=event["detail"]["object"]["key"])["ContentLength"]
    assert event["detail"]["object"]["size"] == size
    sqs.purge_queue(QueueUrl=url)


def begun(history, state, *arguments):
    """A backfill that is slow enough to be stopped, once it has sent something."""
    place = [f"s3://{BUCKET}", "--since", SINCE, "--until", UNTIL, "--state", state, *arguments]
    running = subprocess.Popen(command("backfill", *place), env=history.environment(ACCOUNT), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: state.is_file() or running.poll() is not None, 120, "the first objects")
    return running


def test_stopped_and_killed_in_the_middle_it_goes_on_and_everything_counts_once(history, behavior, tmp_path):
    state = tmp_path / "state.json"
    expected, _ = counted(history, "2026-02-28", "2026-03-03")

    # A chunk is 100 objects: the first is sent at once but for the pace.
    killed = begun(history, state, "--rate", "60")
    killed.kill()
    killed.communicate()
    first = json.loads(state.read_text())
    assert 0 < first["Sent"]["Objects"] < expected

    interrupted = subprocess.Popen(
        command("backfill", f"s3://{BUCKET}", "--since", SINCE, "--until", UNTIL, "--state", state, "--rate", "10"),
        env=history.environment(ACCOUNT),
        stderr=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        interrupted.wait(2)
    interrupted.send_signal(signal.SIGINT)
    _, complaint = interrupted.communicate(timeout=30)
    assert interrupted.returncode != 0
    assert "the same command goes on from there" in complaint

    other = gumshoe(history, ACCOUNT, "backfill", f"s3://{BUCKET}", "--since", "2020-01-01", "--state", state, check=False)
    assert other.returncode != 0
    assert "is the state of another backfill" in other.stderr

    last = gumshoe(history, ACCOUNT, "backfill", f"s3://{BUCKET}", "--since", SINCE, "--until", UNTIL, "--state", state)
    assert not state.exists()
    assert "no log source knows their keys" in last.stdout
    wait_for(lambda: behavior.objects_done() >= expected, 120, "ingestion")

    # And once more from the beginning: nothing is left to do.
    plan = dry_run(history)
    assert (plan["Total"]["Objects"], plan["Skipped"]["Decided"]["Objects"]) == (0, expected)
    again = gumshoe(history, ACCOUNT, "backfill", f"s3://{BUCKET}", "--since", SINCE, "--until", UNTIL, "--state", state)
    assert "Sent      0 objects" in again.stdout
    source = behavior.source()
    assert source["Objects"] == {"Ingested": expected, "LeftOut": {}, "Quarantined": {}}
    assert (source["Records"]["Ingested"], source["Records"]["Rejected"]) == (RECORDS * expected, {})


def test_what_makes_no_sense_is_refused(history, tmp_path):
    for arguments, complaint in [
        (["s3://history", "--since", "2026-03-02", "--until", "2026-03-01"], "--until must be after --since"),
        (["history", "--since", "2026-03-02"], "a location is s3://bucket"),
        (["s3://history", "--since", "yesterday"], "a moment is a day such as"),
        (["s3://history", "--since", "2026-03-02", "--source", "weather"], "the log sources are cloudtrail"),
        (["s3://nowhere", "--since", "2026-03-02", "--state", tmp_path / "s"], "s3://nowhere/ cannot be listed"),
    ]:
        refused = gumshoe(history, ACCOUNT, "backfill", *arguments, check=False)
        assert refused.returncode != 0
        assert complaint in refused.stderr, refused.stderr
