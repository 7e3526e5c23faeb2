"""The life of a behavior graph through the AWS CLI."""

import json
import re
from datetime import datetime

from botocore import xform_name
from scenario import Refused, Scenario, moment


def option(name, value):
    """A member as the CLI takes it."""
    flag = xform_name(name, "-")
    if isinstance(value, bool):
        return [f"--{flag}" if value else f"--no-{flag}"]
    return [f"--{flag}", value if isinstance(value, str) else json.dumps(value)]


def moments(value):
    """The CLI's answer, with moments as the API writes them; it writes their offset."""
    if isinstance(value, dict):
        return {name: moments(each) for name, each in value.items()}
    if isinstance(value, list):
        return [moments(each) for each in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", value):
        return moment(datetime.fromisoformat(value))
    return value


class Cli:
    def __init__(self, stack):
        self._stack = stack

    def call(self, account, operation, members):
        options = [each for name, value in members.items() for each in option(name, value)]
        run = self._stack.aws(account, "detective", xform_name(operation, "-"), *options, check=False)
        if run.returncode != 0:
            refused = re.search(r"An error occurred \((\w+)\) when calling", run.stderr)
            raise Refused(refused[1]) if refused else AssertionError(run.stderr)
        return moments(json.loads(run.stdout or "{}"))


def test_the_life_of_a_graph(stack):
    Scenario(stack, Cli(stack)).run()
