"""Messages that come ten times, that are never sent, and that kill whoever takes them."""

import http.client
import time

from django.db import transaction

from judge.models import Job, Submission
from judge.queue.messages import queue_named
from tests.faults import hooks, kinds
from tests.faults.stand import wait_until
from tests.faults.tally import Tally, starts
from tests.faults.traffic import RIGHT, Traffic, enqueue
from tests.faults.visitor import with_site
from tests.harness.processes import answers

State = Job.State


def delivered_ten_times(stand, times, rng):
    """All messages arrive in one stroke, at four processes that wait for nothing else."""
    tally = Tally()
    stand.end_all()
    stand.start("sweeper")
    fleet = [stand.worker(queue, 4) for queue in ("execution", "maintenance")]
    wait_until(lambda: all(len(foreman.children()) == 4 for foreman in fleet))
    delivered = []
    with Traffic(rng, per_second=4) as traffic:
        for _ in range(times):
            delivered.append(deliver(rng.choice((kinds.quick, kinds.trivial)), 10))
            tally.fault()
            time.sleep(rng.uniform(0.1, 0.5))
    tally.close(traffic.committed)
    begun = starts()
    again = [pk for pk in delivered if begun.get(pk) != 1]
    tally.demand(not again, f"jobs {again} were not begun exactly once")
    return tally


def deliver(kind, copies) -> int:
    with transaction.atomic():
        job = kind.enqueue(0)
    queue = queue_named(job.queue)
    with queue.connection.pipeline() as pipe:
        for number in range(copies):
            queue.enqueue_call(
                str(job), (job.kind, job.pk), job_id=f"{job.pk}-copy-{number}", timeout=-1, pipeline=pipe
            )
        pipe.execute()
    return job.pk


def web_killed_before_it_sends(stand, times, rng):
    tally = Tally()
    visitor = with_site(stand)
    with Traffic(rng, submission_every=0) as traffic:
        for number in range(times):
            tally.demand(killed_while_submitting(visitor, number), "the site was not killed")
            tally.fault()
            wait_until(lambda: answers(f"http://127.0.0.1:{visitor.port}/healthz"))
    tally.close(traffic.committed)
    tally.demand(Submission.objects.count() == times, "a submission is missing")
    tally.demand_in_time(max(tally.recoveries) <= 30, "swept later than 30 s")
    return tally


def killed_while_submitting(visitor, number) -> bool:
    hooks.trap("sending").touch()
    try:
        visitor.submit(f"{RIGHT}# {number}\n")
    except (http.client.HTTPException, OSError):
        return not hooks.trap("sending").exists()
    return False


def poison_among_good_ones(stand, times, rng):
    tally = Tally()
    stand.usual_fleet()
    good, bad = [], []
    for _ in range(times):
        place = rng.randrange(100)
        for number in range(100):
            if number == place:
                bad.append(enqueue(kinds.deadly))
            good.append(enqueue(kinds.trivial))
        tally.fault()
    tally.close(good, may_die=("deadly",))
    rows = Job.objects.in_bulk(good + bad)
    tally.demand(all((rows[pk].state, rows[pk].attempt) == (State.DEAD, 3) for pk in bad), "poison isn't dead after 3")
    tally.demand(all((rows[pk].state, rows[pk].fence) == (State.DONE, 1) for pk in good), "a good job was affected")
    return tally
