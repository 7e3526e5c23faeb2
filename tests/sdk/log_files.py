"""Log files as CloudTrail writes them, and the buckets that they are in."""

import gzip
import json
import subprocess

from clients import service
from local_stack import BINARY


def record(account, number, time):
    """A call by a user of the account; the number makes it one of its own."""
    return {
        "eventVersion": "1.11",
        "eventID": f"00000000-0000-4000-8000-{number:012}",
        "eventTime": time,
        "eventSource": "sts.amazonaws.com",
        "eventName": "GetCallerIdentity",
        "awsRegion": "us-east-1",
        "sourceIPAddress": "192.0.2.10",
        "userAgent": "aws-cli/2.15.0",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDACKCEVSQ6C2EXAMPLE", "arn": f"arn:aws:iam::{account}:user/alice", "accountId": account, "userName": "alice"},
        "eventType": "AwsApiCall",
        "recipientAccountId": account,
        "readOnly": True,
        "managementEvent": True,
        "eventCategory": "Management",
    }


def log_file(records):
    return gzip.compress(json.dumps({"Records": records}).encode())


def key(account, day, number, region="us-east-1"):
    """The key of a log file of a day such as 2026-03-01."""
    year, month, date = day.split("-")
    name = f"{account}_CloudTrail_{region}_{year}{month}{date}T1205Z_{number:016x}.json.gz"
    return f"AWSLogs/{account}/CloudTrail/{region}/{year}/{month}/{date}/{name}"


def bucket(stack, account, name):
    """A client of S3, and a bucket that nobody is told of when something is put into it."""
    s3 = service(stack, account, "s3")
    s3.create_bucket(Bucket=name)
    return s3


def command(*arguments):
    """`gumshoe` with some arguments."""
    return [BINARY, *map(str, arguments)]


def gumshoe(stack, account, *arguments, check=True):
    """Run `gumshoe` in the environment of a stack, to its end."""
    environment = stack.environment(account)
    return subprocess.run(command(*arguments), env=environment, check=check, capture_output=True, text=True, timeout=120)
