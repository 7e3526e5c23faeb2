"""Every function is complete, and the checks of that can fail: each thing is taken away, one at a time,
and must be missed.
"""

import copy

import pytest
from completeness import (
    CHECKS,
    alarm,
    binaries,
    contracts,
    dashboard,
    privileges,
    resources,
    sample_events,
    sources,
    starts,
    statements,
    watch_routes,
)
from repository import Repository, Tagged


@pytest.fixture(scope="module")
def repository():
    return Repository.read()


@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_every_function_is_complete(repository, check):
    problems = list(check(repository))
    assert not problems, "\n".join(["", *problems])


def properties(repository, resource_id):
    return repository.template["Resources"][resource_id]["Properties"]


def without_filling(metric, name):
    metric["Expression"] = metric["Expression"].replace(f"FILL({name}, 0)", name)


def without_rejected(metric):
    metric["Expression"] = metric["Expression"].replace("cloudtrail_rejected", "cloudtrail")


def in_dashboard(repository, before, after):
    body = properties(repository, "Dashboard")["DashboardBody"]
    properties(repository, "Dashboard")["DashboardBody"] = Tagged(body.tag, body.value.replace(before, after))


def statement(repository, resource_id, sid):
    return next(each for each in statements(properties(repository, resource_id)["Policies"]) if each["Sid"] == sid)


def program(repository, name):
    return next(function for function in repository.functions if function["name"] == name)


