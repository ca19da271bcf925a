"""Stands where a checker, a validator or a compiler is looked for, and becomes an attack that lies beside it."""

import os
import signal
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def attack(name, *args):
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):  # by Python
        signal.signal(ignored, signal.SIG_DFL)
    os.execv(f"{HERE}/{name}", [name, *args])


def report(name, *args):
    """How much it tried, and what it reached."""
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # which it sends to all
    said = subprocess.run([f"{HERE}/{name}", *args], stdout=subprocess.PIPE, check=True).stdout.decode()
    reached = [line for line in said.splitlines() if "ALLOWED" in line or "found" in line.lower()]
    return f"{len(said.splitlines())} lines, {reached}"


def strangers():
    """Processes and files that aren't there in a fresh container."""
    processes = {name for name in os.listdir("/proc") if name.isdigit()} - {"1", str(os.getpid())}
    return sorted(processes) + sorted(set(os.listdir("/work")) - {"input", "answer", "feedback"})
