"""DuckDB making Gumshoe's rows of log files, in its best formulation.

    python duckdb_peer.py cloudtrail|vpc-flow FOLDER

An hourly GROUP BY of what tells rows apart, without what Gumshoe does beside it: no relations, no resources of the
calls, no geolocation, nothing written. One thread, as a Lambda function has. Prints the seconds of the statement as JSON.
"""

import argparse
import json
import resource
import time

import duckdb

TEXT = "VARCHAR"

# What of a CloudTrail record is read; the rest of it is skipped by the parser.
RECORD = {
    "eventTime": TEXT, "eventSource": TEXT, "eventName": TEXT, "awsRegion": TEXT, "sourceIPAddress": TEXT, "userAgent": TEXT,
    "errorCode": TEXT, "recipientAccountId": TEXT,
    "userIdentity": {
        "type": TEXT, "principalId": TEXT, "arn": TEXT, "accountId": TEXT, "accessKeyId": TEXT, "userName": TEXT, "invokedBy": TEXT,
        "sessionContext": {"sessionIssuer": {"type": TEXT, "principalId": TEXT, "arn": TEXT, "accountId": TEXT, "userName": TEXT}},
    },
}

# `from_json` over the whole object is several times faster than `read_json` into a nested struct.
CLOUDTRAIL = """
WITH records AS (
    SELECT unnest(from_json(json->'Records', '{record}')) AS r
    FROM read_json_objects('{folder}/**/*.json.gz', format = 'unstructured', maximum_object_size = 67108864)
), calls AS (
    SELECT r.eventTime::TIMESTAMP AS seen, r.userIdentity AS who, r.userIdentity.sessionContext.sessionIssuer AS issuer, r FROM records
)
SELECT date_trunc('hour', seen) AS hour, r.recipientAccountId AS account, who.type AS type, coalesce(issuer.principalId, who.principalId) AS principal,
       who.principalId AS session, coalesce(issuer.arn, who.arn) AS principal_arn, who.arn AS arn, who.accessKeyId AS key, who.invokedBy AS invoked_by,
       r.sourceIPAddress AS address, r.userAgent AS agent, r.eventSource AS service, r.eventName AS api, r.awsRegion AS region, r.errorCode AS error,
       count(*) AS calls, min(seen) AS first_seen, max(seen) AS last_seen
FROM calls GROUP BY ALL
"""

FIELDS = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split()
NUMBERS = {"srcport", "dstport", "protocol", "packets", "bytes", "start", "end"}

# The service's port is the lower one, and the interface's side the same for both directions of a conversation.
VPC_FLOW = """
SELECT "start" // 3600 AS hour, "account-id" AS account, "interface-id" AS interface, srcaddr, dstaddr, srcport < dstport AS is_from_service,
       least(srcport, dstport) AS port, protocol, "action", sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS flows,
       min("start") AS first_seen, max("end") AS last_seen
FROM read_csv('{folder}/**/*.log.gz', delim = ' ', header = true, nullstr = '-', quote = '', columns = {{{columns}}})
WHERE packets IS NOT NULL GROUP BY ALL
"""


def struct(kind):
    return kind if isinstance(kind, str) else {name: struct(of) for name, of in kind.items()}


def statement(source: str, folder: str) -> str:
    if source == "cloudtrail":
        return CLOUDTRAIL.format(record=json.dumps([struct(RECORD)]), folder=folder)
    columns = ", ".join(f"'{name}': '{'BIGINT' if name in NUMBERS else TEXT}'" for name in FIELDS)
    return VPC_FLOW.format(folder=folder, columns=columns)


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", choices=["cloudtrail", "vpc-flow"])
    parser.add_argument("folder")
    arguments = parser.parse_args()
    database = duckdb.connect(config={"threads": 1})
    sql = statement(arguments.source, arguments.folder)
    cpu, wall = cpu_seconds(), time.monotonic()
    database.execute("CREATE TEMP TABLE rows AS " + sql)
    cpu, wall = cpu_seconds() - cpu, time.monotonic() - wall
    [rows] = database.execute("SELECT count(*) FROM rows").fetchone()
    print(json.dumps({"cpu_s": cpu, "wall_s": wall, "rows": rows, "version": duckdb.__version__}))


if __name__ == "__main__":
    main()
