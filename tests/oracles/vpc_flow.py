#!/usr/bin/env python3
"""Count VPC flow logs, independently of Gumshoe.

    vpc_flow.py FILE...

Prints one line of JSON for each file. It says why the file does not count, `{"object": REASON}`, or what it
comes to:

- `records`, `left_out`, `rejected`: how many records are traffic, are none, and are malformed, by reason;
- `guessed`: of how many records nothing tells the direction;
- `rows`: traffic by account, instance (else interface), interface, local address, peer, direction, action,
  protocol, local port, remote port and hour, with bytes, packets, flows, first start and last end;
- `tasks`: tasks of ECS by account, task, relation, address or cluster, detail and hour, with records, first start
  and last end.

The rules are those of docs/semantics.md. The code is slow and plain on purpose, and shares nothing with the
product; Parquet is read by pyarrow.
"""

import gzip
import ipaddress
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

DEFAULT = (
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"
).split()
NEEDED = ["srcaddr", "dstaddr", "packets", "bytes", "start"]
PRIVATE = [
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 fc00::/7 fe80::/10".split()
    )
]
WITH_PORTS = {6, 17, 33, 132, 136}
LARGEST = 2**63 - 1


class Rejected(Exception):
    """The record is malformed."""


class LeftOut(Exception):
    """The record is no traffic."""


class NotCounted(Exception):
    """The whole file does not count."""


def records_of(path):
    """Each record as a dictionary of texts, or None for a line with too many or too few fields."""
    content = path.read_bytes()
    if content[:4] == b"PAR1":
        yield from parquet(path)
        return
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    lines = content.decode("utf-8", "replace").split("\n")
    names = header(lines[0])
    if names is None:
        if not lines[0].startswith("2 ") or len(lines[0].split(" ")) != 14:
            raise NotCounted("NOT_VPC_FLOW")
        names = DEFAULT
    else:
        lines = lines[1:]
    check(names)
    for line in lines:
        if header(line):
            names = header(line)
            continue
        values = line.split(" ")
        if len(values) == len(names):
            yield dict(zip(names, values))
        elif line:
            yield None


def parquet(path):
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    check([name.replace("_", "-") for name in table.column_names])
    for row in table.to_pylist():
        yield {name.replace("_", "-"): "-" if value is None else str(value) for name, value in row.items()}


def header(line):
    """The names in a header line; None for another line."""
    names = line.split(" ")
    is_header = all(re.fullmatch(r"[a-z_-]{2,}", name) for name in names)
    return names if is_header and {"srcaddr", "bytes", "account-id", "start", "type"} & set(names) else None


def check(names):
    if "tgw-id" in names or not set(names) & {*DEFAULT, "instance-id"} - {"version"}:
        raise NotCounted("NOT_VPC_FLOW")
    if not set(NEEDED) <= set(names) or not {"interface-id", "instance-id"} & set(names):
        raise NotCounted("MISSING_FIELD")


def number(record, name, most, default=None):
    text = record.get(name, "-")
    if text == "-":
        if default is None:
            raise Rejected("INVALID_NUMBER")
        return default
    if not re.fullmatch("[0-9]+", text) or int(text) > most:
        raise Rejected("INVALID_NUMBER")
    return int(text)


def address(text):
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        raise Rejected("INVALID_ADDRESS") from None
    return getattr(found, "ipv4_mapped", None) or found


def given(record, name):
    text = record.get(name, "-")
    return None if text in ("-", "") else text


def traffic(record, account):
    """What a record says."""
    status = given(record, "log-status")
    if status in ("NODATA", "SKIPDATA"):
        raise LeftOut(status)
    if "log-status" in record and status != "OK":
        raise Rejected("INVALID_LOG_STATUS")
    if "log-status" not in record and given(record, "srcaddr") is given(record, "dstaddr") is None:
        raise LeftOut("NODATA")
    start = number(record, "start", 253402207199)
    ends = {}
    for side in "src", "dst":
        own = record[f"{side}addr"]
        ends[side] = address(own), address(given(record, f"pkt-{side}addr") or own)
    protocol = number(record, "protocol", 255, default=-1)
    interface = given(record, "interface-id")
    if not (given(record, "instance-id") or interface):
        raise Rejected("NO_INTERFACE")
    named = record.get("account-id", "")
    account = named if re.fullmatch("[0-9]{12}", named) else account
    if not account:
        raise Rejected("NO_ACCOUNT")
    return {
        "account": account,
        "owner": given(record, "instance-id") or interface,
        "interface": interface,
        "src": ends["src"],
        "dst": ends["dst"],
        "ports": [number(record, "srcport", 65535, default=-1), number(record, "dstport", 65535, default=-1)],
        "protocol": protocol,
        "action": given(record, "action"),
        "flow-direction": given(record, "flow-direction"),
        "start": start,
        "end": max(start, number(record, "end", 253402207199, default=start)),
        "bytes": number(record, "bytes", LARGEST),
        "packets": number(record, "packets", LARGEST),
        "task": task(record, account),
    }


def sound(text):
    """A name as ECS gives them."""
    return text if text and re.fullmatch("[A-Za-z0-9_-]+", text) else None


def arn(record, name, kind):
    """Account and path of an ARN of ECS."""
    found = re.fullmatch(f"arn:[^:]*:ecs:[^:]*:([0-9]{{12}}):{kind}/(.*)", given(record, name) or "", re.DOTALL)
    return found.groups() if found else (None, None)


