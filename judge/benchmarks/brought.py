"""A problem that somebody brings while it is measured."""

import time
from base64 import b64encode

from django.conf import settings

from judge import extraction
from judge.models import AiRun, User

PAGE = settings.BASE_DIR / "tests/extraction/pages/lanterns.html"
PICTURE = settings.BASE_DIR / "docs/submission.png"
BEFORE = "<p>How many lanterns"


def reader() -> User:
    return User.objects.get_or_create(username="bench-reader")[0]


def showing(picture: str) -> str:
    """The page, with that in its statement."""
    return PAGE.read_text().replace(BEFORE, f'<p><img src="{picture}" alt="A pier"></p>{BEFORE}')


def a_text() -> AiRun:
    """What a job is about, without it: a page's HTML, with a picture in it."""
    picture = f"data:image/png;base64,{b64encode(PICTURE.read_bytes()).decode()}"
    asked = {"url": "", "text": f"{time.monotonic()} {showing(picture)}"}
    key = extraction.key_of(asked)
    return AiRun.objects.create(
        kind=AiRun.Kind.EXTRACTION, key=key, requested_by=reader(), document={"v": 1, "asked": asked}
    )
