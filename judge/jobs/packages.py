"""A package becomes a published problem (import, verify, publish), or the newest state of a draft."""

from judge import (
    verification,
    warming,
)
from judge.jobs.programs import ask_for_check
from judge.models import (
    ProblemVersion,
    Upload,
)
from judge.packages import uploading
from judge.packages.package import PackageError
from judge.queue import Refused, chunk, holding, job, last_write, report, say


def forget_uploads(ids):
    Upload.objects.filter(pk__in=ids).delete()


@job(
    queue="generation",
    soft=28 * 60,
    hard=30 * 60,
    cap=600,
    leads_to="verify_version",
    on_delete=forget_uploads,
)
def import_package(upload_id):
    upload = Upload.objects.select_related("author").get(pk=upload_id)
    try:
        taken = uploading.import_upload(upload)
    except PackageError as error:
        raise Refused(str(error)) from error
    for note in taken.notes:
        say(note)
    if taken.version is None:
        say(f"It is the draft {taken.problem.slug} now: its tests are to be generated in the workshop.")
        return
    with last_write():
        Upload.objects.filter(pk=upload_id).update(version=taken.version)
        verify_version.enqueue(taken.version.pk, after=holding())


@job(queue="generation", soft=28 * 60, hard=30 * 60, cap=600, leads_to="publish_version")
def verify_version(version_id):
    """Every solution gets what its author expects. One that did isn't run again, however often this begins."""
    version = ProblemVersion.objects.get(pk=version_id)
    solutions = verification.solutions(version)
    agreed = list(holding().checkpoint or [])
    wrong = []
    for program in solutions:
        if program["path"] in agreed:
            continue
        found = verification.verified(version, program)
        say(f"{found.path}: {found.verdict or 'its language is not installed'}")
        if found.agrees is False:
            wrong.append(found.path)
            continue
        agreed.append(found.path)
        report(len(agreed), len(solutions))
        with chunk(agreed):
            pass
    if wrong:
        raise Refused(f"{', '.join(wrong)} did not get what was expected")
    with last_write():
        publish_version.enqueue(version_id, after=holding())


@job(queue="maintenance", priority=4)
def publish_version(version_id):
    version = ProblemVersion.objects.select_related("problem").get(pk=version_id)
    if version.problem.is_deleted:
        raise Refused("the problem was deleted; whoever restores it may publish it")
    with last_write():
        version.problem.publish(version)
    warming.warm_version(version_id)


@job(queue="generation", soft=28 * 60, hard=30 * 60, cap=600, on_delete=forget_uploads)
def import_into_draft(upload_id):
    """A package becomes the newest state of the draft that it was brought to."""
    upload = Upload.objects.select_related("author", "problem").get(pk=upload_id)
    try:
        brought = uploading.bring_upload(upload)
    except PackageError as error:
        raise Refused(str(error)) from error
    say(brought.summary)
    for note in brought.notes:
        say(f"Not taken as it was: {note}")
    assert upload.problem, "it was brought to a draft"
    with last_write():
        try:
            _, report = brought.take_up(upload.problem, upload.author)
        except PackageError as error:
            raise Refused(str(error)) from error
        for line in report.lines:
            say(line)
        ask_for_check(upload.problem, upload.author)
