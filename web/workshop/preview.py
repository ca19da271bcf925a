"""A statement as it will be published, while it is written. Pandoc is a process of its own, so only a few at once."""

import hashlib
import json
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from django.core.cache import cache
from django.shortcuts import render
from django.views.decorators.http import require_POST

from judge import statements
from judge.sandbox import SandboxError
from web.http import give_connection_back
from web.workshop.bench import bench_of
from web.workshop.signed import words_kept
from web.workshop.statement_form import StatementForm

AT_ONCE = 2  # in this process: one takes about 50 ms, one of 256 KiB more than a second
KEPT = 24 * 3600  # seconds
slots = BoundedSemaphore(AT_ONCE)
log = logging.getLogger(__name__)


class Busy(Exception):
    """Others are being rendered."""


@dataclass(frozen=True)
class Preview:
    """`html` is None when there is none, and then `reason` says why, or it is to be asked for again."""

    html: str | None = None
    warnings: tuple[str, ...] = field(default=())
    reason: str = ""
    is_busy: bool = False


@words_kept()
@require_POST
def show(request, slug):
    bench = bench_of(request, slug)
    form = StatementForm(request.POST)
    form.is_valid()
    wrong = [*form.errors.get("text", ()), *form.errors.get("format", ())]
    images = bench.draft.document["images"]
    context = {
        "preview": Preview(reason=str(wrong[0])) if wrong else previewed(form.cleaned_data, images),
        "problem": bench.problem,
        "language": request.POST.get("language", ""),
        "title": request.POST.get("title", ""),
    }
    return render(request, "workshop/_preview.html", context)


def known(statement: dict, images: Collection[str]) -> Preview | None:
    """What has been rendered before. None: it would have to be."""
    return cache.get(key(statement, images))


def previewed(statement: dict, images: Collection[str]) -> Preview:
    """By what renders it for its readers when it is published."""
    if found := known(statement, images):
        return found
    try:
        found = rendered(statement, images)
    except Busy:
        return Preview(is_busy=True)
    except SandboxError as error:
        log.error("a preview: %s", error)
        return Preview(reason="The machine can’t render it just now. It is not the statement’s fault.")
    cache.set(key(statement, images), found, KEPT)
    return found


def rendered(statement: dict, images: Collection[str]) -> Preview:
    give_connection_back()
    with a_slot():
        try:
            found = statements.render(statement["format"], statement["text"], images)
        except statements.StatementError as error:
            return Preview(reason=str(error))
    return Preview(found.html, found.warnings)


@contextmanager
def a_slot() -> Iterator[None]:
    if not slots.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        slots.release()


def key(statement: dict, images: Collection[str]) -> str:
    said = json.dumps([statement["format"], statement["text"], sorted(images)])
    return f"preview:{hashlib.sha256(said.encode()).hexdigest()}"
