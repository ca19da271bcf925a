"""Tests: the package's, then those that were made here, by hand or by lines of the script."""

from dataclasses import replace

from judge import keys, script, testsets
from judge.merging.brought import Brought
from judge.merging.report import Report
from judge.merging.script import Place, Script
from judge.models import Revision
from judge.packages.package import PackageError
from judge.testsets import Row


def merged_tests(
    draft: Revision, columns: dict, asked: Script, document: dict, brought: Brought, report: Report
) -> dict:
    before, theirs = testsets.rows(draft.columns), testsets.rows(columns)
    by_input = {row.input: row for row in before}
    theirs = [with_what_is_known(row, by_input.get(row.input)) for row in theirs]
    there = {row.input for row in theirs}
    others = [row for row in before if row.input not in there]
    kept = kept_by_hand([row for row in others if not row.is_by_script], theirs, brought, report)
    kept += kept_by_script([row for row in others if row.is_by_script], theirs, asked, document)
    if len(theirs) + len(kept) > testsets.MOST:
        raise PackageError(
            f"with the {len(kept):,} tests that were made here the draft would have {len(theirs) + len(kept):,} tests; "
            f"at most {testsets.MOST:,} are taken"
        )
    return testsets.columns(in_order([*theirs, *kept]) if kept else theirs)


def in_order(rows: list[Row]) -> list[Row]:
    by_hand = [row for row in rows if not row.is_by_script]
    return testsets.together(by_hand, [row for row in rows if row.is_by_script])


def with_what_is_known(row: Row, before: Row | None) -> Row:
    """What programs have found out of the same input is as true as it was."""
    if before is None:
        return row
    known = replace(row, valid=before.valid)
    if before.is_given and before.answer == row.answer:
        known = replace(known, answered=before.answered)
    is_made = row.is_by_script and before.is_by_script
    return replace(known, made=before.made) if is_made else known


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


def kept_by_script(rows: list[Row], theirs: list[Row], asked: Script, document: dict) -> list[Row]:
    """What lines from here have made, and what the package asks for and doesn't bring."""
    brought = {str(row.line) for row in theirs if row.is_by_script}
    places = {key: Place(line, key) for key, line in made_by(document).items() if str(line) not in brought}
    places |= asked.kept
    found = [(row, places[row.made]) for row in rows if row.made in places]
    return [replace(row, line=place.line, made=place.made) for row, place in found]


def made_by(document: dict) -> dict[str, int]:
    """The lines of the package's script, by the keys of the tests that they make."""
    generators = {program["path"]: program for program in document["programs"] if program["role"] == "generator"}
    paths = script.names_of(generators)
    known = [(wish, paths.get(wish.generator, [])) for wish in script.parse(document["script"]).wishes]
    return {keys.made(generators[some[0]], wish.args): wish.line for wish, some in known if len(some) == 1}
