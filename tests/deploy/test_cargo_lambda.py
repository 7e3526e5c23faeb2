"""The binaries that are deployed, behind `cargo lambda watch`, over the state of a local stack.

They are built beforehand, and so is the client in Rust: `cargo build --workspace --bins`, and with `--examples`.
"""

import gzip
import json
from urllib.parse import unquote_plus

import pytest
from cargo_lambda import Deployed, Watch
from clients import Behavior, service
from local_stack import ROOT, fresh_account, wait_for
from official import Boto3, Cli, Refused, javascript, rust

EVENTS = ROOT / "events"


@pytest.fixture(scope="module")
def watch(stack, tmp_path_factory):
    running = Watch(stack.env_file, tmp_path_factory.mktemp("watch"))
    yield running
    running.stop()


def refusal(client, account, operation, **members):
    """The name of the error with which a call is refused."""
    with pytest.raises(Refused) as refused:
        client.call(account, operation, members)
    return refused.value.name


def statuses(client, account, graph):
    members = client.call(account, "ListMembers", {"GraphArn": graph})["MemberDetails"]
    return {each["AccountId"]: each["Status"] for each in members}


@pytest.mark.parametrize("official", [Boto3, Cli, rust, javascript], ids=lambda it: it.__name__.lower())
def test_the_binaries_answer_every_official_client(watch, stack, official):
    account, joining, invited = fresh_account(), fresh_account(), fresh_account()
    own = service(stack, account, "detective")

    def invite(each):
        return [{"AccountId": each, "EmailAddress": f"root+{each}@example.com"}]

    with official(Deployed(stack, watch.url)) as client:
        graph = client.call(account, "CreateGraph", {"Tags": {"team": "red"}})["GraphArn"]
        assert [each["Arn"] for each in client.call(account, "ListGraphs", {})["GraphList"]] == [graph]
        assert [each["Arn"] for each in own.list_graphs()["GraphList"]] == [graph]

        # The ARN is part of the path, and each client writes its colons and slashes in its own way.
        client.call(account, "TagResource", {"ResourceArn": graph, "Tags": {"cost:center/7": "a b+c"}})
        tags = client.call(account, "ListTagsForResource", {"ResourceArn": graph})["Tags"]
        assert tags == {"team": "red", "cost:center/7": "a b+c"}

        call = {"GraphArn": graph, "Accounts": invite(invited), "DisableEmailNotification": True}
        [member] = client.call(account, "CreateMembers", call)["Members"]
        assert (member["AccountId"], member["Status"]) == (invited, "VERIFICATION_IN_PROGRESS")

        # The first call of a function starts it. After the acceptance that would be time for the stack's own job to enable the member.
        assert refusal(client, account, "StartMonitoringMember", GraphArn=graph, AccountId=invited) == "ConflictException"

        # The stack verifies accounts, the binaries have no queues: so who accepts waits to be enabled.
        own.create_members(GraphArn=graph, Accounts=invite(joining), DisableEmailNotification=True)
        wait_for(lambda: statuses(client, account, graph)[joining] == "INVITED", 60, "the verification")
        client.call(joining, "AcceptInvitation", {"GraphArn": graph})
        assert statuses(client, account, graph)[joining] == "ACCEPTED_BUT_DISABLED"
        client.call(account, "StartMonitoringMember", {"GraphArn": graph, "AccountId": joining})
        assert statuses(client, account, graph)[joining] == "ENABLED"

        assert refusal(client, account, "ListMembers", GraphArn="arn:aws:detective:nowhere") == "ValidationException"
        unknown = f"{graph[:-32]}{'0' * 32}"
        assert refusal(client, account, "ListMembers", GraphArn=unknown) == "ResourceNotFoundException"
        client.call(account, "DeleteGraph", {"GraphArn": graph})
        assert refusal(client, account, "ListTagsForResource", ResourceArn=graph) == "ResourceNotFoundException"


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
    source = behavior.source()
    assert (source["Objects"]["Ingested"], source["Records"]["Ingested"]) == (2, 7)


@pytest.mark.parametrize("job", ["compact-segments", "delete-graph-data", "sweep-segments"])
def test_the_binary_of_a_job_takes_its_scheduled_event(watch, job):
    watch.invoke(job, EVENTS / f"{job}.json")


# The last one, so that it looks at every function that was called.
def test_no_client_waits_for_the_compiler(watch, stack):
    with Boto3(Deployed(stack, watch.url)) as client:
        assert client.call(fresh_account(), "ListGraphs", {}) == {"GraphList": []}

    assert "Finished" in watch.log()
    assert watch.compiled() == []
