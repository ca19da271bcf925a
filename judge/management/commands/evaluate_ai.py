"""Has tests written for packages whose right and wrong solutions are known, and says how well they tell these apart."""

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from judge import asking
from judge.packages.package import PackageError
from judge.proposing import summing
from judge.proposing.evaluating import Evaluation, evaluate

HELP = """Have Gemini write validator, solutions and generators for problem packages, and judge the packages' own
solutions by the tests that come of it. The model sees the statement, the limits, the samples and one right solution.

TPR is the share of the other right solutions that are accepted, TNR that of the wrong ones that are rejected.
Others report, on problems of their own choice: CodeContests+ 79.0 / 83.0, CodeContests-O 89.4 / 90.9 (TPR / TNR in
percent), AutoCode 98.7 % consistency with the official judgement.

It asks with GEMINI_API_KEY, at GEMINI_BASE_URL where that is set, and costs money; AI_TOKENS_PER_PROBLEM and
AI_COST_PER_DAY hold. Nothing is saved but what it has cost. What it does goes to standard error.

Exit codes: 0, all was evaluated; 1, a package was refused or has no figure of a test; 2, nothing could be asked;
130, it was interrupted, and says what it had by then."""
FAILED, NOTHING, INTERRUPTED = 1, 2, 130


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args, **options):
        return super().create_parser(*args, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="a package, or a folder of packages")
        parser.add_argument("--problems", nargs="+", metavar="NAME", help="only those packages")
        parser.add_argument("--times", type=at_least_one, default=1, metavar="N", help="each, with other seeds")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *, paths, problems, times, **options):
        self.found: list[Evaluation] = []
        self.refused: dict[str, str] = {}
        logging.getLogger("judge.gemini").setLevel(logging.ERROR)  # without Redis, the ledger's rows hold the budgets
        if why := asking.unavailable():
            raise CommandError(why, returncode=NOTHING)
        chosen = packages(paths or [settings.BASE_DIR / "samples"], problems)
        code = self.evaluated([(path, take) for take in range(1, times + 1) for path in chosen])
        self.stdout.write(json.dumps(self.document(code)) if options["json"] else "\n".join(self.lines()))
        if code:
            sys.exit(code)

    def evaluated(self, wanted: list[tuple[Path, int]]) -> int:
        try:
            for number, (path, take) in enumerate(wanted, 1):
                self.evaluate(path, take, f"{number} of {len(wanted)}, {path.resolve().name}")
        except KeyboardInterrupt:
            self.say("Interrupted: what isn't finished isn't counted, but is in the ledger.")
            return INTERRUPTED
        return FAILED if self.refused or any(one.failure for one in self.found) else 0

    def evaluate(self, path: Path, take: int, name: str) -> None:
        try:
            self.found.append(evaluate(path, take, lambda words: self.say(f"{name}: {words}")))
        except PackageError as error:
            self.refused[str(path)] = str(error)
            self.say(f"{name}: refused: {error}")

    def say(self, line: str) -> None:
        self.stderr.write(line, lambda text: text)
        self.stderr.flush()

    def document(self, code: int) -> dict:
        return {
            "problems": [one.document() for one in self.found],
            "summaries": [one.document() for one in summing.by_problem(self.found)],
            "total": summing.altogether(self.found).document(),
            "refused": [{"path": path, "reason": reason} for path, reason in self.refused.items()],
            "interrupted": code == INTERRUPTED,
        }

    def lines(self) -> Iterator[str]:
        yield summing.table(self.found)
        yield from (f"{path}: refused: {reason}" for path, reason in self.refused.items())
        for one in self.found:
            yield from (f"{one.name}, take {one.take}: {words}" for words in filter(None, (one.failure, one.note)))
            for each in one.misjudged:
                expected = " or ".join(each.expected)
                yield f"{one.name}, take {one.take}: {each.path}: {each.verdict}, expected {expected}"


def at_least_one(said: str) -> int:
    if (number := int(said)) < 1:
        raise argparse.ArgumentTypeError("at least once")
    return number


def packages(paths: list[Path], names: list[str] | None) -> list[Path]:
    """Those, or those in them."""
    found = [each for path in paths for each in packages_at(path)]
    chosen = [path for path in found if not names or path.resolve().name in names]
    if missing := set(names or ()) - {path.resolve().name for path in chosen}:
        raise CommandError(f"no such package: {', '.join(sorted(missing))}", returncode=NOTHING)
    if not chosen:
        raise CommandError(f"no package in {', '.join(map(str, paths))}", returncode=NOTHING)
    return chosen


def packages_at(path: Path) -> list[Path]:
    return [path] if is_package(path) else sorted(filter(is_package, path.glob("*")))


def is_package(path: Path) -> bool:
    return (path / "problem.yaml").is_file()
