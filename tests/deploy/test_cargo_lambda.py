"""The binaries that are deployed, behind `cargo lambda watch`, over the state of a local stack.

They are built beforehand (`cargo build --workspace --bins`): the first call would outlast the clients'
timeouts while cargo compiles.
"""

import gzip
import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from urllib.parse import unquote_plus

import pytest
from clients import Behavior, service
from local_stack import ROOT, TOOLS, fresh_account, wait_for

CARGO_LAMBDA = [TOOLS / "cargo-lambda", "lambda"]
EVENTS = ROOT / "events"
START_SECONDS = 60
CALL_SECONDS = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Watch:
    """A running `cargo lambda watch` with the variables in a file, and its log."""

    def __init__(self, env_file, folder):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "watch.log"
        command = [*CARGO_LAMBDA, "watch", "--ignore-changes", "--invoke-address", "127.0.0.1"]
        command += ["--invoke-port", str(self.port), "--env-file", env_file]
        with self._log.open("wb") as log:
            # A session of its own, so that stopping it also stops the binaries that it started.
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        wait_for(self._answers, START_SECONDS, "the start of cargo lambda watch")

    def _answers(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"cargo lambda watch ended:\n{self.log()}")
        try:
            urllib.request.urlopen(self.url, timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def log(self):
        return self._log.read_text(errors="replace")

    def stop(self):
        os.killpg(self._process.pid, signal.SIGINT)
        try:
            self._process.wait(30)
        finally:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)

    def invoke(self, function, event):
        """What the function answers to an event, through `cargo lambda invoke`."""
        command = [*CARGO_LAMBDA, "invoke", function, "--invoke-address", "127.0.0.1"]
        command += ["--invoke-port", str(self.port), "--data-file", event]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=CALL_SECONDS)
        assert run.returncode == 0, f"{run.stderr}\n{self.log()}"
        return json.loads(run.stdout)


@pytest.fixture(scope="module")
def watch(stack, tmp_path_factory):
    running = Watch(stack.env_file, tmp_path_factory.mktemp("watch"))
    yield running
    running.stop()


def detective(watch, stack, account, *arguments):
    """`aws detective` against the binaries instead of the stack's own API."""
    run = stack.aws(account, "--endpoint-url", watch.url, "--cli-read-timeout", CALL_SECONDS, "detective", *arguments)
    return json.loads(run.stdout) if run.stdout else None


def test_the_binaries_answer_the_aws_cli_as_the_stack_does(watch, stack):
    account = fresh_account()
    arn = detective(watch, stack, account, "create-graph")["GraphArn"]
    assert [graph["Arn"] for graph in detective(watch, stack, account, "list-graphs")["GraphList"]] == [arn]
    listed = service(stack, account, "detective").list_graphs()["GraphList"]
    assert [graph["Arn"] for graph in listed] == [arn]
    detective(watch, stack, account, "delete-graph", "--graph-arn", arn)
    assert detective(watch, stack, account, "list-graphs") == {"GraphList": []}


def record(account, number):
    return {
        "eventVersion": "1.11",
        "eventID": f"00000000-0000-4000-8000-{number:012}",
        "eventTime": "2026-03-01T12:00:00Z",
        "eventSource": "sts.amazonaws.com",
        "eventName": "GetCallerIdentity",
        "awsRegion": "us-east-1",
        "sourceIPAddress": "192.0.2.10",
        "userAgent": "aws-cli/2.15.0",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDACKCEVSQ6C2EXAMPLE", "arn": f"arn:aws:iam::{account}:user/alice", "accountId": account, "userName": "alice"},
        "eventType": "AwsApiCall",
        "recipientAccountId": account,
        "readOnly": True,
        "managementEvent": True,
        "eventCategory": "Management",
    }


def put(stack, account, bucket, key, numbers):
    """Put an object with one record for each number into a bucket."""
    records = [record(account, number) for number in numbers]
    body = gzip.compress(json.dumps({"Records": records}).encode())
    service(stack, account, "s3").put_object(Bucket=bucket, Key=key, Body=body)


def test_the_ingest_binary_counts_an_object_once_however_often_it_is_told_of_it(watch, stack):
    account = "111122223333"
    graph = service(stack, account, "detective").create_graph()["GraphArn"]
    notification, queue = EVENTS / "ingest-cloudtrail.s3.json", EVENTS / "ingest-cloudtrail.json"
    [notified] = json.loads(notification.read_text())["Records"]
    put(stack, account, notified["s3"]["bucket"]["name"], unquote_plus(notified["s3"]["object"]["key"]), range(3))
    [message] = json.loads(queue.read_text())["Records"]
    created = json.loads(message["body"])["detail"]
    put(stack, account, created["bucket"]["name"], created["object"]["key"], range(3, 7))

    # The stack is told of the objects as well, so each is delivered three times.
    answers = [watch.invoke("ingest-cloudtrail", event) for event in (notification, notification, queue, queue)]

    assert answers == [None, None, {"batchItemFailures": []}, {"batchItemFailures": []}]
    behavior = Behavior(stack, account, graph)
    wait_for(lambda: behavior.objects_done() >= 2, 60, "ingestion of the objects")
    [source] = behavior.call("GetIngestStatus")["Sources"]
    assert (source["Objects"]["Ingested"], source["Records"]["Ingested"]) == (2, 7)


@pytest.mark.parametrize("job", ["compact-segments", "delete-graph-data", "sweep-segments"])
def test_the_binary_of_a_job_takes_its_scheduled_event(watch, job):
    watch.invoke(job, EVENTS / f"{job}.json")
