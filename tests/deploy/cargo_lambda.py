"""`cargo lambda watch` with the binaries that are deployed, and the stack with them in place of its own API.

They are built beforehand, exactly as `cargo lambda watch` builds them (`cargo build --workspace --bins`, without
examples or tests, whose features differ): the first call would outlast the clients' timeouts while cargo compiles.
"""

import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request

from local_stack import ROOT, TOOLS, wait_for

CARGO_LAMBDA = [TOOLS / "cargo-lambda", "lambda"]
START_SECONDS = 60
CALL_SECONDS = 120
# Of what cargo still has to compile; nothing after `make test`.
BUILD_SECONDS = 1800


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Watch:
    """A running `cargo lambda watch` with the variables in a file, and its log."""

    def __init__(self, env_file, folder):
        subprocess.run(["cargo", "build", "--workspace", "--bins"], cwd=ROOT, check=True, capture_output=True, timeout=BUILD_SECONDS)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "watch.log"
        command = [*CARGO_LAMBDA, "watch", "--ignore-changes", "--invoke-address", "127.0.0.1"]
        command += ["--invoke-port", str(self.port), "--env-file", env_file]
        with self._log.open("wb") as log:
            # A session of its own, so that stopping it also stops the binaries that it started.
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        wait_for(self._answers, START_SECONDS, "the start of cargo lambda watch")

    def _answers(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"cargo lambda watch ended:\n{self.log()}")
        try:
            urllib.request.urlopen(self.url, timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def log(self):
        return self._log.read_text(errors="replace")

    def compiled(self):
        """What cargo compiled before it started a function, while a client waited."""
        return [line for line in self.log().splitlines() if "Compiling" in line]

    def stop(self):
        os.killpg(self._process.pid, signal.SIGINT)
        try:
            self._process.wait(30)
        finally:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)

    def invoke(self, function, event):
        """What the function answers to an event, through `cargo lambda invoke`."""
        command = [*CARGO_LAMBDA, "invoke", function, "--invoke-address", "127.0.0.1"]
        command += ["--invoke-port", str(self.port), "--data-file", event]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=CALL_SECONDS)
        assert run.returncode == 0, f"{run.stderr}\n{self.log()}"
        return json.loads(run.stdout)


class Deployed:
    """The stack as clients see it, with the binaries in place of its own Detective API."""

    def __init__(self, stack, url):
        self._stack = stack
        self._endpoint = {"AWS_ENDPOINT_URL_DETECTIVE": url}
        self.variables = stack.variables | self._endpoint

    def environment(self, account):
        return self._stack.environment(account) | self._endpoint

    def aws(self, account, *arguments, **options):
        endpoint = ["--endpoint-url", *self._endpoint.values(), "--cli-read-timeout", CALL_SECONDS]
        return self._stack.aws(account, *endpoint, *arguments, **options)
