"""The OpenAPI document of the behavior API, and whether what was answered is what it says."""

import json

from jsonschema import Draft202012Validator
from local_stack import ROOT
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FILE = "docs/openapi.json"
_URI = "urn:gumshoe:openapi"


class Undocumented(AssertionError):
    """Something was sent or answered that the document does not tell of."""


class Document:
    """An OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12."""

    def __init__(self, content):
        self.content = content
        self._registry = Registry().with_resource(_URI, Resource.from_contents(content, DRAFT202012))
        self._operations = {
            operation["operationId"]: (path, operation)
            for path, methods in content["paths"].items()
            for operation in methods.values()
        }

    @classmethod
    def read(cls):
        return cls(json.loads((ROOT / FILE).read_text()))

    def paths(self):
        """The path of each operation."""
        return {name: path for name, (path, _) in self._operations.items()}

    def check_request(self, operation, body):
        """Fail unless `body` is a request that the document allows."""
        _, described = self._operations[operation]
        self._check(f"a request of {operation}", described["requestBody"]["content"], body)

    def check_response(self, operation, status, headers, body):
        """Fail unless the document tells of this answer: status, error type and body."""
        _, described = self._operations[operation]
        what = f"the answer {status} of {operation}"
        if str(status) not in described["responses"]:
            raise Undocumented(f"{FILE} does not know {what}: {body}")
        response = self._resolved(described["responses"][str(status)])
        for name, reference in response["headers"].items():
            header = self._resolved(reference)
            if name in headers:
                self._validate(f"the header {name} of {what}", header["schema"], headers[name])
            elif header.get("required"):
                raise Undocumented(f"{what} lacks the header {name}, which {FILE} requires")
        self._check(what, response["content"], body)

    def _check(self, what, content, body):
        self._validate(what, content["application/json"]["schema"], body)

    def _validate(self, what, schema, value):
        # References are to places in the whole document.
        absolute = json.loads(json.dumps(schema).replace('"#/', f'"{_URI}#/'))
        for error in Draft202012Validator(absolute, registry=self._registry).iter_errors(value):
            raise Undocumented(f"{what} is not what {FILE} says at {error.json_path}: {error.message}")

    def _resolved(self, value):
        if "$ref" not in value:
            return value
        return self._registry.resolver(_URI).lookup(value["$ref"]).contents
