"""Does the sandbox hold on this machine? A worker asks before it judges."""

import os
from collections.abc import Iterator

from judge.sandbox import cgroups
from judge.sandbox.container import Container, container
from judge.sandbox.types import MIB, Command, Ending, Limits, Result, SandboxError

PYTHON = ("/usr/bin/python3", "-I", "-S", "-c")
ONE_USER = "not root: a program runs as the same user as the runner beside it"
NO_GROUPS = "no control groups: each process is held by resource limits alone, and a lack of memory reads as its crash"

# Each text prints nothing when all is well, and what it could do otherwise.
INSIDE = """
import os, socket
for family in socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK:
    try: socket.socket(family); print("opens sockets of family", family)
    except PermissionError: pass
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)
if status["Seccomp"] != "2": print("runs without a filter of system calls")
if status["NoNewPrivs"] != "1": print("may gain privileges")
if int(status["CapEff"], 16) or int(status["CapPrm"], 16): print("has capabilities")
if set(os.environ) - {"PATH", "HOME", "LANG", "TMPDIR", "LC_CTYPE"}: print("sees an environment", *os.environ)
processes = [int(name) for name in os.listdir("/proc") if name.isdigit()]
if sorted(processes) != [1, os.getpid()]: print("sees processes of others")
if os.getppid() != 1: print("has another parent than process 1")
for path in "/root", "/home", "/etc/passwd", "/sys", "/run", "/mnt":
    if os.path.exists(path): print("sees", path)
for path in "/", "/usr", "/etc", "/box", "/dev":
    if os.access(path, os.W_OK): print("writes to", path)
try: open("/proc/1/environ").read(); print("reads the environment of process 1")
except PermissionError: pass
"""
SECOND_USER = """
import os
if os.stat("/proc/1").st_uid == os.getuid(): print("runs as the runner's user")
"""
BOMB = "held = [bytearray(b'x' * 2**20) for _ in range(512)]"
SPIN = "while True: pass"
HIDDEN = """
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
if os.fork() == 0:
    while True: pass
time.sleep(60)
"""


def isolation() -> tuple[str, ...]:
    """In what the sandbox on this machine is weaker than the full one; empty when it is full."""
    weaker = () if os.geteuid() == 0 else (ONE_USER,)
    try:
        cgroups.new_group().close()
    except cgroups.Unavailable as error:
        return (*weaker, f"{NO_GROUPS} ({error})")
    return weaker


def self_test(required: str = "full") -> tuple[str, ...]:
    """Try it. Raises when it doesn't do what it says, or is weaker than required: "full", or "weak" for any."""
    weaker = isolation()
    if weaker and required == "full":
        raise SandboxError(f"the sandbox is weaker than required: {'; '.join(weaker)}")
    with container() as box:
        broken = [*breaches(box), *(failures(box) if not weaker else ())]
    if broken:
        raise SandboxError(f"the sandbox does not hold: a program {'; '.join(broken)}")
    return weaker


def tried(box: Container, text: str) -> Result:
    limits = Limits(cpu=0.2, wall=60, memory=64 * MIB, output=MIB, processes=8)
    return box.run(Command(args=(*PYTHON, text), limits=limits))


def breaches(box: Container) -> Iterator[str]:
    for text in (INSIDE, SECOND_USER) if os.geteuid() == 0 else (INSIDE,):
        result = tried(box, text)
        if not result.succeeded:
            yield f"cannot be tested: {result.stderr.decode('utf-8', 'replace')}"
        yield from result.stdout.decode().splitlines()


def failures(box: Container) -> Iterator[str]:
    for text, expected in ((BOMB, Ending.MEMORY_LIMIT), (SPIN, Ending.CPU_LIMIT), (HIDDEN, Ending.CPU_LIMIT)):
        if (result := tried(box, text)).ending is not expected:
            yield f"passes its {expected.value}: {result.ending.value}"
