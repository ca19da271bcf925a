"""A package over a draft that people work on: what it has counts, and what was made here and it hasn't stays beside it.

What an earlier package brought and this one hasn't goes, unless somebody has changed it here since. What was said here
of something that the package has too (another answer, another verdict) is replaced, and the report says so.
"""

from dataclasses import dataclass, field

from judge.merging.brought import BROUGHT, Brought, marks
from judge.merging.programs import merged_programs, with_choice
from judge.merging.report import Report
from judge.merging.said import merged_parts
from judge.merging.script import Lines
from judge.merging.tests import merged_tests
from judge.models import Revision
from judge.models.revision import WHENCE

__all__ = ["BROUGHT", "Merged", "Report", "first", "over"]


@dataclass(frozen=True)
class Merged:
    document: dict
    columns: dict
    report: Report = field(default_factory=Report)


def first(document: dict, columns: dict) -> Merged:
    """Of a problem that begins with the package."""
    return Merged(document | {BROUGHT: marks(document, columns)}, columns)


def over(draft: Revision, document: dict, columns: dict, names_reference: bool) -> Merged:
    """`document` and `columns` are what the package would be as a draft of its own; where it doesn't name a reference,
    one of its solutions was taken for it, which is no more than a guess.
    """
    ours, brought, report = draft.document, Brought.of(draft), Report(draft.number)
    lines = Lines(draft, document, brought)
    parts = merged_parts(ours, document, brought, report)
    programs = merged_programs(ours, document, lines.needed, brought, report)
    script = lines.merged(programs.now, report)
    tests = merged_tests(draft, columns, script, document, brought, report)
    chosen = programs.all if names_reference else with_choice(programs, ours)
    whence = {name: ours[name] for name in WHENCE if name in ours}
    merged = document | whence | parts | {"programs": chosen, "script": script.text}
    return Merged(merged | {BROUGHT: marks(document, columns)}, tests, report)
