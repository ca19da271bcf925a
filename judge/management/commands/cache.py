"""The cache, from a shell."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError
from redis import RedisError

from judge import warming
from judge.caching import entries, overview


class Command(BaseCommand):
    help = "Show what the cache holds and how often it helped, warm it, or drop what a pattern names."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["show", "warm", "invalidate"])
        parser.add_argument("patterns", nargs="*", metavar="PATTERN", help="as problem_* and user_stats:7:* are")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, action, patterns, **options):
        if (action == "invalidate") != bool(patterns):
            raise CommandError("Name patterns to invalidate, and nothing otherwise.")
        try:
            told = getattr(self, action)(patterns)
        except entries.BadPattern as error:
            raise CommandError(str(error)) from error
        except (RedisError, OSError) as error:
            raise CommandError(f"Redis is away: {error}") from error
        self.stdout.write(json.dumps(told) if options["json"] else "\n".join(lines(told)))

    def show(self, _):
        return {one.name: asdict(one) for one in overview.holdings(at_once=True)}

    def warm(self, _):
        return {"problems": sum(warming.warm_problems()), "people": warming.warm_statistics()}

    def invalidate(self, patterns):
        for pattern in patterns:
            entries.checked(pattern)
        return {pattern: entries.invalidate(pattern) for pattern in patterns}


def lines(told):
    for name, value in told.items():
        yield f"{name}: {held(value) if isinstance(value, dict) else value}"


def held(one):
    found = f"{one['hits']} of {one['lookups']} look-ups found in 24 hours"
    return f"{one['entries']} entries, {one['bytes'] / 2**20:.1f} MiB, {found}"
