"""What the tests run on is real: a Valkey and, with DATABASE=postgres, a PostgreSQL, one of each for a whole run."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from judge.management import valkey
from judge.management.postgres import postgres
from judge.management.processes import die_with


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    """Before Django reads its settings, so that those find our services in the environment."""
    services = ExitStack()
    early_config.add_cleanup(services.close)
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        start(services)
    take_a_corner(worker, services)
    return (yield)


def start(services: ExitStack) -> None:
    folder = Path(services.enter_context(TemporaryDirectory(prefix="algoitny-tests-")))
    os.environ["TEST_VALKEY"] = services.enter_context(running_valkey(folder))
    os.environ["TEST_POSTGRES"] = services.enter_context(postgres()) if on_postgres() else ""


def take_a_corner(worker: str | None, services: ExitStack) -> None:
    """One of several test processes shares the services, and nothing in them."""
    name = worker or "gw0"
    folder = services.enter_context(TemporaryDirectory(prefix="algoitny-tests-"))
    os.environ["VAR"] = folder
    (Path(folder) / "static").mkdir()  # whitenoise warns where there is none
    os.environ["REDIS_URL"] = f"{os.environ['TEST_VALKEY']}?db={name.removeprefix('gw')}"
    server = os.environ["TEST_POSTGRES"]
    os.environ["DATABASE_URL"] = f"{server}/{name}" if server else f"sqlite:///{folder}/db.sqlite3"
    for other in ("CACHE_URL", "DEBUG"):
        os.environ.pop(other, None)


@contextmanager
def running_valkey(folder: Path) -> Iterator[str]:
    parent = os.getpid()
    server = subprocess.Popen(valkey.command(folder), preexec_fn=lambda: die_with(parent, signal.SIGKILL))
    try:
        while not valkey.answers(folder / "valkey.sock"):
            if server.poll() is not None:
                raise RuntimeError(f"Valkey did not start:\n{(folder / 'valkey.log').read_text()}")
            time.sleep(0.02)
        yield f"unix://{folder}/valkey.sock"
    finally:
        server.terminate()
        server.wait()


def on_postgres() -> bool:
    return os.environ.get("DATABASE") == "postgres"


def pytest_collection_modifyitems(config, items):
    """A second run, on PostgreSQL, is for the tests to which the database can make a difference."""
    if not on_postgres():
        return
    apart = [item for item in items if not touches_the_database(item) or "browser" in item.fixturenames]
    config.hook.pytest_deselected(items=apart)
    items[:] = [item for item in items if item not in set(apart)]


def touches_the_database(item) -> bool:
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db"}.isdisjoint(
        item.fixturenames
    )
