"""Does a hint give away what it must not? Code that would pass, a right solution's own words, or hidden data.

What a model says is believed in nothing: its code is run against the tests, its words are compared.
"""

import re
import time
from collections.abc import Iterator, Sequence
from functools import cached_property

from judge import blobs, code_tokens, compiling, judging, snippets
from judge.languages import LANGUAGES, installed
from judge.models import ProblemVersion, Submission
from judge.models.version import Test
from judge.snippets import Snippet

RUN = 12  # tokens in a row that are no coincidence
DATA_RUNS = {4: 8, 8: 0}  # so many words of a test in a row, with so many characters
DATA_WORD = 6  # characters of a single one with a digit in it
MOST_TRIED = 12  # pieces of code in a language each
MOST_SECONDS = 150  # of trying them
MOST_OF_TEST, MOST_OF_TESTS = 64 * 1024, 16 * 2**20  # bytes that are compared
WORD = re.compile(r"[^\s,;:()\[\]{}\"'`]+")
MARKS = {  # of a language, where nobody says which one it is
    "cpp": re.compile(r"#include|std::|cout|cin\b"),
    "java": re.compile(r"public static void main|System\.out"),
    "python3": re.compile(r"\bprint\(|\binput\(|^\s*(?:def|import|from)\b", re.M),
    "javascript": re.compile(r"console\.log|require\("),
}
TAGS = {"py": "python3", "python": "python3", "c++": "cpp", "cc": "cpp", "js": "javascript", "node": "javascript"}

CODE = "it holds code that solves the problem"
SOLUTION = "it repeats a right solution word for word"
HIDDEN = "it holds data of a test that the reader must not see"
TOO_MUCH = "it holds more code than a hint needs"


class Guard:
    """Of the hints for one submission. `solutions` are the right ones that the model may have seen."""

    def __init__(self, submission: Submission, solutions: Sequence[str], visible: Sequence[str], first: Test | None):
        self.submission, self.solutions, self.first = submission, solutions, first
        self.visible = "\n".join([*visible, submission.source])

    def complaint(self, levels: Sequence[str]) -> str:
        """Why they are refused; nothing when they are fine. The cheapest look comes first."""
        texts = [reading for level in levels for reading in snippets.readings(level)]
        whole = "\n".join(texts)
        if self.holds_hidden_data(whole):
            return HIDDEN
        if self.repeats_a_solution([whole, *(piece.code for piece in snippets.snippets(levels))]):
            return SOLUTION
        return self.solves(snippets.snippets(levels))

    # What a right solution says

    def repeats_a_solution(self, texts: Sequence[str]) -> bool:
        said: set[tuple[str, ...]] = set().union(*(code_tokens.runs(text, RUN) for text in texts))
        own = code_tokens.runs(self.submission.source, RUN)
        return any(said & code_tokens.runs(solution, RUN) - own for solution in self.solutions)

    # Hidden tests

    def holds_hidden_data(self, text: str) -> bool:
        said = Words(WORD.findall(text))
        known = Words(WORD.findall(self.visible))
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
        own = self.submission.source.strip()
        tries = [(each.code, language) for each in found if each.code.strip() != own for language in self.spoken(each)]
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
        tests = self.version.all_tests()
        first = [test for test in tests if self.first and test.number == self.first.number]
        return [*first, *(test for test in tests if test not in first)]

    @property
    def version(self) -> ProblemVersion:
        return self.submission.version


class Words:
    """Of a text, to be found again in another."""

    def __init__(self, words: Sequence[str]):
        listed = [word.strip(".!?") for word in words]
        self.alone = {word for word in listed if is_telling(word)}
        self.runs = {run for length, least in DATA_RUNS.items() for run in runs_of(listed, length, least)}

    def shares(self, data: str, known: "Words") -> bool:
        other = Words(WORD.findall(data))
        return bool((self.alone & other.alone) - known.alone or (self.runs & other.runs) - known.runs)


def runs_of(words: Sequence[str], length: int, least: int) -> Iterator[tuple[str, ...]]:
    for at in range(len(words) - length + 1):
        run = tuple(words[at : at + length])
        if sum(map(len, run)) >= least:
            yield run


def is_telling(word: str) -> bool:
    return len(word) >= DATA_WORD and any(character.isdigit() for character in word)
