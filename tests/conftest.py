import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Our processes are to see the test database: SQLite's in a file."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"] = database.get("TEST", {}) | {"NAME": f"{settings.VAR}/test.sqlite3"}
