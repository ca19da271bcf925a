import pytest

from judge.models import Problem
from judge.warming import warm_problems
from tests.factories import make_problem, publish
from web.access import version_of

pytestmark = pytest.mark.django_db


def test_after_it_a_problems_page_asks_the_database_for_no_version(sums, django_assert_num_queries):
    publish(sums)

    for _ in range(2):  # also when the first one's entries are there still
        warm_problems()
        with django_assert_num_queries(0):
            assert version_of(sums).problem_id == sums.pk


def test_a_problem_without_a_version_does_not_stop_it(sums):
    make_problem("aaa", state=Problem.State.PUBLISHED)
    publish(sums)

    warm_problems()
