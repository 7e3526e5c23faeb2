"""Every function is complete: what the program says of it, and what has to follow from that, agree.

Adding an operation is one file and one line in its family; a binary, a resource, an event, a route and,
for the behavior API, a path of its document follow. Each check here yields a sentence for whoever
forgot one of them: what to add, and where.
"""

import json
import re

from repository import Tagged, pascal_case

FUNCTION = "AWS::Serverless::Function"

# What Lambda does in the name of a function that a queue starts, besides what the function says it touches.
RECEIVE = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
OF_THE_QUEUE = {
    "trigger": {"ReceiveObjects": RECEIVE},
    "worker": {"ReceiveMessages": RECEIVE},
}
# Whoever reads logs reads those of a bucket that is encrypted with a key of its owner's, too.
DECRYPT = {"DecryptLogs": ["kms:Decrypt"]}

TABLE = Tagged("GetAtt", "Table.Arn")
SEGMENTS = Tagged("GetAtt", "SegmentBucket.Arn")
EACH_SEGMENT = Tagged("Sub", "${SegmentBucket.Arn}/*")
LOGS = Tagged("Sub", "arn:${AWS::Partition}:s3:::${LogBucketName}")
EACH_LOG = Tagged("Sub", "arn:${AWS::Partition}:s3:::${LogBucketName}/*")
EACH_RECORD = Tagged("Sub", "${AuditBucket.Arn}/*")
EVENT_BUS = Tagged("Sub", "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${EventBusName}")
SENDERS = Tagged("Sub", "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*")
MODELS = [
    Tagged("Sub", "arn:${AWS::Partition}:bedrock:*::foundation-model/*"),
    Tagged("Sub", "arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:inference-profile/*"),
]

# What each access is to: a bucket for what lists it, its objects for everything else.
RESOURCES = {
    "ReadTable": [TABLE],
    "WriteTable": [TABLE],
    "ReadSegments": [SEGMENTS, EACH_SEGMENT],
    "WriteSegments": [EACH_SEGMENT],
    "DeleteSegments": [SEGMENTS, EACH_SEGMENT],
    "ReadLogs": [LOGS, EACH_LOG],
    "SendToMembers": [Tagged("GetAtt", "MembersQueue.Arn")],
    "SendToInvestigations": [Tagged("GetAtt", "InvestigationsQueue.Arn")],
    "SendToNotices": [Tagged("GetAtt", "NoticesQueue.Arn")],
    # AWS Organizations and the service-linked role have no resources that could be named beforehand.
    "ReadOrganization": ["*"],
    "DelegateAdministrator": ["*"],
    "WriteAudit": [EACH_RECORD],
    "PutEvents": [EVENT_BUS],
    "SendEmail": [SENDERS],
    "InvokeModel": MODELS,
}


def snake_case(name):
    return name.replace("-", "_")


def route(function):
    return function["method"], function["path"]


def as_list(value):
    return value if isinstance(value, list) else [value]


def binaries(repository):
    """Every function is served by a binary of its own."""
    constants = {
        "operation": lambda name: f"{snake_case(name)}::ENTRY",
        "trigger": lambda name: snake_case(name).upper(),
        "worker": lambda name: f"{snake_case(name)}::TRIGGER",
        "listener": lambda name: f"{snake_case(name)}::TRIGGER",
        "job": lambda name: f"{snake_case(name)}::TRIGGER",
    }
    for function in repository.functions:
        name = function["function"]
        constant = constants[function["kind"]](name)
        source = repository.binaries.get(name)
        if source is None:
            yield f"{name} has no binary: add src/bin/{name}.rs to its family, like the others there, that serves {constant}"
        elif f"::{constant})" not in source:
            yield f"the binary {name} serves something else: src/bin/{name}.rs must serve {constant}"
    for name in repository.binaries.keys() - {function["function"] for function in repository.functions}:
        yield (
            f"nothing lists the binary {name}: add its ENTRY to OPERATIONS (or its TRIGGER to TRIGGERS) in the lib.rs of its"
            " family, and a new family to local/src/stack.rs and local/src/functions.rs"
        )


