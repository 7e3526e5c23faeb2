"""Requests that schemathesis makes of the document: those that it allows, and those that it does not.

Whatever is sent, the behavior API answers what the document tells of, and never that it failed.
"""

import json

import pytest
import schemathesis
from clients import DOCUMENT, PATHS, Behavior, service
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from local_stack import fresh_account, wait_for
from log_files import key, log_file, record
from schemathesis import GenerationMode

SCHEMA = schemathesis.openapi.from_dict(DOCUMENT.content)
# Of each operation, so many that are allowed and so many that are not: the same at each run.
EXAMPLES = 8
BOUNDED = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
DAY = "2026-03-01"


@pytest.fixture(scope="module")
def asked(stack):
    """The behavior API about a graph that has some activity, and the graph's ARN."""
    account = fresh_account()
    graph = service(stack, account, "detective").create_graph()["GraphArn"]
    behavior = Behavior(stack, account, graph)
    records = [record(account, number, f"{DAY}T12:00:{number:02}Z") for number in range(5)]
    logs = service(stack, account, "s3")
    logs.put_object(Bucket=stack.variables["GUMSHOE_LOG_BUCKET"], Key=key(account, DAY, 1), Body=log_file(records))
    wait_for(lambda: behavior.objects_done() == 1, 60, "the ingestion of a log file")
    return behavior, graph


def body_of(case, graph):
    """What a case sends; about `graph`, where there is one and the case is about any."""
    body = case.body
    if graph and isinstance(body, dict) and isinstance(body.get("GraphArn"), str):
        body = body | {"GraphArn": graph}
    try:
        return json.dumps(body)
    except TypeError:  # schemathesis leaves the body out
        return ""


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda it: it.value)
@pytest.mark.parametrize("operation", PATHS)
def test_no_request_makes_the_api_fail(asked, operation, mode):
    behavior, graph = asked

    @BOUNDED
    @given(case=SCHEMA[PATHS[operation]]["POST"].as_strategy(generation_mode=mode), is_own=st.booleans())
    def ask(case, is_own):
        body = body_of(case, graph if is_own else None)
        answer = behavior.send(operation, body)
        assert answer.status < 500, f"{body}: {answer}"

    ask()
