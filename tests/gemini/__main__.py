import argparse
import os
import subprocess
import sys
import time

from tests.gemini.server import running

HELP = "A Gemini of this machine's own: until it is interrupted, or for a command that is to talk to it."


def serve(gemini):
    print("\n".join(f"{name}={value}" for name, value in gemini.environment.items()), flush=True)
    seen = 0
    while True:
        for call in gemini.calls[seen:]:
            print(f"{call.model} {call.task}", flush=True)
        seen = len(gemini.calls)
        time.sleep(0.2)


def run(command, gemini):
    process = subprocess.Popen(command, env=os.environ | gemini.environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # the command has heard it too, and may have something to say yet


parser = argparse.ArgumentParser(prog="python -m tests.gemini", description=HELP)
parser.add_argument("--port", type=int, help="8787; for a command any that is free")
parser.add_argument("command", nargs=argparse.REMAINDER, help="such as: python manage.py evaluate_ai")
asked = parser.parse_args()

with running(asked.port or (0 if asked.command else 8787)) as gemini:
    sys.exit(run(asked.command, gemini) if asked.command else serve(gemini))
