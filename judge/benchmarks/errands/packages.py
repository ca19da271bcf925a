"""Errands of packages: of a whole problem, and of a draft."""

import uuid
from functools import cache

from django.conf import settings

from judge.benchmarks.drafts import make_problem
from judge.benchmarks.errands.errand import Errand
from judge.benchmarks.submission import make_version
from judge.models import (
    Job,
    Problem,
    ProblemVersion,
    Upload,
)
from judge.packages import uploading
from judge.packages.importing import import_package
from judge.queue.kinds import KINDS

SAMPLE = settings.BASE_DIR / "samples/mirror"


@cache
def imported() -> ProblemVersion:
    version = import_package(SAMPLE).version
    assert version, "its tests are all there"
    return version


def an_upload() -> int:
    upload = uploading.receive(SAMPLE)
    upload.name = f"mirror-{uuid.uuid4().hex}"
    upload.save()
    return upload.pk


def is_imported(job: Job) -> bool:
    upload = Upload.objects.get(pk=job.subject)
    versions = ProblemVersion.objects.filter(problem__slug=upload.name)
    return list(versions.values_list("pk", flat=True)) == [upload.version_id] and leads_on(job)


def leads_on(job: Job) -> bool:
    """To the next step of its workflow, once."""
    steps = Job.objects.of_chain(job.chain_id or job.pk).filter(kind=KINDS[job.kind].leads_to)
    return steps.count() == 1


def is_published(job: Job) -> bool:
    return Problem.objects.published().filter(current=job.subject).exists()


def a_package_for_a_draft() -> int:
    upload = uploading.receive(SAMPLE)
    upload.problem = make_problem()
    upload.save()
    return upload.pk


def has_become_the_draft(job: Job) -> bool:
    problem = Upload.objects.select_related("problem__draft").get(pk=job.subject).problem
    return problem is not None and problem.draft is not None and problem.draft.number == 2


ERRANDS = {
    "import_package": Errand(an_upload, is_done=is_imported),
    "verify_version": Errand(lambda: imported().pk, is_done=leads_on),
    "publish_version": Errand(lambda: make_version(1).pk, is_done=is_published),
    "import_into_draft": Errand(a_package_for_a_draft, is_done=has_become_the_draft),
}
