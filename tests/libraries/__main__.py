"""python -m tests.libraries library-checker|bapctools PATH [--problems NAME…] [--count N] [--json]"""

import argparse
import importlib
import json
import sys
from pathlib import Path

from tests.libraries.site import site

KINDS = {
    "library-checker": "every test made here is the one in the problem's own hash.json",
    "bapctools": "every test that generators.yaml asks for is the one in data/",
}


def main() -> int:
    asked = parser().parse_args()
    with site():
        kind = importlib.import_module(f"tests.libraries.{asked.kind.replace('-', '_')}")
        found = []
        if not asked.json:
            print(kind.HEAD, flush=True)
        for folder in kind.chosen(asked.path, asked.problems, asked.count):
            found.append(kind.measured(folder))
            if not asked.json:
                print(kind.line(found[-1]), flush=True)
    print(json.dumps([each.as_dict() for each in found]) if asked.json else kind.total(found))
    return 0 if all(each.is_equal for each in found) else 1


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.libraries")
    kinds = parser.add_subparsers(dest="kind", required=True)
    for name, words in KINDS.items():
        kind = kinds.add_parser(name, help=words)
        kind.add_argument("path", type=Path, help="of the repository's files")
        kind.add_argument("--problems", nargs="+", default=[], help="by name; else some spread evenly by path")
        kind.add_argument("--count", type=int, default=30)
        kind.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
