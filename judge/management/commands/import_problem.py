"""Brings problem packages in. Exits with 1 when one of them was refused."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from judge.packages.importing import Imported, import_package
from judge.packages.package import PackageError
from judge.verification import verify


class Command(BaseCommand):
    help = "Import problem packages (Kattis/ICPC, legacy or 2025-09): folders or zip archives."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--publish", action="store_true", help="verify, and publish what agrees with all solutions")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, paths, publish, **options):
        self.is_json = options["json"]
        imported, refused = [], []
        for path in paths:
            try:
                imported.append({"path": str(path), "slug": self.take(path, publish)})
            except PackageError as error:
                refused.append({"path": str(path), "reason": str(error)})
                self.say(f"{path}: refused: {error}", self.style.ERROR)
        if self.is_json:
            self.stdout.write(json.dumps({"imported": imported, "refused": refused}))
        else:
            self.stdout.write(f"{len(imported)} imported, {len(refused)} refused")
        if refused:
            sys.exit(1)

    def take(self, path: Path, publish: bool) -> str:
        taken = import_package(path)
        if publish:
            self.publish(taken)
        self.report(path, taken)
        return taken.version.problem.slug

    def publish(self, taken: Imported) -> None:
        problem = taken.version.problem
        if disagreeing := [found.path for found in verify(taken.version) if found.agrees is False]:
            raise PackageError(f"imported as {problem.slug}, but not published: {', '.join(disagreeing)} disagree")
        problem.publish(taken.version)

    def report(self, path: Path, taken: Imported) -> None:
        version = taken.version
        state = "published" if version.problem.current_id == version.pk and version.problem.is_published else "draft"
        known = "" if taken.is_new else " (known already)"
        self.say(f"{path}: {version.problem.slug}, version {version.number}, {version.time_limit:g} s, {state}{known}")
        for note in taken.notes:
            self.say(f"    {note}")

    def say(self, line: str, style=lambda text: text) -> None:
        print(style(line), file=sys.stderr if self.is_json else sys.stdout)
