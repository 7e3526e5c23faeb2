"""The life of a behavior graph through @aws-sdk/client-detective, in a process of Node.js."""

import json
import shutil
import subprocess

import pytest
from local_stack import ROOT
from scenario import Refused, Scenario

FOLDER = ROOT / "tests" / "sdk" / "javascript"


class JavaScript:
    """A process that is sent a call a line and answers a line each; a context manager."""

    def __init__(self, stack):
        self._environment = stack.environment("000000000000")
        self._process = None

    def __enter__(self):
        command = [shutil.which("node"), FOLDER / "client.js"]
        self._process = subprocess.Popen(
            command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        assert self._process.wait(30) == 0

    def call(self, account, operation, members):
        self._process.stdin.write(json.dumps({"account": account, "operation": operation, "members": members}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["members"]


@pytest.fixture
def client(stack):
    if not (FOLDER / "node_modules").is_dir():
        raise FileNotFoundError(f"the JavaScript client is not installed: npm ci --prefix {FOLDER}")
    with JavaScript(stack) as started:
        yield started


def test_the_life_of_a_graph(stack, client):
    Scenario(stack, client).run()
