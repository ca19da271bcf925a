"""Library Checker's format: info.toml, task.md, sol/, gen/, a verifier, a checker, hash.json.

https://github.com/yosupo06/library-checker-problems: `generate.py` there is what says how it is meant.
"""

from judge.packages.library_checker.layout import FILE, library_of, within
from judge.packages.library_checker.reader import read

__all__ = ["FILE", "library_of", "read", "within"]
