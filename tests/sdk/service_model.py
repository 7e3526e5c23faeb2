"""Amazon Detective's service model, as botocore has it: what may be sent, and whether an answer is as modelled."""

import copy
import gzip
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import botocore

FILE = Path(botocore.__file__).parent / "data" / "detective" / "2018-10-26" / "service-2.json.gz"

# Texts that have and that lack the form of each shape with a pattern. Those that lack it have the right length.
ALLOWED = {
    "AccountId": "444455556666",
    "EmailAddress": "root@example.com",
    "EntityArn": "arn:aws:iam::444455556666:role/Reader",
    "GraphArn": "arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef",
    "InvestigationId": "1" * 21,
    "TagKey": "team",
}
REFUSED = {
    "AccountId": ["44445555666x", "44445555-666", "٤٤٤٤٥٥٥٥٦٦٦٦"],
    "EmailAddress": ["nobody", "@example.com", "a@example", "a@-x.com", "a@b..com", "a@example.c0m"],
    "EntityArn": ["role/Reader", "ARN:aws:iam::444455556666:role/Reader"],
    "GraphArn": [
        "",
        "arn:aws:detective:us-east-1:111122223333:graph/0123456789abcdef0123456789abcdef",
        "arn:aws:detective:us-east-1:111122223333:graph:0123456789ABCDEF0123456789ABCDEF",
        "arn:aws:detective:us-east-1:11112222333:graph:0123456789abcdef0123456789abcdef",
        "arn:aws:guardduty:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef",
    ],
    "InvestigationId": ["1" * 20 + "x"],
    "TagKey": ["aws:team", "with space", "at@", "käse"],
}
# Values of other types. JSON null is none: it stands for a member that is absent.
OTHER_TYPES = {
    "string": [5, True, [], {}],
    "boolean": ["true", 1, []],
    "integer": ["1", 1.5, True, []],
    "timestamp": [[], True, 1767225600, "yesterday", "2026-03-01"],
    "list": ["x", {}, 1],
    "map": ["x", [], 1],
    "structure": ["x", [], 1],
}


class NotAsModelled(AssertionError):
    """An answer that the service model does not tell of."""


@dataclass(frozen=True)
class Violation:
    """A request in which one member breaks one constraint."""

    operation: str
    path: str  # of the member, such as `Accounts[0].AccountId`
    constraint: str
    members: dict


@dataclass(frozen=True)
class HttpRequest:
    method: str
    path: str
    body: str


