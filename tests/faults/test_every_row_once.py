"""Each row of the fault table, with its fault once or twice. `make test-faults` is the whole of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.rows import ROWS

ROOT = Path(__file__).parents[2]
SERVICES = ("DATABASE_URL", "REDIS_URL", "VAR", "CACHE_URL", "ROW", "KEEP_LOGS")


@pytest.fixture(scope="module")
def table():
    """All rows in one process, which has servers of its own: what it says of each."""
    environment = {name: value for name, value in os.environ.items() if name not in SERVICES} | {
        "TIMES": "1",
        "AWAY": "5",
    }
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    print(told.stdout, told.stderr)
    return told.stdout.splitlines()


@pytest.mark.parametrize("row", ROWS)
def test_nothing_is_lost_and_nothing_is_done_twice(table, row):
    assert [line for line in table if line.startswith(f"{row} ") and line.endswith(" ok")], "\n".join(table)
