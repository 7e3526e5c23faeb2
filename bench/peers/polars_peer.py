"""Polars making Gumshoe's rows of flow logs.

    python polars_peer.py FOLDER

The same GROUP BY as in duckdb_peer.py, by one thread. Prints the seconds as JSON.
"""

import argparse
import json
import os
import resource
import time
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"

import polars as pl  # noqa: E402, for it reads the variable

FIELDS = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split()
NUMBERS = {"srcport", "dstport", "protocol", "packets", "bytes", "start", "end"}


def rows(folder: Path) -> pl.DataFrame:
    column = pl.col
    logs = pl.scan_csv(
        sorted(folder.rglob("*.log.gz")), separator=" ", null_values="-", quote_char=None,
        schema={name: pl.Int64 if name in NUMBERS else pl.String for name in FIELDS},
    )
    keys = [
        (column("start") // 3_600).alias("hour"), "account-id", "interface-id", "srcaddr", "dstaddr",
        (column("srcport") < column("dstport")).alias("is_from_service"), pl.min_horizontal("srcport", "dstport").alias("port"),
        "protocol", "action",
    ]
    sums = [
        column("bytes").sum(), column("packets").sum(), pl.len().alias("flows"),
        column("start").min().alias("first_seen"), column("end").max().alias("last_seen"),
    ]
    return logs.filter(column("packets").is_not_null()).group_by(keys).agg(sums).collect()


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    cpu, wall = cpu_seconds(), time.monotonic()
    made = rows(arguments.folder)
    cpu, wall = cpu_seconds() - cpu, time.monotonic() - wall
    print(json.dumps({"cpu_s": cpu, "wall_s": wall, "rows": made.height, "version": pl.__version__}))


if __name__ == "__main__":
    main()
