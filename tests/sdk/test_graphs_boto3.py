"""The Detective API through boto3, as anybody's script calls it."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from clients import service
from local_stack import fresh_account, wait_for

ABSENT = "arn:aws:detective:us-east-1:{account}:graph:00000000000000000000000000000000"
NOT_FOUND = {
    "Message": "The behavior graph does not exist, or your account does not administer it.",
    "Code": "ResourceNotFoundException",
}


@pytest.fixture
def account():
    return fresh_account()


@pytest.fixture
def detective(stack, account):
    return service(stack, account, "detective")


def arns(client):
    return [graph["Arn"] for graph in client.list_graphs()["GraphList"]]


def test_an_account_starts_without_a_graph(detective):
    assert arns(detective) == []


def test_a_created_graph_has_an_arn_of_its_account_and_region(detective, account):
    arn = detective.create_graph()["GraphArn"]
    assert re.fullmatch(rf"arn:aws:detective:us-east-1:{account}:graph:[0-9a-f]{{32}}", arn)


def test_a_created_graph_is_listed_with_the_time_of_its_creation(detective):
    before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    arn = detective.create_graph(Tags={"Department": "Security"})["GraphArn"]
    after = datetime.datetime.now(datetime.timezone.utc)
    [listed] = detective.list_graphs()["GraphList"]
    assert listed["Arn"] == arn
    assert before <= listed["CreatedTime"] <= after


def test_creating_a_graph_again_answers_with_the_graph_there_is(detective):
    assert detective.create_graph()["GraphArn"] == detective.create_graph()["GraphArn"]


def test_concurrent_calls_of_one_account_create_one_graph(detective):
    with ThreadPoolExecutor(16) as pool:
        created = list(pool.map(lambda _: detective.create_graph()["GraphArn"], range(16)))
    assert len(set(created)) == 1
    assert arns(detective) == created[:1]


def test_a_deleted_graph_is_gone_at_once(detective):
    arn = detective.create_graph()["GraphArn"]
    detective.delete_graph(GraphArn=arn)
    assert arns(detective) == []
    with pytest.raises(detective.exceptions.ResourceNotFoundException):
        detective.delete_graph(GraphArn=arn)


def test_an_account_can_create_another_graph_once_its_last_one_is_removed(detective):
    first = detective.create_graph()["GraphArn"]
    detective.delete_graph(GraphArn=first)

    def create():
        try:
            return detective.create_graph()["GraphArn"]
        except detective.exceptions.ConflictException:
            return None

    assert wait_for(create, 30, "removal of the first graph") != first


def test_a_graph_that_does_not_exist_is_not_found(detective, account):
    with pytest.raises(detective.exceptions.ResourceNotFoundException) as caught:
        detective.delete_graph(GraphArn=ABSENT.format(account=account))
    assert caught.value.response["Error"] == NOT_FOUND
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_a_graph_of_another_account_looks_like_one_that_does_not_exist(stack, detective):
    other = service(stack, fresh_account(), "detective")
    arn = other.create_graph()["GraphArn"]
    assert arns(detective) == []
    with pytest.raises(detective.exceptions.ResourceNotFoundException) as caught:
        detective.delete_graph(GraphArn=arn)
    assert caught.value.response["Error"] == NOT_FOUND
    assert arns(other) == [arn]


def test_a_page_size_out_of_range_is_refused_with_its_bounds(detective):
    with pytest.raises(detective.exceptions.ValidationException) as caught:
        detective.list_graphs(MaxResults=201)
    error = caught.value.response
    assert error["Error"] == {
        "Message": "ListGraphsRequest.MaxResults must be between 1 and 200. Found 201.",
        "Code": "ValidationException",
    }
    assert error["ErrorCode"] == "INVALID_REQUEST_BODY"
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_a_malformed_arn_is_refused_as_such(detective):
    with pytest.raises(detective.exceptions.ValidationException) as caught:
        detective.delete_graph(GraphArn="arn:aws:detective:us-east-1:111122223333:graph/1")
    assert caught.value.response["ErrorCode"] == "INVALID_GRAPH_ARN"
    assert caught.value.response["Error"]["Message"].startswith("DeleteGraphRequest.GraphArn ")


def test_a_forged_page_token_is_refused(detective):
    detective.create_graph()
    with pytest.raises(detective.exceptions.ValidationException) as caught:
        detective.list_graphs(NextToken="Zm9yZ2Vk")
    message = "ListGraphsRequest.NextToken is invalid or expired. Ask for the first page again."
    assert caught.value.response["Error"]["Message"] == message
