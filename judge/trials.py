"""What each solution gets on a draft's tests, beside what its author expects: run once for the same content."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from django.db.models.functions import Now

from judge import freezing, keys, verification
from judge.checking import CheckerError
from judge.languages import installed
from judge.models import Problem, ProblemVersion, Revision, Trial
from judge.packages.kattis.expected import agrees
from judge.verdict import Verdict

UNUSED = timedelta(days=7)


class Impossible(Exception):
    """There is no use in beginning. The message is for the author."""


def topic(problem: Problem) -> str:
    return f"draft {problem.pk}"


def job_key(problem: Problem) -> str:
    return f"verify draft {problem.pk}"


def ground(problem: Problem, draft: Revision) -> str:
    """All that a verdict rests on beside the solution: the tests in their order, the limits, and who compares."""
    columns, document = draft.tests.columns, draft.document
    checker = {name: value for name, value in document["checker"].items() if name != "tests"}
    program = draft.program(checker.get("path"))
    by = [checker, keys.of_program(program) if program else ""]
    return keys.key(columns["input"], columns["answer"], document["limits"], problem.language_factors, by)


def key_of(ground: str, program: dict) -> str:
    """Also of what it should get: verification tries PyPy where that isn't what Python got."""
    return keys.key(ground, keys.of_program(program), program["expected"])


def wanted(problem: Problem, draft: Revision) -> dict[str, str]:
    """By the solution's path, of those that can be run here."""
    on = ground(problem, draft)
    return {p["path"]: key_of(on, p) for p in draft.programs("solution") if p["language"] in installed()}


def known(problem: Problem, asked: Collection[str]) -> dict[str, Trial]:
    """By key, in one statement."""
    return {trial.key: trial for trial in problem.trials.filter(key__in=asked)} if asked else {}


def agreed(trial: Trial, program: dict) -> bool | None:
    """None: nothing is expected of it."""
    return agrees(Verdict(trial.verdict), program["expected"])


def lack(draft: Revision) -> str:
    """Why nothing can be tried yet."""
    if not draft.tests.count:
        return "There are no tests to run the solutions on."
    if None in draft.tests.columns["answer"]:
        return "Some tests have no answer yet. Generate outputs first."
    checker = draft.document["checker"]
    if checker["kind"] == "program" and not draft.program(checker["path"]):
        return f"The checker {checker['path']} is not there any more."
    return ""


def tried(problem: Problem, draft: Revision, done: Collection[str]) -> Iterator[Trial]:
    """One after another, so that none takes another's time: those that have no verdict yet. Raises Impossible."""
    if words := lack(draft):
        raise Impossible(words)
    asked, version = wanted(problem, draft), freezing.frozen(problem, draft)
    for program in draft.programs("solution"):
        key = asked.get(program["path"])
        if key and key not in done:
            yield trial(problem, key, verified(version, program))


def verified(version: ProblemVersion, program: dict) -> verification.Verified:
    try:
        return verification.verified(version, program)
    except CheckerError as error:
        raise Impossible(f"The checker can’t be used: {error}") from error


def trial(problem: Problem, key: str, found: verification.Verified) -> Trial:
    cpu_ms = None if found.seconds is None else round(found.seconds * 1000)
    assert found.verdict is not None, "its language is installed"
    return Trial(problem=problem, key=key, verdict=found.verdict, cpu_ms=cpu_ms, memory=found.bytes)


def keep(trial: Trial) -> None:
    Trial.objects.bulk_create([trial], ignore_conflicts=True)


def forget(problem: Problem, asked: Collection[str]) -> None:
    """What the draft asks no more, and hasn't for some days."""
    problem.trials.filter(created__lt=Now() - UNUSED).exclude(key__in=asked).delete()
