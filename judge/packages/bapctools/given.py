"""What a rule itself gives of a test: a text that stands in it, or a file that is to be copied."""

from pathlib import Path

from judge.packages.bapctools.programs import Generators
from judge.packages.bapctools.rules import Rule, RuleError
from judge.packages.kattis.files import Files, storable

MOST_TEXT = 2**20  # bytes of a test that stands in the file


class Given:
    """Texts become files in `scratch`."""

    def __init__(self, files: Files, generators: Generators, scratch: Path | None):
        self.files, self.generators, self.scratch = files, generators, scratch

    def file(self, rule: Rule, kind: str) -> Path | None:
        """What is written in the file, or lies where it is to be copied from."""
        text = rule.said.get(kind)
        if isinstance(text, str):
            return self.written(f"{rule.path}.{kind}", text)
        if text is not None:
            raise RuleError(f"{kind} isn't a text")
        base = rule.said.get("copy")
        place = self.generators.place(f"{base}.{kind}") if isinstance(base, str) else None
        if base is not None and place is None:
            raise RuleError("copy isn't a path below generators/")
        path = self.files.root / place if place else None
        return path if path and self.files.is_inside(path) else None

    def written(self, name: str, text: str) -> Path:
        data = storable(text if text.endswith("\n") or not text else f"{text}\n").encode()
        if len(data) > MOST_TEXT:
            raise RuleError(f"it is longer than {MOST_TEXT // 2**20} MiB")
        if self.scratch is None:
            raise RuleError("there is no place to write it to")
        path = self.scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path
