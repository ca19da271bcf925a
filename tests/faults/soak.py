"""Twenty thousand jobs, a kill for each hundred of them, three submissions for each two kills."""

from collections import Counter
from contextlib import contextmanager

from judge.queue import messages
from tests.faults import kills
from tests.faults.memory import Memory
from tests.faults.pace import ONCE
from tests.faults.services import Visits
from tests.faults.stand import wait_until
from tests.faults.tally import Tally
from tests.faults.traffic import Traffic, trivial
from tests.faults.visitor import Visitor, serve

JOBS, SUBMISSIONS = 100, 1.5  # for each kill
PER_SECOND = 80
KEPT = 5 if ONCE else 30  # seconds that a message's result is kept, in production a day
DEAD = 0.005  # of all jobs
GROWTH = 0.2  # MB of RSS per 1,000 jobs that count as none
WARMED_UP = 10_000  # jobs; with fewer one sees nothing else
BESIDE = 6  # keys for each kill that go by themselves: of submissions' streams in a day, of dead workers within hours


def soak(stand, times, rng):
    tally = Tally()
    stand.end_all()
    visitor, foremen = fleet(stand)
    with stand.valkey.client() as redis:
        before = lasting_keys(redis)
    visits = Visits(visitor, pause=0.8, at_most=round(SUBMISSIONS * times), reads=("/problems/", "/jobs/"))
    stream = Traffic(rng, PER_SECOND, submission_every=0, mix=trivial)
    with results_kept(KEPT), Memory(stand, lambda: len(stream.committed)) as memory, visits.going_on(), stream:
        for number in range(times):
            due = round(JOBS * (number + rng.random()))
            wait_until(lambda due=due: len(stream.committed) >= due)
            strike(rng, [foreman for foreman in foremen if foreman.children()])
            tally.fault()
        wait_until(lambda: len(stream.committed) >= times * (JOBS - SUBMISSIONS))
        stream.stop()
        wait_until(lambda: not visits.is_alive())
        tally.close(stream.committed)
    judge(tally, memory)
    tally.demand(len(visits.told) == round(SUBMISSIONS * times), f"only {len(visits.told)} could submit")
    tally.demand(not visits.refused, f"a visitor was told {visits.refused}")
    keys(tally, stand, memory, before)
    stand.end_all()
    return tally


@contextmanager
def results_kept(seconds):
    """Of the messages that we send ourselves; the others are told by their environment."""
    usual, messages.KEPT = messages.KEPT, seconds
    try:
        yield
    finally:
        messages.KEPT = usual


def fleet(stand):
    """Some foremen are spared, and their workers never replaced, so that there is somebody to grow old."""
    kept = {"KEPT": str(KEPT)}
    for name in ("sweeper", "scheduler"):
        stand.start(name, **kept)
    foremen = [stand.worker(queue, 2, **kept) for queue in ("maintenance", "maintenance", "execution")]
    spared = [stand.start("worker", queue, "--max-jobs", "1000000", **kept) for queue in ("maintenance", "execution")]
    _, port = serve(stand, **kept)
    wait_until(lambda: all(foreman.children() for foreman in foremen + spared))
    return Visitor(port), foremen


def strike(rng, foremen):
    if foremen:
        rng.choice((kills.strike_worker, kills.strike_foreman))(rng.choice(foremen), rng)


def judge(tally, memory):
    tally.demand(tally.dead <= max(DEAD * tally.jobs, 1), f"{tally.dead} jobs are dead")
    growth = {role: rss for role, _, rss, _ in memory.slopes()}
    tally.demand(tally.jobs < WARMED_UP or max(growth.values()) <= GROWTH, f"memory grows: {growth}")
    slopes = [f"{role} {mb:.0f} ({rss:+.2f}, {pss:+.2f})" for role, mb, rss, pss in memory.slopes()]
    tally.notes.append(f"MB of RSS (and how much more per 1,000 jobs, RSS and PSS): {', '.join(slopes)}")


def keys(tally, stand, memory, before):
    """At its height, and when what is kept for a while has gone."""
    with stand.valkey.client() as redis:
        bound = len(before) + BESIDE * len(tally.faults) + 50
        wait_until(lambda: redis.dbsize() <= bound, 3 * KEPT)
        left, lasting, kinds = redis.dbsize(), lasting_keys(redis) - before, kinds_of(redis)
    tally.demand(left <= bound, f"{left} keys are left in Redis")
    tally.demand(len(lasting) <= len(tally.faults) + 20, f"keys without an end: {sorted(lasting)[:20]}")
    tally.notes.append(
        f"Redis keys: {max(memory.keys)} at most, two for each result of the last {KEPT} s; {left} without those, "
        f"{len(lasting)} of them without an end: {kinds}"
    )


def kinds_of(redis) -> str:
    """The most frequent ones, by how they begin."""
    found = Counter(b":".join(key.split(b":")[:2]).decode() for key in redis.scan_iter(count=1000))
    return ", ".join(f"{count} {kind}" for kind, count in found.most_common(6))


def lasting_keys(redis) -> set[bytes]:
    return {key for key in redis.scan_iter(count=1000) if redis.ttl(key) == -1}
