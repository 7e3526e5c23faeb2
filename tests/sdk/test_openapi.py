"""The document of the behavior API against the behavior API.

Every answer that any test gets from the behavior API is compared with the document (`Behavior.send`);
here are the answers that no other test asks for, and the proof that the comparison can fail.
"""

import json

import pytest
from clients import DOCUMENT, PATHS, Behavior, service
from document import Undocumented
from jsonschema import Draft202012Validator
from local_stack import ROOT, fresh_account


@pytest.fixture(scope="module")
def behavior(stack):
    account = fresh_account()
    return Behavior(stack, account, service(stack, account, "detective").create_graph()["GraphArn"])


def test_the_schemas_are_json_schema():
    for schema in DOCUMENT.content["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def references(value):
    """Every reference in a part of the document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from references(each)


def test_every_reference_has_a_target_and_every_part_is_referred_to():
    parts = DOCUMENT.content["components"]
    kinds = ("headers", "responses", "schemas")
    defined = {f"#/components/{kind}/{name}" for kind in kinds for name in parts[kind]}
    assert set(references(DOCUMENT.content)) == defined


@pytest.mark.parametrize("operation", PATHS)
def test_the_sample_event_of_an_operation_sends_what_the_document_allows(operation):
    paths = [path for path in (ROOT / "events").iterdir() if json.loads(path.read_text()).get("path") == PATHS[operation]]
    assert paths
    for path in paths:
        DOCUMENT.check_request(operation, json.loads(json.loads(path.read_text())["body"]))


# Status, name of the error, and a request that is answered so.
ERRORS = [
    (400, "ValidationException", {"body": "[]"}),
    (400, "ValidationException", {"body": '{"GraphArn": 1}'}),
    (400, "ValidationException", {"body": '{"GraphArn": "arn:aws:s3:::bucket"}'}),
    (403, "MissingAuthenticationTokenException", {"headers": {}}),
    (403, "IncompleteSignatureException", {"headers": {"Authorization": "Bearer token"}}),
    (413, "RequestEntityTooLargeException", {"body": " " * (1 << 20) + "{}"}),
]


@pytest.mark.parametrize(("status", "error", "request_members"), ERRORS, ids=[f"{error}-{n}" for n, (_, error, _) in enumerate(ERRORS)])
@pytest.mark.parametrize("operation", PATHS)
def test_an_error_is_what_the_document_says(behavior, operation, status, error, request_members):
    answered = behavior.send(operation, **request_members)
    assert (answered.status, answered.error) == (status, error)


ANSWER = {"Groups": [], "Totals": {"SuccessCount": 0, "FailureCount": 0}}
NOT_FOUND = {"x-amzn-errortype": "ResourceNotFoundException"}


def test_an_answer_that_the_document_tells_of_passes():
    DOCUMENT.check_response("ListActivity", 200, {}, ANSWER)
    DOCUMENT.check_response("ListActivity", 404, NOT_FOUND, {"Message": "It is not there."})


@pytest.mark.parametrize(
    ("status", "headers", "body", "problem"),
    [
        (200, {}, ANSWER | {"More": 1}, "Additional properties are not allowed"),
        (200, {}, {"Groups": []}, "'Totals' is a required property"),
        (200, {}, ANSWER | {"Groups": [{}]}, r"at \$.Groups\[0\]"),
        (200, {}, ANSWER | {"Totals": {"SuccessCount": "0", "FailureCount": 0}}, "is not of type 'integer'"),
        (404, {}, {"Message": "It is not there."}, "lacks the header x-amzn-errortype"),
        (404, {"x-amzn-errortype": "NotFound"}, {"Message": "It is not there."}, "header x-amzn-errortype"),
        (404, NOT_FOUND, {"message": "It is not there."}, "'Message' is a required property"),
        (418, {}, {}, "does not know the answer 418 of ListActivity"),
    ],
)
def test_an_answer_that_the_document_does_not_tell_of_fails(status, headers, body, problem):
    with pytest.raises(Undocumented, match=problem):
        DOCUMENT.check_response("ListActivity", status, headers, body)
