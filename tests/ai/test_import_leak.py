"""google-genai is large: only the AI worker holds it, and its forks share it. `bench ai` looks at all processes."""

import subprocess
import sys

import pytest
from django.conf import settings

from judge.benchmarks.holding import family, holds
from tests.harness.processes import answers, free_port, wait_until

IMPORTS_ALL = """
import importlib, pkgutil, sys
import django
django.setup()
import judge, web
for package in (judge, web):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name != "judge.gemini.client" and not module.name.startswith(("judge.sandbox", "judge.benchmarks")):
            importlib.import_module(module.name)
print([name for name in sys.modules if name.startswith("google.genai")])
"""


def test_no_module_of_ours_imports_it_but_the_client():
    words = [sys.executable, "-c", IMPORTS_ALL]
    env = {"PATH": "/usr/bin", "DJANGO_SETTINGS_MODULE": "judge.settings", "VAR": str(settings.VAR)}
    assert subprocess.check_output(words, cwd=settings.BASE_DIR, env=env, text=True).strip() == "[]"


@pytest.mark.django_db(transaction=True)
def test_the_site_does_not_hold_it_and_the_ai_worker_shares_it(start, gemini):
    port, uvicorn = free_port(), (sys.executable, "-m", "uvicorn")
    web = start("judge.asgi:application", "--port", str(port), program=uvicorn, **gemini.environment)
    worker = start("worker", "ai", **gemini.environment)
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), web)

    wait_until(lambda: sum(map(holds, family(worker.pid))) == 2, worker)  # the parent, and its fork

    assert not any(map(holds, family(web.pid)))