# What somebody might forget or mistake, the check that finds it, and what its message says first.
MISTAKES = [
    (binaries, lambda it: it.binaries.pop("get-entity"), "get-entity has no binary: add src/bin/get-entity.rs"),
    (binaries, lambda it: it.binaries.update({"get-entity": it.binaries["get-summary"]}), "the binary get-entity serves something else"),
    (binaries, lambda it: it.functions.remove(program(it, "GetEntity")), "nothing lists the binary get-entity"),
    (resources, lambda it: it.template["Resources"].pop("GetEntity"), "template.yaml has no resource GetEntity"),
    (resources, lambda it: it.functions.remove(program(it, "GetEntity")), "GetEntity in template.yaml is no function of the program"),
    (
        resources,
        lambda it: it.template["Resources"]["GetEntity"]["Metadata"]["BuildProperties"].update(Binary="get-summary"),
        "GetEntity in template.yaml is built from something else",
    ),
    (resources, lambda it: properties(it, "GetEntity").update(CodeUri="functions/behavior"), "GetEntity in template.yaml has a CodeUri"),
    (resources, lambda it: properties(it, "GetEntity").pop("FunctionName"), "GetEntity in template.yaml needs FunctionName"),
    (resources, lambda it: properties(it, "GetEntity").pop("LoggingConfig"), "GetEntity in template.yaml needs LoggingConfig"),
    (resources, lambda it: it.template["Resources"].pop("GetEntityLogs"), "template.yaml has no log group of GetEntity"),
    (resources, lambda it: it.template["Globals"]["Function"].pop("CodeUri"), "Globals of template.yaml need CodeUri"),
    (starts, lambda it: program(it, "GetEntity").update(path="/behavior/entity"), "GetEntity in template.yaml is not called as"),
    (starts, lambda it: program(it, "GetEntity").update(method="PUT"), "GetEntity in template.yaml is not called as"),
    (starts, lambda it: properties(it, "GetEntity").pop("Events"), "GetEntity in template.yaml is not called as"),
    (starts, lambda it: it.template["Resources"].pop("IngestCloudtrailObjects"), "nothing starts IngestCloudtrail"),
    (starts, lambda it: it.template["Resources"].pop("DeliverNoticesMessages"), "nothing starts DeliverNotices"),
    (
        starts,
        lambda it: properties(it, "DeliverNoticesMessages").update(EventSourceArn=Tagged("GetAtt", "MembersQueue.Arn")),
        "nothing starts DeliverNotices",
    ),
    (starts, lambda it: program(it, "deliver-notices").update(kind="listener"), "nothing starts DeliverNotices"),
    (starts, lambda it: properties(it, "SweepSegments").pop("Events"), "nothing starts SweepSegments"),
    (privileges, lambda it: properties(it, "GetEntity").pop("Policies"), "GetEntity in template.yaml lacks an access"),
    (privileges, lambda it: program(it, "GetEntity")["access"].pop(), "GetEntity in template.yaml may do more than get-entity says"),
    (
        privileges,
        lambda it: statement(it, "GetEntity", "ReadTable")["Action"].append("dynamodb:Scan"),
        "the statement ReadTable of GetEntity in template.yaml must have exactly the actions",
    ),
    (
        privileges,
        lambda it: statement(it, "GetEntity", "ReadSegments")["Action"].remove("s3:ListBucket"),
        "the statement ReadSegments of GetEntity in template.yaml must have exactly the actions",
    ),
    (
        privileges,
        lambda it: statement(it, "GetEntity", "ReadTable").update(Resource="*"),
        "the statement ReadTable of GetEntity in template.yaml must have exactly Resource",
    ),
    (
        privileges,
        lambda it: properties(it, "GetEntity")["Policies"].append("AmazonS3ReadOnlyAccess"),
        "GetEntity in template.yaml has a policy that is not written out",
    ),
    (
        privileges,
        lambda it: statement(it, "IngestCloudtrail", "ReceiveObjects").update(Action="sqs:*"),
        "IngestCloudtrail in template.yaml may do more",
    ),
    (
        privileges,
        lambda it: statement(it, "DeliverNotices", "ReceiveMessages").update(Resource="*"),
        "the statement ReceiveMessages of DeliverNotices in template.yaml must have exactly Resource",
    ),
    (
        privileges,
        lambda it: statement(it, "DeliverNotices", "ReceiveMessages").update(Sid="ReceiveObjects"),
        "DeliverNotices in template.yaml may do more",
    ),
    (
        privileges,
        lambda it: program(it, "GetEntity")["access"].append({"name": "ReadSecrets", "actions": []}),
        "the access ReadSecrets is new",
    ),
    (alarm, lambda it: it.template["Resources"]["JobsFail"]["Properties"]["Metrics"].pop(), "nobody is told when"),
    (alarm, lambda it: it.template["Resources"]["AnalyticsFail"]["Properties"]["Metrics"].pop(), "nobody is told when"),
    (
        alarm,
        lambda it: it.template["Resources"]["RecordsRejected"]["Properties"]["Metrics"].append({"MetricStat": {}}),
        "RecordsRejected in template.yaml watches more than 10 metrics",
    ),
    (
        alarm,
        lambda it: it.template["Resources"]["MessagesQuarantined"]["Properties"]["Metrics"].clear(),
        "nobody is told when",
    ),
    (
        alarm,
        lambda it: without_filling(it.template["Resources"]["JobsFail"]["Properties"]["Metrics"][0], "compact"),
        "nobody is told of the metric compact",
    ),
    (sources, lambda it: it.template["Resources"].pop("CloudtrailQuarantine"), "cloudtrail lacks a queue by its name"),
    (sources, lambda it: properties(it, "CloudtrailObjects").update(QueueName="logs"), "cloudtrail lacks a queue by its name"),
    (sources, lambda it: properties(it, "CloudtrailObjects").pop("RedrivePolicy"), "cloudtrail loses what it gives up"),
    *[
        (sources, lambda it, alarm_id=alarm_id: properties(it, alarm_id)["Metrics"].pop(1), f"cloudtrail lacks an alarm: add its metric to {alarm_id}")
        for alarm_id in ("ObjectsQuarantined", "IngestLags", "IngestFails", "IngestThrottled")
    ],
    (sources, lambda it: properties(it, "RecordsRejected")["Metrics"].__delitem__(slice(1, 3)), "cloudtrail lacks an alarm: add its metric to RecordsRejected"),
    (sources, lambda it: without_filling(properties(it, "IngestLags")["Metrics"][0], "cloudtrail"), "nobody is told of the metric cloudtrail"),
    (sources, lambda it: without_rejected(properties(it, "RecordsRejected")["Metrics"][0]), "nobody is told of the metric cloudtrail_rejected"),
    (sources, lambda it: in_dashboard(it, "${CloudtrailQuarantine.QueueName}", ""), "cloudtrail is not on the dashboard"),
    (dashboard, lambda it: in_dashboard(it, "]}}", "]}"), "the DashboardBody in template.yaml is no JSON"),
    (dashboard, lambda it: in_dashboard(it, "${JobsFail.Arn}", ""), "the alarm JobsFail is not on the dashboard"),
    (sample_events, lambda it: it.events.pop("get-entity.json"), "GetEntity has no sample: add events/get-entity.json"),
    (sample_events, lambda it: it.events["get-entity.json"].update(httpMethod="GET"), "events/get-entity.json is not what starts"),
    (
        sample_events,
        lambda it: it.events["get-entity.json"]["requestContext"].update(path="/behavior/entities/get"),
        "events/get-entity.json is not what starts",
    ),
    (sample_events, lambda it: it.events["ingest-cloudtrail.json"]["Records"].clear(), "events/ingest-cloudtrail.json is not what"),
    (sample_events, lambda it: it.events["deliver-notices.json"]["Records"].clear(), "events/deliver-notices.json is not what"),
    (sample_events, lambda it: it.events["sweep-segments.json"].update(source="aws.s3"), "events/sweep-segments.json is not what"),
    (sample_events, lambda it: it.events.update({"get-entities.json": {}}), "events/get-entities.json is of no function"),
    (watch_routes, lambda it: it.routes.pop("/behavior/entities/get"), 'get-entity has no route: add "/behavior/entities/get"'),
    (watch_routes, lambda it: it.functions.remove(program(it, "GetEntity")), "POST /behavior/entities/get to get-entity is no route"),
    (contracts, lambda it: program(it, "ListGraphs").update(path="/graphs"), "ListGraphs is an operation of Detective"),
    (contracts, lambda it: program(it, "ListGraphs").update(method="GET"), "ListGraphs is an operation of Detective"),
    (contracts, lambda it: program(it, "ListGraphs").update(name="ShowGraphs"), "Detective has no operation ShowGraphs"),
    (contracts, lambda it: it.document.pop("GetEntity"), "docs/openapi.json does not tell of GetEntity"),
    (contracts, lambda it: it.functions.remove(program(it, "GetEntity")), "docs/openapi.json tells of GetEntity"),
]


@pytest.mark.parametrize(("check", "mistake", "message"), MISTAKES, ids=[message for _, _, message in MISTAKES])
def test_a_mistake_is_found_and_its_message_says_what_to_do(repository, check, mistake, message):
    changed = copy.deepcopy(repository)
    mistake(changed)
    problems = list(check(changed))
    assert problems
    assert all(problem.startswith(message) for problem in problems), problems