def resources(repository):
    """Every function is a resource of the template, built from its binary, with a log of its own."""
    known = {pascal_case(function["function"]): function["function"] for function in repository.functions}
    found = repository.template["Resources"]
    for resource_id, name in known.items():
        resource = found.get(resource_id)
        if resource is None or resource["Type"] != FUNCTION:
            yield f"template.yaml has no resource {resource_id}: add an {FUNCTION} of this name for the binary {name}"
            continue
        metadata = {"BuildMethod": "rust-cargolambda", "BuildProperties": {"Binary": name}}
        if resource.get("Metadata") != metadata:
            yield f"{resource_id} in template.yaml is built from something else: its Metadata must be {metadata}"
        if "CodeUri" in resource["Properties"]:
            yield f"{resource_id} in template.yaml has a CodeUri of its own: remove it, all are built from the workspace"
        if resource["Properties"].get("FunctionName") != Tagged("Sub", f"${{AWS::StackName}}-{name}"):
            yield f"{resource_id} in template.yaml needs FunctionName: !Sub ${{AWS::StackName}}-{name}"
        if resource["Properties"].get("LoggingConfig") != {"LogGroup": Tagged("Ref", f"{resource_id}Logs")}:
            yield f"{resource_id} in template.yaml needs LoggingConfig: LogGroup: !Ref {resource_id}Logs"
        group = found.get(f"{resource_id}Logs", {}).get("Properties", {}).get("LogGroupName")
        if group != Tagged("Sub", f"/aws/lambda/${{AWS::StackName}}-{name}"):
            yield (
                f"template.yaml has no log group of {resource_id}: add an AWS::Logs::LogGroup {resource_id}Logs"
                f" with LogGroupName: !Sub /aws/lambda/${{AWS::StackName}}-{name}"
            )
    for resource_id, resource in found.items():
        if resource["Type"] == FUNCTION and resource_id not in known:
            yield f"{resource_id} in template.yaml is no function of the program: list it in its family, or remove the resource"
    if repository.template["Globals"]["Function"].get("CodeUri") != ".":
        yield "Globals of template.yaml need CodeUri: . (the workspace), or every package compiles all dependencies again"


def starts(repository):
    """Every operation has its route in the API, every trigger and worker its queue, all else its rule or schedule."""
    mapped = [
        (resource["Properties"]["FunctionName"], resource["Properties"]["EventSourceArn"])
        for resource in repository.template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::EventSourceMapping"
    ]
    for function in repository.functions:
        resource_id = pascal_case(function["function"])
        events = list(repository.resource(function).get("Events", {}).values())
        found = [(event["Type"], event["Properties"]) for event in events]
        if function["kind"] == "operation":
            method, path = route(function)
            wanted = [("Api", {"RestApiId": Tagged("Ref", "Api"), "Path": path, "Method": method})]
            if found != wanted:
                yield (
                    f"{resource_id} in template.yaml is not called as the program says: its one event must be of Type: Api"
                    f" with RestApiId: !Ref Api, Path: {path}, Method: {method}"
                )
        elif function["kind"] == "trigger":
            if found or [it for it, _ in mapped].count(Tagged("Ref", resource_id)) != 1:
                yield (
                    f"nothing starts {resource_id} in template.yaml: add a queue for its log source, and one"
                    f" AWS::Lambda::EventSourceMapping with FunctionName: !Ref {resource_id}"
                )
        elif function["kind"] == "worker":
            queue = f"{pascal_case(function['queue'])}Queue"
            if found or [of for it, of in mapped if it == Tagged("Ref", resource_id)] != [Tagged("GetAtt", f"{queue}.Arn")]:
                yield (
                    f"nothing starts {resource_id} in template.yaml: add one AWS::Lambda::EventSourceMapping with"
                    f" FunctionName: !Ref {resource_id} and EventSourceArn: !GetAtt {queue}.Arn"
                )
        elif function["kind"] == "listener":
            if {kind for kind, _ in found} != {"EventBridgeRule"}:
                yield f"nothing starts {resource_id} in template.yaml: it needs an event of Type: EventBridgeRule for each rule"
        elif [kind for kind, _ in found] != ["Schedule"]:
            yield f"nothing starts {resource_id} in template.yaml: it needs one event of Type: Schedule"


