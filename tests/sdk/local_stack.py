"""A running `gumshoe up`, and the environment of programs that use it."""

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("GUMSHOE_BINARY", ROOT / "target" / "debug" / "gumshoe"))
# The programs that are installed beside this Python.
TOOLS = Path(sys.prefix) / "bin"
START_SECONDS = 60
# What runs is finished first, and a job may ask an organization of thousands of accounts.
STOP_SECONDS = 120

_accounts = itertools.count(100_000_000_001)


def fresh_account():
    """An account id that no other test uses, so that tests share a stack and not their state."""
    return str(next(_accounts))


def wait_for(condition, seconds, what):
    """The first true value of `condition`, asked again and again for at most `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {seconds} s")
        time.sleep(0.05)


class LocalStack:
    """Starts `gumshoe up` in a folder, on free ports, with further arguments; a context manager."""

    def __init__(self, folder, *arguments):
        self.data = folder / "data"
        self._arguments = arguments
        self._log = folder / "gumshoe.log"
        self._process = None
        # The accounts of the organization. The first manages it.
        self.organization = [fresh_account() for _ in range(5)]

    def __enter__(self):
        if not BINARY.is_file():
            raise FileNotFoundError(f"{BINARY} is not built: cargo build --package gumshoe")
        command = [BINARY, "up", "--data", self.data, "--port-api", "0", "--port-s3", "0", "--port-dynamodb", "0"]
        command += ["--port-sqs", "0", "--compact-every", "1", *self._arguments]
        if "--organizations-endpoint" not in self._arguments:
            command += ["--organization", self._organization_file()]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(self._is_ready, START_SECONDS, "the start of the local stack")
        except BaseException:
            self._process.kill()
            raise
        self.variables = dict(line.split("=", 1) for line in self.env_file.read_text().splitlines())
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        assert code == 0, f"gumshoe up ended with {code}:\n{self.log()}"

    def _organization_file(self):
        """The file that describes the organization."""
        accounts = [f'[[accounts]]\nid = "{each}"\nname = "{each}"\nemail = "root+{each}@example.com"\n' for each in self.organization]
        path = self.data.with_name("organization.toml")
        path.write_text("\n".join(['id = "o-exampleorgid"', f'management_account = "{self.organization[0]}"', *accounts]))
        return path

    def _is_ready(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"gumshoe up ended with {self._process.returncode}:\n{self.log()}")
        return self.env_file.is_file()

    @property
    def env_file(self):
        """The file of `NAME=value` lines that the stack writes when it answers."""
        return self.data / "endpoints.env"

    def log(self):
        """The last lines of what the stack has logged."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-40:])

    def environment(self, account):
        """The environment of a program that calls as `account`, untouched by this user's AWS settings."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        isolation = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"}
        return inherited | self.variables | isolation | {"AWS_ACCESS_KEY_ID": account, "AWS_PAGER": ""}

    def aws(self, account, *arguments, check=True, **options):
        """Run the AWS CLI as `account`."""
        command = [TOOLS / "aws", *map(str, arguments)]
        environment = self.environment(account)
        return subprocess.run(command, env=environment, check=check, capture_output=True, text=True, timeout=120, **options)
