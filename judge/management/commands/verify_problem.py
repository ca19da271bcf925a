"""Runs every solution that came with a problem. Exits with 1 when one of them disagrees."""

import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from judge.models import ProblemVersion
from judge.verification import Verified, verify


class Command(BaseCommand):
    help = "Run all solutions of problems, and count those whose verdict is as expected."

    def add_arguments(self, parser):
        parser.add_argument("slugs", nargs="+", metavar="SLUG")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, slugs, **options):
        self.is_json = options["json"]
        results = {slug: self.results(version) for slug, version in newest(slugs).items()}
        counted = [found.agrees for those in results.values() for found in those if found.agrees is not None]
        if self.is_json:
            problems = [{"slug": slug, "submissions": found} for slug, found in results.items()]
            self.stdout.write(json.dumps({"problems": problems}, default=asdict))
        else:
            self.stdout.write(f"{sum(counted)} of {len(counted)} agree")
        if not all(counted):
            sys.exit(1)

    def results(self, version: ProblemVersion) -> list[Verified]:
        found = []
        for result in verify(version):
            found.append(result)
            if not self.is_json:
                self.stdout.write(line(version.problem.slug, result))
        return found


def newest(slugs: list[str]) -> dict[str, ProblemVersion]:
    """What was imported last, published or not."""
    versions = ProblemVersion.objects.filter(problem__slug__in=slugs).select_related("problem").order_by("number")
    found = {version.problem.slug: version for version in versions}
    if missing := [slug for slug in slugs if slug not in found]:
        raise CommandError(f"no such problem: {', '.join(missing)}")
    return {slug: found[slug] for slug in slugs}


def line(slug: str, found: Verified) -> str:
    expected = " or ".join(found.expected) or "anything"
    if found.verdict is None:
        return f"  -    {slug} {found.path}: {found.language or 'its language'} is not installed"
    sign = {True: "  ok  ", False: "  NO  ", None: "      "}[found.agrees]
    return f"{sign} {slug} {found.path} ({found.language}): {found.verdict}, expected {expected}{used(found)}"


def used(found: Verified) -> str:
    return "" if found.bytes is None else f", {found.seconds:.2f} s, {found.bytes // 2**20} MiB"