def privileges(repository):
    """Every function may do what it says it touches, and nothing else."""
    for function in repository.functions:
        resource_id = pascal_case(function["function"])
        wanted = {each["name"]: each["actions"] for each in function["access"]}
        others = OF_THE_QUEUE.get(function["kind"], {}) | (DECRYPT if "ReadLogs" in wanted else {})
        granted = {}
        for statement in statements(repository.resource(function).get("Policies", [])):
            if statement is None or statement["Effect"] != "Allow":
                yield f"{resource_id} in template.yaml has a policy that is not written out: write statements with Effect: Allow"
                continue
            granted[statement["Sid"]] = statement
        for name, actions in wanted.items():
            statement = granted.pop(name, None)
            if name not in RESOURCES:
                yield f"the access {name} is new: add to RESOURCES in tests/deploy/completeness.py what it is to"
            elif statement is None:
                yield (
                    f"{resource_id} in template.yaml lacks an access: add a statement with Sid: {name} and Action:"
                    f" {actions}, as other functions have it"
                )
            else:
                yield from statement_problems(resource_id, name, statement, actions)
        if function["kind"] == "worker" and "ReceiveMessages" in granted:
            yield from receive_problems(resource_id, function["queue"], granted["ReceiveMessages"])
        for name, statement in granted.items():
            if as_list(statement["Action"]) != others.get(name):
                yield (
                    f"{resource_id} in template.yaml may do more than {function['function']} says it touches: remove the"
                    f" statement {name}, or add the access to its ACCESS"
                )


def statements(policies):
    """The statements of a function's policies; None for what is no policy document."""
    for policy in as_list(policies):
        if isinstance(policy, Tagged) and policy.tag == "If":
            _, then, otherwise = policy.value
            yield from statements([each for each in (then, otherwise) if each != Tagged("Ref", "AWS::NoValue")])
        elif isinstance(policy, dict) and "Statement" in policy:
            yield from policy["Statement"]
        else:
            yield None


def statement_problems(resource_id, name, statement, actions):
    if sorted(as_list(statement["Action"])) != sorted(actions):
        yield (
            f"the statement {name} of {resource_id} in template.yaml must have exactly the actions that"
            f" shared/store/src/access.rs gives it: Action: {actions}"
        )
    if as_list(statement["Resource"]) != RESOURCES[name]:
        yield f"the statement {name} of {resource_id} in template.yaml must have exactly Resource: {written(RESOURCES[name])}"


def written(places):
    """Resources as the template writes them."""
    return [f"!{place.tag} {place.value}" if isinstance(place, Tagged) else place for place in places]


def receive_problems(resource_id, queue, statement):
    own = [Tagged("GetAtt", f"{pascal_case(queue)}Queue.Arn")]
    if as_list(statement["Resource"]) != own:
        yield f"the statement ReceiveMessages of {resource_id} in template.yaml must have exactly Resource: {written(own)}"


# Together they watch every job.
ALARMS_OF_JOBS = ("JobsFail", "AnalyticsFail")

# CloudWatch User Guide, "Alarm data queries": what a metric math expression of an alarm can include.
MOST_METRICS = 10


def alarm(repository):
    """Somebody is told when a job fails, and when messages of a worker are given up."""
    watched = [value for alarm_id in ALARMS_OF_JOBS for value in watched_by(repository, alarm_id)]
    for job in repository.of_kind("job"):
        resource_id = pascal_case(job["function"])
        if Tagged("Ref", resource_id) not in watched:
            yield (
                f"nobody is told when {resource_id} fails: add the metric Errors of !Ref {resource_id} to the alarm"
                f" {' or '.join(ALARMS_OF_JOBS)} in template.yaml, and its Id to the alarm's Expression"
            )
    watched = watched_by(repository, "MessagesQuarantined")
    for worker in repository.of_kind("worker"):
        quarantine = f"{pascal_case(worker['queue'])}Quarantine"
        if Tagged("GetAtt", f"{quarantine}.QueueName") not in watched:
            yield (
                f"nobody is told when {pascal_case(worker['function'])} gives messages up: add the metric of !GetAtt"
                f" {quarantine}.QueueName to the alarm MessagesQuarantined in template.yaml, and its Id to the Expression"
            )
    for alarm_id in (*ALARMS_OF_JOBS, "MessagesQuarantined"):
        yield from left_out_of_the_sum(repository, alarm_id)
    for alarm_id, resource in repository.template["Resources"].items():
        metrics = [each for each in resource.get("Properties", {}).get("Metrics", []) if "MetricStat" in each]
        if resource["Type"] == "AWS::CloudWatch::Alarm" and len(metrics) > MOST_METRICS:
            yield f"{alarm_id} in template.yaml watches more than {MOST_METRICS} metrics: make another alarm of some of them"


