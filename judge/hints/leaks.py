"""Does a hint give away what it must not? Code that would pass, somebody's right program, or hidden data.

What a model says is believed in nothing: its code is run against the tests, its words are compared.
"""

import re
import time
from collections.abc import Iterator, Sequence
from functools import cached_property

from judge import blobs, compiling, judging
from judge.hints import snippets
from judge.hints.hidden import Words, spelt
from judge.hints.repeating import Program, repeats
from judge.hints.snippets import Snippet
from judge.languages import LANGUAGES, installed
from judge.models import ProblemVersion, Submission
from judge.models.version import Test

MOST_TRIED = 24  # pieces of code in a language each
MOST_SECONDS = 150  # of trying them
MOST_OF_TEST, MOST_OF_TESTS = 64 * 1024, 16 * 2**20  # bytes that are compared
MARKS = {  # of a language, where nobody says which one it is
    "cpp": re.compile(r"#include|std::|cout|cin\b"),
    "java": re.compile(r"public static void main|System\.out"),
    "python3": re.compile(r"\bprint\(|\binput\(|^\s*(?:def|import|from)\b", re.M),
    "javascript": re.compile(r"console\.log|require\("),
}
TAGS = {"py": "python3", "python": "python3", "c++": "cpp", "cc": "cpp", "js": "javascript", "node": "javascript"}
LOUD = re.compile(r"[(`]|<<|<\?|print|puts|echo|say|write|log|interact|\bpp?\b", re.I)  # nothing else prints

CODE = "it holds code that solves the problem"
SOLUTION = "it repeats a right solution word for word"
HIDDEN = "it holds data of a test that the reader must not see"
TOO_MUCH = "it holds more code than a hint needs"


class Guard:
    """Of the hints for one submission. `programs` are right ones, `visible` is what its author may see; the test that
    the hints rest on is the `first` to try code on.
    """

    def __init__(self, submission: Submission, programs: Sequence[Program], visible: Sequence[str], first: Test):
        self.submission, self.programs, self.first = submission, programs, first
        self.visible = "\n".join([*visible, submission.source])

    def complaint(self, levels: Sequence[str]) -> str:
        """Why they are refused; nothing when they are fine. The cheapest look comes first."""
        whole = "\n".join(reading for level in levels for reading in snippets.readings(level))
        found = snippets.snippets(levels)
        if self.holds_hidden_data(whole):
            return HIDDEN
        texts = [whole, *snippets.quotations(levels), *(piece.code for piece in found)]
        if repeats(texts, self.own, self.programs):
            return SOLUTION
        return self.solves(found)

    @property
    def own(self) -> Program:
        return Program(self.submission.source, self.submission.language)

    # Hidden tests

    def holds_hidden_data(self, text: str) -> bool:
        said, known = Words(spelt(text)), Words(spelt(self.visible))
        return any(said.shares(data, known) for data in self.hidden())

    def hidden(self) -> Iterator[str]:
        """As much of each test as may be compared."""
        left = MOST_OF_TESTS
        for test in self.version.all_tests():
            if self.submission.problem.shows(test):
                continue
            for sha in (test.input, test.answer):
                data = blobs.read(sha, MOST_OF_TEST)
                left -= len(data)
                if left < 0:
                    return
                yield data.decode(errors="replace")

    # Code that would pass

    def solves(self, found: Sequence[Snippet]) -> str:
        own = squeezed(self.submission.source)
        others = [each for each in found if LOUD.search(each.code) and squeezed(each.code) not in own]
        tries = [(each.code, language) for each in others for language in self.spoken(each)]
        if len(tries) > MOST_TRIED:
            return TOO_MUCH
        until = time.monotonic() + MOST_SECONDS
        for code, language in tries:
            if self.passes(code, language, until):
                return CODE
        return ""

    def spoken(self, snippet: Snippet) -> list[str]:
        guessed = [language for language, mark in MARKS.items() if mark.search(snippet.code)]
        named = TAGS.get(snippet.tag, snippet.tag)
        wanted = dict.fromkeys([self.submission.language, named, *guessed])
        return [language for language in wanted if language in installed()]

    def passes(self, code: str, language: str, until: float) -> bool:
        """What can't be tried to its end in time is taken for a solution."""
        name = f"main{LANGUAGES[language].extensions[0]}"
        try:
            program = compiling.compiled(language, {name: code.encode("utf-8", "replace")})
        except compiling.CompileError:
            return False
        for run in judging.runs(program, self.version, self.in_order):
            if run.verdict.is_failure:
                return False
            if time.monotonic() > until:
                return True
        return True

    @cached_property
    def in_order(self) -> list[Test]:
        """The test that the submission fails tells most."""
        others = [test for test in self.version.all_tests() if test.number != self.first.number]
        return [self.first, *others]

    @property
    def version(self) -> ProblemVersion:
        return self.submission.version


def squeezed(code: str) -> str:
    """What is one's own stays one's own, however it is spaced."""
    return "".join(code.split())
