"""The document of the behavior API against the behavior API.

Every answer that any test gets from the behavior API is compared with the document (`Behavior.send`);
here are the answers that no other test asks for, and the proof that the comparison can fail.
"""

import copy
import json
import re

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


# Numbers of answers that measure something: how much, how many, where, when, at what price. Every other number is a
# score, and says why it is what it is. Whoever answers a new number either adds it here or explains it.
MEASURES = {
    *("AmazonDetective", "Gumshoe", "GumshoeStanding", "UpToGb", "UsdPerGb"),  # USD and GB
    *("Latitude", "Longitude", "DaysOfData", "Packets", "Flows", "Ingested"),
    *("Observed", "Expected", "Lower", "Upper"),  # what an explanation consists of
    *("FalseDiscoveryRate", "SeverityNumber"),  # as it was asked for; as its provider told it
    "Value",  # of a bar, which has the unit of its chart
    *("LikelihoodIndicators", "ImpactIndicators"),  # which they are, by their places in the report
}
MEASURE = re.compile(r"(Count|Bytes|BytesPerDay|Seconds)$|^Mean[A-Z]|^[A-Z_]+$|^(Identity|Network|Storage|Compute)$")
# Integers whose columns and lines say by their Type, COUNT or BYTES, what they measure.
FACTS = {"Cells", "Values"}
# A factor of a severity says which rule gives it, and which indicators, which have explanations of their own.
FACTORS = {"Likelihood": ("LikelihoodReason", "LikelihoodIndicators"), "Impact": ("ImpactReason", "ImpactIndicators")}
EXPLANATION = "#/components/schemas/Explanation"


def numbers(content, schema, seen=()):
    """Which types of numbers a value can have or hold that has no names of its own for them."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return set() if name in seen else numbers(content, content["components"]["schemas"][name], (*seen, name))
    if "properties" in schema:
        return set()
    types = schema.get("type", [])
    found = {"number", "integer"} & set([types] if isinstance(types, str) else types)
    parts = [*schema.get("oneOf", []), *schema.get("anyOf", []), *schema.get("prefixItems", [])]
    for part in [*parts, schema.get("items"), schema.get("additionalProperties")]:
        if isinstance(part, dict):
            found |= numbers(content, part, seen)
    return found


def objects(content, schema, seen):
    """Every schema of an object in a schema, each once."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in seen:
            seen.add(name)
            yield from objects(content, content["components"]["schemas"][name], seen)
        return
    if "properties" in schema:
        yield schema
    parts = [*schema.get("properties", {}).values(), *schema.get("oneOf", []), *schema.get("anyOf", []), *schema.get("prefixItems", [])]
    for part in [*parts, schema.get("items"), schema.get("additionalProperties")]:
        if isinstance(part, dict):
            yield from objects(content, part, seen)


def bare_numbers(content):
    """The scores in answers of operations that no explanation goes with."""
    for methods in content["paths"].values():
        for operation in methods.values():
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            for each in objects(content, schema, set()):
                explained = each["properties"].get("Explanation", {}).get("$ref") == EXPLANATION
                for name, value in each["properties"].items():
                    types = numbers(content, value)
                    if not types or name in MEASURES or MEASURE.search(name) or (name in FACTS and types == {"integer"}):
                        continue
                    needed = FACTORS.get(name, ("Explanation",))
                    present = set(each.get("required", [])) | set(each.get("dependentRequired", {}).get(name, []))
                    if not present.issuperset(needed) or (name not in FACTORS and not explained):
                        yield f"{operation['operationId']}: {name}"


def test_no_bare_number_leaves_the_api():
    assert list(bare_numbers(DOCUMENT.content)) == []


def test_an_explanation_has_what_was_observed_what_was_expected_the_window_and_a_sentence():
    explanation = DOCUMENT.content["components"]["schemas"]["Explanation"]
    assert explanation["required"] == ["Observed", "Expected", "Window", "Sentence"]
    assert explanation["properties"]["Window"]["required"] == ["StartTime", "EndTime"]


@pytest.mark.parametrize(
    ("schema", "change", "found"),
    [
        ("VolumeChange", lambda it: it["required"].remove("Explanation"), "ListVolumeChanges: QValue"),
        ("FindingGroupEntity", lambda it: it.pop("dependentRequired"), "GetFindingGroup: Strength"),
        ("SeverityWorking", lambda it: it["required"].remove("ImpactReason"), "GetInvestigationReport: Impact"),
        ("PrincipalSummary", lambda it: it["properties"].update(Risk={"type": "number"}), "GetSummary: Risk"),
        ("EntityDetail", lambda it: it["properties"].update(Rank={"type": ["integer", "null"]}), "SearchEntities: Rank"),
        ("Cell", lambda it: it["oneOf"].append({"type": "number"}), "GetProfile: Cells"),
        ("Series", lambda it: it["properties"]["Values"]["items"].update(type="number"), "GetProfile: Values"),
        ("ActivityGroup", lambda it: it["properties"].update(Odds={"type": "object", "additionalProperties": {"type": "number"}}), "ListActivity: Odds"),
    ],
)
def test_a_bare_number_would_be_found(schema, change, found):
    content = copy.deepcopy(DOCUMENT.content)
    change(content["components"]["schemas"][schema])
    assert found in list(bare_numbers(content))


# What the values of a column can be that are no numbers.
NO_NUMBERS = {"TEXT", "TIME", "ENTITY", "FINDING", "SEVERITY"}


def test_a_number_in_a_profile_is_a_fact_or_explained():
    assert set(DOCUMENT.content["components"]["schemas"]["CellType"]["enum"]) == NO_NUMBERS | {"COUNT", "BYTES", "EXPECTED"}


def profile(kind, row):
    """A profile with a table of one column and one row."""
    column = {"Id": "Usual", "Label": "Usual", "Type": kind}
    table = {"Columns": [column], "Rows": [row], "RowCount": 1}
    panel = {"Id": "P", "Title": "P", "Guidance": "It is.", "Tab": "OVERVIEW", "Form": "TABLE", "Data": table}
    times = {"StartTime": "2026-03-01T00:00:00.000Z", "EndTime": "2026-03-02T00:00:00.000Z"}
    seen = {"FirstSeen": times["StartTime"], "LastSeen": times["EndTime"]}
    return {
        "Entity": {"EntityType": "AwsUser", "EntityId": "AIDA", **seen},
        **{f"Scope{name}": time for name, time in times.items()},
        "Baseline": {**times, "Training": {"IsTraining": False, "DaysOfData": 20}, "Gaps": []},
        "Panels": [panel],
    }


WHY = {"Observed": 9, "Expected": 0.5, "Window": {"StartTime": "2026-03-01T00:00:00.000Z", "EndTime": "2026-03-02T00:00:00.000Z"}, "Sentence": "Why."}


def test_a_cell_is_a_count_or_text_and_what_is_usual_stands_in_the_explanation_of_its_row():
    for answer in (profile("COUNT", {"Cells": {"Usual": 3}}), profile("EXPECTED", {"Cells": {}, "Explanation": WHY})):
        DOCUMENT.check_response("GetProfile", 200, {}, answer)
    for answer in (profile("COUNT", {"Cells": {"Usual": 0.5}}), profile("EXPECTED", {"Cells": {}})):
        with pytest.raises(Undocumented, match=r"Panels\[0\]"):
            DOCUMENT.check_response("GetProfile", 200, {}, answer)


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
