"""Clients of the two APIs: boto3's for the Detective API, a small signed one for the behavior API."""

import json

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session

# An answer is right or wrong the first time.
CONFIG = Config(retries={"total_max_attempts": 1}, max_pool_connections=32)

PATHS = {
    "SearchEntities": "/behavior/entities/search",
    "GetEntity": "/behavior/entities/get",
    "ListActivity": "/behavior/activity/list",
    "GetActivityTimeline": "/behavior/activity/timeline",
    "GetIngestStatus": "/behavior/ingest/get",
    "GetSummary": "/behavior/summary/get",
}


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
        body = json.dumps({"GraphArn": self._graph} | members)
        headers = {"Content-Type": "application/json"}
        request = AWSRequest("POST", self._endpoint + PATHS[operation], headers, body)
        self._signer.add_auth(request)
        response = self._session.send(request.prepare())
        answer = json.loads(response.content or b"{}")
        if response.status_code != 200:
            message = answer.get("Message", answer.get("message"))
            raise BehaviorError(response.status_code, response.headers.get("x-amzn-errortype"), message)
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

    def objects(self):
        """`Objects` of the CloudTrail source in GetIngestStatus, or None before the first."""
        for source in self.call("GetIngestStatus")["Sources"]:
            if source["Source"] == "CLOUDTRAIL":
                return source["Objects"]
        return None

    def objects_done(self):
        """How many CloudTrail objects were ingested, left out or quarantined."""
        objects = self.objects()
        if objects is None:
            return 0
        return objects["Ingested"] + sum(objects["LeftOut"].values()) + sum(objects["Quarantined"].values())