# The alarms with an entry for each log source: which dimension value tells the source, by the part of its
# name that resources begin with and by its name as queues have it.
ALARMS_OF_SOURCES = {
    "ObjectsQuarantined": lambda prefix, _: Tagged("GetAtt", f"{prefix}Quarantine.QueueName"),
    "IngestLags": lambda prefix, _: Tagged("GetAtt", f"{prefix}Objects.QueueName"),
    "IngestFails": lambda prefix, _: Tagged("Ref", f"Ingest{prefix}"),
    "IngestThrottled": lambda prefix, _: Tagged("Ref", f"Ingest{prefix}"),
    "RecordsRejected": lambda _, name: f"ingest-{name}",
}


def sources(repository):
    """Every log source has its queue, its dead-letter queue, an entry in each alarm, and its lines on the dashboard."""
    found = repository.template["Resources"]
    for trigger in repository.of_kind("trigger"):
        name = trigger["function"].removeprefix("ingest-")
        prefix = pascal_case(name)
        objects = found.get(f"{prefix}Objects", {}).get("Properties", {})
        quarantine = found.get(f"{prefix}Quarantine", {}).get("Properties", {})
        for resource_id, queue, end in ((f"{prefix}Objects", objects, "objects"), (f"{prefix}Quarantine", quarantine, "quarantine")):
            if queue.get("QueueName") != Tagged("Sub", f"${{AWS::StackName}}-{name}-{end}"):
                yield (
                    f"{name} lacks a queue by its name: template.yaml needs an AWS::SQS::Queue {resource_id} with QueueName:"
                    f" !Sub ${{AWS::StackName}}-{name}-{end}, where gumshoe backfill and gumshoe redrive look for it"
                )
        if objects.get("RedrivePolicy", {}).get("deadLetterTargetArn") != Tagged("GetAtt", f"{prefix}Quarantine.Arn"):
            yield f"{name} loses what it gives up: the RedrivePolicy of {prefix}Objects needs deadLetterTargetArn: !GetAtt {prefix}Quarantine.Arn"
        for alarm_id, value in ALARMS_OF_SOURCES.items():
            if value(prefix, name) not in watched_by(repository, alarm_id):
                yield (
                    f"{name} lacks an alarm: add its metric to {alarm_id} in template.yaml, with the Id {snake_case(name)}, as the"
                    " other sources have it, and the Id to the Expression"
                )
        dashboard = found["Dashboard"]["Properties"]["DashboardBody"].value
        for line in (f"${{{prefix}Objects.QueueName}}", f"${{{prefix}Quarantine.QueueName}}", f"${{Ingest{prefix}}}"):
            if line not in dashboard:
                yield f"{name} is not on the dashboard: add {line} to the DashboardBody in template.yaml, as the other sources have it"
    for alarm_id in ALARMS_OF_SOURCES.keys() - {"RecordsRejected"}:
        yield from left_out_of_the_sum(repository, alarm_id)
    shares = repository.template["Resources"]["RecordsRejected"]["Properties"]["Metrics"]
    for metric in shares:
        if "MetricStat" in metric and not re.search(rf"\b{metric['Id']}\b", shares[0]["Expression"]):
            yield f"nobody is told of the metric {metric['Id']}: add it to the Expression of RecordsRejected in template.yaml"


def dashboard(repository):
    """The dashboard is a document that CloudWatch reads, and has every alarm."""
    found = repository.template["Resources"]
    body = found["Dashboard"]["Properties"]["DashboardBody"].value
    try:
        widgets = json.loads(body)["widgets"]
    except ValueError as error:
        yield f"the DashboardBody in template.yaml is no JSON: {error}"
        return
    [shown] = [widget["properties"]["alarms"] for widget in widgets if widget["type"] == "alarm"]
    for resource_id, resource in found.items():
        if resource["Type"] == "AWS::CloudWatch::Alarm" and f"${{{resource_id}.Arn}}" not in shown:
            yield f"the alarm {resource_id} is not on the dashboard: add ${{{resource_id}.Arn}} to its first widget in template.yaml"


def left_out_of_the_sum(repository, alarm_id):
    """Every metric of an alarm counts, also while another one has no data points."""
    metrics = repository.template["Resources"][alarm_id]["Properties"]["Metrics"]
    expression = "".join(metric.get("Expression", "") for metric in metrics)
    for metric in metrics:
        if "MetricStat" in metric and f"FILL({metric['Id']}, 0)" not in expression:
            yield f"nobody is told of the metric {metric['Id']}: add FILL({metric['Id']}, 0) to the Expression of {alarm_id} in template.yaml"


def watched_by(repository, alarm_id):
    """The values of the dimensions that an alarm of several metrics watches."""
    metrics = repository.template["Resources"][alarm_id]["Properties"]["Metrics"]
    return [
        dimension["Value"]
        for metric in metrics
        if "MetricStat" in metric
        for dimension in metric["MetricStat"]["Metric"]["Dimensions"]
    ]


