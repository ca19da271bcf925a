"""Submissions of a problem's older versions, judged again on the current one. Each keeps what it had until then."""

from collections.abc import Callable, Iterator
from functools import partial

from judge import events, judging, publishing
from judge.models import Job, Problem, ProblemVersion, Rejudge, Submission
from judge.outcome import Findings
from judge.verdict import Verdict

SOME = 50  # that are looked up at a time
FENCES = (
    1_000_000  # of a rejudge: higher than all that the job has which judged a submission first, or an earlier rejudge
)
STRETCH = 30  # seconds, after which whoever has submitted something meanwhile goes first


def topic(problem: Problem) -> str:
    return f"rejudge of problem {problem.pk}"


def concerned(problem: Problem, version: ProblemVersion, which: str):
    rows = publishing.older(problem, version)
    if which == Rejudge.Which.ACCEPTED:
        return rows.filter(verdict=Verdict.ACCEPTED)
    return rows.exclude(verdict=Verdict.ACCEPTED) if which == Rejudge.Which.FAILED else rows


def locked(problem: Problem) -> Problem:
    """With its current version's number, held until the transaction ends."""
    heavy = [f"current__{name}" for name in (*ProblemVersion.FOR_READERS, *ProblemVersion.FOR_JUDGES)]
    rows = Problem.objects.select_for_update(of=("self",)).select_related("current").defer(*heavy)
    return rows.get(pk=problem.pk)


def start(problem: Problem, which: str, user) -> Rejudge:
    version = problem.current
    assert version, "nothing was judged on a problem without one"
    total = concerned(problem, version, which).count()
    return Rejudge.objects.create(problem=problem, version=version, which=which, total=total, requested_by=user)


def left(rejudge: Rejudge) -> Iterator[Submission]:
    """In their order. One that was judged again by now isn't among them."""
    rows = concerned(rejudge.problem, rejudge.version, rejudge.which).for_judging().order_by("pk")
    after = rejudge.at
    while some := list(rows.filter(pk__gt=after)[:SOME]):
        yield from some
        after = some[-1].pk


def fence_of(rejudge: Rejudge, fence: int = 0) -> int:
    """Of what a submission's open pages are told."""
    return rejudge.pk * FENCES + fence


def coming_to(submission: Submission) -> Rejudge | None:
    """The one at work that is going to judge it, with the version on which it does."""
    live = Job.objects.live().filter(kind="rejudge_submissions").values("subject")
    rows = Rejudge.objects.filter(pk__in=live, problem=submission.problem_id, at__lt=submission.pk)
    rows = rows.exclude(version=submission.version_id).select_related("version").order_by("-pk")
    rejudge = rows.only("which", "version__number", "version__test_count").first()
    return rejudge if rejudge and takes(rejudge, submission) else None


def takes(rejudge: Rejudge, submission: Submission) -> bool:
    if submission.verdict in (Verdict.PENDING, Verdict.CANCELLED):
        return False
    is_accepted = submission.verdict == Verdict.ACCEPTED
    return rejudge.which == Rejudge.Which.ALL or (rejudge.which == Rejudge.Which.ACCEPTED) == is_accepted


def judged(
    submission: Submission, rejudge: Rejudge, part: dict | None, keep: Callable[[dict], None], fence: int = 0
) -> Findings:
    """On the newer version, going on from what an earlier stretch found."""
    again = Submission(pk=submission.pk, language=submission.language, source=submission.source)
    again.problem_id, again.version = submission.problem_id, rejudge.version
    again.results, again.evidence = (part or {}).get("results"), (part or {}).get("evidence")

    def checkpoint(found: Findings) -> None:
        keep({"results": found.columns, "evidence": found.evidence})

    tell = partial(events.publish, submission.topic, fence=fence_of(rejudge, fence))
    return judging.found(again, tell, checkpoint)


def settle(rejudge: Rejudge, submission: Submission, found: Findings) -> None:
    """Part of a chunk: the new verdict in the place of the old one, and counted. Without one the old one stays."""
    if found.verdict == Verdict.JUDGE_ERROR:
        rejudge.unjudged += 1
    elif submission.rejudged(rejudge.version, found) and found.verdict != submission.verdict:
        change = f"{submission.verdict} {found.verdict}"
        rejudge.changes = rejudge.changes | {change: rejudge.changes.get(change, 0) + 1}
    rejudge.judged, rejudge.at = rejudge.judged + 1, submission.pk
    rejudge.save(update_fields=["judged", "unjudged", "changes", "at"])
