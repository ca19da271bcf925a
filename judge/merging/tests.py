"""Tests: the package's, then those that were made here, by hand or by lines of the script."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from judge import keys, script, testsets
from judge.merging.brought import Brought
from judge.merging.report import Report
from judge.merging.script import MergedScript, Place
from judge.models import Revision
from judge.packages.package import PackageError
from judge.testsets import Row

ANSWER = "answer of test"


def merged_tests(
    draft: Revision, columns: dict, written: MergedScript, document: dict, brought: Brought, report: Report
) -> dict:
    before, theirs = testsets.rows(draft.columns), testsets.rows(columns)
    like = finder(before)
    theirs = [with_what_is_known(row, like(row), brought, report) for row in theirs]
    say_lost_answers(before, theirs, report)
    there = {row.input for row in theirs}
    others = [row for row in before if row.input not in there]
    kept = kept_by_hand([row for row in others if not row.is_by_script], theirs, brought, report)
    kept += kept_by_script([row for row in others if row.is_by_script], theirs, written, document)
    if len(theirs) + len(kept) > testsets.MOST:
        raise PackageError(
            f"with the {len(kept):,} tests that were made here the draft would have {len(theirs) + len(kept):,} tests; "
            f"at most {testsets.MOST:,} are taken"
        )
    return testsets.columns(in_order([*theirs, *kept]) if kept else theirs)


def in_order(rows: list[Row]) -> list[Row]:
    by_hand = [row for row in rows if not row.is_by_script]
    return testsets.together(by_hand, [row for row in rows if row.is_by_script])


def finder(rows: Sequence[Row]) -> Callable[[Row], Row | None]:
    """The test of the same input; of several, that of the same name."""
    by_input = {row.input: row for row in reversed(rows)}
    named = {(row.input, row.name): row for row in rows}
    return lambda row: named.get((row.input, row.name)) or by_input.get(row.input)


def with_what_is_known(row: Row, before: Row | None, brought: Brought, report: Report) -> Row:
    """What programs have found out of the same input is as true as it was."""
    if before is None:
        return row
    made = before.made if row.is_by_script and before.is_by_script else row.made
    return with_answer(replace(row, valid=before.valid, made=made), before, brought, report)


def with_answer(row: Row, before: Row, brought: Brought, report: Report) -> Row:
    """The package's; where it leaves that to the reference, what is known here."""
    if row.answer is not None:
        is_same = before.is_given and before.answer == row.answer
        return replace(row, answered=before.answered) if is_same else row
    if before.is_given:
        if brought.has_test(before):
            return row
        report.keep(ANSWER, row.name)
    return replace(row, answer=before.answer, answer_bytes=before.answer_bytes, answered=before.answered)


def say_lost_answers(before: Iterable[Row], now: Sequence[Row], report: Report) -> None:
    """Those that were given, and that tests of the same input don't have now."""
    like = finder(now)
    for row in before:
        there = like(row)
        if there is None or not row.is_given or there.answer == row.answer:
            continue
        say = report.drop if there.answer is None else report.replace
        say(ANSWER, row.name)


def kept_by_hand(rows: list[Row], theirs: list[Row], brought: Brought, report: Report) -> list[Row]:
    names, kept = {row.name for row in theirs}, []
    for row in rows:
        if not brought.has_test(row):
            kept.append(row)
            report.keep("test", row.name)
        elif row.name in names:
            report.replace("test", row.name)
        else:
            report.drop("test", row.name)
    return kept


def kept_by_script(rows: list[Row], theirs: list[Row], written: MergedScript, document: dict) -> list[Row]:
    """What lines from here have made, and what the package asks for and doesn't bring."""
    brought = {str(row.line) for row in theirs if row.is_by_script}
    places = {key: Place(line, key) for key, line in made_by(document).items() if str(line) not in brought}
    places |= written.kept
    found = [(row, places[row.made]) for row in rows if row.made in places]
    return [replace(row, line=place.line, made=place.made) for row, place in found]


def made_by(document: dict) -> dict[str, int]:
    """The lines of the package's script, by the keys of the tests that they make."""
    generators = {program["path"]: program for program in document["programs"] if program["role"] == "generator"}
    paths = script.names_of(generators)
    known = [(wish, paths.get(wish.generator, [])) for wish in script.parse(document["script"]).wishes]
    return {keys.made(generators[some[0]], wish.args): wish.line for wish, some in known if len(some) == 1}
