"""The programs in tools/ that others rely on."""

import subprocess
import sys

import maxminddb
import pytest
from local_stack import ROOT

sys.path.insert(0, str(ROOT / "tools"))

from licences import CRATES_IO, problem_of

ALLOWED = {"MIT", "Apache-2.0"}


def package(licence, source=CRATES_IO):
    return {"name": "it", "version": "1.0.0", "license": licence, "source": source}


@pytest.mark.parametrize(
    "licence",
    ["MIT", "MIT OR GPL-3.0-only", "MIT AND Apache-2.0", "MIT/Apache-2.0", "(GPL-3.0-only AND MIT) OR Apache-2.0"],
)
def test_a_licence_that_can_be_met_with_allowed_ones_passes(licence):
    assert problem_of(package(licence), ALLOWED) is None


@pytest.mark.parametrize(
    ("licence", "problem"),
    [
        ("GPL-3.0-only", "has the licence 'GPL-3.0-only', which deny.toml does not allow"),
        ("MIT AND GPL-3.0-only", "has the licence 'MIT AND GPL-3.0-only', which deny.toml does not allow"),
        (None, "names no licence"),
    ],
)
def test_any_other_licence_is_a_problem(licence, problem):
    assert problem_of(package(licence), ALLOWED) == problem


def test_a_crate_from_elsewhere_is_a_problem_whatever_its_licence():
    assert problem_of(package("MIT", "git+https://example.org/it"), ALLOWED) == "comes from git+https://example.org/it"


def test_the_database_of_systems_answers_for_every_address_of_a_range_and_no_other(tmp_path):
    ranges, database = tmp_path / "ranges.csv", tmp_path / "asn.mmdb"
    ranges.write_text(
        "192.0.2.3,192.0.2.9,64500,Example One\n"
        "192.0.2.16,192.0.2.31,64501,\n"
        '2001:db8::5,2001:db8::1:0,64502,"Example, Two"\n'
    )
    subprocess.run([sys.executable, ROOT / "tools" / "asn_mmdb.py", database, ranges], check=True, capture_output=True)
    one = {"autonomous_system_number": 64500, "autonomous_system_organization": "Example One"}
    two = {"autonomous_system_number": 64502, "autonomous_system_organization": "Example, Two"}
    expected = {
        "192.0.2.2": None,
        "192.0.2.3": one,
        "192.0.2.9": one,
        "192.0.2.10": None,
        "192.0.2.20": None,
        "2001:db8::4": None,
        "2001:db8::5": two,
        "2001:db8::1:0": two,
        "2001:db8::1:1": None,
    }
    with maxminddb.open_database(database) as reader:
        assert {address: reader.get(address) for address in expected} == expected
