"""A draft before solvers: what would change for them, and taken back from them with a reason."""

from dataclasses import dataclass

from django.db.models import Case, Count, Q, Value, When

from judge import comparing, freezing
from judge.freezing import Changed
from judge.models import Problem, ProblemVersion, Revision, Submission
from judge.packages.package import PackageError
from judge.readiness import Readiness
from judge.statements import StatementError
from judge.verdict import Verdict

JUDGED_BY = ("Limits", "Checker", "Tests", "Program")  # how sections of a difference begin that can change verdicts
LONGEST_REASON = 300


class Unfit(Exception):
    """It can't be published as it is. The message is for the author."""


def job_key(problem: Problem, mark: str) -> str:
    return f"publish {problem.pk} {mark}"


def mark_of(draft: Revision) -> str:
    """Of what is about to be published: what was looked at is what solvers get."""
    return freezing.content_of(draft)


# Before


@dataclass(frozen=True)
class Effect:
    """Submissions that were judged on another version than a new one."""

    judged: int
    accepted: int

    @property
    def failed(self) -> int:
        return self.judged - self.accepted


def effect(problem: Problem, version: ProblemVersion | None = None) -> Effect:
    """Of publishing a version, or of what is current by now."""
    rows = older(problem, version)
    counts = rows.aggregate(judged=Count("pk"), accepted=Count("pk", filter=Q(verdict=Verdict.ACCEPTED)))
    return Effect(**counts)


def older(problem: Problem, version: ProblemVersion | None):
    """What has a verdict, and not by that version or a newer one."""
    rows = Submission.objects.filter(problem=problem).exclude(verdict__in=[Verdict.PENDING, Verdict.CANCELLED])
    return rows.filter(version__number__lt=version.number) if version else rows


def difference(problem: Problem, draft: Revision, current: ProblemVersion) -> list[comparing.Section]:
    """What solvers would see change, and what could change their verdicts."""
    before, columns = seen(freezing.document_of(problem, current)), freezing.columns_of(current)
    old = Revision(document=before, columns=nameless(columns))
    new = Revision(document=seen(draft.document), columns=nameless(draft.columns))
    return comparing.compared(old, new)


def seen(document: dict) -> dict:
    """Without what is the authors' own: of the programs only the checker that compares."""
    used = document["checker"].get("path")
    checkers = [p | {"reference": False, "tests": []} for p in document["programs"] if p["path"] == used]
    checker = {name: value for name, value in document["checker"].items() if name != "tests"}
    details = document["details"] | {"difficulty": None}
    return document | {"script": "", "programs": checkers, "checker": checker, "details": details}


def nameless(columns: dict) -> dict:
    """Tests without the groups that only their authors see."""
    return columns | {"group": [""] * len(columns["name"])}


def changes_verdicts(sections: list[comparing.Section]) -> bool:
    return any(section.title.startswith(JUDGED_BY) for section in sections)


# Done


def prepared(problem: Problem, draft: Revision, mark: str | None = None) -> ProblemVersion:
    """Rendered, if it is what was looked at and nothing is open. Raises Unfit."""
    if problem.is_deleted:
        raise Unfit("The problem has been deleted.")
    if mark not in (None, mark_of(draft)):
        raise Unfit("The draft has been changed since you looked at it. Look at what is different, then publish again.")
    if left := Readiness(problem, draft).blocking:
        raise Unfit(f"It isn’t ready: {left[0].words}")
    try:
        return freezing.rendered(problem, draft)
    except (StatementError, PackageError) as error:
        raise Unfit(f"The statement can’t be rendered: {error}") from error


def publish(problem: Problem, draft: Revision, version: ProblemVersion) -> None:
    """Part of a transaction. Raises Unfit."""
    try:
        freezing.put_in_place(problem, draft, version)
    except Changed as error:
        raise Unfit("Somebody has changed the draft while it was being published.") from error
    Problem.objects.filter(pk=problem.pk).update(reason="")


def withdraw(problem: Problem, reason: str) -> bool:
    """Solvers see no more than that it was, and why. Whether it was there to be withdrawn."""
    State = Problem.State
    published = Problem.objects.filter(pk=problem.pk, state=State.PUBLISHED)
    return bool(published.update(state=State.WITHDRAWN, reason=reason))


def bring_back(problem: Problem) -> bool:
    """The version of before, whatever the draft has become."""
    State = Problem.State
    withdrawn = Problem.objects.filter(pk=problem.pk, state=State.WITHDRAWN, current__isnull=False)
    return bool(withdrawn.update(state=State.PUBLISHED, reason=""))


def delete(problem: Problem, reason: str) -> bool:
    """From every list; what was submitted stays, and all of it can be restored."""
    return bool(Problem.objects.filter(pk=problem.pk).there().update(state=Problem.State.DELETED, reason=reason))


def restore(problem: Problem) -> bool:
    """To its authors. What solvers saw before is published again by them, if they want to."""
    State = Problem.State
    was = Case(When(current__isnull=False, then=Value(State.WITHDRAWN)), default=Value(State.DRAFT))
    return bool(Problem.objects.filter(pk=problem.pk).deleted().update(state=was, reason=""))


def verify(problem: Problem, version: int | None) -> bool:
    """By staff: the version that they have looked at is right; None takes it back. Whether it is current still."""
    rows = Problem.objects.filter(pk=problem.pk)
    return bool((rows if version is None else rows.filter(current=version)).update(verified=version))
