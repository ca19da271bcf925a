"""A database that was restarted is another one: what was kept of the one before is dropped.

It may have lost what it had committed last, and would give the same ids to other rows; and cachalot is known not to
forget after a restart (django-cachalot#269). The server's start is asked for once in the life of each connection to it,
not at each request that borrows one from the pool.
"""

import logging
from weakref import WeakSet

from django.core.cache import cache
from redis import RedisError

from judge.caching import entries, nearby

STARTED = "database-started"  # of the server from which everything that is kept was read

known: WeakSet = WeakSet()  # connections to servers whose start was compared
log = logging.getLogger(__name__)


def notice(connection) -> None:
    """A process has this connection from now on."""
    if connection.vendor != "postgresql" or connection.connection in known:
        return
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM pg_postmaster_start_time())::text")
        started = cursor.fetchone()[0]
    try:
        compare(started)
    except (RedisError, OSError) as error:  # asked again with the next request
        log.warning("nobody knows whether the cache is of this database: %s", error)
    else:
        known.add(connection.connection)


def compare(started: str) -> None:
    nearby.forget()  # another process may have compared first
    client, key = entries.redis(), cache.make_key(STARTED)
    if client.get(key) != started.encode():
        entries.drop_all()
        client.set(key, started)
