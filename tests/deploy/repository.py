"""What says something about the functions: the program, the template, events, routes, binaries, AWS's model."""

import json
import subprocess
import tomllib
from dataclasses import dataclass

import botocore.session
import yaml
from local_stack import BINARY, ROOT


@dataclass(frozen=True)
class Tagged:
    """A value of the template with one of CloudFormation's tags, such as `!Ref Table`."""

    tag: str
    value: object


class Template(yaml.SafeLoader):
    """A YAML loader that keeps CloudFormation's tags."""


def tagged(loader, tag, node):
    if isinstance(node, yaml.ScalarNode):
        return Tagged(tag, loader.construct_scalar(node))
    if isinstance(node, yaml.SequenceNode):
        return Tagged(tag, tuple(loader.construct_sequence(node, deep=True)))
    return Tagged(tag, loader.construct_mapping(node, deep=True))


Template.add_multi_constructor("!", tagged)


@dataclass
class Repository:
    """What is compared."""

    functions: list  # of the program, as `gumshoe functions --json` tells them
    template: dict
    events: dict  # by file name
    routes: dict  # of `cargo lambda watch`, by path
    binaries: dict  # sources of the functions' binaries, by name
    detective: dict  # method and path of each operation in AWS's own model
    document: dict  # method and path of each operation in docs/openapi.json

    @classmethod
    def read(cls):
        told = subprocess.run([BINARY, "functions", "--json"], check=True, capture_output=True)
        model = botocore.session.get_session().get_service_model("detective", api_version="2018-10-26")
        operations = [model.operation_model(name) for name in model.operation_names]
        document = json.loads((ROOT / "docs" / "openapi.json").read_text())
        manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())
        return cls(
            functions=json.loads(told.stdout),
            template=yaml.load((ROOT / "template.yaml").read_text(), Template),
            events={path.name: json.loads(path.read_text()) for path in (ROOT / "events").iterdir()},
            routes=manifest["workspace"]["metadata"]["lambda"]["watch"]["router"],
            binaries={path.stem: path.read_text() for path in ROOT.glob("functions/*/src/bin/*.rs")},
            detective={each.name: (each.http["method"], each.http["requestUri"]) for each in operations},
            document={
                operation["operationId"]: (method.upper(), path)
                for path, methods in document["paths"].items()
                for method, operation in methods.items()
            },
        )

    def of_kind(self, kind):
        return [function for function in self.functions if function["kind"] == kind]

    def resource(self, function):
        """The properties of the function's resource; nothing when there is none."""
        return self.template["Resources"].get(pascal_case(function["function"]), {}).get("Properties", {})


def pascal_case(name):
    return "".join(part.capitalize() for part in name.split("-"))
