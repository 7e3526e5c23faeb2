"""Counts the findings of files independently of Gumshoe: which are taken, which are left out and why, and who
is involved in each.

    python3 findings.py FOLDER

prints one JSON object: for each file below FOLDER/guardduty and FOLDER/asff, what it holds. Nothing here is
shared with Gumshoe. It works another way: a finding is flattened into paths, all in lower case, and each entity
is what a pattern of paths says. The rules are those of docs/semantics.md.
"""

import ipaddress
import json
import re
import sys
from datetime import datetime, timezone
from pathlib import Path

LEVELS = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]
OTHER_SIDE = {"ACTOR": "TARGET", "TARGET": "ACTOR"}
RANK = {"ACTOR": 0, "TARGET": 1, "RELATED": 2}


def findings_in(document):
    """Each finding of a document, with the Region of the event that delivered it."""
    if isinstance(document, list):
        return [each for element in document for each in findings_in(element)]
    if "detail-type" in document:
        return [(finding, document.get("region")) for finding, _ in findings_in(document["detail"])]
    for name in ("findings", "Findings"):
        if isinstance(document.get(name), list):
            return [(finding, None) for finding in document[name]]
    # A recording of boto3: its data is the answer of GetFindings.
    if set(document) == {"data", "status_code"}:
        return findings_in(document["data"])
    return [(document, None)]


