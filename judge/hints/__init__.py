"""Hints for a submission that failed: from which idea to check to which line and why, without the solution.

They rest on its smallest failing test that its author may see. The model sees no other test; it sees a right solution,
and so what it says goes through a filter before anybody reads it.

- writing: from a run to its document
- failing: the test that hints rest on, and whether it still fails
- question: what the model is told
- leaks: the filter
- pointing: whether the line is there that a hint points to
- repeating: words of right programs; code_tokens, idioms
- hidden: words of test data
- snippets: what somebody could submit; sentences: where it stands in prose
"""

from judge.hints.failing import NothingToHint, key, lack
from judge.hints.writing import ASKING, CHECKING, LEVELS, REPRODUCING, TRIES, write

__all__ = [
    "ASKING",
    "CHECKING",
    "LEVELS",
    "REPRODUCING",
    "TRIES",
    "NothingToHint",
    "key",
    "lack",
    "write",
]
