"""How the queues stand, from a shell."""

import json
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from judge.queue import crowds, kinds, overview
from judge.queue.overview import Standing


class Command(BaseCommand):
    help = "List the queues, or empty some: all that waits in them is cancelled."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["list", "empty"])
        parser.add_argument("names", nargs="*", metavar="QUEUE", help=f"of {', '.join(settings.QUEUES)}")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, action, names, **options):
        kinds.load()
        if unknown := set(names) - set(settings.QUEUES):
            raise CommandError(f"no such queue: {', '.join(sorted(unknown))}")
        if action == "list":
            found = [standing for standing in overview.standings() if not names or standing.name in names]
            self.answer(options, {"queues": [asdict(one) for one in found]}, [line(one) for one in found])
        elif not names:
            raise CommandError("name the queues that are to be emptied")
        else:
            counts = {name: sum(crowds.in_batches(crowds.waiting(name), crowds.cancel)) for name in names}
            self.answer(options, {"cancelled": counts}, [f"{name}: {counts[name]} cancelled" for name in counts])

    def answer(self, options, told, lines):
        self.stdout.write(json.dumps(told, default=str) if options["json"] else "\n".join(lines))


def line(queue: Standing) -> str:
    workers = "?" if queue.workers is None else len(queue.workers)
    oldest = f", the oldest since {queue.oldest:%Y-%m-%d %H:%M:%S}" if queue.oldest else ""
    counts = f"{queue.waiting} waiting{oldest}, {queue.later} later, {queue.running} in flight, {queue.dead} dead"
    return f"{queue.name}: {counts}, {workers} workers"
