"""Counts the relations that CloudTrail records show, without a line of Gumshoe's code.

    python3 tests/oracles/cloudtrail_relations.py FILE_OR_FOLDER ...

It prints one JSON object. `files` says of each file what becomes of it: how many records count, how many
are rejected or left out and why, or why the file as a whole is rejected. `relations` has one row for each
pair of entities, relation, account and hour, with the number of records that show it.

The rules are those of `docs/semantics.md`, "Relations". They are written here a second time, from the
documents rather than from the code, in the plainest way: every record is held in memory as a dictionary.
"""

import datetime
import gzip
import ipaddress
import json
import re
import sys
from collections import Counter
from pathlib import Path

ACCOUNT = re.compile(r"[0-9]{12}")
INSTANCE = re.compile(r"i-(?:[0-9a-f]{8}|[0-9a-f]{17})")


def text(value):
    """A text that says something, else nothing."""
    return value if isinstance(value, str) and value else None


def at(value, *path):
    """What is at a path of members, or nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def items(value):
    """The elements of a set as EC2 writes it."""
    elements = at(value, "items")
    elements = at(value, "item") if elements is None else elements
    return [it for it in elements if isinstance(it, dict)] if isinstance(elements, list) else []


def account_or_none(value):
    return value if isinstance(value, str) and ACCOUNT.fullmatch(value) else None


def account_of_arn(arn):
    parts = (arn or "").split(":")
    return account_or_none(parts[4]) if len(parts) > 4 else None


def address(value):
    try:
        return str(ipaddress.ip_address(value)) if text(value) else None
    except ValueError:
        return None


def moment(value):
    try:
        parsed = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return parsed.astimezone(datetime.timezone.utc)


# -- records of a file


def records_of(content):
    """The records of a file, or the reason for which none of them counts."""
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    try:
        document = json.loads(content)
    except ValueError:
        return None, "INVALID_JSON"
    if isinstance(document, dict):
        if isinstance(document.get("Records"), list):
            return document["Records"], None
        if (text(document.get("detail-type")) or "").endswith(" via CloudTrail"):
            return [document.get("detail")], None
        if text(document.get("eventSource")) and text(document.get("eventName")):
            return [document], None
    return None, "NOT_CLOUDTRAIL"


def fate(record):
    """Why a record does not count, or nothing."""
    if not isinstance(record, dict):
        return "NOT_AN_OBJECT"
    kind, category = record.get("eventType"), record.get("eventCategory")
    insight = record.get("insightDetails") is not None
    if insight or category == "Insight" or kind == "AwsCloudTrailInsight":
        return "INSIGHT"
    if category == "NetworkActivity" or kind in ("AwsVpceEvent", "AwsVpceEvents"):
        return "NETWORK_ACTIVITY"
    if not text(record.get("eventTime")):
        return "MISSING_EVENT_TIME"
    if not moment(record["eventTime"]):
        return "INVALID_EVENT_TIME"
    if not text(record.get("eventSource")):
        return "MISSING_EVENT_SOURCE"
    if not text(record.get("eventName")):
        return "MISSING_EVENT_NAME"
    return None if account(record) else "NO_ACCOUNT"


def account(record):
    own = account_or_none(record.get("recipientAccountId"))
    return own or account_or_none(at(record, "userIdentity", "accountId"))


# -- who calls


def instance_in(session):
    _, _, name = (session or "").partition(":")
    return name if INSTANCE.fullmatch(name) else None


def principal(identity):
    """The principal of a record, as a kind and an id."""
    kind, own = text(identity.get("type")), text(identity.get("principalId"))
    home, user = text(identity.get("accountId")), text(identity.get("userName"))
    provider = text(identity.get("identityProvider"))
    if kind == "AssumedRole":
        role = text(at(identity, "sessionContext", "sessionIssuer", "principalId"))
        role = role or (own or "").split(":")[0]
        return ("AwsRole", role) if role else None
    if kind == "IAMUser":
        return ("AwsUser", own) if own else None
    if kind == "Root":
        return ("AwsUser", home or own) if home or own else None
    if kind == "AWSAccount":
        return ("AwsAccount", home) if account_or_none(home) else None
    pair = None
    if kind == "SAMLUser":
        pair = (provider, user)
    elif kind == "IdentityCenterUser":
        behalf = identity.get("onBehalfOf")
        pair = (text(at(behalf, "identityStoreArn")), text(at(behalf, "userId")))
    elif kind not in ("FederatedUser", "WebIdentityUser"):
        return None
    if pair and all(pair):
        return ("FederatedUser", ":".join(pair))
    if own:
        return ("FederatedUser", own)
    return ("FederatedUser", f"{provider}:{user}") if provider and user else None


def session_of(identity):
    own = text(identity.get("principalId"))
    is_session = text(identity.get("type")) == "AssumedRole" and own and ":" in own
    return own if is_session else None


def arn_of(kind, identity):
    """The ARN of the caller, seen as an entity of a kind."""
    own = text(identity.get("arn"))
    if kind == "AwsRole":
        return text(at(identity, "sessionContext", "sessionIssuer", "arn"))
    if text(identity.get("type")) == "AWSAccount" and kind in ("AwsUser", "FederatedUser"):
        return None
    return own if kind in ("AwsUser", "FederatedUser", "AwsRoleSession") else None


def actors(identity):
    """Every entity that the caller is."""
    who, session = principal(identity), session_of(identity)
    if who is None:
        return []
    if who[0] == "AwsAccount":
        own, home = text(identity.get("principalId")) or "", who[1]
        if own.startswith("AROA"):
            who, session = ("AwsRole", own.split(":")[0]), own if ":" in own else None
        elif own.startswith("AIDA") or own == home:
            return [("AwsUser", own)]
        elif own.startswith(home + ":"):
            return [("FederatedUser", own)]
        else:
            return [who]
    found = [who]
    if session:
        found.append(("AwsRoleSession", session))
        if instance_in(session):
            found.append(("Ec2Instance", instance_in(session)))
    return found


# -- what records show


def shown(record):
    """Rows that one record shows: from, relation, to, account of from, ARN of to, detail."""
    own = account(record)
    identity = record["userIdentity"] if isinstance(record.get("userIdentity"), dict) else {}
    home = account_or_none(identity.get("accountId"))
    home = home if home != own else None
    callers = actors(identity)
    session, who = session_of(identity), principal(identity)
    arn = text(identity.get("arn"))
    for kind, name in callers:
        if kind == "Ec2Instance" and session:
            role_arn = text(at(identity, "sessionContext", "sessionIssuer", "arn"))
            yield (kind, name), "ASSUMED", who, home, role_arn, None
            yield (kind, name), "HAS_SESSION", ("AwsRoleSession", session), home, arn, None
    if record.get("errorCode") is not None:
        return
    asked, answered = record.get("requestParameters"), record.get("responseElements")
    call = record["eventSource"].removesuffix(".amazonaws.com"), record["eventName"]
    by = [(it, home) for it in callers] or [(("AwsAccount", own), None)]

    if call[0] == "sts" and call[1] in (
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
    ):
        begun = text(at(answered, "assumedRoleUser", "assumedRoleId")) or ""
        role, colon, _ = begun.partition(":")
        if not (role and colon):
            return
        begun_arn, role_arn = text(at(answered, "assumedRoleUser", "arn")), text(at(asked, "roleArn"))
        for caller in callers:
            yield caller, "ASSUMED", ("AwsRole", role), home, role_arn, None
            yield caller, "STARTED_SESSION", ("AwsRoleSession", begun), home, begun_arn, None
        there = account_of_arn(role_arn)
        service = None if callers else text(identity.get("invokedBy"))
        there = there if there != own else None
        yield ("AwsRole", role), "HAS_SESSION", ("AwsRoleSession", begun), there, begun_arn, service
    elif call == ("sts", "AssumeRoot"):
        target = text(at(asked, "targetPrincipal")) or ""
        root = account_of_arn(target) if target.endswith(":root") else account_or_none(target)
        if root:
            for caller in callers:
                yield caller, "ASSUMED", ("AwsUser", root), home, None, None
    elif call == ("sts", "GetFederationToken"):
        begun = text(at(answered, "federatedUser", "federatedUserId"))
        if begun:
            begun_arn = text(at(answered, "federatedUser", "arn"))
            for caller in callers:
                yield caller, "STARTED_SESSION", ("FederatedUser", begun), home, begun_arn, None
    elif call == ("signin", "SwitchRole"):
        if session and who:
            there = account_of_arn(arn)
            switched = text(at(record, "additionalEventData", "SwitchFrom"))
            there = there if there != own else None
            yield who, "HAS_SESSION", ("AwsRoleSession", session), there, arn, switched
    elif call == ("ec2", "RunInstances"):
        for instance in items(at(answered, "instancesSet")):
            yield from launched(instance, by)
    elif call == ("ec2", "TerminateInstances"):
        for instance in items(at(answered, "instancesSet")):
            if text(instance.get("instanceId")):
                for caller, where in by:
                    yield caller, "DELETED", ("Ec2Instance", instance["instanceId"]), where, None, None
    elif call == ("ec2", "AttachNetworkInterface"):
        instance, interface = text(at(asked, "instanceId")), text(at(asked, "networkInterfaceId"))
        if instance and interface:
            for caller, where in by:
                to = ("Ec2Instance", instance)
                yield caller, "ATTACHED_INTERFACE", to, where, None, interface
    elif call == ("ec2", "AssociateIamInstanceProfile"):
        association = at(asked, "AssociateIamInstanceProfileRequest")
        profile = at(association, "IamInstanceProfile")
        profile = text(at(profile, "Arn")) or text(at(profile, "Name"))
        if text(at(association, "InstanceId")):
            to = ("Ec2Instance", association["InstanceId"])
            for caller, where in by:
                yield caller, "ASSOCIATED_INSTANCE_PROFILE", to, where, None, profile
    elif call == ("ec2", "AssociateAddress"):
        instance, public = text(at(asked, "instanceId")), address(at(asked, "publicIp"))
        if instance and public:
            interface = text(at(asked, "networkInterfaceId"))
            yield ("Ec2Instance", instance), "ASSIGNED_ADDRESS", ("IpAddress", public), None, None, interface
    elif call in (("iam", "CreateUser"), ("iam", "CreateRole")):
        what, kind = ("user", "AwsUser") if call[1] == "CreateUser" else ("role", "AwsRole")
        made = text(at(answered, what, what + "Id"))
        if made:
            for caller, where in by:
                yield caller, "CREATED", (kind, made), where, text(at(answered, what, "arn")), None
    elif call in (("s3", "CreateBucket"), ("s3", "DeleteBucket")):
        bucket = text(at(asked, "bucketName"))
        if bucket:
            did = "CREATED" if call[1] == "CreateBucket" else "DELETED"
            for caller, where in by:
                yield caller, did, ("S3Bucket", bucket), where, None, None
    elif call in (("eks", "CreateCluster"), ("eks", "DeleteCluster")):
        name = text(at(asked, "name"))
        if name and re.fullmatch("[0-9A-Za-z][0-9A-Za-z_-]{0,99}", name):
            did = "CREATED" if call[1] == "CreateCluster" else "DELETED"
            role = text(at(asked, "roleArn")) if did == "CREATED" else None
            for caller, where in by:
                yield caller, did, ("ContainerCluster", f"{name}~{own}~EKS"), where, None, role


def launched(instance, by):
    made = text(instance.get("instanceId"))
    if not made:
        return
    to = ("Ec2Instance", made)
    interfaces = items(instance.get("networkInterfaceSet"))
    profile = instance.get("iamInstanceProfile")
    profile = text(at(profile, "arn")) or text(at(profile, "name"))
    for caller, where in by:
        yield caller, "CREATED", to, where, None, None
        for interface in interfaces:
            name = text(interface.get("networkInterfaceId"))
            if name:
                yield caller, "ATTACHED_INTERFACE", to, where, None, name
        if profile:
            yield caller, "ASSOCIATED_INSTANCE_PROFILE", to, where, None, profile
    addresses = set()
    for interface in interfaces:
        name = text(interface.get("networkInterfaceId"))
        found = [interface.get("privateIpAddress")]
        found += [it.get("privateIpAddress") for it in items(interface.get("privateIpAddressesSet"))]
        found += [it.get("ipv6Address") for it in items(interface.get("ipv6AddressesSet"))]
        addresses |= {(address(it), name) for it in found if address(it)}
    own = address(instance.get("privateIpAddress"))
    for found, name in addresses or ({(own, None)} if own else set()):
        yield to, "ASSIGNED_ADDRESS", ("IpAddress", found), None, None, name


# -- counting


def from_arn(relation, record, identity):
    """The ARN of the entity that a relation is of, as far as the record tells."""
    who, what, _, _, _, _ = relation
    if what == "HAS_SESSION" and who[0] == "AwsRole":
        asked = text(at(record, "requestParameters", "roleArn"))
        return asked if record["eventName"] != "SwitchRole" else arn_of("AwsRole", identity)
    return arn_of(who[0], identity)


def second(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def count(contents):
    """What becomes of the files, and the relations that their records show."""
    files, rows, seen = {}, {}, set()
    for name, content in contents:
        records, reason = records_of(content)
        if reason:
            files[name] = {"rejected": reason}
            continue
        fates = Counter(fate(it) or "COUNTED" for it in records)
        for record in records:
            if fate(record):
                continue
            event = (account(record), text(record.get("eventID")))
            if event[1] and event in seen:
                fates["COUNTED"] -= 1
                fates["DUPLICATE_EVENT_ID"] += 1
                continue
            seen.add(event)
            time = moment(record["eventTime"])
            hour = second(time.replace(minute=0, second=0, microsecond=0))
            identity = record["userIdentity"] if isinstance(record.get("userIdentity"), dict) else {}
            for relation in shown(record):
                arn = from_arn(relation, record, identity)
                row = rows.setdefault((account(record), hour, *relation, arn), [0, time, time])
                row[0] += 1
                row[1:] = min(row[1], time), max(row[2], time)
        files[name] = {reason: number for reason, number in sorted(fates.items()) if number}
    relations = [
        {
            "account": key[0],
            "hour": key[1],
            "from": ":".join(key[2]),
            "relation": key[3],
            "to": ":".join(key[4]),
            "from_account": key[5],
            "to_arn": key[6],
            "detail": key[7],
            "from_arn": key[8],
            "count": row[0],
            "first_seen": second(row[1]),
            "last_seen": second(row[2]),
        }
        for key, row in rows.items()
    ]
    return {"files": files, "relations": relations}


def files_below(paths):
    for path in map(Path, paths):
        below = sorted(it for it in path.rglob("*") if it.is_file()) if path.is_dir() else [path]
        for file in below:
            yield str(file), file.read_bytes()


if __name__ == "__main__":
    json.dump(count(files_below(sys.argv[1:])), sys.stdout, indent=1)
