"""A problem that somebody brings while it is measured."""

import time

from django.conf import settings

from judge import extraction
from judge.models import AiRun, User

PAGE = settings.BASE_DIR / "tests/extraction/pages/lanterns.html"


def reader() -> User:
    return User.objects.get_or_create(username="bench-reader")[0]


def a_text() -> AiRun:
    """What a job is about, without it."""
    asked = {"url": "", "text": f"{time.monotonic()} {PAGE.read_text()}"}
    key = extraction.key_of(asked)
    return AiRun.objects.create(
        kind=AiRun.Kind.EXTRACTION, key=key, requested_by=reader(), document={"v": 1, "asked": asked}
    )
