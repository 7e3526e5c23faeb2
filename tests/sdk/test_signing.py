"""The settings of docs/clients.md with which each client signs for API Gateway, seen in what it sends."""

import gzip
import json
import os
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import boto3
import botocore
import pytest
from local_stack import ROOT, TOOLS

JAVASCRIPT = ROOT / "tests" / "sdk" / "javascript"
DOCUMENT = (ROOT / "docs" / "clients.md").read_text()
ACCOUNT = "111122223333"


class Gateway(BaseHTTPRequestHandler):
    """Keeps how a request was signed, and answers that there are no graphs."""

    def do_POST(self):
        self.server.authorization = self.headers["Authorization"]
        body = b'{"GraphList": []}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def gateway():
    with HTTPServer(("127.0.0.1", 0), Gateway) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def environment(gateway):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return inherited | {
        "AWS_ENDPOINT_URL_DETECTIVE": f"http://127.0.0.1:{gateway.server_port}",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "gumshoe-local",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def signed_for(gateway):
    """Region and service that the last request was signed for."""
    return re.search(r"Credential=\d+/\d+/([^/]+/[^/]+)/aws4_request", gateway.authorization)[1]


def example(language, marker):
    """The example of the document in this language that has `marker` in it."""
    found = [each for each in re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL) if marker in each]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def models(tmp_path):
    """The folder of service models that the document's script makes."""
    script = re.search(r"<<'END'\n(.*?)END\n", example("sh", "signingName"), re.DOTALL)[1]
    subprocess.run([TOOLS / "python", "-c", script], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "models"


def test_the_models_of_the_document_differ_in_the_signing_name_only(models):
    folder = Path("detective") / "2018-10-26"
    made = json.loads((models / folder / "service-2.json").read_text())
    shipped = json.loads(gzip.decompress((Path(botocore.__file__).parent / "data" / folder / "service-2.json.gz").read_bytes()))
    assert made["metadata"].pop("signingName") == "execute-api"
    assert shipped["metadata"].pop("signingName") == "detective"
    assert made == shipped


def test_the_cli_signs_for_api_gateway(gateway, environment, models):
    environment["AWS_DATA_PATH"] = str(models)
    subprocess.run([TOOLS / "aws", "detective", "list-graphs"], env=environment, check=True, capture_output=True)
    assert signed_for(gateway) == "us-east-1/execute-api"


def test_boto3_signs_for_api_gateway(gateway, environment, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    names = {"boto3": boto3}
    exec(example("python", "execute-api"), names)
    assert names["client"].list_graphs()["GraphList"] == []
    assert signed_for(gateway) == "us-east-1/execute-api"


def test_the_javascript_client_signs_for_api_gateway(gateway, environment):
    program = example("js", "execute-api")
    command = [shutil.which("node"), "--input-type=module", "--eval", program]
    subprocess.run(command, env=environment, cwd=JAVASCRIPT, check=True, capture_output=True, timeout=60)
    assert signed_for(gateway) == "us-east-1/execute-api"


def test_curl_signs_for_api_gateway(gateway, environment):
    program = example("sh", "aws-sigv4")
    subprocess.run(["bash", "-euc", program], env=environment, check=True, capture_output=True, timeout=60)
    assert signed_for(gateway) == "us-east-1/execute-api"
