"""SQL statements, session and user included: the same number however much there is to show."""

import pytest
from django.core.cache import cache

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
