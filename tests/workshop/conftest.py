import pytest

from judge import drafting, jobs, testsets, tools
from judge.models import Collaborator, Problem
from tests.workshop.programs import solution
from tests.workshop.rows import answered, fresh

WRONG = b"a, b = map(int, input().split())\nprint(a - b)\n"


@pytest.fixture
def sums(alice):
    """Alice's draft, of which nobody else has seen anything."""
    return drafting.start("Sums", alice)


@pytest.fixture
def bob(django_user_model, sums):
    """May write too."""
    user = django_user_model.objects.create_user("bob", password="builder-of-tests")
    Collaborator.objects.create(problem=sums, user=user, role=Collaborator.Role.WRITE)
    return user


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def as_charlie(client, charlie):
    client.force_login(charlie)
    return client


@pytest.fixture
def write(sums, alice):
    """write(program, …, script=…): into the draft."""

    def write(*programs, script=None, tests=None):
        for one in programs:
            drafting.save(sums, alice, f"programs/{one['path']}", one, None, one["files"].values())
        if script is not None:
            drafting.save(sums, alice, "script", script, None)
        if tests is not None:
            drafting.change(sums, alice, lambda draft: draft.document, tests=testsets.columns(tests))
        return fresh(sums)

    return write


@pytest.fixture
def runs(monkeypatch):
    """The programs that are run, by the name of what they do."""
    found = []
    for name in ("generated", "answer", "complaint"):
        original = getattr(tools.Tools, name)

        def counted(self, *args, name=name, original=original):
            found.append(name)
            return original(self, *args)

        monkeypatch.setattr(tools.Tools, name, counted)
    return found


@pytest.fixture
def whole(sums, alice, write):
    """All that a problem needs: a statement, a reference, a wrong solution, two tests. Nothing has been run yet."""
    statement = {"title": "Sums", "format": "markdown", "text": "Add $a$ and $b$."}
    drafting.save(sums, alice, "statements/en", statement, None)
    write(solution("add.py", reference=True, bounds_time=True), solution("subtract.py", WRONG, expected=["WA"]))
    tests = [answered(sums, b"1 2\n", b"3\n", name="1", sample=1), answered(sums, b"4 5\n", b"9\n", name="2")]
    return write(tests=tests)


@pytest.fixture
def ready(whole):
    """And all of it is known."""
    jobs.check_programs.function(whole.pk)
    jobs.verify_draft.function(whole.pk)
    return whole


def publish(problem):
    jobs.publish_draft.function(problem.pk)
    return Problem.objects.with_draft().select_related("current").get(pk=problem.pk)


@pytest.fixture
def published(ready):
    return publish(ready)
