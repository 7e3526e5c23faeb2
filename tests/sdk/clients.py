"""Clients of the two APIs: boto3's for the Detective API, a small signed one for the behavior API."""

import json
from dataclasses import dataclass

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
from document import Document

# An answer is right or wrong the first time.
CONFIG = Config(retries={"total_max_attempts": 1}, max_pool_connections=32)

DOCUMENT = Document.read()
PATHS = DOCUMENT.paths()


def service(stack, account, name):
    """A boto3 client of a service of the stack, calling as `account`."""
    variables = stack.variables
    return boto3.client(
        name,
        endpoint_url=variables[f"AWS_ENDPOINT_URL_{name.upper()}"],
        region_name=variables["AWS_REGION"],
        aws_access_key_id=account,
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
        config=CONFIG,
    )


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    error: str | None  # of the header x-amzn-errortype
    body: dict


class BehaviorError(Exception):
    """An error that the behavior API answered with."""

    def __init__(self, status, code, message):
        super().__init__(f"{code} ({status}): {message}")
        self.status = status
        self.code = code
        self.message = message


class Behavior:
    """The behavior API, called as `account` about one graph."""

    def __init__(self, stack, account, graph):
        variables = stack.variables
        self._endpoint = variables["AWS_ENDPOINT_URL_DETECTIVE"]
        credentials = Credentials(account, variables["AWS_SECRET_ACCESS_KEY"])
        self._signer = SigV4Auth(credentials, "detective", variables["AWS_REGION"])
        self._session = URLLib3Session()
        self._graph = graph

    def call(self, operation, **members):
        """The answer of an operation; `GraphArn` is added to what is sent."""
        answer = self.send(operation, json.dumps({"GraphArn": self._graph} | members))
        if answer.status != 200:
            message = answer.body.get("Message", answer.body.get("message"))
            raise BehaviorError(answer.status, answer.error, message)
        return answer.body

    def send(self, operation, body="{}", headers=None):
        """What comes back, which the OpenAPI document must tell of; signed, unless `headers` are given."""
        request = AWSRequest("POST", self._endpoint + PATHS[operation], headers or {}, body)
        if headers is None:
            request.headers["Content-Type"] = "application/json"
            self._signer.add_auth(request)
        response = self._session.send(request.prepare())
        answer = Answer(response.status_code, response.headers.get("x-amzn-errortype"), json.loads(response.content))
        DOCUMENT.check_response(operation, answer.status, response.headers, answer.body)
        return answer

    def pages(self, operation, member, **members):
        """Everything in `member` of all pages of an operation."""
        token = {}
        while True:
            answer = self.call(operation, **members, **token)
            yield from answer[member]
            if not answer.get("NextToken"):
                return
            token = {"NextToken": answer["NextToken"]}

    def source(self, name="CLOUDTRAIL"):
        """What GetIngestStatus says of a source."""
        [status] = [it for it in self.call("GetIngestStatus")["Sources"] if it["Source"] == name]
        return status

    def objects_done(self, source="CLOUDTRAIL"):
        """How many objects of a source were ingested, left out or quarantined."""
        objects = self.source(source)["Objects"]
        return objects["Ingested"] + sum(objects["LeftOut"].values()) + sum(objects["Quarantined"].values())
