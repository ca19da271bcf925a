"""The fault table. The longest is first, so that others run beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.faults import clocks, deliveries, deploys, disk, kills, network, services, soak
from tests.faults.pace import PRODUCTION, QUICK


@dataclass(frozen=True)
class Row:
    fault: str  # in words
    run: Callable  # of the stand, how often, and chance: a Tally
    times: int  # how often it falls, unless TIMES says otherwise
    once: int = 1  # how often where every row is run once; 0: it differs from another one by its settings only
    pace: Mapping[str, str] = field(default_factory=lambda: QUICK)  # settings of our processes
    within: float = 60  # seconds in which 95 % of the faults must be recovered from


def window(name, words) -> Row:
    return Row(f"kill -9 a worker {words}", kills.window(name), 50)


ROWS = {
    "soak": Row("20,000 jobs, 300 of them submissions; kill -9 workers and foremen", soak.soak, 200, once=3),
    "kill-worker": Row("kill -9 a worker", kills.kill_worker, 200),
    "kill-foreman": Row("kill -9 its foreman", kills.kill_foreman, 200),
    "kill-both": Row("kill -9 both", kills.kill_both, 200),
    "production-kill-worker": Row("as above, lease and sweep as in production", kills.kill_worker, 20, 0, PRODUCTION),
    "production-kill-foreman": Row("likewise", kills.kill_foreman, 20, 0, PRODUCTION),
    "production-kill-both": Row("likewise", kills.kill_both, 20, 0, PRODUCTION),
    "window-dequeued": window("dequeued", "before the claim"),
    "window-claimed": window("claimed", "behind it"),
    "window-writing": window("writing", "in its last write's transaction"),
    "window-written": window("written", "behind that one's commit"),
    "window-acknowledged": window("acknowledged", "behind RQ's acknowledgement"),
    "ten-deliveries": Row("ten messages for one job at once", deliveries.delivered_ten_times, 50),
    "web-killed": Row("kill -9 the site between commit and message", deliveries.web_killed_before_it_sends, 50),
    "redis-killed": Row("kill -9 Redis, which forgets all", services.redis_row(services.kill_redis), 10),
    "redis-flushed": Row("FLUSHALL", services.redis_row(services.flush_redis), 10),
    "redis-away": Row("Redis away for 20 s", services.redis_row(services.take_redis_away), 10),
    "redis-full": Row("no client but ours for 5 s", services.redis_row(services.fill_redis), 10),
    "postgres-restarted": Row("PostgreSQL restarted", services.postgres_row(services.restart), 10),
    "postgres-crashed": Row("SIGQUIT, crash recovery", services.postgres_row(services.crash), 10),
    "postgres-away": Row("PostgreSQL away for 20 s", services.postgres_row(services.take_away), 10),
    "deploy": Row("SIGTERM to all, beside a new release", deploys.deploy(), 20),
    "deploy-killed": Row("SIGTERM, 5 s later SIGKILL", deploys.deploy(kill_after=5), 20),
    "network-cut": Row("two leases without the database", network.cut_from_the_database, 10),
    "poison": Row("a job that kills its worker among 100 good ones", deliveries.poison_among_good_ones, 5),
    "clock": Row("wall clocks ±1 h: workers, sweeper, schedulers", clocks.an_hour_off, 5),
    "disk-full": Row("a worker's disk full of bytes", disk.full_disk(disk.with_bytes), 5),
    "inodes-gone": Row("full of files", disk.full_disk(disk.with_files), 5),
}
