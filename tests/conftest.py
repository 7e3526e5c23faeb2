"""Fixtures of all Python tests: a local stack, and what talks to it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "sdk"))

from local_stack import LocalStack


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    """A local stack that lives as long as the tests run."""
    with LocalStack(tmp_path_factory.mktemp("stack")) as started:
        yield started
