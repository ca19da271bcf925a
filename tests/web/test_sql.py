"""SQL statements, session and user included: the same number however much there is to show."""

import pytest
from django.core.cache import cache
from django.db.models.functions import Now

from judge.models import Job, Tag
from tests.factories import make_problem, publish, submit
from tests.web.conftest import SAMPLES, judged, wrong

SIZES = pytest.mark.parametrize("count", [1, 50])


@pytest.fixture
def counted(as_charlie, django_assert_max_num_queries):
    """counted(8, "/problems/"): a first request, with nothing cached."""

    def get(most, address):
        cache.clear()
        with django_assert_max_num_queries(most):
            response = as_charlie.get(address)
        assert response.status_code == 200

    return get


@pytest.fixture
def problems(charlie, count):
    tag = Tag.objects.create(name="easy")
    for number in range(count):
        problem = make_problem(f"p{number}")
        publish(problem, tests=[(b"1 2\n", b"3\n")] * count, samples=SAMPLES)
        problem.tags.add(tag)
        judged(problem, charlie, {1: wrong(b"4\n")})


@SIZES
def test_first_page(counted, problems):
    counted(3, "/")


@SIZES
def test_list_of_problems(counted, problems, as_charlie, django_assert_max_num_queries):
    counted(4, "/problems/")
    with django_assert_max_num_queries(4):
        as_charlie.get("/problems/?q=p&tag=easy")


@SIZES
def test_page_of_a_problem(counted, problems, charlie):
    counted(7, "/problems/p0/")
    counted(8, f"/problems/p0/?from={charlie.submissions.first().pk}")


@pytest.mark.parametrize("count", [1])
def test_a_version_never_changes_and_is_read_once(counted, problems, as_charlie, django_assert_num_queries):
    counted(7, "/problems/p0/")
    with django_assert_num_queries(6):
        as_charlie.get("/problems/p0/")


@SIZES
def test_list_of_submissions(counted, problems):
    counted(3, "/submissions/")


@SIZES
def test_page_of_a_submission(counted, problems, charlie):
    counted(4, f"/submissions/{charlie.submissions.first().pk}/")


def test_page_of_a_submission_that_waits(counted, published, charlie):
    submission = submit(published, charlie)
    Job.objects.create(kind="run_submission", queue="execution", subject=submission.pk)

    counted(5, f"/submissions/{submission.pk}/")


@pytest.fixture
def some_jobs(problems, charlie, count):
    """A workflow of so many steps, and jobs about so many submissions."""
    first = Job.objects.create(
        kind="run_submission", queue="execution", state="dead", finished=Now(), requested_by=charlie
    )
    for submission in charlie.submissions.all():
        fields = {"queue": "execution", "subject": submission.pk, "requested_by": charlie}
        Job.objects.create(kind="run_submission", chain=first, **fields)
        Job.objects.create(kind="delete_job", state="running", **fields)
        Job.objects.create(kind="delete_job", state="dead", finished=Now(), **fields)
    return first


@SIZES
def test_list_of_jobs(counted, some_jobs):
    counted(5, "/jobs/")


@SIZES
def test_page_of_a_job(counted, some_jobs):
    counted(6, f"/jobs/{some_jobs.steps.first().pk}/")


@SIZES
def test_page_of_the_queues(counted, some_jobs, charlie):
    charlie.is_staff = True
    charlie.save()

    counted(7, "/operations/queues/")
