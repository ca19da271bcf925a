"""How fast things go here, and whether time decides about anything."""

import os

ONCE = bool(os.environ.get("ONCE"))  # every row once, on whatever machine: what took too long is noted, and no failure

QUICK = {
    "JOB_LEASE": os.environ.get("JOB_LEASE", "3"),
    "JOB_SWEEP": os.environ.get("JOB_SWEEP", "1"),
    "JOB_GRACE": "3",
    "LOG_LEVEL": "WARNING",
}
PRODUCTION = {"JOB_GRACE": "3", "LOG_LEVEL": "WARNING"}  # lease and sweep as the settings have them

AWAY = float(os.environ.get("AWAY", 4 if ONCE else 20))  # seconds that Redis or PostgreSQL is away
FULL_FOR = 2 if ONCE else 8  # seconds that a disk is full
PATIENCE = 120  # seconds after the last fault in which every job must come to its end
