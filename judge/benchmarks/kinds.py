"""Jobs that only measurements have, of the site on which they are taken (JOB_MODULES)."""

import time

from django.conf import settings

from judge.queue import Kind, job


@job(queue="execution")
def do_nothing(subject: int) -> None:
    pass


def sleeping(queue: str) -> Kind:
    def sleep(milliseconds: int) -> None:
        time.sleep(milliseconds / 1000)

    sleep.__name__ = f"sleep_in_{queue}"
    return job(queue=queue)(sleep)


SLEEP = [sleeping(queue) for queue in settings.QUEUES if queue != "execution"]
