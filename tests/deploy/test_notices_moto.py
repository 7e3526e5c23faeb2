"""The binaries that are deployed tell others through AWS's own services, as moto plays them."""

import gzip
import json

import pytest
from cargo_lambda import Deployed, Watch
from clients import service
from local_stack import wait_for
from moto_services import MOTO_ACCOUNT, REGION, Moto
from official import Cli

SENDER = "detective@example.org"


@pytest.fixture(scope="module")
def moto():
    with Moto() as started:
        started.verify_sender(SENDER)
        yield started


@pytest.fixture(scope="module")
def notices(moto):
    """The queue of notices."""
    return moto.queue("gumshoe-notices")


@pytest.fixture(scope="module")
def events(moto):
    """A queue that every event of Gumshoe is passed on to."""
    queue, bus = moto.queue("events"), moto.client("events")
    bus.put_rule(Name="all", EventPattern=json.dumps({"source": ["gumshoe.detective"]}))
    bus.put_targets(Rule="all", Targets=[{"Id": "queue", "Arn": f"arn:aws:sqs:{REGION}:{MOTO_ACCOUNT}:events"}])
    return queue


@pytest.fixture(scope="module")
def watch(stack, moto, notices, tmp_path_factory):
    """The binaries, with the stack's table and buckets and everything else from moto."""
    folder = tmp_path_factory.mktemp("notices")
    file = folder / "environment"
    others = {
        "AWS_ENDPOINT_URL_SQS": moto.url,
        "AWS_ENDPOINT_URL_EVENTBRIDGE": moto.url,
        "AWS_ENDPOINT_URL_SESV2": moto.url,
        "GUMSHOE_NOTICES_QUEUE_URL": notices,
        "GUMSHOE_EVENT_BUS": "default",
        "GUMSHOE_INVITATION_SENDER": SENDER,
    }
    lines = [f"{name}={value}\n" for name, value in others.items()]
    file.write_text(stack.env_file.read_text() + "".join(lines))
    running = Watch(file, folder)
    yield running
    running.stop()


def invoke(watch, folder, bodies):
    """What deliver-notices answers to messages."""
    records = [
        {"messageId": f"message-{number}", "receiptHandle": "r", "body": body, "eventSource": "aws:sqs"}
        for number, body in enumerate(bodies)
    ]
    file = folder / "event.json"
    file.write_text(json.dumps({"Records": records}))
    return watch.invoke("deliver-notices", file)


def records(stack, account):
    """The records that the audit bucket has of an account."""
    s3 = service(stack, account, "s3")
    listed = s3.list_objects_v2(Bucket="gumshoe-audit", Prefix=f"AWSLogs/{account}/").get("Contents", [])
    objects = [s3.get_object(Bucket="gumshoe-audit", Key=each["Key"])["Body"].read() for each in listed]
    return [record for each in objects for record in json.loads(gzip.decompress(each))["Records"]]


def test_a_call_of_a_binary_is_kept_in_the_audit_bucket(watch, stack, moto, notices, tmp_path):
    account = stack.organization[2]
    with Cli(Deployed(stack, watch.url)) as client:
        assert client.call(account, "ListGraphs", {}) == {"GraphList": []}

    [message] = wait_for(lambda: moto.received(notices), 10, "the notice of the call")
    assert invoke(watch, tmp_path, [message["Body"]]) == {"batchItemFailures": []}

    [record] = records(stack, account)
    assert (record["eventName"], record["userIdentity"]["accountId"]) == ("ListGraphs", account)


def test_a_state_change_reaches_the_event_bus(watch, moto, events, tmp_path):
    graph = "arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef"
    detail = {"graphArn": graph, "accountId": "444455556666", "previousStatus": None, "status": "VERIFICATION_IN_PROGRESS"}
    change = {"DetailType": "Detective Membership State Change", "Time": "2026-03-01T12:05:31.250Z", "Resources": [graph], "Detail": detail}

    # More than one call of PutEvents takes.
    assert invoke(watch, tmp_path, [json.dumps({"Event": change})] * 12) == {"batchItemFailures": []}

    passed = [*moto.received(events), *moto.received(events)]
    assert len(passed) == 12
    event = json.loads(passed[0]["Body"])
    assert (event["source"], event["detail-type"]) == ("gumshoe.detective", "Detective Membership State Change")
    assert (event["resources"], event["detail"]) == ([graph], detail)


def test_an_invitation_is_sent_by_ses(watch, stack, moto, tmp_path):
    administrator, member = stack.organization[3:5]
    address = f"root+{member}@example.com"
    client = service(stack, administrator, "detective")
    graph = client.create_graph()["GraphArn"]
    client.create_members(GraphArn=graph, Message="Join & see", Accounts=[{"AccountId": member, "EmailAddress": address}])
    wait_for(lambda: client.list_members(GraphArn=graph)["MemberDetails"][0]["Status"] == "INVITED", 30, "the invitation")

    invitation = json.dumps({"Invitation": {"Graph": graph, "Account": member}})
    assert invoke(watch, tmp_path, [invitation]) == {"batchItemFailures": []}

    [mail] = moto.sent_to(address)
    assert mail.source == SENDER
    assert "Join &amp; see" in mail.body


def test_what_is_no_notice_fails_alone(watch, stack, tmp_path):
    sample = {"recipientAccountId": "222233334444", "eventTime": "2026-03-01T12:05:31Z", "awsRegion": "us-east-1", "eventID": "e"}
    answer = invoke(watch, tmp_path, ["no JSON", json.dumps({"Call": sample}), json.dumps({"Call": {}})])
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}, {"itemIdentifier": "message-2"}]}
    assert records(stack, "222233334444") == [sample]
