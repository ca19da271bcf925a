"""Answers from files: `answers/<problem>/<task>.json`, or `<task>.1.json`, `<task>.2.json` … for call after call.

`answers/<problem>/match` is a phrase that stands in that problem's prompts and in no other's.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.gemini.answers import Fails, Says

FOLDER = Path(__file__).parent / "answers"


@dataclass
class Scripts:
    folder: Path = FOLDER
    given: Counter = field(default_factory=Counter)

    def answer(self, request):
        for match in sorted(self.folder.glob("*/match")):
            if match.read_text().strip() in request.text:
                return self.next(match.parent, request.task)
        return Fails(404, f"nothing is scripted for {request.task}")

    def next(self, folder, task):
        self.given[folder, task] += 1
        numbered = sorted(folder.glob(f"{task}.[0-9]*.json"), key=lambda path: int(path.suffixes[-2][1:]))
        files = numbered or [path for path in [folder / f"{task}.json"] if path.exists()]
        if not files:
            return Fails(404, f"nothing is scripted for {task} of {folder.name}")
        return Says(json.loads(files[min(self.given[folder, task], len(files)) - 1].read_text()))
