"""Each measurement is a module, which has `main(arguments)`."""

import sys
from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if "def main(" in path.read_text())
NAMES.remove("__main__")

if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
    sys.exit(f"usage: python -m tests.libraries {{{','.join(NAMES)}}} …")
sys.exit(import_module(f"tests.libraries.{sys.argv[1]}").main(sys.argv[2:]))
