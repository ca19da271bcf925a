import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from redis import RedisError, ResponseError

from judge import sandbox
from judge.queue import kinds
from judge.queue.foreman import Foreman
from judge.redis import connection

RUNS_PROGRAMS = ("execution", "generation")  # queues


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
        """Jobs and streams must not be evicted."""
        policy = self.eviction_policy()
        connection().connection_pool.disconnect()
        if policy not in (None, "noeviction"):
            raise CommandError(
                f"Redis at REDIS_URL may evict jobs: its maxmemory-policy is {policy}. Set it to noeviction, "
                "and give the cache another server (CACHE_URL) if that one should evict."
            )

    def eviction_policy(self):
        while True:
            try:
                return connection().config_get("maxmemory-policy").get("maxmemory-policy")
            except ResponseError as error:
                self.stderr.write(f"Redis doesn't tell its maxmemory-policy, which must be noeviction: {error}")
                return None
            except (RedisError, OSError) as error:
                self.stderr.write(f"waiting for Redis: {error}")
                time.sleep(1)
