import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from redis import RedisError

from judge import gemini, sandbox
from judge.queue import kinds
from judge.queue.foreman import Foreman
from judge.redis import Evicts, connection, refuse_eviction

RUNS_PROGRAMS = ("execution", "generation", "ai")  # queues; what the AI wrote is run before anybody sees it
AI = "ai"


class Command(BaseCommand):
    help = "Runs the jobs of one queue."

    def add_arguments(self, parser):
        parser.add_argument("queue", choices=settings.QUEUES)
        parser.add_argument("--processes", type=int, default=1, help="that work side by side")
        parser.add_argument("--max-jobs", type=int, default=1000, help="until a process is replaced by a fresh one")
        parser.add_argument("--burst", action="store_true", help="stop when nothing is left to do")

    def handle(self, queue, processes, max_jobs, burst, **options):
        kinds.load()
        self.check_redis()
        foreman = Foreman(queue, processes, max_jobs, burst)
        if queue in RUNS_PROGRAMS:
            self.check_sandbox()
            foreman.after_a_death = sandbox.clean_leftovers
        if queue == AI:
            gemini.preload()
        foreman.run()

    def check_sandbox(self):
        """Nobody's code is run where it isn't held."""
        sandbox.clean_leftovers()
        try:
            weaker = sandbox.self_test(settings.SANDBOX_REQUIRED)
        except sandbox.SandboxError as error:
            raise CommandError(
                f"This machine must not judge: {error} (SANDBOX_REQUIRED={settings.SANDBOX_REQUIRED})"
            ) from error
        for reason in weaker:
            self.stderr.write(f"The sandbox is weaker than the full one: {reason}")

    def check_redis(self):
        """Jobs and streams must not be evicted. A Redis that is away is waited for."""
        try:
            while not is_there():
                self.stderr.write("waiting for Redis")
                time.sleep(1)
            refuse_eviction()
        except Evicts as error:
            raise CommandError(str(error)) from error


def is_there():
    try:
        return connection().ping()
    except (RedisError, OSError):
        return False
