"""A test's input or answer, to keep. It may be a gigabyte: it is read and sent chunk by chunk."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import BinaryIO

from django.contrib.auth.decorators import login_required
from django.http import Http404, StreamingHttpResponse
from django.views.decorators.http import require_safe

from judge import blobs
from judge.outcome import SHOWN
from web.access import submission_for
from web.http import give_connection_back

CHUNK = 256 * 1024
ENDINGS = {"input": "in", "answer": "ans"}


@login_required
@require_safe
def piece(request, pk, number, part):
    """For those who may see the test: all of it for the problem's people, what the page shows for others."""
    submission = submission_for(request.user, pk)
    if part not in ENDINGS or not 1 <= number <= submission.version.test_count:
        raise Http404
    test = submission.version.test(number)
    sees_all = submission.problem.is_worked_on_by(request.user)
    if not (sees_all or submission.problem.shows(test)):
        raise Http404
    size = getattr(test, f"{part}_bytes")
    sent = size if sees_all else min(size, SHOWN)
    name = f"{submission.problem.slug}-{number}{'-beginning' if sent < size else ''}.{ENDINGS[part]}"
    give_connection_back()
    return Download(blobs.path(getattr(test, part)), sent, name)


class Download(StreamingHttpResponse):
    """The first `size` bytes of a file."""

    def __init__(self, path: Path, size: int, name: str):
        super().__init__(chunks(path, size), content_type="application/octet-stream")
        self["Content-Length"] = size
        self["Content-Disposition"] = f'attachment; filename="{name}"'


class FileDownload(StreamingHttpResponse):
    """All of an open file, which is closed when it was sent."""

    def __init__(self, file: BinaryIO, size: int, name: str):
        super().__init__(parts(file, size), content_type="application/zip")
        self["Content-Length"] = size
        self["Content-Disposition"] = f'attachment; filename="{name}"'


async def chunks(path: Path, size: int) -> AsyncGenerator[bytes]:
    async for part in parts(await asyncio.to_thread(path.open, "rb"), size):
        yield part


async def parts(file: BinaryIO, size: int) -> AsyncGenerator[bytes]:
    with file:
        while size and (chunk := await asyncio.to_thread(file.read, min(size, CHUNK))):
            size -= len(chunk)
            yield chunk
