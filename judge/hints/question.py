"""What the model is told: what the submission's author may see as well, and a right solution."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from judge import blobs
from judge.difference import first_difference
from judge.hints.failing import Failing
from judge.hints.pointing import numbered
from judge.hints.repeating import Program
from judge.languages import LANGUAGES
from judge.models import Submission
from judge.tokens import Flags
from judge.verdict import Verdict

MOST_STATEMENT, MOST_SOURCE, MOST_SHOWN = 20_000, 40_000, 4_000  # characters in a prompt
READERS = {"en": "English", "ko": "Korean"}
TAG = re.compile(r"<[^>]*>")
COMMENTS = {"markdown": re.compile(r"<!--.*?(?:-->|\Z)", re.S), "tex": re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")}
NOTHING = dict.fromkeys(("input", "expected", "output", "said"), "")


@dataclass
class Question:
    submission: Submission
    failing: Failing
    language: str  # of the reader

    @cached_property
    def fields(self) -> dict[str, Any]:
        """All of it may be known to the submission's author."""
        return {
            "reader": READERS.get(self.language, "English"),
            "language": LANGUAGES[self.submission.language].name,
            "verdict": self.failing.verdict.label,
            "kind": self.kind,
            "statement": self.statement[:MOST_STATEMENT],
            "source": numbered(self.submission.source)[:MOST_SOURCE],
            **(self.evidence or NOTHING),
        }

    @cached_property
    def solutions(self) -> list[Program]:
        """Those of the problem, one in the same language first."""
        programs = [p for p in self.submission.version.programs if p["role"] == "solution" and p["expected"] == ["AC"]]
        programs.sort(key=lambda program: program["language"] != self.submission.language)
        return [Program(source_of(each["files"].values()), each["language"]) for each in programs]

    @property
    def reference(self) -> str:
        """For the model alone."""
        return self.solutions[0].source[:MOST_SOURCE] if self.solutions else ""

    @property
    def visible(self) -> list[str]:
        """What a hint may speak of: the statement as its readers see it, without its source's comments."""
        version = self.submission.version
        samples = [part for sample in version.samples for part in sample.values()]
        return [*map(read, version.statements.values()), *samples, *(self.evidence or NOTHING).values()]

    @cached_property
    def evidence(self) -> dict[str, str] | None:
        """Of a test that may be seen."""
        kept, test = self.failing.kept, self.failing.test
        if kept is None:
            return None
        said = [text(kept["message"]), text(kept["stderr"])]
        return {
            "input": text(test.input),
            "expected": text(test.answer),
            "output": text(kept["output"]),
            "said": "\n".join(filter(None, said)),
        }

    @property
    def kind(self) -> str:
        """Of the first difference."""
        kept, test, checker = self.failing.kept, self.failing.test, self.submission.version.checker
        if kept is None or checker["kind"] != "tokens" or self.failing.verdict != Verdict.WRONG_ANSWER:
            return "unknown"
        output, expected = blobs.read(kept["output"], 2**16), blobs.read(test.answer, 2**16)
        found = first_difference(
            output,
            expected,
            Flags(**checker["flags"]),
            output_is_cut=kept["output_bytes"] > len(output),
            expected_is_cut=test.answer_bytes > len(expected),
        )
        return found.kind.value if found else "unknown"

    @property
    def statement(self) -> str:
        """As its author wrote it, if that is known: mathematics reads better there. Comments are for authors."""
        version = self.submission.version
        for written in (self.language, "en", *version.statements):
            source = version.sources.get(written, {})
            if source.get("text"):
                return without_comments(source["text"], source["format"])
            if page := version.statements.get(written):
                return read(page)
        return ""


def without_comments(source: str, form: str) -> str:
    return COMMENTS[form].sub(lambda found: found[1] if found.lastindex else "", source)


def read(page: str) -> str:
    return html.unescape(TAG.sub(" ", page))


def text(sha: str) -> str:
    return blobs.read(sha, MOST_SHOWN).decode(errors="replace")


def source_of(files: Iterable[str]) -> str:
    return "\n".join(blobs.read(sha).decode(errors="replace") for sha in files)
