"""What runs on the machine itself, made ready on first use in a folder of this checkout; git holds no binary."""

import functools
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

from judge.sandbox.bubblewrap import PYTHON
from judge.sandbox.types import SandboxError

HERE = Path(__file__).parent
FLAGS = {
    "launcher": ("-nostdlib", "-ffreestanding", "-fno-builtin", "-fno-stack-protector"),
    "namespace": (),
}
COMPILE = "import marshal, sys; sys.stdout.buffer.write(marshal.dumps(compile(sys.stdin.read(), 'runner.py', 'exec')))"
ENVIRONMENT = {"PATH": "/usr/bin:/bin"}


def folder() -> Path:
    return Path(os.environ.get("VAR") or HERE.parents[1] / "var") / "sandbox"


@functools.cache
def program(name: str) -> Path:
    """One of our two small C programs, compiled. Two workers may make it at once; the last one's stays."""
    source = HERE / f"{name}.c"
    command = ["/usr/bin/gcc", "-static", "-O2", "-Wall", *FLAGS[name]]
    key = hashlib.sha256(source.read_bytes() + repr((command, os.uname().machine)).encode()).hexdigest()[:16]
    target = folder() / f"{name}-{key}"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        build(command, source, target)
    return target


def build(command: list[str], source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        made = Path(temporary) / target.name
        output([*command, "-o", str(made), str(source)], b"")
        made.chmod(0o755)
        made.replace(target)


@functools.cache
def runner() -> bytes:
    """The runner as the system's interpreter has compiled it, which is not ours: that saves each container 3 ms."""
    return output([*PYTHON, COMPILE], (HERE / "runner.py").read_bytes())


def output(command: list[str], text: bytes) -> bytes:
    done = subprocess.run(command, input=text, capture_output=True, check=False, env=ENVIRONMENT)
    if done.returncode:
        raise SandboxError(f"{command[0]} fails: {done.stderr.decode('utf-8', 'replace')}")
    return done.stdout
