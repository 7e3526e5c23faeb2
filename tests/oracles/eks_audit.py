"""Counts the calls in EKS audit logs, without a line of the product.

    python3 eks_audit.py [--account 111122223333] [--cluster shop] FILE...

prints one JSON object: for each file its calls by subject, verb and status, and what was left out,
rejected or seen before. `--account` and `--cluster` are what the object's key would say.

The rules are those of docs/semantics.md, written again from the documents of Kubernetes and CloudWatch.
"""

import argparse
import collections
import gzip
import json
import pathlib
import re

LONG_RUNNING = {"attach", "exec", "log", "portforward", "proxy"}
CLUSTER = re.compile(r"/aws/eks/([0-9A-Za-z][0-9A-Za-z_-]{0,99})/cluster")
ACCOUNT = re.compile(r"[0-9]{12}")


def inflated(data: bytes) -> str:
    while data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return data.decode()


def values(text: str):
    """Each JSON value of the text, and None for each line that is none."""
    decoder = json.JSONDecoder()
    at = 0
    while at < len(text):
        start = text.find("{", at)
        if start < 0:
            return
        try:
            value, at = decoder.raw_decode(text, start)
            yield value
        except json.JSONDecodeError:
            end = text.find("\n", start)
            at = len(text) if end < 0 else end
            yield None


class Count:
    def __init__(self, account, cluster):
        self.named = (account, cluster)
        self.calls = collections.Counter()
        self.left_out = collections.Counter()
        self.rejected = collections.Counter()
        self.seen = set()
        self.duplicates = 0
        self.is_audit_log = False

    def value(self, value):
        if value is None:
            self.rejected["INVALID_JSON"] += 1
        elif "logEvents" in value:
            self.cloudwatch(value)
        elif "items" in value:
            for item in value["items"]:
                self.event(item, *self.named)
        else:
            self.event(value, *self.named)

    def cloudwatch(self, message):
        self.is_audit_log = True
        group = CLUSTER.fullmatch(message.get("logGroup") or "")
        owner = message.get("owner") or ""
        account = owner if ACCOUNT.fullmatch(owner) else self.named[0]
        cluster = group.group(1) if group else self.named[1]
        for event in message["logEvents"]:
            if message["messageType"] == "CONTROL_MESSAGE":
                self.left_out["CONTROL_MESSAGE"] += 1
            elif not message["logStream"].startswith("kube-apiserver-audit"):
                self.left_out["OTHER_LOG_STREAM"] += 1
            else:
                try:
                    self.event(json.loads(event["message"]), account, cluster)
                except json.JSONDecodeError:
                    self.rejected["INVALID_JSON"] += 1

    def event(self, event, account, cluster):
        if not event.get("auditID") and not event.get("stage"):
            self.rejected["NOT_AN_AUDIT_EVENT"] += 1
            return
        self.is_audit_log = True
        user = (event.get("user") or {}).get("username")
        code = (event.get("responseStatus") or {}).get("code")
        about = event.get("objectRef") or {}
        verb, stage = event.get("verb"), event.get("stage")
        is_session = verb != "watch" and (verb == "proxy" or about.get("subresource") in LONG_RUNNING)
        is_counted = (
            stage == "Panic"
            or (stage == "ResponseComplete" and not is_session)
            or (stage == "ResponseStarted" and (is_session or (code == 401 and not user)))
        )
        time = event.get("stageTimestamp") or event.get("requestReceivedTimestamp") or event.get("timestamp")
        if not stage:
            self.rejected["MISSING_STAGE"] += 1
        elif not is_counted:
            self.left_out["OTHER_STAGE"] += 1
        elif not time:
            self.rejected["MISSING_EVENT_TIME"] += 1
        elif not verb:
            self.rejected["MISSING_VERB"] += 1
        elif not account:
            self.rejected["NO_ACCOUNT"] += 1
        elif not cluster:
            self.rejected["NO_CLUSTER"] += 1
        else:
            self.call(event, (account, cluster, user, verb, code))

    def call(self, event, call):
        account, cluster, user, verb, code = call
        stamps = [event.get(it) for it in ("stageTimestamp", "requestReceivedTimestamp", "timestamp")]
        address = (event.get("sourceIPs") or [None])[-1]
        likeness = (
            account, cluster, event.get("auditID"), event.get("stage"), *stamps, verb,
            event.get("requestURI"), user, address,
        )
        if likeness in self.seen:
            self.duplicates += 1
            return
        self.seen.add(likeness)
        subject = f"{user}~{cluster}~{account}" if user else ""
        self.calls[f"{subject} {verb} {'' if code is None else code}"] += 1

    def to_json(self):
        if self.rejected and not self.is_audit_log:
            return {"object": "NOT_AUDIT_LOG"}
        return {
            "calls": dict(self.calls),
            "left_out": dict(self.left_out),
            "rejected": dict(self.rejected),
            "duplicates": self.duplicates,
        }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--account")
    parser.add_argument("--cluster")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    counts = {}
    for file in arguments.files:
        count = Count(arguments.account, arguments.cluster)
        for value in values(inflated(file.read_bytes())):
            count.value(value)
        counts[str(file)] = count.to_json()
    print(json.dumps(counts, indent=1, sort_keys=True))


if __name__ == "__main__":
    main()
