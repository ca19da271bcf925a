"""BAPCtools' generators/generators.yaml: how a Kattis package's tests are made.

https://github.com/RagnarGrootKoerkamp/BAPCtools/blob/HEAD/doc/generators.md says what it means; `generate.py` there is
what says how seeds and numbers come about.
"""

from judge.packages.bapctools.reader import FILE, planned

__all__ = ["FILE", "planned"]
