"""google-genai is large: only the AI worker holds it, and its forks share it."""

import sys

import pytest
from django.conf import settings

from judge.benchmarks.holding import family, holds
from tests.harness.processes import answers, free_port, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def running(start, gemini):
    """Each of the Procfile's processes but for the AI worker."""
    port, python = free_port(), (sys.executable, "-m", "uvicorn")
    web = start("judge.asgi:application", "--port", str(port), program=python, **gemini.environment)
    lines = (settings.BASE_DIR / "Procfile").read_text().splitlines()
    words = [line.split("manage.py ")[1].split() for line in lines if "manage.py" in line]
    others = [start(*each, **gemini.environment) for each in words if each[:2] != ["worker", "ai"]]
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), web)
    wait_until(lambda: all(list(family(process.pid))[1:] for process in others[:3]))
    return [web, *others]


def test_nobody_but_the_ai_worker_holds_the_sdk(running, start, gemini):
    worker = start("worker", "ai", **gemini.environment)
    wait_until(lambda: list(family(worker.pid))[1:], worker)

    assert all(holds(pid) for pid in family(worker.pid))
    assert len(running) == 6
    assert [pid for process in running for pid in family(process.pid) if holds(pid)] == []
