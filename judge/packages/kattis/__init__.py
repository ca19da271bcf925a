"""The Kattis/ICPC problem package format, legacy and 2025-09.

https://www.kattis.com/problem-package-format/spec/legacy and …/spec/2025-09, read leniently where real packages are.
"""

from judge.packages.kattis.reader import read

__all__ = ["read"]
