"""What a job is about, in words and with a link: one statement for each kind of thing on a page."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from judge.models import (
    AiRun,
    Invocation,
    InvocationCell,
    InvocationRow,
    Job,
    Problem,
    ProblemVersion,
    Rejudge,
    Submission,
    Upload,
)


class Subject(NamedTuple):
    words: str
    link: str = ""


def submissions(ids: Iterable[int]) -> dict[int, Subject]:
    rows = Submission.objects.filter(pk__in=ids).select_related("problem").only("problem__title", "problem__slug")
    return {row.pk: Subject(f"submission {row.pk} to {row.problem.title}", row.get_absolute_url()) for row in rows}


def hints(ids: Iterable[int]) -> dict[int, Subject]:
    rows = AiRun.objects.filter(pk__in=ids, submission__isnull=False).only("submission")
    links = {row.pk: reverse("submission", args=[row.submission_id]) for row in rows}
    return {row.pk: Subject(f"for submission {row.submission_id}", f"{links[row.pk]}#hints") for row in rows}


def jobs(ids: Iterable[int]) -> dict[int, Subject]:
    rows = Job.objects.filter(pk__in=ids).only("kind")
    return {row.pk: Subject(f"job {row.pk}, {row.title.lower()}", row.get_absolute_url()) for row in rows}


def uploads(ids: Iterable[int]) -> dict[int, Subject]:
    rows = Upload.objects.filter(pk__in=ids).select_related("version__problem")
    rows = rows.only("name", "version__problem__slug")
    return {row.pk: Subject(f"package {row.name}", problem_link(row.version)) for row in rows}


def drafts_of_uploads(ids: Iterable[int]) -> dict[int, Subject]:
    rows = Upload.objects.filter(pk__in=ids).select_related("problem").only("name", "problem__slug")
    return {row.pk: Subject(f"package {row.name}", draft_link(row.problem)) for row in rows}


def drafts(ids: Iterable[int]) -> dict[int, Subject]:
    rows = Problem.objects.filter(pk__in=ids).only("slug", "title")
    return {row.pk: Subject(f"the draft of {row.title}", draft_link(row)) for row in rows}


def draft_link(problem: Problem | None) -> str:
    return reverse("workshop-overview", args=[problem.slug]) if problem else ""


def readings(ids: Iterable[int]) -> dict[int, Subject]:
    return {pk: Subject("a problem that somebody brought", reverse("workshop-reading", args=[pk])) for pk in ids}


def rejudges(ids: Iterable[int]) -> dict[int, Subject]:
    rows = Rejudge.objects.filter(pk__in=ids).select_related("problem").only("problem__slug", "problem__title")
    links = {row.pk: reverse("workshop-rejudge", args=[row.problem.slug]) for row in rows}
    return {row.pk: Subject(f"submissions to {row.problem.title}", links[row.pk]) for row in rows}


def versions(ids: Iterable[int]) -> dict[int, Subject]:
    rows = ProblemVersion.objects.filter(pk__in=ids).select_related("problem")
    rows = rows.only("number", "titles", "problem__slug")
    return {row.pk: Subject(str(row), problem_link(row)) for row in rows}


def tests(ids: Iterable[int]) -> dict[int, Subject]:
    rows = Problem.objects.filter(pk__in=ids).only("title", "slug")
    return {row.pk: Subject(f"of {row.title}", reverse("workshop-tests", args=[row.slug])) for row in rows}


def runs_of(ids: Iterable[int]) -> dict[int, Subject]:
    rows = Invocation.objects.filter(pk__in=ids).select_related("problem").only("problem__title", "problem__slug")
    return {row.pk: Subject(f"on the tests of {row.problem.title}", invocation_link(row)) for row in rows}


def cells(ids: Iterable[int]) -> dict[int, Subject]:
    rows = InvocationCell.objects.filter(pk__in=ids).select_related("invocation__problem")
    rows = rows.only("place", "test", "invocation__problem__title", "invocation__problem__slug")
    words = "test {0.test} of {0.invocation.problem.title}"
    return {row.pk: Subject(words.format(row), invocation_link(row.invocation)) for row in rows}


def hunts(ids: Iterable[int]) -> dict[int, Subject]:
    rows = InvocationRow.objects.filter(pk__in=ids).select_related("invocation__problem")
    rows = rows.only("place", "invocation__problem__title", "invocation__problem__slug")
    return {
        row.pk: Subject(
            f"for a solution of {row.invocation.problem.title}",
            reverse("workshop-strength", args=[row.invocation.problem.slug]),
        )
        for row in rows
    }


def proposals(ids: Iterable[int]) -> dict[int, Subject]:
    rows = AiRun.objects.filter(pk__in=ids, problem__isnull=False).select_related("problem")
    rows = rows.only("problem__title", "problem__slug")
    return {
        row.pk: Subject(f"for {row.problem.title}", reverse("workshop-proposals", args=[row.problem.slug]))
        for row in rows
        if row.problem
    }


def invocation_link(invocation: Invocation) -> str:
    return reverse("workshop-invocation", args=[invocation.problem.slug, invocation.pk])


def problem_link(version: ProblemVersion | None) -> str:
    return version.problem.get_absolute_url() if version else ""


def queues(places: Iterable[int]) -> dict[int, Subject]:
    return {place: Subject(name, reverse("queues")) for place, name in enumerate(settings.QUEUES) if place in places}


FOUND_BY: dict[str, Callable[[Iterable[int]], dict[int, Subject]]] = {
    "run_submission": submissions,
    "write_hints": hints,
    "delete_job": jobs,
    "import_package": uploads,
    "import_into_draft": drafts_of_uploads,
    "extract_problem": readings,
    "check_programs": drafts,
    "verify_draft": drafts,
    "publish_draft": drafts,
    "rejudge_submissions": rejudges,
    "verify_version": versions,
    "publish_version": versions,
    "generate_tests": tests,
    "generate_outputs": tests,
    "invoke": runs_of,
    "show_cell": cells,
    "search_for_test": hunts,
    "try_proposal": proposals,
    "ask_for_proposal": proposals,
    "empty_queue": queues,
    "retry_queue": queues,
}


def name(rows: Iterable[Job]) -> None:
    """Give each job its `about`."""
    wanted: dict[Callable, list[Job]] = {}
    for job in rows:
        job.about = Subject("" if job.subject is None else str(job.subject))
        if job.subject is not None and job.kind in FOUND_BY:
            wanted.setdefault(FOUND_BY[job.kind], []).append(job)
    for find, some in wanted.items():
        found = find({job.subject for job in some if job.subject is not None})
        for job in some:
            job.about = found.get(job.subject or 0, Subject(f"{job.subject}, which is gone"))
