"""Answers from files: `answers/<problem>/<task>.yaml` or `.json`; of several, `<task>.1.yaml`, `<task>.2.yaml` …

`answers/<problem>/match` is a phrase that stands in that problem's prompts and in no other's. Which turn it is, the
question says itself: whoever is killed and asks again, or begins anew, is answered the same.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tests.gemini.answers import Fails, Says

FOLDER = Path(__file__).parent / "answers"
ROUND = re.compile(r"This is round (\d+)")  # of which the first isn't a repair
NAME = re.compile(r"(\w+?)(?:\.\d)?\.(?:yaml|json)")
REFUSED = re.compile(r"^An earlier answer of yours was refused, because: (?!no$)", re.M)


@dataclass
class Scripts:
    folder: Path = FOLDER

    def answer(self, request):
        for match in sorted(self.folder.glob("*/match")):
            if match.read_text().strip() in request.text:
                return self.of(match.parent, request)
        return Fails(404, f"nothing is scripted for {request.task}")

    def of(self, folder, request):
        files = turns(folder, request.task)
        if not files:
            return Fails(404, f"nothing is scripted for {request.task} of {folder.name}")
        return Says(read(files[min(turn(request), len(files)) - 1]))


def turn(request):
    if found := ROUND.match(request.text):
        return int(found[1]) - 1
    return 2 if REFUSED.search(request.text) else 1


def turns(folder, task):
    """The task's files, in their order."""
    found = [(NAME.fullmatch(path.name), path) for path in folder.iterdir()]
    return [path for name, path in sorted(found, key=lambda each: each[1].name) if name and name[1] == task]


@cache
def read(path):
    return yaml.safe_load(path.read_text())
