"""How many wrong solutions of real packages their own tests kill, and how many tests that are made here alone.

    python -m tests.libraries strength PATH… [--count N] [--least N] [--json]

A path is a folder with packages in it, or one package. The first by path are taken that have a generator and wrong
solutions enough.
"""

import argparse
import json
from pathlib import Path

from tests.libraries.site import site


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="strength")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--least", type=int, default=2, help="wrong solutions that a package must have")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    with site():
        from tests.libraries import kills

        found = []
        for folder in kills.chosen(asked.paths, asked.count, asked.least):
            found.append(kills.measured(folder))
            if not asked.json:
                print(kills.line(found[-1]), flush=True)
        print(json.dumps([each.as_dict() for each in found]) if asked.json else kills.total(found))
    return 0