def sample_events(repository):
    """Every function has an event to try it with, of the kind that starts it."""
    forms = {
        "operation": is_request,
        "trigger": is_object_event,
        "worker": is_queue_event,
        "listener": is_service_event,
        "job": is_scheduled_event,
    }
    words = {
        "operation": "API Gateway's, of payload version 1.0",
        "trigger": "of SQS, about objects of S3",
        "worker": "of SQS, with bodies in JSON",
        "listener": "EventBridge's, of an AWS service",
        "job": "EventBridge's, of a schedule",
    }
    for function in repository.functions:
        file = f"{function['function']}.json"
        event = repository.events.get(file)
        kind = words[function["kind"]]
        if event is None:
            yield f"{function['name']} has no sample: add events/{file}, an event {kind}, like the others there"
        elif not forms[function["kind"]](function, event):
            at = f" with the method and path {' '.join(route(function))}" if function["path"] else ""
            yield f"events/{file} is not what starts {function['name']}: it must be an event {kind}{at}"
    names = {function["function"] for function in repository.functions}
    for file in repository.events:
        if file.split(".")[0] not in names:
            yield f"events/{file} is of no function: name it after its function, or remove it"


def is_request(function, event):
    method, path = route(function)
    context = event.get("requestContext", {})
    called = re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path))
    return (
        (event.get("httpMethod"), event.get("resource")) == (method, path)
        and (context.get("httpMethod"), context.get("resourcePath")) == (method, path)
        and bool(called.fullmatch(event.get("path", "")))
        and context.get("path") == f"/{context.get('stage')}{event.get('path')}"
        and {"accountId", "userArn", "accessKey"} <= context.get("identity", {}).keys()
        and isinstance(json.loads(event.get("body") or "{}"), dict)
    )


def is_queue_event(_function, event):
    records = event.get("Records", [])
    return bool(records) and all(
        record.get("eventSource") == "aws:sqs"
        and {"messageId", "receiptHandle"} <= record.keys()
        and isinstance(json.loads(record["body"]), dict)
        for record in records
    )


def is_object_event(function, event):
    bodies = [json.loads(record["body"]) for record in event.get("Records", [])]
    return is_queue_event(function, event) and all(body.get("detail-type") == "Object Created" for body in bodies)


def is_service_event(_function, event):
    return event.get("source", "").startswith("aws.") and event["source"] != "aws.events" and bool(event.get("detail-type"))


def is_scheduled_event(_function, event):
    return (event.get("source"), event.get("detail-type")) == ("aws.events", "Scheduled Event")


def watch_routes(repository):
    """`cargo lambda watch` serves every operation under its path."""
    wanted = {(*route(operation), operation["function"]) for operation in repository.of_kind("operation")}
    found = {(each["method"], path, each["function"]) for path, all in repository.routes.items() for each in all}
    table = "[workspace.metadata.lambda.watch.router] of Cargo.toml"
    for method, path, name in sorted(wanted - found):
        yield f'{name} has no route: add "{path}" = [{{ method = "{method}", function = "{name}" }}] to {table}'
    for method, path, name in sorted(found - wanted):
        yield f"{method} {path} to {name} is no route of the program: remove it from {table}"


def contracts(repository):
    """An operation is Detective's own, with its method and path, or one of the behavior API that is documented."""
    for operation in repository.of_kind("operation"):
        name, (method, path) = operation["name"], route(operation)
        if name in repository.detective:
            if repository.detective[name] != (method, path):
                its = " ".join(repository.detective[name])
                yield f"{name} is an operation of Detective: its ROUTE must be {its}, not {method} {path}"
        elif not path.startswith("/behavior/"):
            yield f"Detective has no operation {name}: correct its NAME, or give it a path below /behavior/ instead of {path}"
        elif repository.document.get(name) != (method, path):
            yield (
                f"docs/openapi.json does not tell of {name}: add {method.lower()} of {path} with operationId {name}, the"
                " schemas of its request and its response, and its errors"
            )
    served = {operation["name"] for operation in repository.of_kind("operation")}
    for name in sorted(repository.document.keys() - served):
        yield f"docs/openapi.json tells of {name}, which the program does not have: remove it, or list the operation in its family"


CHECKS = [binaries, resources, starts, privileges, alarm, sources, dashboard, sample_events, watch_routes, contracts]
