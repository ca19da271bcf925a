import pytest
from django.contrib.auth import get_user_model

from judge.models import Collaborator
from tests.factories import make_problem


def pytest_configure():
    """Passwords are hashed to slow down whoever steals them; no test does."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_make_parametrize_id(val, argname):
    """Long data name no test: nobody can read it, and gzip's holds the time, so that no two processes would agree."""
    return argname if isinstance(val, str | bytes) and len(ascii(val)) > 100 else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Our processes are to see the test database: SQLite's in a file."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"] = database.get("TEST", {}) | {"NAME": f"{settings.VAR}/test.sqlite3"}


@pytest.fixture
def alice(db):
    """Owns the problem *sums*."""
    return get_user_model().objects.create_user("alice", password="wonderland")


@pytest.fixture
def bob(sums):
    """Works on it with her."""
    user = get_user_model().objects.create_user("bob", password="builder-of-tests")
    Collaborator.objects.create(problem=sums, user=user)
    return user


@pytest.fixture
def charlie(db):
    """Has nothing to do with it."""
    return get_user_model().objects.create_user("charlie", password="chocolate-factory")


@pytest.fixture
def sums(alice):
    return make_problem("sums", owner=alice)
