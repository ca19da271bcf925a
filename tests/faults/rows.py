"""The fault table: each row's function, and how often its fault falls unless TIMES says otherwise."""

from tests.faults import clocks, deliveries, deploys, disk, hooks, kills, network, services

ROWS = {
    "kill-worker": (kills.kill_worker, 200),
    "kill-foreman": (kills.kill_foreman, 200),
    "kill-both": (kills.kill_both, 200),
    **{f"window-{name}": (kills.window(name), 50) for name in hooks.WINDOWS},
    "ten-deliveries": (deliveries.delivered_ten_times, 50),
    "web-killed": (deliveries.web_killed_before_it_sends, 50),
    "redis-killed": (services.redis_row(services.kill_redis), 10),
    "redis-flushed": (services.redis_row(services.flush_redis), 10),
    "redis-away": (services.redis_row(services.take_redis_away), 10),
    "redis-full": (services.redis_row(services.fill_redis), 10),
    "postgres-restarted": (services.postgres_row(services.restart), 10),
    "postgres-crashed": (services.postgres_row(services.crash), 10),
    "postgres-away": (services.postgres_row(services.take_away), 10),
    "poison": (deliveries.poison_among_good_ones, 5),
    "deploy": (deploys.deploy(), 20),
    "deploy-killed": (deploys.deploy(kill_after=5), 20),
    "network-cut": (network.cut_from_the_database, 10),
    "clock": (clocks.an_hour_off, 5),
    "disk-full": (disk.full_disk(disk.with_bytes), 5),
    "inodes-gone": (disk.full_disk(disk.with_files), 5),
}
