"""The official clients, each behind the same `call(account, operation, members)`.

They give back the members of the answer, with moments as text as the API writes them; what the API
refuses they raise as `Refused`.
"""

import json
import re
import shutil
import subprocess
from datetime import datetime, timezone

from botocore import xform_name
from botocore.exceptions import ClientError
from clients import service
from local_stack import BINARY, ROOT
from service_model import watch

RUST = BINARY.parent / "examples" / "detective_client"
JAVASCRIPT = ROOT / "tests" / "sdk" / "javascript"


class Refused(Exception):
    """An error that the API answered with."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


def moment(value):
    """A moment as the API writes it."""
    return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain(value):
    """What boto3 answered, with moments as the API writes them."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


class Boto3:
    """boto3, every answer compared with the service model; a context manager as the others are."""

    def __init__(self, stack):
        self._stack = stack
        self._clients = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def call(self, account, operation, members):
        if account not in self._clients:
            self._clients[account] = watch(service(self._stack, account, "detective"))
        method = getattr(self._clients[account], xform_name(operation))
        try:
            answer = method(**members)
        except ClientError as error:
            raise Refused(error.response["Error"]["Code"]) from error
        del answer["ResponseMetadata"]
        return plain(answer)


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
    """The AWS CLI, a process for each call."""

    def __init__(self, stack):
        self._stack = stack

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def call(self, account, operation, members):
        options = [each for name, value in members.items() for each in option(name, value)]
        run = self._stack.aws(account, "detective", xform_name(operation, "-"), *options, check=False)
        if run.returncode != 0:
            refused = re.search(r"An error occurred \((\w+)\) when calling", run.stderr)
            raise Refused(refused[1]) if refused else AssertionError(run.stderr)
        return moments(json.loads(run.stdout or "{}"))


class Process:
    """A client in a process that is sent a call a line and answers a line each."""

    def __init__(self, stack, *command):
        self._environment = stack.environment("000000000000")
        self._command = command
        self._process = None

    def __enter__(self):
        self._process = subprocess.Popen(
            self._command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
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


def javascript(stack):
    """@aws-sdk/client-detective, in a process of Node.js."""
    if not (JAVASCRIPT / "node_modules").is_dir():
        raise FileNotFoundError(f"the JavaScript client is not installed: npm ci --prefix {JAVASCRIPT}")
    return Process(stack, shutil.which("node"), JAVASCRIPT / "client.js")


def rust(stack):
    """aws-sdk-detective, in a process of `tests/examples/detective_client.rs`; it calls some of the operations."""
    if not RUST.is_file():
        raise FileNotFoundError(f"{RUST} is not built: cargo build --package gumshoe-tests --examples")
    return Process(stack, RUST)
