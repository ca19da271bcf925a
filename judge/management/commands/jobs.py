"""What the job pages and the queues page do, from a shell."""

import json
from argparse import SUPPRESS

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from judge import queue
from judge.models import Job
from judge.queue import kinds, overview

FIELDS = ["id", "kind", "subject", "queue", "priority", "state", "attempt", "worker", "progress", "goal", "reason"]
TIMES = ["due", "created", "started", "finished"]


class Command(BaseCommand):
    help = "List, show, retry, cancel and recover jobs."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="the newest first")
        listing.add_argument("--state", choices=Job.State.values)
        listing.add_argument("--queue", choices=settings.QUEUES)
        listing.add_argument("--kind")
        listing.add_argument("--limit", type=int, default=50)
        showing = actions.add_parser("show", help="everything about one")
        showing.add_argument("id", type=int)
        for name, help in (("retry", "give dead or cancelled ones a new life"), ("cancel", "those that wait or run")):
            actions.add_parser(name, help=help).add_argument("ids", metavar="ID", nargs="+", type=int)
        actions.add_parser("recover", help="free orphans and send what Redis forgot, now")
        for action in actions.choices.values():
            action.add_argument("--json", action="store_true", default=SUPPRESS)

    def handle(self, *, action, **options):
        kinds.load()
        self.is_json = options["json"]
        getattr(self, f"do_{action}")(options)

    def do_list(self, options):
        wanted = {name: options[name] for name in ("state", "queue", "kind") if options[name]}
        rows = list(Job.objects.filter(**wanted).for_list()[: options["limit"]])
        self.answer({"jobs": [document(job) for job in rows]}, [line(job) for job in rows])

    def do_show(self, options):
        (job,) = self.named([options["id"]])
        told = document(job) | {"log": job.log}
        lines = [f"{name}: {value}" for name, value in document(job).items() if value not in (None, "")]
        self.answer(told, [*lines, *(["", job.log.rstrip("\n")] if job.log else [])])

    def do_retry(self, options):
        self.each(options["ids"], queue.retry, "queued again", "left alone: it is alive or done")

    def do_cancel(self, options):
        self.each(options["ids"], queue.cancel, "cancelled", "told to stop, if it runs")

    def do_recover(self, options):
        freed = overview.recover()
        self.answer({"freed": freed}, [f"{freed} freed"])

    def each(self, ids, do, done, otherwise):
        results = {job.pk: bool(do(job)) for job in self.named(ids)}
        lines = [f"{pk}: {done if result else otherwise}" for pk, result in results.items()]
        self.answer({"jobs": [{"id": pk, "done": result} for pk, result in results.items()]}, lines)

    def named(self, ids) -> list[Job]:
        found = Job.objects.select_related("requested_by").in_bulk(ids)
        if missing := [str(pk) for pk in ids if pk not in found]:
            raise CommandError(f"no such job: {', '.join(missing)}")
        return [found[pk] for pk in ids]

    def answer(self, told, lines):
        self.stdout.write(json.dumps(told) if self.is_json else "\n".join(lines))


def document(job: Job) -> dict:
    times = {name: moment and moment.isoformat() for name in TIMES for moment in [getattr(job, name)]}
    who = job.requested_by.username if job.requested_by else None
    return {name: getattr(job, name) for name in FIELDS} | {"requested_by": who, "chain": job.chain_id} | times


def line(job: Job) -> str:
    return f"{job.pk:>8}  {job.state:<9}  {job.queue:<11}  {job}  {job.reason}".rstrip()
