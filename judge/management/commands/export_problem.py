"""Writes a problem as a package, which import_problem takes again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from judge.models import Problem
from judge.packages import exporting
from judge.packages.package import PackageError


class Command(BaseCommand):
    help = "Write a problem as a Kattis/ICPC package: a folder, or an archive where the path ends with .zip."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("path", metavar="PATH", type=Path)
        parser.add_argument("--format", choices=exporting.FORMATS, default=exporting.FORMATS[0])
        parser.add_argument("--draft", action="store_true", help="the draft's newest state, not what is published")

    def handle(self, *, slug, path, format, draft, **options):
        problem = Problem.objects.with_draft().select_related("current").filter(slug=slug).first()
        if not problem:
            raise CommandError(f"no such problem: {slug}")
        try:
            source = source_of(problem, draft)
            found = exporting.entries(source, format)
            written(found, path, slug)
        except PackageError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {len(found)} files, {format}")
        for loss in exporting.losses(source, format):
            self.stdout.write(f"    {loss}")


def source_of(problem: Problem, is_draft: bool):
    if not is_draft:
        return exporting.published(problem)
    if problem.draft is None:
        raise PackageError(f"{problem.slug} has no draft")
    return exporting.draft(problem, problem.draft)


def written(found, path: Path, slug: str) -> None:
    if path.suffix != ".zip":
        exporting.write_folder(found, path)
        return
    if path.exists():
        raise PackageError(f"{path} is there already")
    with path.open("xb") as file:
        exporting.write_zip(found, slug, file)
