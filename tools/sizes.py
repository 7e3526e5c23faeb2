#!/usr/bin/env python3
"""Size of every function as Lambda gets it: its release binary as the `bootstrap` of a zip file.

    sizes.py

Reads the names of the binaries from template.yaml and the binaries from target/release. Fails when
one is missing or larger than its budget.
"""

import io
import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1 << 20
# A function of the control plane carries no Parquet: its start should stay that of a small program.
BUDGETS = {"create-graph": 8 * MEBIBYTE, "list-graphs": 8 * MEBIBYTE, "delete-graph": 8 * MEBIBYTE}
# Lambda's own limit of a direct upload: Lambda Developer Guide, "Lambda quotas".
DEFAULT_BUDGET = 50 * MEBIBYTE


def binaries():
    """The binary of each function, in the template's order."""
    return re.findall(r"^\s+Binary: (\S+)$", (ROOT / "template.yaml").read_text(), re.MULTILINE)


def zipped_size(binary):
    """Bytes of a zip file that holds nothing but `binary`."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(binary, "bootstrap")
    return archive.tell()


def main():
    row = "| {:<22} | {:>10} | {:>10} |"
    print(row.format("function", "MiB", "MiB zipped"))
    print("| --- | ---: | ---: |")
    problems = []
    for name in binaries():
        binary = ROOT / "target" / "release" / name
        if not binary.is_file():
            problems.append(f"{name} is not built: cargo build --release --bins")
            continue
        zipped = zipped_size(binary)
        print(row.format(name, f"{binary.stat().st_size / MEBIBYTE:.2f}", f"{zipped / MEBIBYTE:.2f}"))
        budget = BUDGETS.get(name, DEFAULT_BUDGET)
        if zipped > budget:
            problems.append(f"{name} has {zipped} bytes zipped, more than its budget of {budget}")
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
