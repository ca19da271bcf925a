import pytest
from django.contrib.auth import get_user_model

from judge import blobs
from judge.models import Submission
from judge.outcome import Outcome, Run
from judge.redis import connection
from judge.verdict import Verdict
from tests.factories import publish, submit

SAMPLES = [(b"1 2\n", b"3\n")]
SECRETS = [(b"10 20\n", b"30\n"), (b"-5 5\n", b"0\n"), (b"7 7\n" + b" " * 2000, b"14\n")]


@pytest.fixture(autouse=True)
def nothing_was_told():
    """A test that is rolled back gives its submission's number to the next, and Redis still has its events."""
    connection().flushdb()


@pytest.fixture
def published(sums):
    """The problem *sums* with a sample and three secret tests, the last of which is large."""
    publish(sums, tests=SECRETS, samples=SAMPLES, titles={"en": "Sums", "ko": "합"})
    return sums


@pytest.fixture
def dave(db):
    """Is staff."""
    return get_user_model().objects.create_user("dave", password="director-of-it", is_staff=True)


@pytest.fixture
def as_charlie(client, charlie):
    client.force_login(charlie)
    return client


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def as_dave(client, dave):
    client.force_login(dave)
    return client


def judged(problem, author, failing=None, *, compiled=True, compiler=b"", source="print(3)\n", language="python3"):
    """A submission with its verdict: `failing` maps the number of a test to what its run was."""
    submission = submit(problem, author, source, language)
    outcome = Outcome(compiled=compiled, compiler=compiler)
    for test in problem.current.all_tests() if compiled else ():
        outcome.record(a_run(test, **(failing or {}).get(test.number, {})))
    submission.decide(outcome.stored(blobs.put_all, seconds=0.5))
    return Submission.objects.for_page().get(pk=submission.pk)


def a_run(test, verdict=Verdict.ACCEPTED, output=b"", **fields):
    plain = {
        "number": test.number,
        "input_bytes": test.input_bytes,
        "is_sample": test.is_sample,
        "cpu": 0.012,
        "wall": 0.02,
        "memory": 3 * 2**20,
        "output_bytes": len(output),
    }
    return Run(verdict=verdict, output=output[: 64 * 1024], **plain | fields)


def wrong(output, **fields):
    return {"verdict": Verdict.WRONG_ANSWER, "output": output} | fields
