"""Every test of library-checker-problems made here is the one in the problem's own hash.json."""

from importlib import import_module

from tests.libraries.measuring import measure


def main(arguments: list[str]) -> int:
    return measure("library_checker", arguments, lambda: import_module("tests.libraries.library_checker_problems"))
