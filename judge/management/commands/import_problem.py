"""Brings problem packages in. Exits with 1 when one of them was refused, or wasn't published as asked."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from judge import jobs
from judge.packages import uploading
from judge.packages.importing import Imported, import_package
from judge.packages.package import PackageError
from judge.verification import verify


class Command(BaseCommand):
    help = "Import problem packages (Kattis/ICPC, legacy or 2025-09; Library Checker): folders or zip archives."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--publish", action="store_true", help="verify, and publish what agrees with all solutions")
        parser.add_argument("--background", action="store_true", help="with --publish: as a workflow of jobs")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, paths, publish, background, **options):
        if background and not publish:
            raise CommandError("--background imports, verifies and publishes: it goes with --publish")
        self.is_json, self.publish, self.background = options["json"], publish, background
        self.imported: list[dict[str, str]] = []
        self.queued: list[dict[str, str | int]] = []
        self.refused: list[dict[str, str]] = []
        for path in paths:
            try:
                (self.hand_in if background else self.take)(path)
            except PackageError as error:
                self.refused.append({"path": str(path), "reason": str(error)})
                self.say(f"{path}: refused: {error}")
        if self.is_json:
            queued = {"queued": self.queued} if background else {}
            self.stdout.write(json.dumps({"imported": self.imported, "refused": self.refused} | queued))
        else:
            done = f"{len(self.queued)} queued" if background else f"{len(self.imported)} imported"
            self.stdout.write(f"{done}, {len(self.refused)} refused")
        if self.refused:
            sys.exit(1)

    @transaction.atomic
    def hand_in(self, path: Path) -> None:
        upload = uploading.receive(path)
        job = jobs.import_package.enqueue(upload.pk)
        self.queued.append({"path": str(path), "job": job.pk})
        self.say(f"{path}: job {job.pk}")

    def take(self, path: Path) -> None:
        taken = import_package(path)
        self.imported.append({"path": str(path), "slug": taken.problem.slug})
        if self.publish:
            publish(taken)
        self.say(f"{path}: {described(taken)}{'' if taken.is_new else ', known already'}")
        for note in taken.notes:
            self.say(f"    {note}")

    def say(self, line: str) -> None:
        (self.stderr if self.is_json else self.stdout).write(line)


def described(taken: Imported) -> str:
    problem, version = taken.problem, taken.version
    if version is None:
        return f"{problem.slug}, a draft, whose tests are to be generated"
    state = "published" if problem.is_published and problem.current_id == version.pk else "not published"
    return f"{problem.slug}, version {version.number}, {version.time_limit:g} s, {state}"


def publish(taken: Imported) -> None:
    problem = taken.problem
    if taken.version is None:
        raise PackageError("not published, only imported: its tests are to be generated first, in the workshop")
    if wrong := [found.path for found in verify(taken.version) if found.agrees is False]:
        raise PackageError(f"not published, only imported: {', '.join(wrong)} did not get what was expected")
    problem.publish(taken.version)
