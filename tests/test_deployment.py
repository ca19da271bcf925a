import json
import os
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmn",
    "DATABASE_URL": "postgres://nobody@localhost/nothing",
    "REDIS_URL": "redis://localhost/0",
    "ALLOWED_HOSTS": "algoitny.example",
}


def procfile():
    lines = (settings.BASE_DIR / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines)


@pytest.fixture
def fly():
    return tomllib.loads((settings.BASE_DIR / "fly.toml").read_text())


def manage(*arguments, **env):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | env,
        capture_output=True,
        text=True,
    )


def test_fly_runs_the_processes_of_the_procfile(fly):
    assert fly["processes"] == procfile()


def test_each_queue_has_a_process_of_its_own():
    assert all(procfile()[name].startswith(f"python manage.py worker {name}") for name in settings.QUEUES)


def test_every_process_has_a_machine(fly):
    assert sorted(name for machine in fly["vm"] for name in machine["processes"]) == sorted(procfile())


def test_a_worker_gets_as_long_to_stop_as_there_is(fly):
    assert (fly["kill_signal"], fly["kill_timeout"]) == ("SIGTERM", 300)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL"])
def test_production_does_not_start_without(missing):
    started = manage("check", **(PRODUCTION | {missing: ""}))

    assert started.returncode != 0
    assert f"{missing} is not set" in started.stderr


def test_static_files_are_collected_under_names_that_change_with_them(tmp_path):
    collected = manage("collectstatic", "--noinput", **PRODUCTION, VAR=str(tmp_path))

    assert collected.returncode == 0, collected.stderr
    manifest = json.loads((tmp_path / "static/staticfiles.json").read_text())
    assert manifest["paths"]["built/editor.js"].startswith("built/editor.")
