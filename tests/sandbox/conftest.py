import os
import subprocess
import time
from pathlib import Path

import pytest

from judge import sandbox
from judge.sandbox import MIB, Command, Limits
from judge.sandbox.leftovers import places
from judge.sandbox.process import USERS_BEGIN

ATTACKS = Path(__file__).parent / "attacks"


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """A folder of the attacks, compiled when first asked for. It lies under a closed folder, as builds may."""
    folder = tmp_path_factory.mktemp("closed", numbered=True)
    folder.chmod(0o700)
    box = folder / "box"
    box.mkdir(mode=0o755)
    return box


@pytest.fixture(scope="session")
def program(programs):
    """The path inside the container of an attack."""

    def compiled(name):
        target = programs / name
        if not target.exists():
            make(ATTACKS / name, target)
            target.chmod(0o755)
        return f"/box/{name}"

    return compiled


def make(source, target):
    if source.suffix == ".py":
        target.write_bytes(source.read_bytes())
    else:
        kind = ["-static"] * (source.name == "no_program")
        subprocess.run(["gcc", "-w", "-O0", "-pthread", *kind, "-o", target, f"{source}.c"], check=True)


@pytest.fixture
def carried(program, programs):
    """The files of something in Python that can become these attacks; its text has the carrier's words for it."""

    def files(name, text, *attacks):
        carrier = (ATTACKS / "carrier.py").read_bytes() + text.encode()
        return {name: carrier} | {attack: (programs / program(attack)[5:]).read_bytes() for attack in attacks}

    return files


@pytest.fixture
def box(programs):
    with sandbox.container({"/box": programs}) as box:
        yield box


@pytest.fixture
def run(box, program):
    """Run an attack (by name) or a system program (by path) within small limits."""

    def run(name, *args, stdin=None, files=None, collect=(), env=None, **limits):
        path = name if name.startswith("/") else program(name)
        limits = Limits(**{"cpu": 1, "wall": 30, "memory": 128 * MIB, "output": 4 * MIB, "processes": 32} | limits)
        return box.run(
            Command(args=(path, *args), stdin=stdin, limits=limits, files=files or {}, collect=collect, env=env or {})
        )

    return run


@pytest.fixture
def script(run):
    """Run a text in Python: the container's, which is the system's."""
    return lambda text, *args, **options: run("/usr/bin/python3", "-I", "-c", text, *args, **options)


def groups_of(process):
    return {group for place in places() for group in place.glob(f"algoitny-*-{process}-*-*")}


def processes_of(host):
    """What runs for a host, in its containers. The dead who wait to be buried by the machine's first process don't."""
    users = {USERS_BEGIN + 2 * host, USERS_BEGIN + 2 * host + 1}
    return [path.name for path in Path("/proc").glob("[0-9]*") if owner(path) in users]


def traces():
    """What this process may have left: control groups, processes of its containers' users, mounts."""
    mounts = [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if " - tmpfs sandbox " in line]
    return groups_of(os.getpid()) | set(processes_of(os.getpid())) | set(mounts)


def owner(path):
    try:
        dead = (path / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        return None if dead else path.stat().st_uid
    except (FileNotFoundError, ProcessLookupError):
        return None


@pytest.fixture(autouse=True)
def nothing_survives():
    before = traces()  # of another test, which are about to go
    yield
    until = time.monotonic() + 20  # a process that was killed is there for a moment
    while traces() - before and time.monotonic() < until:
        time.sleep(0.01)
    assert not traces() - before
