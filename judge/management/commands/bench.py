"""Measure: `bench [GROUP…] [--json]`. Each group on a site of its own, so that nothing real is touched."""

import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from judge.benchmarks import Figure
from judge.benchmarks.site import site
from judge.management.processes import die_with

GROUPS = ("sandbox", "submission", "jobs", "cache", "streams", "workshop", "ai")
LIKE_PRODUCTION = ("jobs", "cache", "streams")  # with its settings, and PostgreSQL over TCP


class Command(BaseCommand):
    help = "Measure the figures of the given groups, or of all: " + ", ".join(GROUPS)

    def add_arguments(self, parser):
        parser.add_argument("groups", nargs="*", metavar="GROUP")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--here", action="store_true", help="on the site that the environment names")

    def handle(self, *, groups, json, here, **_):
        if unknown := set(groups) - set(GROUPS):
            raise CommandError(f"unknown group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all that was started ends
        if here:
            call_command("migrate", verbosity=0)
        measure = measured_here if here else measured
        figures = [figure for group in groups or GROUPS for figure in measure(group)]
        self.stdout.write(as_json(figures) if json else as_table(figures))


def measured(group: str) -> Iterator[Figure]:
    parent = os.getpid()
    with site(group in LIKE_PRODUCTION) as environment:
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", "bench", group, "--here", "--json"],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            preexec_fn=lambda: die_with(parent, signal.SIGTERM),
            check=False,
        )
    if done.returncode:
        raise CommandError(f"{group} could not be measured")
    for found in json.loads(done.stdout)["figures"]:
        yield Figure(**{name: found[name] for name in Figure.__dataclass_fields__})


def measured_here(group: str) -> Iterator[Figure]:
    """The group's figures, each shown on stderr as it comes: a measurement takes minutes."""
    for figure in import_module(f"judge.benchmarks.{group}").figures():
        print(line(figure), file=sys.stderr, flush=True)
        yield figure


def as_json(figures: list[Figure]) -> str:
    return json.dumps({"machine": machine(), "figures": [figure.as_dict() for figure in figures]}, indent=1)


def as_table(figures: list[Figure]) -> str:
    return "\n".join([machine(), *map(line, figures)])


def line(figure: Figure) -> str:
    if figure.value is None:
        return f"{figure.name:32} not measured: {figure.reason}"
    words = f"{figure.name:32} {figure.value:10.2f} {figure.unit:10}"
    if figure.goal is None:
        return f"{words} reported  {figure.reason}"
    met = "met" if figure.met else "NOT MET"
    return f"{words} goal {figure.direction} {figure.goal:g}  {met}  {figure.reason}"


def machine() -> str:
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}"
    )
