"""A database that was restarted is another one: what was kept of the one before counts no longer."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.conf import settings

from judge.caching import entries
from tests.faults.servers import Postgres

# A process with a pool of connections, as the site is: at each line that it reads it tells the version's title.
READER = """
import sys
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection, transaction
from judge.models import ProblemVersion
from tests.factories import make_problem, publish

call_command("migrate", verbosity=0)
version = publish(make_problem("sums"), titles={"en": "before"})
counted = []

def count(execute, sql, *rest):
    counted.append(sql)
    return execute(sql, *rest)

def title():
    with connection.execute_wrapper(count):
        return ProblemVersion.objects.for_statement().get(pk=version.pk).title

for _ in sys.stdin:
    counted.clear()
    close_old_connections()
    try:
        connection.ensure_connection()
        print(title(), len(counted), flush=True)
    except DatabaseError:
        print("away", flush=True)
    connection.close()
"""


@pytest.fixture
def server():
    with TemporaryDirectory(prefix="algoitny-restarts-") as name:
        server = Postgres(Path(name))
        server.start()
        yield server
        server.stop(Postgres.AT_ONCE)


@pytest.fixture
def ask(server, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", server.url)
    words = [sys.executable, "manage.py", "shell", "-v", "0", "-c", READER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, cwd=settings.BASE_DIR, text=True, **pipes) as reader:

        def ask():
            reader.stdin.write("\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        yield ask
        reader.stdin.close()


def change_unseen(server):
    """As a database does that comes back from a backup."""
    with psycopg.connect(host=str(server.folder), user="algoitny", dbname="postgres") as connection:
        connection.execute("""UPDATE judge_problemversion SET titles = '{"en": "after"}'""")


def test_a_process_that_lived_through_it_shows_nothing_old(server, ask):
    assert [ask(), ask()] == ["before 1", "before 0"]
    change_unseen(server)
    assert ask() == "before 0"  # nobody told us: it is the restart that does

    server.stop(Postgres.FAST)
    server.start()

    answers = [ask() for _ in range(2)]  # the first may still meet a connection that is broken
    assert [answer for answer in answers if answer != "away"][:1] == ["after 1"]
    assert ask() == "after 0"
    entries.drop_all()
