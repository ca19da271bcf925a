"""python -m tests.libraries library-checker PATH [--problems NAME…] [--count N] [--json]"""

import argparse
import json
import sys
from pathlib import Path

from tests.libraries.site import site


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.libraries")
    kinds = parser.add_subparsers(dest="kind", required=True)
    kind = kinds.add_parser("library-checker", help="every test made here is the one in the problem's own hash.json")
    kind.add_argument("path", type=Path, help="of the repository's files")
    kind.add_argument("--problems", nargs="+", default=[], help="by name; else some spread evenly by path")
    kind.add_argument("--count", type=int, default=30)
    kind.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with site():
        from tests.libraries import library_checker

        found = []
        for folder in library_checker.chosen(asked.path, asked.problems, asked.count):
            found.append(library_checker.measured(folder))
            if not asked.json:
                print(library_checker.line(found[-1]), flush=True)
    if asked.json:
        print(json.dumps([each.as_dict() for each in found]))
    else:
        print(library_checker.total(found))
    return 0 if all(each.is_equal for each in found) else 1


sys.exit(main())
