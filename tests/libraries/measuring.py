"""What the measurements of whole repositories have in common: which problems, and how the figures are told."""

import argparse
import json
from pathlib import Path
from types import ModuleType

from tests.libraries.site import site


def measure(name: str, arguments: list[str], load) -> int:
    """`load` gives the module of the measurement, once there is a site."""
    asked = parser(name).parse_args(arguments)
    with site():
        kind: ModuleType = load()
        found = []
        if not asked.json:
            print(kind.HEAD, flush=True)
        for folder in kind.chosen(asked.path, asked.problems, asked.count):
            found.append(kind.measured(folder))
            if not asked.json:
                print(kind.line(found[-1]), flush=True)
    print(json.dumps([each.as_dict() for each in found]) if asked.json else kind.total(found))
    return 0 if all(each.is_equal for each in found) else 1


def parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m tests.libraries {name}")
    parser.add_argument("path", type=Path, help="of the repository's files")
    parser.add_argument("--problems", nargs="+", default=[], help="by name; else some spread evenly by path")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    return parser
