import pytest

from judge import drafting
from judge.models import Collaborator


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
