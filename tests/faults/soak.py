"""Twenty thousand jobs, a kill for each hundred of them, three submissions for each two kills."""

from tests.faults import kills
from tests.faults.memory import Memory
from tests.faults.services import Visits
from tests.faults.stand import wait_until
from tests.faults.tally import Tally
from tests.faults.traffic import Traffic, trivial
from tests.faults.visitor import Visitor, serve

JOBS, SUBMISSIONS = 100, 1.5  # for each kill
PER_SECOND = 50
KEPT = 30  # seconds that a message's result is kept; in production a day
DEAD = 0.005  # of all jobs
GROWTH = 0.5  # MB of RSS per 1,000 jobs that count as none
BESIDE = 500  # keys that aren't results: a submission's stream stays for a day


def soak(stand, times, rng):
    tally = Tally()
    stand.end_all()
    visitor, foremen = fleet(stand)
    before = lasting_keys(stand)
    visits = Visits(visitor, pause=0.8, at_most=round(SUBMISSIONS * times), reads=("/problems/", "/jobs/"))
    stream = Traffic(rng, PER_SECOND, submission_every=0, mix=trivial)
    with Memory(stand, lambda: len(stream.committed)) as memory, visits.going_on(), stream:
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


def fleet(stand):
    """Some foremen are spared, so that there is somebody to grow old."""
    kept = {"KEPT": str(KEPT)}
    for name in ("sweeper", "scheduler"):
        stand.start(name, **kept)
    foremen = [stand.worker(queue, 2, **kept) for queue in ("maintenance", "maintenance", "execution")]
    spared = [stand.worker(queue, 1, **kept) for queue in ("maintenance", "execution")]
    _, port = serve(stand, **kept)
    wait_until(lambda: all(foreman.children() for foreman in foremen + spared))
    return Visitor(port), foremen


def strike(rng, foremen):
    if foremen:
        rng.choice((kills.strike_worker, kills.strike_foreman))(rng.choice(foremen), rng)


def judge(tally, memory):
    tally.demand(tally.dead <= max(DEAD * tally.jobs, 1), f"{tally.dead} jobs are dead")
    slopes = memory.slopes()
    tally.notes += [
        f"{role}: {rss:+.2f} MB RSS, {pss:+.2f} MB PSS per 1,000 jobs" for role, (rss, pss) in slopes.items()
    ]
    growing = [role for role, (rss, _) in slopes.items() if rss > GROWTH]
    tally.demand_in_time(not growing, f"memory grows: {growing}")  # a short run tells of nothing but the warming up


def keys(tally, stand, memory, before):
    """At its height, and when what is kept for a while has gone."""
    with stand.valkey.client() as redis:
        wait_until(lambda: redis.dbsize() <= len(before) + BESIDE, 3 * KEPT)
        left, lasting = redis.dbsize(), lasting_keys(stand) - before
    tally.demand(left <= len(before) + BESIDE, f"{left} keys are left in Redis")
    tally.demand(len(lasting) <= len(tally.faults), f"{len(lasting)} new keys stay for ever: {sorted(lasting)[:5]}")
    tally.notes.append(
        f"Redis keys: {max(memory.keys)} at most, {left} when the results of the last {KEPT} s were gone, "
        f"{len(lasting)} of them without an end"
    )


def lasting_keys(stand) -> set[bytes]:
    with stand.valkey.client() as redis:
        return {key for key in redis.scan_iter(count=1000) if redis.ttl(key) == -1}
