"""Each row of the fault table once, where time decides about nothing. `make test-faults` is the whole of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.rows import ROWS

ROOT = Path(__file__).parents[2]
OURS = ("DATABASE_URL", "REDIS_URL", "VAR", "CACHE_URL", "ROW", "TIMES", "SEED", "AWAY")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """What is said of each row. They have servers of their own, and most of the time they wait: three at once."""
    once = {"ONCE": "1", "LANES": "3", "RESULTS": str(tmp_path_factory.mktemp("faults"))}
    environment = {name: value for name, value in os.environ.items() if name not in OURS} | once
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    print(told.stdout, told.stderr)
    return told.stdout.splitlines()


@pytest.mark.parametrize("row", [name for name, row in ROWS.items() if row.once])
def test_nothing_is_lost_and_nothing_is_done_twice(table, row):
    assert [line for line in table if line.startswith(f"{row} ") and line.endswith(" ok")], "\n".join(table)
