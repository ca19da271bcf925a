"""A worker asks the sandbox whether it holds, before it judges."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from judge import sandbox
from judge.sandbox import SandboxError, cgroups, selftest

NOBODY = 54321  # the system's own nobody is what bubblewrap calls those that it doesn't know
WITHOUT_ROOT = """
from judge import sandbox
from judge.sandbox import Command, Limits
print(len(sandbox.self_test("weak")))
with sandbox.container() as box:
    fork = "import os\\nwhile True: os.fork()"
    for text in "print('runs')", "while True: pass", "b'x' * 2**28", fork, "import time; time.sleep(90)":
        clocks = {"cpu": 0.5 if "while" in text else 20, "wall": 1 if "sleep" in text else 30}
        limits = Limits(**clocks, memory=2**26, processes=16)
        print(box.run(Command(args=("/usr/bin/python3", "-c", text), limits=limits)).ending.name)
try:
    sandbox.self_test("full")
except sandbox.SandboxError as error:
    print(error)
"""


def test_it_holds_here():
    assert sandbox.self_test() == ()


def test_without_control_groups_it_says_so(monkeypatch):
    def none():
        raise cgroups.Unavailable("not here")

    monkeypatch.setattr(cgroups, "new_group", none)

    with pytest.raises(SandboxError, match=r"weaker than required: no control groups.*not here"):
        sandbox.self_test()
    assert len(sandbox.self_test("weak")) == 1


def test_a_breach_is_found(monkeypatch):
    """A filter that allows everything."""
    everything = b"\x06\x00\x00\x00\x00\x00\xff\x7f"
    monkeypatch.setattr("judge.sandbox.seccomp.filter_for", lambda kind: everything)

    with pytest.raises(SandboxError, match="opens sockets of family"):
        sandbox.self_test()


def test_a_limit_that_does_not_hold_is_found(monkeypatch):
    monkeypatch.setattr("judge.sandbox.cgroups.GroupV1.limit", lambda *_: None)

    with pytest.raises(SandboxError, match="passes its memory limit"):
        sandbox.self_test()


def test_without_root_it_says_what_is_weaker_and_still_runs():
    """As nobody, with the system's Python: our own may lie where nobody can go."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "var").mkdir()
        shutil.copytree(Path(selftest.__file__).parent, folder / "judge/sandbox")
        for path in [folder, *folder.rglob("*")]:
            os.chmod(path, 0o755)
            os.chown(path, NOBODY, NOBODY)
        done = subprocess.run(
            ["/usr/bin/python3", "-c", WITHOUT_ROOT],
            capture_output=True,
            text=True,
            cwd=folder,
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            env={"VAR": str(folder / "var")},
            check=False,
        )

    assert not done.stderr, done.stderr
    weaker, *endings, refusal = done.stdout.splitlines()
    assert weaker == "2" and "weaker than required: not root" in refusal
    assert endings == ["EXITED", "CPU_LIMIT", "EXITED", "EXITED", "WALL_LIMIT"]
