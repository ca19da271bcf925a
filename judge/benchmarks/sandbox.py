"""What the sandbox costs: a run in an open container beside the same program run bare."""

import functools
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from judge import sandbox
from judge.benchmarks import Figure
from judge.sandbox import MIB, Command, Container, Limits

PAIRS, STARTS = 200, 40
CPP = """#include <iostream>
int main() { for (long long x; std::cin >> x;) std::cout << x << '\\n'; }
"""
PYTHON = "import sys\nfor line in sys.stdin: print(int(line))"
INPUT = b"".join(b"%d\n" % n for n in range(1000, 1205))  # about 1 KiB in, and as much out
LIMITS = Limits(cpu=2, memory=256 * MIB)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        source = folder / "copy.cpp"
        source.write_text(CPP)
        subprocess.run(["/usr/bin/g++", "-O2", "-static", "-o", folder / "copy", source], check=True)
        yield from ratios(folder)
    yield Figure("sandbox.start_ms", 1000 * statistics.median(start() for _ in range(STARTS)), "ms", 50)


def ratios(folder: Path) -> Iterator[Figure]:
    with sandbox.container({"/box": folder}) as box:
        yield Figure("sandbox.cpp_ratio", ratio(box, ("/box/copy",), (str(folder / "copy"),)), "×", 2.0)
        python = ("/usr/bin/python3", "-c", PYTHON)
        yield Figure("sandbox.python_ratio", ratio(box, python, python), "×", 1.3)


def ratio(box: Container, boxed: tuple[str, ...], bare: tuple[str, ...]) -> float:
    command = Command(args=boxed, stdin=INPUT, limits=LIMITS)
    pairs = [
        (seconds(functools.partial(box.run, command)), seconds(functools.partial(run_bare, bare))) for _ in range(PAIRS)
    ]
    return statistics.median(ours / theirs for ours, theirs in pairs)


def run_bare(args: tuple[str, ...]) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(args, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        process.communicate(INPUT)


def seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def start() -> float:
    began = time.perf_counter()
    with sandbox.container():
        return time.perf_counter() - began
