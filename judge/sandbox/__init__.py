"""Runs somebody's code: a Command goes in, a Result comes out. Imports nothing of ours."""

from judge.sandbox.container import Container, container
from judge.sandbox.leftovers import clean_leftovers
from judge.sandbox.selftest import isolation, self_test
from judge.sandbox.types import GIB, KIB, MIB, Command, Ending, Limits, NotStarted, Result, SandboxError

__all__ = [
    "GIB",
    "KIB",
    "MIB",
    "Command",
    "Container",
    "Ending",
    "Limits",
    "NotStarted",
    "Result",
    "SandboxError",
    "clean_leftovers",
    "container",
    "isolation",
    "self_test",
]
