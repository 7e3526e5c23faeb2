"""Every constraint of every member of Amazon Detective's service model, each broken once.

What is valid is in the scenario, which calls every operation (`test_scenario_boto3.py`).
"""

import json

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
from local_stack import fresh_account
from service_model import MODEL, NotAsModelled

VIOLATIONS = {operation: list(MODEL.violations(operation)) for operation in MODEL.operations()}
CODES = {"GraphArn", "ResourceArn", "GraphArns[0]"}
# Of some members the operations ask more than the model does, which only the API Reference's text says.
MEANINGFUL = {
    "StartInvestigation": {"ScopeStartTime": "2026-03-01T12:00:00Z", "ScopeEndTime": "2026-03-02T12:00:00Z"},
    "ListInvestigations": {
        "FilterCriteria": {
            "Severity": {"Value": "HIGH"},
            "Status": {"Value": "SUCCESSFUL"},
            "State": {"Value": "ARCHIVED"},
            "EntityArn": {"Value": "arn:aws:iam::444455556666:role/Reader"},
            "CreatedTime": {"StartInclusive": "2026-03-01T12:00:00Z", "EndInclusive": "2026-03-02T12:00:00Z"},
        }
    },
}


@pytest.fixture(scope="module")
def send(stack):
    """Sends a signed request and gives back the answer of requests' kind."""
    variables = stack.variables
    signer = SigV4Auth(Credentials(fresh_account(), variables["AWS_SECRET_ACCESS_KEY"]), "detective", variables["AWS_REGION"])
    session = URLLib3Session()

    def signed(request):
        url = variables["AWS_ENDPOINT_URL_DETECTIVE"] + request.path
        prepared = AWSRequest(request.method, url, {"Content-Type": "application/json"}, request.body)
        signer.add_auth(prepared)
        return session.send(prepared.prepare())

    return signed


def problem(violation, answer):
    """What is wrong with the answer to a violation, if anything is."""
    told = f"{violation.operation} {violation.path} ({violation.constraint}): {answer.status_code} {answer.content[:300]}"
    if answer.status_code != 400 or answer.headers.get("x-amzn-errortype") != "ValidationException":
        return told
    body = json.loads(answer.content)
    code = "INVALID_GRAPH_ARN" if violation.path in CODES else "INVALID_REQUEST_BODY"
    named = body["Message"].startswith(f"{violation.operation}Request.{violation.path}")
    return None if named and body["ErrorCode"] == code else told


@pytest.mark.parametrize("operation", MODEL.operations())
def test_an_input_that_breaks_a_constraint_is_refused_and_its_member_named(send, operation):
    answers = [(each, send(MODEL.request(operation, each.members))) for each in VIOLATIONS[operation]]
    problems = [told for each, answer in answers if (told := problem(each, answer))]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("operation", MODEL.operations())
def test_an_input_that_breaks_none_is_not_refused_for_one(send, operation):
    members = MODEL.sample(operation) | MEANINGFUL.get(operation, {})
    members.pop("NextToken", None)
    answer = send(MODEL.request(operation, members))
    if answer.status_code == 400:
        # An organization operation that cannot be done now: the model has no other error for it.
        message = json.loads(answer.content)["Message"]
        assert not message.startswith(f"{operation}Request.") or "Organization" in operation, message
    else:
        assert answer.status_code < 500


def test_no_constraint_of_the_model_is_left_out(capsys):
    constraints = {each.constraint for violations in VIOLATIONS.values() for each in violations}
    assert constraints == {"required", "type", "min", "max", "pattern", "enum"}
    with capsys.disabled():
        print(f" {sum(map(len, VIOLATIONS.values()))} inputs that break a constraint", end="")


@pytest.mark.parametrize(
    ("operation", "body", "told"),
    [
        ("ListGraphs", {"GraphList": [], "More": 1}, "More"),
        ("ListGraphs", {"GraphList": {}}, "not a list"),
        ("ListGraphs", {"GraphList": [{"Arn": "arn:aws:s3:::bucket"}]}, "not .*graph"),
        ("ListGraphs", {"GraphList": [{"CreatedTime": "2026-03-01T12:00:00Z"}]}, "a moment"),
        ("DescribeOrganizationConfiguration", {"AutoEnable": "true"}, "not a boolean"),
        ("GetInvestigation", {"State": "GONE"}, "not one of"),
        ("GetInvestigation", {"Severity": None}, "is null"),
        ("ListMembers", {"MemberDetails": [{"DatasourcePackageIngestStates": {"EKS_AUDIT": None}}]}, "is null"),
        ("DeleteGraph", {"GraphArn": "x"}, "not an empty body"),
    ],
)
def test_an_answer_that_the_model_does_not_tell_of_fails(operation, body, told):
    with pytest.raises(NotAsModelled, match=told):
        MODEL.check_answer(operation, 200, json.dumps(body).encode())
