from django.core.management.base import BaseCommand

from judge.queue import kinds, scheduling
from judge.redis import refuse_eviction


class Command(BaseCommand):
    help = "Makes the jobs that are done by the clock."

    def handle(self, **options):
        kinds.load()
        refuse_eviction()
        scheduling.run()
