"""Every test that generators.yaml asks for, made by our script, is the one in data/."""

from importlib import import_module

from tests.libraries.measuring import measure


def main(arguments: list[str]) -> int:
    return measure("bapctools", arguments, lambda: import_module("tests.libraries.bapctools_problems"))
