import signal
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand

from judge.queue import kinds
from judge.queue.sweeping import Sweeper
from judge.redis import refuse_eviction


class Command(BaseCommand):
    help = "Frees jobs whose worker vanished and sends those that Redis forgot."

    def handle(self, **options):
        kinds.load()
        refuse_eviction()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: sys.exit())
        sweeper = Sweeper()
        try:
            while True:
                sweeper.sweep()
                time.sleep(settings.JOB_SWEEP)
        finally:
            sweeper.retire()
