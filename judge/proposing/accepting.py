"""Accepted pieces go into the draft, beside what is there; rejected ones are remembered as such."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from judge import blobs, draft_programs, drafting, script
from judge.draft_programs import MOST_PROGRAMS, ProgramError
from judge.models import AiRun, Problem, Revision, User
from judge.proposing import pieces
from judge.proposing.placing import placed
from judge.proposing.suite import Piece

ACCEPTED, REJECTED = "accepted", "rejected"


@transaction.atomic
def accept(run: AiRun, problem: Problem, user: User, ids: Iterable[str]) -> list[str]:
    """The paths of those pieces in the draft. What is decided already stays so. Raises ProgramError."""
    run = AiRun.objects.select_for_update().get(pk=run.pk, problem=problem)
    chosen = undecided(run, ids)
    if not chosen:
        return []
    hashes, paths = stored(chosen), {}

    def edit(draft: Revision) -> dict:
        document = draft.document
        for one in chosen:
            document, paths[one["id"]] = with_piece(document, one, hashes)
        return document

    names = ", ".join(one["name"] for one in chosen)
    drafting.change(problem, user, edit, hashes=hashes.values(), note=f"Taken from Gemini’s proposal: {names}"[:200])
    decide(run, user, ACCEPTED, paths)
    return list(paths.values())


@transaction.atomic
def reject(run: AiRun, problem: Problem, user: User, ids: Iterable[str]) -> None:
    run = AiRun.objects.select_for_update().get(pk=run.pk, problem=problem)
    decide(run, user, REJECTED, {one["id"]: "" for one in undecided(run, ids)})


def undecided(run: AiRun, ids: Iterable[str]) -> list[dict]:
    """Of pieces that are offered, those that are meant and open."""
    document, wanted = run.document or {}, set(ids)
    offered = document.get("pieces", ()) if run.is_finished else ()
    return [one for one in offered if one["id"] in wanted and one["id"] not in document["decided"]]


def decide(run: AiRun, user: User, state: str, paths: dict[str, str]) -> None:
    assert run.document is not None
    said = {"state": state, "by": user.username, "at": timezone.now().isoformat(timespec="seconds")}
    run.document["decided"] |= {id: said | {"path": path} for id, path in paths.items()}
    run.save(update_fields=["document"])


def stored(chosen: list[dict]) -> dict[str, str]:
    """By text: the hashes of sources and unit tests."""
    texts = list(
        dict.fromkeys([one["source"] for one in chosen] + [test["input"] for one in chosen for test in one["tests"]])
    )
    return dict(zip(texts, blobs.put_all(text.encode() for text in texts), strict=True))


def with_piece(document: dict, one: dict, hashes: dict[str, str]) -> tuple[dict, str]:
    piece = pieces.piece(one)
    tests = [unit_test(test, hashes) for test in one["tests"]]
    document, program = placed(document, piece, hashes[piece.source], tests)
    if len(document["programs"]) > MOST_PROGRAMS:
        raise ProgramError(f"A problem has at most {MOST_PROGRAMS} programs.")
    if piece.lines:
        document = document | {"script": with_lines(document["script"], piece, program)}
    return document, program["path"]


def unit_test(test: dict, hashes: dict[str, str]) -> dict:
    return {
        "input": hashes[test["input"]],
        "answer": None,
        "output": None,
        "accepts": test["accepts"],
        "name": "",
    }


def with_lines(text: str, piece: Piece, program: dict) -> str:
    """Behind the lines that are there, in no group, each once."""
    word = draft_programs.word_of(program)
    lines = [" ".join([word, *line.split(" ", 1)[1:]]) for line in piece.lines]
    there = {line.strip() for line in text.split("\n")}
    new = [line for line in lines if line not in there]
    if not new:
        return text
    groups = [line.strip() for line in text.split("\n") if script.GROUP.fullmatch(line.strip())]
    opened = bool(groups) and not re.fullmatch(r"\[\s*\]", groups[-1])
    together = "\n".join([*([text.rstrip("\n")] if text.strip() else []), *(["[]"] if opened else []), *new]) + "\n"
    if faults := script.parse(together).faults:
        raise ProgramError(f"The script would not do any more: {faults[0].message}")
    return together
