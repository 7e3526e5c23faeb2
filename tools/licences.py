#!/usr/bin/env python3
"""Check the licence and the source of every crate against deny.toml, without a network.

A crate passes when its SPDX expression can be met with licences that deny.toml allows, and when it
comes from crates.io or from this workspace. Exits with 1 and names the others.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing

ROOT = Path(__file__).resolve().parent.parent
CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"
SPDX = get_spdx_licensing()


def is_met(expression, allowed):
    """Whether the parsed SPDX `expression` can be met with the licences in `allowed`."""
    if isinstance(expression, SPDX.AND):
        return all(is_met(part, allowed) for part in expression.args)
    if isinstance(expression, SPDX.OR):
        return any(is_met(part, allowed) for part in expression.args)
    return str(expression) in allowed


def problem_of(package, allowed):
    """What is wrong with a package of `cargo metadata`, or None."""
    if package["source"] not in (None, CRATES_IO):
        return f"comes from {package['source']}"
    text = package["license"]
    if not text:
        return "names no licence"
    # Before SPDX expressions, crates separated alternatives with a slash.
    try:
        expression = SPDX.parse(text.replace("/", " OR "), validate=True)
    except ExpressionError as error:
        return f"has the licence {text!r}, which cannot be read: {error}"
    if not is_met(expression, allowed):
        return f"has the licence {text!r}, which deny.toml does not allow"
    return None


def main():
    allowed = set(tomllib.loads((ROOT / "deny.toml").read_text())["licenses"]["allow"])
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    problems = []
    for package in metadata["packages"]:
        problem = problem_of(package, allowed)
        if problem:
            problems.append(f"{package['name']} {package['version']} {problem}")
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(metadata['packages'])} crates: every licence and source is allowed")


if __name__ == "__main__":
    main()
