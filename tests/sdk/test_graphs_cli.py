"""The Detective API and S3 through the AWS CLI."""

import gzip
import json

import pytest
from local_stack import fresh_account


@pytest.fixture
def account():
    return fresh_account()


def answer(run):
    return json.loads(run.stdout)


def test_a_graph_is_created_listed_and_deleted(stack, account):
    arn = answer(stack.aws(account, "detective", "create-graph"))["GraphArn"]
    listed = answer(stack.aws(account, "detective", "list-graphs"))["GraphList"]
    assert [graph["Arn"] for graph in listed] == [arn]
    assert stack.aws(account, "detective", "delete-graph", "--graph-arn", arn).stdout == ""
    assert answer(stack.aws(account, "detective", "list-graphs")) == {"GraphList": []}


def test_an_error_names_itself_and_its_operation(stack, account):
    arn = f"arn:aws:detective:us-east-1:{account}:graph:00000000000000000000000000000000"
    run = stack.aws(account, "detective", "delete-graph", "--graph-arn", arn, check=False)
    assert run.returncode != 0
    assert "(ResourceNotFoundException) when calling the DeleteGraph operation" in run.stderr


def test_what_is_copied_into_the_log_bucket_comes_back_the_same(stack, account, tmp_path):
    sent, received = tmp_path / "sent.json.gz", tmp_path / "received.json.gz"
    sent.write_bytes(gzip.compress(b'{"Records":[]}', mtime=0))
    url = f"s3://{stack.variables['GUMSHOE_LOG_BUCKET']}/notes of {account}/a+b.json.gz"
    stack.aws(account, "s3", "cp", sent, url)
    stack.aws(account, "s3", "cp", url, received)
    assert received.read_bytes() == sent.read_bytes()
