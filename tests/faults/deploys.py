"""A new release takes over while people submit and watch: first the new site, then the old processes are told to go."""

import http.client
import re
import threading
import time

from judge import events
from judge.models import Submission
from tests.faults import kinds
from tests.faults.pace import ONCE
from tests.faults.services import Visits
from tests.faults.stand import wait_until
from tests.faults.tally import Tally
from tests.faults.traffic import RIGHT, Traffic, enqueue, submit
from tests.faults.visitor import Visitor, serve

CELL = re.compile(r'id="test-(\d+)"')
GRACE = {"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "5" if ONCE else "2"}  # s that a stopping site leaves to open streams
RECONNECTED = 5  # seconds


def deploy(kill_after=None):
    def row(stand, times, rng):
        tally = Tally()
        stand.end_all()
        web, visitor, fleet = release(stand, kill_after)
        visits, watcher = Visits(visitor, pause=0.5), Watcher(visitor)
        with visits.going_on(), watcher.going_on(), Traffic(rng, per_second=6) as traffic:
            for _ in range(times):
                time.sleep(rng.uniform(2, 4))
                for _ in range(3):
                    enqueue(kinds.slow, 7000)
                began = time.time()
                web, fleet = replace(stand, web, fleet, visitor, kill_after)
                tally.fault(began)
            time.sleep(2)
        watcher.close()
        tally.close(traffic.committed)
        tally.demand(not visits.refused, f"a visitor was told {visits.refused}")
        tally.demand(Submission.objects.filter(pk__in=visits.told).count() == len(visits.told), "a submission is gone")
        tally.demand(not watcher.missing(), f"the stream has a gap: {watcher.missing()}")
        tally.demand(watcher.reconnected >= times, "the stream never broke off")
        tally.demand_in_time(watcher.longest <= RECONNECTED, f"the stream was away for {watcher.longest:.1f} s")
        tally.notes.append(
            f"{len(visits.told)} submitted on the site, no 5xx; stream: {watcher.told} events, "
            f"{watcher.reconnected} times connected again, after {watcher.longest:.1f} s at most"
        )
        return tally

    return row


def release(stand, kill_after):
    grace = {"JOB_GRACE": "60"} if kill_after else {}
    web, port = serve(stand, **GRACE)
    fleet = [stand.start("sweeper"), stand.start("scheduler")]
    fleet += [stand.worker("maintenance", **grace), stand.worker("execution", 1, **grace)]
    wait_until(lambda: all(program.children() for program in fleet[2:]))
    return web, Visitor(port), fleet


def replace(stand, web, fleet, visitor, kill_after):
    """As the platform does: the new one answers before the old one is told; the proxy sends visitors to the new one."""
    new_web, new, new_fleet = release(stand, kill_after)
    visitor.port = new.port
    old = [web, *fleet]
    for program in old:
        program.wanted = False
        program.process.terminate()
    wait_until(lambda: all(program.process.poll() is not None for program in old), kill_after or 30)
    for program in old:
        program.end(patience=0.1)
        stand.programs.remove(program)
    return new_web, new_fleet


class Watcher:
    """Tells an open page ten things a second, and looks at what arrives."""

    def __init__(self, visitor):
        self.visitor, self.over = visitor, threading.Event()
        self.submission = a_pending_submission()
        self.told = self.reconnected = 0
        self.longest, self.seen, self.last_id = 0.0, [], "0"
        self.threads = [threading.Thread(target=act, daemon=True) for act in (self.tell, self.watch)]

    def going_on(self):
        return self

    def __enter__(self):
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_):
        self.over.set()
        self.threads[0].join()

    def tell(self):
        while not self.over.wait(0.1):
            self.told += 1
            events.publish(self.submission.topic, fence=1, test=self.told, verdict="AC", cpu_ms=1, bytes=1)

    def watch(self):
        broke_off = None
        while not self.over.is_set():
            try:
                for line in self.lines():
                    if broke_off:
                        self.longest = max(self.longest, time.monotonic() - broke_off)
                        self.reconnected, broke_off = self.reconnected + 1, None
                    self.take(line)
            except (OSError, http.client.HTTPException):
                pass
            broke_off = broke_off or time.monotonic()
            time.sleep(0.2)

    def lines(self):
        browser = http.client.HTTPConnection("127.0.0.1", self.visitor.port, timeout=30)
        headers = self.visitor.headers(None) | {"Last-Event-ID": self.last_id}
        browser.request("GET", f"/submissions/{self.submission.pk}/stream", headers=headers)
        answer = browser.getresponse()
        while answer.status == 200 and (line := answer.readline()):
            yield line.decode()

    def take(self, line):
        self.seen += map(int, CELL.findall(line))
        if line.startswith("id: "):
            self.last_id = line[4:].strip()

    def close(self):
        wait_until(lambda: self.told in self.seen)

    def missing(self) -> list[int]:
        return sorted(set(range(1, self.told + 1)) - set(self.seen))


def a_pending_submission() -> Submission:
    """Judged by nobody, so that its page waits."""
    from judge.models import Job

    job = Job.objects.get(pk=submit(RIGHT))
    Job.objects.filter(pk=job.pk).delete()
    return Submission.objects.get(pk=job.subject)
