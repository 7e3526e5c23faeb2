"""The behavior API through plain signed HTTP, with the bodies of the sample events."""

import json

import pytest
from clients import PATHS, Behavior, BehaviorError, service
from local_stack import ROOT, fresh_account

# Of these the sample asks for something that an empty graph does not have.
ABOUT_SOMETHING = {"GetEntity", "GetFinding", "GetInvestigationReport", "GetFindingGroup", "SummarizeFindingGroup", "GetProfile", "ListSourceRecords", "UpdateFindingState"}


def sample(operation):
    """What the sample event of an operation sends, but for the graph."""
    kebab = "".join(f"-{each.lower()}" if each.isupper() else each for each in operation).lstrip("-")
    event = json.loads((ROOT / "events" / f"{kebab}.json").read_text())
    members = json.loads(event["body"])
    del members["GraphArn"]
    return members


@pytest.fixture(scope="module")
def owner(stack):
    account = fresh_account()
    return account, service(stack, account, "detective").create_graph()["GraphArn"]


@pytest.mark.parametrize("operation", PATHS)
def test_the_body_of_the_sample_event_is_valid(stack, owner, operation):
    account, graph = owner
    behavior = Behavior(stack, account, graph)
    if operation not in ABOUT_SOMETHING:
        assert behavior.call(operation, **sample(operation)) != {}
        return
    with pytest.raises(BehaviorError) as caught:
        behavior.call(operation, **sample(operation))
    assert (caught.value.status, caught.value.code) == (404, "ResourceNotFoundException")


@pytest.mark.parametrize("operation", PATHS)
def test_the_graph_of_another_account_looks_like_one_that_does_not_exist(stack, owner, operation):
    _, graph = owner
    stranger = fresh_account()
    absent = f"arn:aws:detective:us-east-1:{stranger}:graph:{'0' * 32}"
    errors = []
    for arn in (graph, absent):
        with pytest.raises(BehaviorError) as caught:
            Behavior(stack, stranger, arn).call(operation, **sample(operation))
        errors.append((caught.value.status, caught.value.code, caught.value.message))
    message = "The behavior graph does not exist, or your account does not administer it."
    assert errors == [(404, "ResourceNotFoundException", message)] * 2
