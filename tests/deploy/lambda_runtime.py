"""A Lambda that runs one binary: its runtime API, "Using the Lambda runtime API", Lambda Developer Guide."""

import json
import queue
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from local_stack import BINARY

ANSWER_SECONDS = 60


class RuntimeApi(ThreadingHTTPServer):
    """Hands out events one by one, and keeps the answers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Invocation)
        self.events, self.answers = queue.Queue(), queue.Queue()


class Invocation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        event = json.dumps(self.server.events.get()).encode()
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1000) + 60_000))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:111122223333:function:f")
        self.send_header("Content-Length", str(len(event)))
        self.end_headers()
        self.wfile.write(event)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.answers.put((self.path.rsplit("/", 1)[1], json.loads(body or "null")))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Function:
    """A running binary over the state of a stack; a context manager."""

    def __init__(self, stack, account, name, **variables):
        self._binary = BINARY.parent / name
        self._environment = stack.environment(account) | variables
        self._name = name

    def __enter__(self):
        self._api = RuntimeApi()
        threading.Thread(target=self._api.serve_forever, daemon=True).start()
        environment = self._environment | {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._api.server_port}",
            "AWS_LAMBDA_FUNCTION_NAME": self._name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/f",
            "AWS_LAMBDA_LOG_STREAM_NAME": "f",
        }
        self._process = subprocess.Popen([self._binary], env=environment, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._api.shutdown()

    def invoke(self, event):
        """How an invocation ends (`response` or `error`) and what is answered."""
        self._api.events.put(event)
        return self._api.answers.get(timeout=ANSWER_SECONDS)

    def stop(self):
        """Everything that the function has logged, line by line."""
        self._process.kill()
        return self._process.communicate()[0].splitlines()
