"""Has tests written for packages whose right and wrong solutions are known, and says how well they tell these apart."""

import argparse
import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from judge import asking
from judge.packages.package import PackageError
from judge.proposing import scores
from judge.proposing.evaluating import Evaluation, evaluate
from judge.proposing.scores import Score

HELP = """Have Gemini write validator, solutions and generators for problem packages, and judge the packages' own
solutions by the tests that come of it. The model sees the statement, the limits, the samples and one right solution.

TPR is the share of the other right solutions that are accepted, TNR that of the wrong ones that are rejected.
Others report, on problems of their own choice: CodeContests+ 79.0 / 83.0, CodeContests-O 89.4 / 90.9 (TPR / TNR in
percent), AutoCode 98.7 % consistency with the official judgement.

It asks with GEMINI_API_KEY, at GEMINI_BASE_URL where that is set, and costs money; AI_TOKENS_PER_PROBLEM and
AI_COST_PER_DAY hold. Nothing is saved but what it has cost."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args, **options):
        return super().create_parser(*args, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="a package, or a folder of packages")
        parser.add_argument("--problems", nargs="+", metavar="NAME", help="only those packages")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, paths, problems, **options):
        self.is_json = options["json"]
        self.refused: list[dict[str, str]] = []
        if why := asking.unavailable():
            raise CommandError(why)
        chosen = packages(paths or [settings.BASE_DIR / "samples"], problems)
        found = [one for one in map(self.evaluated, chosen) if one]
        self.say_all(found, scores.total([one.score for one in found]))
        if self.refused or any(one.failure for one in found):
            sys.exit(1)

    def evaluated(self, path: Path) -> Evaluation | None:
        try:
            found = evaluate(path)
        except PackageError as error:
            self.refused.append({"path": str(path), "reason": str(error)})
            self.say(f"{path}: refused: {error}")
            return None
        self.say_one(found)
        return found

    def say_one(self, found: Evaluation) -> None:
        self.say(f"{found.name}: {described(found.score)}")
        for words in filter(None, (found.failure, found.note)):
            self.say(f"    {words}")
        for one in found.misjudged:
            self.say(f"    {one.path}: {one.verdict}, expected {' or '.join(one.expected)}")

    def say_all(self, found: list[Evaluation], total: Score) -> None:
        if self.is_json:
            problems = [one.document() for one in found]
            self.stdout.write(json.dumps({"problems": problems, "total": total.document(), "refused": self.refused}))
        else:
            self.stdout.write(f"total: {described(total)}")

    def say(self, line: str) -> None:
        (self.stderr if self.is_json else self.stdout).write(line)


def packages(paths: list[Path], names: list[str] | None) -> list[Path]:
    """Those, or those in them."""
    found = [each for path in paths for each in packages_at(path)]
    chosen = [path for path in found if not names or path.resolve().name in names]
    if missing := set(names or ()) - {path.resolve().name for path in chosen}:
        raise CommandError(f"no such package: {', '.join(sorted(missing))}")
    if not chosen:
        raise CommandError(f"no package in {', '.join(map(str, paths))}")
    return chosen


def packages_at(path: Path) -> list[Path]:
    return [path] if is_package(path) else sorted(filter(is_package, path.glob("*")))


def is_package(path: Path) -> bool:
    return (path / "problem.yaml").is_file()


def described(score: Score) -> str:
    said = f"TPR {score.right}, TNR {score.wrong}; {score.rounds} rounds, {score.tests} tests"
    return f"{said}; {score.calls} calls, {score.tokens:,} tokens, ${score.cost / 1e6:.4f}"