class ServiceModel:
    """The operations of Amazon Detective, and the shapes of what is sent and answered."""

    def __init__(self, content):
        self._shapes = content["shapes"]
        self._operations = content["operations"]

    @classmethod
    def read(cls):
        return cls(json.loads(gzip.decompress(FILE.read_bytes())))

    def operations(self):
        return sorted(self._operations)

    def sample(self, operation):
        """An input with all the members that the operation has."""
        shape = self._operations[operation].get("input")
        return self._sample(shape["shape"]) if shape else {}

    def request(self, operation, members):
        """How `members` are sent."""
        described = self._operations[operation]
        path, query, body = described["http"]["requestUri"], [], dict(members)
        shape = self._shapes[described["input"]["shape"]]["members"] if "input" in described else {}
        for name, member in shape.items():
            if member.get("location") == "uri":
                path = path.replace("{" + member["locationName"] + "}", quote(str(body.pop(name)), safe=""))
            elif member.get("location") == "querystring":
                query += [(member["locationName"], value) for value in body.pop(name, None) or []]
        path += "?" + urlencode(query) if query else ""
        has_body = described["http"]["method"] in ("POST", "PUT")
        return HttpRequest(described["http"]["method"], path, json.dumps(body) if has_body else "")

    def _sample(self, name):
        shape = self._shapes[name]
        match shape["type"]:
            case "structure":
                return {member: self._sample(each["shape"]) for member, each in shape["members"].items()}
            case "list":
                return [self._sample(shape["member"]["shape"])]
            case "map":
                return {self._sample(shape["key"]["shape"]): self._sample(shape["value"]["shape"])}
            case "string" if "enum" in shape:
                return shape["enum"][0]
            case "string" if "pattern" in shape:
                return ALLOWED[name]
            case "string":
                return "x" * max(shape.get("min", 1), 1)
            case "integer":
                return shape["min"]
            case "boolean":
                return True
            case "timestamp":
                return "2026-03-01T12:00:00.000Z"
        raise ValueError(f"no sample of {name}")

    def violations(self, operation):
        """A request for each way to break each constraint of each member of an operation's input."""
        described = self._operations[operation]
        if "input" not in described:
            return
        for path, constraint, members in self._broken(described["input"]["shape"], self.sample(operation)):
            # A body that is no object at all is another matter than a member.
            if path:
                yield Violation(operation, path.removeprefix("."), constraint, members)

    def _broken(self, name, value):
        """Where, how, and what `value` of the shape `name` is then."""
        shape = self._shapes[name]
        for constraint, other in self._limits(name, shape):
            yield "", constraint, other
        match shape["type"]:
            case "structure":
                yield from self._broken_members(name, shape, value)
            case "list":
                for path, constraint, other in self._broken(shape["member"]["shape"], value[0]):
                    yield f"[0]{path}", constraint, [other]
            case "map":
                (key, item), = value.items()
                for _, constraint, other in self._broken(shape["key"]["shape"], key):
                    if isinstance(other, str):
                        yield " key ", constraint, {other: item}
                for path, constraint, other in self._broken(shape["value"]["shape"], item):
                    yield f'["{key}"]{path}', constraint, {key: other}

    def _broken_members(self, name, shape, value):
        for member, each in shape["members"].items():
            location = each.get("location")
            # Without a value in its path the request would be another one. The address of an account
            # of the organization may be absent, although the model requires it.
            if member in shape.get("required", []) and location != "uri" and (name, member) != ("Account", "EmailAddress"):
                absent = copy.deepcopy(value)
                del absent[member]
                yield f".{member}", "required", absent
                yield f".{member}", "required", value | {member: None}
            for path, constraint, other in self._broken(each["shape"], value[member]):
                # There are texts only in a path and in a query string, and a list without elements is absent.
                if location and (constraint == "type" or other in ("", [])):
                    continue
                yield f".{member}{path}", constraint, value | {member: other}

    def _limits(self, name, shape):
        for other in OTHER_TYPES[shape["type"]]:
            yield "type", other
        if "enum" in shape:
            yield "enum", "NO_SUCH_VALUE"
            yield "enum", shape["enum"][0].lower()
        if "pattern" in shape:
            for text in REFUSED[name]:
                assert not re.search(shape["pattern"], text, re.ASCII), text
                yield "pattern", text
        if shape.get("min", 0) > 0:
            yield "min", self._sized(name, shape, shape["min"] - 1)
        if "max" in shape:
            yield "max", self._sized(name, shape, shape["max"] + 1)

    def _sized(self, name, shape, size):
        """A value of this size that breaks nothing else."""
        match shape["type"]:
            case "integer":
                return size
            case "list":
                return [self._sample(shape["member"]["shape"])] * size
            case "map":
                return {f"key{n}": self._sample(shape["value"]["shape"]) for n in range(size)}
        sample = self._sample(name)
        return sample[:size] if size <= len(sample) else sample[0] * (size - len(sample)) + sample

    def check_answer(self, operation, status, body):
        """Fail unless this is an answer that the operation's model tells of: no member more, nothing of another type."""
        described = self._operations[operation]
        wanted = described["http"].get("responseCode", 200)
        if status != wanted:
            raise NotAsModelled(f"{operation} answered {status}, not {wanted}")
        if "output" not in described or not self._shapes[described["output"]["shape"]]["members"]:
            if body not in (b"", b"{}"):
                raise NotAsModelled(f"{operation} answered {body[:200]}, not an empty body")
            return
        self._check(described["output"]["shape"], json.loads(body), operation)

    def check_error(self, operation, status, kind, body):
        """Fail unless this is an error of the operation. `ValidationException` is one of every operation."""
        kinds = {each["shape"] for each in self._operations[operation].get("errors", [])} | {"ValidationException"}
        if kind not in kinds:
            raise NotAsModelled(f"{operation} answered with {kind}, not one of {sorted(kinds)}: {body[:300]}")
        wanted = self._shapes[kind]["error"]["httpStatusCode"]
        if status != wanted:
            raise NotAsModelled(f"{operation} answered {kind} with {status}, not {wanted}")
        content = json.loads(body)
        if not content.get("Message"):
            raise NotAsModelled(f"{kind} of {operation} has no Message")
        self._check(kind, content, f"{operation}: {kind}")

    def _check(self, name, value, where):
        shape = self._shapes[name]
        match shape["type"]:
            case "structure":
                self._check_structure(shape, value, where)
            case "list":
                self._expect(isinstance(value, list), where, value, "a list")
                for index, each in enumerate(value):
                    self._check(shape["member"]["shape"], each, f"{where}[{index}]")
            case "map":
                self._expect(isinstance(value, dict), where, value, "an object")
                for key, each in value.items():
                    self._check(shape["key"]["shape"], key, f"{where} key")
                    self._check(shape["value"]["shape"], each, f"{where}[{key}]")
            case "string":
                self._expect(isinstance(value, str), where, value, "a string")
                self._expect(value in shape.get("enum", [value]), where, value, f"one of {shape.get('enum')}")
                self._expect(re.search(shape.get("pattern", ""), value), where, value, shape.get("pattern"))
            case "integer" | "long":
                self._expect(type(value) is int, where, value, "an integer")
            case "double":
                self._expect(type(value) in (int, float), where, value, "a number")
            case "boolean":
                self._expect(isinstance(value, bool), where, value, "a boolean")
            case "timestamp":
                self._expect(is_moment(value), where, value, "a moment like 2021-08-18T16:35:56.284Z")
            case other:
                raise NotAsModelled(f"{where} has the unknown type {other}")
        if "min" in shape or "max" in shape:
            size = value if shape["type"] in ("integer", "long") else len(value)
            self._expect(shape.get("min", size) <= size <= shape.get("max", size), where, value, "of another size")

    def _check_structure(self, shape, value, where):
        self._expect(isinstance(value, dict), where, value, "an object")
        unknown = set(value) - set(shape["members"])
        self._expect(not unknown, where, sorted(unknown), "members of the model")
        for member in shape.get("required", []):
            self._expect(value.get(member) is not None, where, value, f"with the required {member}")
        for member, each in value.items():
            self._check(shape["members"][member]["shape"], each, f"{where}.{member}")

    @staticmethod
    def _expect(holds, where, value, wanted):
        if not holds:
            raise NotAsModelled(f"{where} is {json.dumps(value)[:300]}, not {wanted}")


def is_moment(value):
    """Whether it is written as Amazon Detective writes it: UTC, to the millisecond."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value):
        return False
    datetime.fromisoformat(value)
    return True


MODEL = ServiceModel.read()


def watch(client):
    """Let every call of a boto3 client fail whose answer is not as the model says."""

    def check(http_response, model, **_):
        kind = http_response.headers.get("x-amzn-errortype")
        if kind is None:
            MODEL.check_answer(model.name, http_response.status_code, http_response.content)
        else:
            MODEL.check_error(model.name, http_response.status_code, kind, http_response.content)

    client.meta.events.register("after-call.detective", check)
    return client
