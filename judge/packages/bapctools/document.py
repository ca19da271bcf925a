"""generators.yaml is YAML 1.2's core schema: `yes` is a word, 010 is ten, and nothing is merged."""

import re

import yaml

from judge.packages.kattis.files import Files, first_line

FILE = "generators/generators.yaml"
MOST_BYTES = 256 * 1024
MOST_NODES = 50_000  # with all that an alias stands for
DEEPEST = 16


class Unreadable(Exception):
    """Why nothing of the file is used."""


class Core(yaml.SafeLoader):
    yaml_implicit_resolvers: dict = {}


for tag, pattern, first in [
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]{1,20}", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]{1,3})?", list("-+.0123456789")),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})$"), first)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def read(files: Files) -> dict:
    if (files.root / FILE).stat().st_size > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES // 1024} KiB")
    try:
        found = yaml.load(files.text(FILE), Core)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(f"it isn't YAML that can be read: {first_line(error)}") from error
    if not isinstance(found, dict):
        raise Unreadable("it isn't a mapping")
    refuse_bomb(found)
    return found


def refuse_bomb(found: dict) -> None:
    """A few lines with aliases may stand for more than anybody can walk through, or for themselves."""
    count = 0
    waiting: list[tuple[object, int]] = [(found, 0)]
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if count > MOST_NODES or depth > DEEPEST:
            raise Unreadable(f"it has more than {MOST_NODES:,} values, or one within another more than {DEEPEST} times")
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        waiting += [(each, depth + 1) for each in inner]
