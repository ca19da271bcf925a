"""Our two small C programs, compiled on first use into a folder of this checkout; git holds no binary."""

import functools
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

from judge.sandbox.types import SandboxError

HERE = Path(__file__).parent
FLAGS = {
    "launcher": ("-nostdlib", "-ffreestanding", "-fno-builtin", "-fno-stack-protector"),
    "namespace": (),
}


def folder() -> Path:
    return Path(os.environ.get("VAR") or HERE.parents[1] / "var") / "sandbox"


@functools.cache
def program(name: str) -> Path:
    """The compiled program; two workers may make it at once, the last one's stays."""
    source = HERE / f"{name}.c"
    command = ["/usr/bin/gcc", "-static", "-O2", "-Wall", *FLAGS[name]]
    key = hashlib.sha256(source.read_bytes() + repr((command, os.uname().machine)).encode()).hexdigest()[:16]
    target = folder() / f"{name}-{key}"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        build(command, source, target)
    return target


def build(command: list[str], source: Path, target: Path) -> None:
    path = {"PATH": "/usr/bin:/bin"}
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        made = Path(temporary) / target.name
        done = subprocess.run([*command, "-o", made, source], capture_output=True, text=True, check=False, env=path)
        if done.returncode:
            raise SandboxError(f"cannot compile {source.name}: {done.stderr}")
        made.chmod(0o755)
        made.replace(target)
