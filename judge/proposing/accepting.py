"""Accepted pieces go into the draft as their page has shown it; rejected ones are remembered as such."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from judge import blobs, drafting
from judge.draft_programs import MOST_PROGRAMS, ProgramError
from judge.models import AiRun, Problem, Revision, User
from judge.proposing import origins, pieces, scripting
from judge.proposing.placing import How, Place, place_of, put, replacing
from judge.proposing.suite import Piece, sha_of

ACCEPTED, REJECTED = "accepted", "rejected"


class Unseen(drafting.Conflict):
    """The draft has changed where this piece would lie since the person looked at it."""

    def __init__(self, name: str, place: Place, draft: Revision):
        super().__init__(place.before, draft)
        self.name = name


@dataclass
class Accepting:
    """Pieces of a run. `replace`: ids of those that are to take the place of what has their name. `shown`: by id, the
    mark of the place that the person has seen; nobody replaces what they haven't seen."""

    run: int
    chosen: list[dict]
    replace: Collection[str] = ()
    shown: Mapping[str, str] = field(default_factory=dict)
    found: dict[str, Place] = field(default_factory=dict)  # by id

    def edit(self, draft: Revision) -> dict:
        """Raises Unseen, ProgramError."""
        for one in self.chosen:
            self.refuse_unseen(one, draft)
        document = draft.document
        for one in self.chosen:
            document = self.taken(one, document)
        if len(document["programs"]) > MOST_PROGRAMS:
            raise ProgramError(f"A problem has at most {MOST_PROGRAMS} programs.")
        return document

    def refuse_unseen(self, one: dict, draft: Revision) -> None:
        place, seen = place_of(draft.document, *material(one, self.run)), self.shown.get(one["id"])
        if seen != place.mark and (seen is not None or one["id"] in self.replace):
            raise Unseen(one["name"], place, draft)

    def taken(self, one: dict, document: dict) -> dict:
        choose = replacing if one["id"] in self.replace else place_of
        place = self.found[one["id"]] = choose(document, *material(one, self.run))
        piece, origin = pieces.piece(one), origins.earlier(document, place.earlier, self.run)
        document, lines = scripting.with_lines(put(document, place), piece, place.program, origin.get("lines", []))
        if place.how == How.THERE and not origin:
            return document  # a person's own, or a later proposal's, which happens to be the same
        return origins.remembered(document, place.program, piece, self.run, lines)


def material(one: dict, run: int) -> tuple[Piece, str, list[dict], int]:
    """What a place is found for."""
    return pieces.piece(one), sha_of(one["source"]), [unit_test(test) for test in one["tests"]], run


@transaction.atomic
def accept(
    run: AiRun,
    problem: Problem,
    user: User,
    ids: Collection[str],
    replace: Collection[str] = (),
    shown: Mapping[str, str] | None = None,
    again: Collection[str] = (),
) -> list[str]:
    """The paths of those pieces in the draft. What is decided already stays so, also what has left the draft since, but
    for those that somebody wants `again`. Raises ProgramError, Unseen."""
    run = AiRun.objects.select_for_update().get(pk=run.pk, problem=problem)
    if not (chosen := takeable(run, problem, ids, again)):
        return []
    hashes, work = blobs.put_all(map(str.encode, texts(chosen))), Accepting(run.pk, chosen, replace, shown or {})
    names = ", ".join(one["name"] for one in chosen)
    drafting.change(problem, user, work.edit, hashes=hashes, note=f"Taken from Gemini’s proposal: {names}"[:200])
    decide(run, user, ACCEPTED, {id: where(place) for id, place in work.found.items()})
    return [place.program["path"] for place in work.found.values()]


def texts(chosen: list[dict]) -> list[str]:
    return [text for one in chosen for text in (one["source"], *(test["input"] for test in one["tests"]))]


def where(place: Place) -> dict:
    return {"path": place.program["path"], "how": place.how.value}


@transaction.atomic
def reject(run: AiRun, problem: Problem, user: User, ids: Iterable[str]) -> None:
    run = AiRun.objects.select_for_update().get(pk=run.pk, problem=problem)
    decide(run, user, REJECTED, {one["id"]: {"path": ""} for one in undecided(run, ids)})


def undecided(run: AiRun, ids: Iterable[str]) -> list[dict]:
    """Of pieces that are offered, those that are meant and open."""
    return [one for one in meant(run, ids) if one["id"] not in decisions(run)]


def takeable(run: AiRun, problem: Problem, ids: Collection[str], again: Collection[str]) -> list[dict]:
    """Likewise; and those that are wanted again, which were accepted and have left the draft."""
    found, decided = undecided(run, ids), decisions(run)
    if decided.keys().isdisjoint(again):
        return found
    draft = Problem.objects.with_draft().get(pk=problem.pk).draft
    back = [one for one in meant(run, again) if one["id"] in decided]
    return found + [one for one in back if is_gone(decided[one["id"]], draft.document)]


def meant(run: AiRun, ids: Iterable[str]) -> list[dict]:
    offered, wanted = (run.document or {}).get("pieces", ()) if run.is_finished else (), set(ids)
    return [one for one in offered if one["id"] in wanted]


def decisions(run: AiRun) -> dict[str, dict]:
    return (run.document or {}).get("decided", {})


def is_gone(decision: dict, document: dict) -> bool:
    """It was accepted, and the draft doesn't have it any more."""
    return decision["state"] == ACCEPTED and drafting.part(document, f"programs/{decision['path']}") is None


def decide(run: AiRun, user: User, state: str, found: dict[str, dict]) -> None:
    assert run.document is not None
    said = {"state": state, "by": user.username, "at": timezone.now().isoformat(timespec="seconds")}
    run.document["decided"] |= {id: said | where for id, where in found.items()}
    run.save(update_fields=["document"])


def unit_test(test: dict) -> dict:
    return {
        "input": sha_of(test["input"]),
        "answer": None,
        "output": None,
        "accepts": test["accepts"],
        "name": "",
    }
