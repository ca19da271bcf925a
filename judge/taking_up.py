"""A version, as a package brought it or as it was published, becomes the newest state of a draft."""

from django.db import transaction

from judge import linking, merging, testsets
from judge.freezing import columns_of, document_of
from judge.merging import Merged, Report
from judge.models import Problem, ProblemVersion, Revision, User
from judge.packages.saving import hashes_in
from judge.states import add, upon_newest


@transaction.atomic
def take_up(
    problem: Problem, version: ProblemVersion, author: User | None, note: str = "", said: dict | None = None
) -> tuple[Revision, Report]:
    """With what was made here and it hasn't, and what became of everything. `said` is what only a draft has:
    {"script", "details", "lines": {test: line}, "places": {test: what it is called and comes from}}.
    """
    linking.link(problem, hashes_in(version))
    reports = []

    def attempt(draft: Revision | None) -> Revision:
        merged = over(problem, draft, version, said or {})
        reports.append(merged.report)
        is_linked = draft is None or draft.is_linked
        return add(problem, draft, merged.document, merged.columns, author, note, is_linked)

    return upon_newest(problem, attempt), reports[-1]


def over(problem: Problem, draft: Revision | None, version: ProblemVersion, said: dict) -> Merged:
    document, columns = drafted(problem, version, said)
    if draft is None:
        return merging.first(document, columns)
    return merging.over(draft, document, columns, any(program.get("reference") for program in version.programs))


def is_taken_up(problem: Problem, version: ProblemVersion, said: dict) -> bool:
    """It would change nothing; what its script makes may have been made."""
    draft = Revision.objects.with_tests().filter(problem=problem).order_by("-number").first()
    if draft is None:
        return False
    merged = over(problem, draft, version, said)
    return draft.document == merged.document and by_hand(draft.columns) == by_hand(merged.columns)


def drafted(problem: Problem, version: ProblemVersion, said: dict) -> tuple[dict, dict]:
    """The document, and the tests."""
    document, columns = document_of(problem, version), columns_of(version)
    document |= {"script": said.get("script", ""), "details": document["details"] | said.get("details", {})}
    placed = in_place(with_lines(columns, said.get("lines", {})), said.get("places", {}))
    names = dict(zip(columns["name"], placed["name"], strict=True))
    document["programs"] = [with_test_names(program, names) for program in document["programs"]]
    return document, placed


def by_hand(columns: dict) -> set[tuple]:
    rows = (row for row in testsets.rows(columns) if not row.is_by_script)
    return {(row.name, row.input, row.answer if row.is_given else None, row.origin) for row in rows}


def with_lines(columns: dict, lines: dict[str, str]) -> dict:
    """Those that a script has made say so."""
    made = [lines.get(name, "") for name in columns["name"]]
    origin = ["script" if line else before for line, before in zip(made, columns["origin"], strict=True)]
    return columns | {"line": made, "origin": origin}


def in_place(columns: dict, places: dict[str, dict]) -> dict:
    """As they were called where the package was written, if no two would be called the same."""
    known = [places.get(name, {}) for name in columns["name"]]
    found = {
        column: [place.get(column, before) for place, before in zip(known, columns[column], strict=True)]
        for column in ("name", "group", "origin", "line")
    }
    return columns | found if len(set(found["name"])) == len(known) else columns


def with_test_names(program: dict, names: dict[str, str]) -> dict:
    """The arguments that differ between tests, by what the tests are called."""
    if not (by_test := program.get("args_by_test")):
        return program
    return program | {"args_by_test": {names.get(name, name): args for name, args in by_test.items()}}