def flat(value, path=""):
    """Every scalar with its path: names in lower case, and [] for the elements of an array."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from flat(member, f"{path}.{name.lower()}")
    elif isinstance(value, list):
        for element in value:
            yield from flat(element, f"{path}[]")
    elif value is not None and value != "":
        yield path, value


def moment(text):
    time = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


class Involved:
    """Entities, each once; whoever is an actor somewhere is an actor."""

    def __init__(self):
        self.roles = {}

    def add(self, kind, name, role):
        if name and (kind, name) in self.roles:
            role = min(role, self.roles[kind, name], key=RANK.get)
        if name:
            self.roles[kind, name] = role

    def address(self, text, role):
        try:
            self.add("IpAddress", str(ipaddress.ip_address(text)), role)
        except ValueError:
            pass

    def principal(self, kind, name, account, role):
        if kind == "Root":
            self.add("AwsUser", account, role)
        elif kind == "IAMUser" or (kind not in KINDS and name.startswith("AIDA")):
            self.add("AwsUser", name, role)
        elif kind in ("AssumedRole", "Role") or (kind not in KINDS and name.startswith("AROA")):
            self.add("AwsRole", name.partition(":")[0], role)
            if name.partition(":")[2]:
                self.add("AwsRoleSession", name, role)
        elif kind == "FederatedUser":
            self.add("FederatedUser", name, role)

    def sorted(self):
        return sorted([kind, name, role] for (kind, name), role in self.roles.items())


KINDS = {"Root", "IAMUser", "AssumedRole", "Role", "FederatedUser", "SAMLUser", "WebIdentityUser", "AWSAccount"}
ADDRESS = r"(remote|local)ipdetails\.ipaddressv[46]$"
INTERFACE = (
    r"\.resource\.instancedetails\.networkinterfaces\[\]"
    r"\.(publicip|privateipaddress|ipv6addresses\[\]|privateipaddresses\[\]\.privateipaddress)$"
)
AFFECTED = {".aws::ec2::instance": "Ec2Instance", ".aws::s3::bucket": "S3Bucket"}


def action(involved, paths, role):
    """Who was at either end of an action of `role`."""
    for path, value in paths:
        side = re.search(ADDRESS, path)
        if side:
            involved.address(value, role if side[1] == "local" else OTHER_SIDE[role])
        elif path.endswith("remoteaccountdetails.accountid"):
            involved.add("AwsAccount", value, OTHER_SIDE[role])
        elif path.endswith(".useragent"):
            involved.add("UserAgent", value, "RELATED")
        for name, kind in AFFECTED.items():
            if path.endswith(f"affectedresources{name}"):
                involved.add(kind, value, "TARGET")


def guardduty(finding):
    paths = list(flat(finding))
    first = dict(reversed(paths))
    account, role = first[".accountid"], first.get(".service.resourcerole", "TARGET")
    involved = Involved()
    involved.add("AwsAccount", account, "RELATED")
    key = ".resource.accesskeydetails."
    if f"{key}usertype" in first or f"{key}principalid" in first:
        involved.principal(first.get(f"{key}usertype"), first.get(f"{key}principalid", ""), account, role)
    for path, value in paths:
        if path == ".resource.instancedetails.instanceid":
            involved.add("Ec2Instance", value, role)
        elif path in (".resource.s3bucketdetails[].name", ".resource.s3bucketdetails.name"):
            involved.add("S3Bucket", value, role)
        elif re.search(INTERFACE, path):
            involved.address(value, role)
        elif path.startswith(".resource.") and path.endswith(("containers[].image", "containerdetails.image")):
            involved.add("ContainerImage", value, role)
    cluster = first.get(".resource.eksclusterdetails.name")
    if cluster:
        within = f"{cluster}~{account}"
        involved.add("ContainerCluster", f"{within}~EKS", role)
        kubernetes = ".resource.kubernetesdetails.kubernetes"
        user = first.get(f"{kubernetes}userdetails.username")
        involved.add("KubernetesSubject", user and f"{user}~{within}", role)
        workload = f"{kubernetes}workloaddetails"
        if first.get(f"{workload}.type") == "pods" and f"{workload}.uid" in first:
            involved.add("ContainerPod", f"{first[f'{workload}.uid']}~{within}~EKS", role)
    action(involved, [each for each in paths if each[0].startswith(".service.action.")], role)
    severity = first[".severity"]
    created, updated = first[".createdat"], first[".updatedat"]
    return {
        "id": first[".id"],
        "types": [first[".type"]],
        "level": LEVELS[sum(severity >= bound for bound in (1, 4, 7, 9))],
        "account": account,
        "first_seen": moment(first.get(".service.eventfirstseen", created)),
        "last_seen": moment(first.get(".service.eventlastseen", updated)),
        "updated": moment(updated),
        "archived": first.get(".service.archived", False),
        "involved": involved.sorted(),
    }


def why_left_out(finding, delivered_by):
    product = finding["ProductArn"].split(":", 5)
    if not product[5].startswith("product/aws/"):
        return "THIRD_PARTY_PRODUCT"
    if product[5] == "product/aws/guardduty":
        return "GUARDDUTY_FINDING"
    if finding.get("Compliance", {}).get("Status", "FAILED") != "FAILED":
        return "COMPLIANCE_NOT_FAILED"
    if delivered_by and (finding.get("Region") or product[3]) != delivered_by:
        return "CROSS_REGION_COPY"
    return None


def asff(finding):
    involved = Involved()
    account = finding["AwsAccountId"]
    involved.add("AwsAccount", account, "RELATED")
    for resource in finding.get("Resources", []):
        kind, name = resource["Type"], resource["Id"]
        details = resource.get("Details", {}).get(kind, {})
        arn = name.split(":", 5) if name.startswith("arn:") else [""] * 6
        if kind == "AwsAccount" and re.fullmatch(r"\d{12}", name.rpartition(":")[2]):
            involved.add("AwsAccount", name[-12:], "TARGET")
        elif kind == "AwsS3Bucket":
            involved.add("S3Bucket", arn[5], "TARGET")
        elif kind == "AwsIamUser":
            involved.add("AwsUser", details.get("UserId"), "TARGET")
            user = arn[5].partition("/")[2]
            involved.add("AwsUser", user if user.startswith("AIDA") else None, "TARGET")
        elif kind == "AwsIamRole":
            involved.add("AwsRole", details.get("RoleId"), "TARGET")
        elif kind == "AwsEc2Instance":
            involved.add("Ec2Instance", arn[5].rpartition("/")[2], "TARGET")
            for address in details.get("IpV4Addresses", []) + details.get("IpV6Addresses", []):
                involved.address(address, "TARGET")
        elif kind == "AwsEcrContainerImage":
            repository, _, digest = arn[5].removeprefix("repository/").rpartition("/")
            tag = "".join(f":{tag}" for tag in details.get("ImageTags", [])[:1])
            registry = f"{arn[4]}.dkr.ecr.{arn[3]}.amazonaws.com"
            involved.add("ContainerImage", f"{registry}/{repository}{tag}@{digest}", "TARGET")
        elif kind == "AwsIamAccessKey":
            involved.principal(details.get("PrincipalType"), details.get("PrincipalId", ""), account, "TARGET")
    action(involved, flat(finding.get("Action", {})), "TARGET")
    severity = finding["Severity"]
    normalized = severity.get("Normalized", 0)
    created, updated = finding["CreatedAt"], finding["UpdatedAt"]
    return {
        "id": finding["Id"],
        "types": finding.get("Types", []),
        "level": severity.get("Label") or LEVELS[sum(normalized >= bound for bound in (1, 40, 70, 90))],
        "account": account,
        "first_seen": moment(finding.get("FirstObservedAt", created)),
        "last_seen": moment(finding.get("LastObservedAt", updated)),
        "updated": moment(updated),
        "archived": finding.get("RecordState") == "ARCHIVED",
        "involved": involved.sorted(),
    }


def file_facts(path, read):
    facts = {"findings": [], "left_out": {}, "rejected": {}}
    for finding, delivered_by in findings_in(json.loads(path.read_text())):
        reason = why_left_out(finding, delivered_by) if read is asff else None
        if reason:
            facts["left_out"][reason] = facts["left_out"].get(reason, 0) + 1
        elif not re.fullmatch(r"\d{12}", finding.get("AwsAccountId") or finding.get("accountId") or finding["AccountId"]):
            facts["rejected"]["NO_ACCOUNT"] = facts["rejected"].get("NO_ACCOUNT", 0) + 1
        else:
            facts["findings"].append(read(finding))
    facts["findings"].sort(key=lambda it: it["id"])
    return facts


def main(folder):
    readers = {"guardduty": guardduty, "asff": asff}
    facts = {
        str(path.relative_to(folder)): file_facts(path, read)
        for kind, read in readers.items()
        for path in sorted((folder / kind).rglob("*.json"))
    }
    json.dump(facts, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