def task(record, account):
    """Task, cluster and what else is told, or nothing."""
    task_account, task_path = arn(record, "ecs-task-arn", "task")
    cluster_account, cluster_path = arn(record, "ecs-cluster-arn", "cluster")
    _, instance_path = arn(record, "ecs-container-instance-arn", "container-instance")
    _, definition = arn(record, "ecs-task-definition-arn", "task-definition")
    name = sound(given(record, "ecs-task-id")) or sound((task_path or "").split("/")[-1])
    cluster = sound(given(record, "ecs-cluster-name")) or sound((cluster_path or "").split("/")[-1])
    if not cluster and "/" in (task_path or ""):
        cluster = sound(task_path.split("/")[0])
    if not name or not cluster:
        return None
    instance = sound(given(record, "ecs-container-instance-id")) or sound((instance_path or "").split("/")[-1])
    if not re.fullmatch("[A-Za-z0-9_-]+:[A-Za-z0-9_-]+", definition or ""):
        definition = None
    details = [
        ("service", sound(given(record, "ecs-service-name"))),
        ("task-definition", definition),
        ("container-instance", instance),
        ("container", sound(given(record, "ecs-container-id"))),
        ("container", sound(given(record, "ecs-second-container-id"))),
    ]
    suffix = f"~{cluster}~{task_account or cluster_account or account}~ECS"
    return name + suffix, suffix[1:], ",".join(f"{kind}/{value}" for kind, value in details if value) or None


def is_private(found):
    return any(found in network for network in PRIVATE if network.version == found.version)


def key_of(flow):
    """Whose addresses are learned together."""
    return flow["account"], flow["owner"], flow["interface"], flow["src"][0].version


def learn(flows):
    """The addresses that all records of an interface have, and those that are one's own beyond doubt."""
    common = {}
    for flow in flows:
        if flow["flow-direction"]:
            continue
        pair = {flow["src"][0], flow["dst"][0]}
        common[key_of(flow)] = common.get(key_of(flow), pair) & pair
    owned = set()
    for candidates in common.values():
        private = {each for each in candidates if is_private(each)}
        if len(candidates) == 1:
            owned |= candidates
        elif len(private) == 1:
            owned |= private
    return common, owned


def own_side(flow, common, owned):
    """The side of the interface, and whether it is a guess."""
    if flow["flow-direction"]:
        return {"ingress": "dst", "egress": "src"}[flow["flow-direction"]], False
    source, destination = flow["src"][0], flow["dst"][0]
    candidates = common[key_of(flow)]
    if len(candidates) == 1:
        return ("dst" if destination in candidates else "src"), False
    if is_private(source) != is_private(destination):
        return ("src" if is_private(source) else "dst"), False
    if (source in owned) != (destination in owned):
        return ("dst" if source in owned else "src"), False
    return ("src" if source < destination else "dst"), True


def ports(flow, own):
    """Local and remote port: the lower, and the higher where it is a system port or equal."""
    if flow["protocol"] not in WITH_PORTS | {-1}:
        return None, None
    low = min(flow["ports"])
    kept = [port if port >= 0 and (low < 0 or port == low or port < 1024) else None for port in flow["ports"]]
    return tuple(kept if own == "src" else kept[::-1])


def count(path, account=None):
    flows, left_out, rejected = [], Counter(), Counter()
    for record in records_of(path):
        try:
            if record is None:
                raise Rejected("WRONG_FIELD_COUNT")
            flows.append(traffic(record, account))
        except LeftOut as reason:
            left_out[str(reason)] += 1
        except Rejected as reason:
            rejected[str(reason)] += 1
    common, owned = learn(flows)
    rows, tasks, guessed = defaultdict(list), defaultdict(list), 0
    for flow in flows:
        own, is_guess = own_side(flow, common, owned)
        guessed += is_guess
        other = {"src": "dst", "dst": "src"}[own]
        key = (
            *(flow[name] for name in ("account", "owner", "interface")),
            str(flow[own][0]),
            str(flow[other][1]),
            {"src": "OUTBOUND", "dst": "INBOUND"}[own],
            flow["action"],
            None if flow["protocol"] < 0 else flow["protocol"],
            *ports(flow, own),
            flow["start"] // 3600,
        )
        rows[key].append(flow)
        if flow["task"]:
            name, cluster, details = flow["task"]
            hour = flow["start"] // 3600
            address = str(flow[own][0])
            tasks[flow["account"], name, "ASSIGNED_ADDRESS", address, flow["interface"], hour].append(flow)
            tasks[flow["account"], name, "RUNS_IN", cluster, details, hour].append(flow)
    return {
        "records": len(flows),
        "left_out": left_out,
        "rejected": rejected,
        "guessed": guessed,
        "rows": [[*key, *sums(flows)] for key, flows in sorted(rows.items(), key=str)],
        "tasks": [[*key, *sums(flows)[2:]] for key, flows in sorted(tasks.items(), key=str)],
    }


def sums(flows):
    def total(name):
        return sum(flow[name] for flow in flows)

    first, last = min(flow["start"] for flow in flows), max(flow["end"] for flow in flows)
    return total("bytes"), total("packets"), len(flows), first, last


def main():
    for name in sys.argv[1:]:
        try:
            print(json.dumps(count(Path(name))))
        except NotCounted as reason:
            print(json.dumps({"object": str(reason)}))


if __name__ == "__main__":
    main()
