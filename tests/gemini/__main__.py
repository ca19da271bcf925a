import argparse
import time

from tests.gemini.server import running

parser = argparse.ArgumentParser(prog="python -m tests.gemini", description="A Gemini of this machine's own.")
parser.add_argument("--port", type=int, default=8787)

with running(parser.parse_args().port) as gemini:
    print("\n".join(f"{name}={value}" for name, value in gemini.environment.items()), flush=True)
    seen = 0
    while True:
        for call in gemini.calls[seen:]:
            print(f"{call.model} {call.task}", flush=True)
        seen = len(gemini.calls)
        time.sleep(0.2)
