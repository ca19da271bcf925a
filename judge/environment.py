"""What differs between machines, as the environment says it. What is missing names itself."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", True)
VAR = Path(env.str("VAR", str(BASE_DIR / "var")))  # everything that the embedded services and workers write

SQLITE = {
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",  # with DEFERRED, over half of concurrent transactions fail
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
}
POSTGRES = {
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        # Ten seconds until a visitor is told that the database is away; the next one makes the pool try again at once.
        "pool": {
            "min_size": 1,
            "max_size": env.int("DATABASE_POOL", 8),
            "timeout": 10,
            "reconnect_timeout": 5,
        },
        "connect_timeout": 5,
        # A network that swallows everything: neither side waits for the other for hours, as TCP alone would.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
        "options": "-c idle_in_transaction_session_timeout=60s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5",
    },
}


def required(name: str, embedded: str) -> str:
    """The variable, or, in development only, what `make run` embeds in its place."""
    if value := env.str(name, ""):
        return value
    if not DEBUG:
        raise ImproperlyConfigured(f"{name} is not set. With DEBUG=0 it must be.")
    return embedded


def database() -> dict[str, Any]:
    """As Django wants it, each kind with what we need of it."""
    found = environ.Env.db_url_config(required("DATABASE_URL", f"sqlite:///{VAR}/db.sqlite3"))
    if found["ENGINE"] != "django.db.backends.sqlite3":
        return found | POSTGRES
    VAR.mkdir(parents=True, exist_ok=True)
    return found | SQLITE
