"""Gumshoe and others on the same generated files, taking turns, so that the machine cancels out.

    python compare.py [--megabytes N] [--rounds N] PROGRAM

PROGRAM is `target/release/gumshoe-bench`, which writes the files and ingests them: from the bytes of the objects to
committed segments, with S3 and DynamoDB in another process that is not counted. Printed are medians of CPU seconds, user
and system, and what others take for each second of Gumshoe.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ACCOUNTS = "2"


def measure(command: list[str]) -> dict:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def commands(program: str, source: str, folder: str) -> dict[str, list[str]]:
    python = sys.executable
    programs = {
        "Gumshoe, whole ingest": [program, "take", folder],
        "DuckDB": [python, str(HERE / "duckdb_peer.py"), source, folder],
    }
    if source == "vpc-flow":
        programs["Polars"] = [python, str(HERE / "polars_peer.py"), folder]
    return programs


def compare(program: str, source: str, megabytes: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "--megabytes", str(megabytes), "--accounts", ACCOUNTS, "generate", source, folder], check=True)
        programs = commands(program, source, folder)
        runs = {name: [] for name in programs}
        for _ in range(rounds):
            for name, command in programs.items():
                runs[name].append(measure(command))
    [(first, own), *_] = runs.items()
    base = statistics.median(run["cpu_s"] for run in own)
    print(f"\n| {source}, {megabytes} MB | CPU s | MB per CPU s | {first} takes of it |\n|---|---|---|---|")
    for name, measured in runs.items():
        cpu = statistics.median(run["cpu_s"] for run in measured)
        version = measured[0].get("version", "")
        print(f"| {name} {version} | {cpu:.2f} | {megabytes / cpu:.0f} | {base / cpu:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    for source in ("cloudtrail", "vpc-flow"):
        compare(arguments.program, source, arguments.megabytes, arguments.rounds)


if __name__ == "__main__":
    main()
