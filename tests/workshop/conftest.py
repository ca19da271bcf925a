import pytest

from judge import drafting, testsets, tools
from judge.models import Collaborator
from tests.workshop.rows import fresh


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
