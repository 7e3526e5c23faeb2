"""The queues of the local stack through boto3 and the AWS CLI, as they use Amazon SQS.

Nobody takes messages from a dead-letter queue, so that most of this is seen there.
"""

import hashlib
import json

import pytest
from botocore.exceptions import ClientError
from clients import service
from local_stack import LocalStack, wait_for

ACCOUNT = "111122223333"
OBJECTS, QUARANTINE = "gumshoe-cloudtrail-objects", "gumshoe-cloudtrail-quarantine"
ARN = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"


@pytest.fixture(scope="module")
def queues(tmp_path_factory):
    with LocalStack(tmp_path_factory.mktemp("queues")) as started:
        yield started


@pytest.fixture
def sqs(queues):
    return service(queues, ACCOUNT, "sqs")


@pytest.fixture
def dead(sqs):
    """The URL of the dead-letter queue, which is empty."""
    url = sqs.get_queue_url(QueueName=QUARANTINE)["QueueUrl"]
    sqs.purge_queue(QueueUrl=url)
    return url


def attributes(sqs, url, *names):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names)).get("Attributes", {})


def counts(sqs, url):
    """Messages that can be received, and those that somebody has."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return tuple(int(attributes(sqs, url, *names)[name]) for name in names)


def received(sqs, url, **members):
    return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, **members).get("Messages", [])


def test_each_log_source_has_a_queue_and_its_dead_letters(sqs):
    urls = sqs.list_queues()["QueueUrls"]
    assert {url.rsplit("/", 1)[1] for url in urls} >= {OBJECTS, QUARANTINE}
    url = sqs.get_queue_url(QueueName=OBJECTS)["QueueUrl"]
    assert url in urls
    found = attributes(sqs, url, "QueueArn", "RedrivePolicy")
    assert found["QueueArn"] == ARN + OBJECTS
    assert json.loads(found["RedrivePolicy"]) == {"deadLetterTargetArn": ARN + QUARANTINE, "maxReceiveCount": 5}
    dead = sqs.get_queue_url(QueueName=QUARANTINE)["QueueUrl"]
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    assert "RedrivePolicy" not in attributes(sqs, dead, "All")


def test_a_message_that_is_received_is_hidden_until_its_time_is_over_or_it_is_deleted(sqs, dead):
    sent = sqs.send_message(QueueUrl=dead, MessageBody="a")
    assert sent["MD5OfMessageBody"] == hashlib.md5(b"a").hexdigest()
    assert counts(sqs, dead) == (1, 0)

    [first] = received(sqs, dead, VisibilityTimeout=1, AttributeNames=["All"])
    assert (first["MessageId"], first["Body"]) == (sent["MessageId"], "a")
    assert first["Attributes"]["ApproximateReceiveCount"] == "1"
    assert (counts(sqs, dead), received(sqs, dead)) == ((0, 1), [])

    # Waited for as long as it takes.
    [second] = received(sqs, dead, WaitTimeSeconds=5, MessageSystemAttributeNames=["ApproximateReceiveCount"])
    assert second["Attributes"] == {"ApproximateReceiveCount": "2"}
    sqs.change_message_visibility(QueueUrl=dead, ReceiptHandle=second["ReceiptHandle"], VisibilityTimeout=0)
    [third] = received(sqs, dead)
    with pytest.raises(ClientError, match="not available for visibility timeout change"):
        sqs.change_message_visibility(QueueUrl=dead, ReceiptHandle=second["ReceiptHandle"], VisibilityTimeout=0)
    sqs.delete_message(QueueUrl=dead, ReceiptHandle=third["ReceiptHandle"])
    assert counts(sqs, dead) == (0, 0)


def test_batches_are_answered_entry_by_entry(sqs, dead):
    entries = [{"Id": str(at), "MessageBody": str(at)} for at in range(9)] + [{"Id": "long", "MessageBody": "x", "DelaySeconds": 901}]
    answer = sqs.send_message_batch(QueueUrl=dead, Entries=entries)
    assert [each["Id"] for each in answer["Successful"]] == [str(at) for at in range(9)]
    assert [(each["Id"], each["SenderFault"]) for each in answer["Failed"]] == [("long", True)]

    messages = received(sqs, dead)
    assert [message["Body"] for message in messages] == [str(at) for at in range(9)]
    handles = [{"Id": str(at), "ReceiptHandle": message["ReceiptHandle"]} for at, message in enumerate(messages)]
    handles.append({"Id": "foreign", "ReceiptHandle": "foreign"})
    answer = sqs.delete_message_batch(QueueUrl=dead, Entries=handles)
    assert [each["Code"] for each in answer["Failed"]] == ["ReceiptHandleIsInvalid"]
    assert counts(sqs, dead) == (0, 0)

    eleven = [{"Id": str(at), "MessageBody": "x"} for at in range(11)]
    with pytest.raises(sqs.exceptions.TooManyEntriesInBatchRequest):
        sqs.send_message_batch(QueueUrl=dead, Entries=eleven)
    with pytest.raises(sqs.exceptions.BatchEntryIdsNotDistinct):
        sqs.send_message_batch(QueueUrl=dead, Entries=[eleven[0], eleven[0]])


def test_a_delayed_message_comes_after_its_delay(sqs, dead):
    sqs.send_message(QueueUrl=dead, MessageBody="later", DelaySeconds=1)
    assert (received(sqs, dead), attributes(sqs, dead, "ApproximateNumberOfMessagesDelayed")) == (
        [],
        {"ApproximateNumberOfMessagesDelayed": "1"},
    )
    assert [message["Body"] for message in received(sqs, dead, WaitTimeSeconds=5)] == ["later"]


def test_what_is_not_there_or_not_allowed_is_refused_as_sqs_refuses_it(sqs, dead):
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_url(QueueName="other")
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.send_message(QueueUrl=dead + "-other", MessageBody="x")
    with pytest.raises(sqs.exceptions.InvalidAttributeName):
        attributes(sqs, dead, "Color")
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid):
        sqs.delete_message(QueueUrl=dead, ReceiptHandle="x")
    with pytest.raises(sqs.exceptions.UnsupportedOperation):
        sqs.create_queue(QueueName="other")
    with pytest.raises(sqs.exceptions.ResourceNotFoundException):
        sqs.start_message_move_task(SourceArn=ARN + "other")
    with pytest.raises(sqs.exceptions.UnsupportedOperation):
        sqs.start_message_move_task(SourceArn=ARN + OBJECTS)
    with pytest.raises(ClientError, match="MaxNumberOfMessages"):
        sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=11)


def test_dead_letters_move_back_into_their_queue_where_they_are_taken(sqs, dead):
    for body in ("a", "b", "c"):
        sqs.send_message(QueueUrl=dead, MessageBody=body)
    handle = sqs.start_message_move_task(SourceArn=ARN + QUARANTINE)["TaskHandle"]
    assert handle

    def newest():
        [task] = sqs.list_message_move_tasks(SourceArn=ARN + QUARANTINE)["Results"]
        return task["Status"] != "RUNNING" and task

    task = wait_for(newest, 10, "the move")
    assert task["Status"] == "COMPLETED"
    assert (task["ApproximateNumberOfMessagesMoved"], task["ApproximateNumberOfMessagesToMove"]) == (3, 3)
    assert counts(sqs, dead) == (0, 0)
    url = sqs.get_queue_url(QueueName=OBJECTS)["QueueUrl"]
    wait_for(lambda: counts(sqs, url) == (0, 0), 10, "the messages are taken")


def test_a_slow_move_can_be_cancelled_and_leaves_the_rest(sqs, dead):
    for _ in range(2):
        sqs.send_message_batch(QueueUrl=dead, Entries=[{"Id": str(at), "MessageBody": "x"} for at in range(10)])
    handle = sqs.start_message_move_task(SourceArn=ARN + QUARANTINE, MaxNumberOfMessagesPerSecond=1)["TaskHandle"]
    with pytest.raises(sqs.exceptions.UnsupportedOperation):
        sqs.start_message_move_task(SourceArn=ARN + QUARANTINE)
    sqs.cancel_message_move_task(TaskHandle=handle)

    def cancelled():
        [task] = sqs.list_message_move_tasks(SourceArn=ARN + QUARANTINE)["Results"]
        return task["Status"] == "CANCELLED" and task

    moved = wait_for(cancelled, 10, "the cancellation")["ApproximateNumberOfMessagesMoved"]
    assert 0 < 20 - moved == counts(sqs, dead)[0]
    with pytest.raises(sqs.exceptions.ResourceNotFoundException):
        sqs.cancel_message_move_task(TaskHandle=handle)


def test_the_aws_cli_uses_the_queues(queues, sqs, dead):
    # Version 1 of the CLI knows a host of its own for SQS and passes over AWS_ENDPOINT_URL_SQS.
    endpoint = ["--endpoint-url", queues.variables["AWS_ENDPOINT_URL_SQS"]]

    def aws(*arguments):
        told = queues.aws(ACCOUNT, "sqs", *arguments, *endpoint, "--output", "json").stdout
        return json.loads(told) if told else None

    assert aws("get-queue-url", "--queue-name", QUARANTINE) == {"QueueUrl": dead}
    aws("send-message", "--queue-url", dead, "--message-body", "from the CLI")
    [message] = aws("receive-message", "--queue-url", dead)["Messages"]
    assert message["Body"] == "from the CLI"
    aws("delete-message", "--queue-url", dead, "--receipt-handle", message["ReceiptHandle"])
    found = aws("get-queue-attributes", "--queue-url", dead, "--attribute-names", "All")["Attributes"]
    assert (found["QueueArn"], found["ApproximateNumberOfMessages"]) == (ARN + QUARANTINE, "0")
    aws("start-message-move-task", "--source-arn", found["QueueArn"])
    [task] = aws("list-message-move-tasks", "--source-arn", found["QueueArn"])["Results"]
    assert task["SourceArn"] == found["QueueArn"]
