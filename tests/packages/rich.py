"""A draft that says all that one can say."""

import pytest

from judge import blobs, drafting
from judge.models import Problem
from judge.packages import exporting
from tests.packages.conftest import ADD, YES
from tests.workshop.programs import program, solution
from tests.workshop.test_freezing import columns

FORMATS = pytest.mark.parametrize("format", exporting.FORMATS)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
CHECK = "import sys\nsys.exit(42 if sys.stdin.read().split() == open(sys.argv[2]).read().split() else 43)\n"
SLOW = ADD + "while True: pass\n"


def draft_of(slug):
    return Problem.objects.with_draft().get(slug=slug)


def probe(input, answer=None, output=None, accepts=False, name=""):
    hashes = [None if data is None else blobs.put(data) for data in (input, answer, output)]
    return dict(zip(("input", "answer", "output"), hashes, strict=True)) | {"accepts": accepts, "name": name}


def programs():
    validator = program("validator", "input_validators/v.py", YES.encode(), args=["--max", "1 000"])
    validator["tests"] = [probe(b"bad\n", name="bad"), probe(b"1 2\n", accepts=True)]
    checker = program("checker", "output_validators/check.py", CHECK.encode())
    checker["tests"] = [probe(b"1 2\n", b"3\n", b"4\n"), probe(b"1 2\n", b"3\n", b" 3\n", accepts=True)]
    two = solution("submissions/two", reference=True, bounds_time=True, entry="start.py")
    two["files"] = {"start.py": blobs.put(b"import part\n"), "part.py": blobs.put(ADD.encode())}
    return [
        two,
        solution("submissions/pypy.py", ADD.encode(), language="pypy3"),
        solution("submissions/either.py", SLOW.encode(), expected=["WA", "TLE"]),
        solution("submissions/big.py", b"x = [0] * 10**10\n", expected=["MLE"]),
        validator,
        checker,
        program("checker", "output_validators/other.py", CHECK.encode()),
        program("generator", "generators/gen.py", b"import sys\nprint(*sys.argv[1:])\n"),
    ]


def tests():
    found = columns((b"1 2\n", b"3\n"), (b"5 5\n", b"10\n"), (b"4 5\n", b"9\n"), (b"7 7\n", b"14\n"), samples=1)
    return found | {
        "name": ["a", "z", "b", "z"],
        "group": ["", "", "", "big ones"],
        "origin": ["hand", "hand", "script", "script"],
        "line": ["", "", "gen 4 5", "gen 7 7"],
    }


def document():
    return drafting.empty("en", "Two sums: #1 & {more}") | {
        "statements": {
            "en": {"title": "Two sums: #1 & {more}", "format": "markdown", "text": "Add $a_1$ & *b*.\n\n- yes: no\n"},
            "ko": {"title": "두 수: '합'", "format": "tex", "text": "\\problemname{두 수}\n더하라 50\\%.\n"},
        },
        "images": {"figure.png": blobs.put(PICTURE)},
        "limits": {"time": 1.5, "memory": 100_000_001, "output": 4 * 2**20, "files": True},
        "details": {
            "tags": ["adding", "easy"],
            "difficulty": 3,
            "platform": "baekjoon",
            "number": "1000",
            "source_url": "https://www.acmicpc.net/problem/1000",
            "credits": {"authors": ["Ada: L, Jr.", "하나"], "source": "Test - 1", "license": "CC BY 4.0"},
        },
        "checker": {"kind": "program", "path": "output_validators/check.py", "args": []},
        "programs": programs(),
        "script": "gen 4 5\n[big]\ngen 7 7\n",
    }


def start(alice):
    problem = drafting.start("Two sums: #1 & {more}", alice)
    drafting.change(problem, alice, lambda draft: document(), tests=tests())
    return draft_of(problem.slug)


def written(problem, tmp_path, format):
    folder = tmp_path / f"again-{format.replace('-', '')}"
    exporting.write_folder(exporting.entries(exporting.draft(problem, problem.draft), format), folder)
    return folder
