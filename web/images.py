"""A problem's pictures, from a version or a draft, as nothing but pictures."""

from collections.abc import Callable
from mimetypes import guess_type

from django.http import Http404, HttpResponse, HttpResponseNotModified

from judge import blobs

TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"}


def image_response(request, images: dict[str, str], name: str):
    if not (sha := images.get(name)):
        raise Http404
    return picture_response(request, name, sha, lambda: blobs.read(sha))


def picture_response(request, name: str, mark: str, read: Callable[[], bytes]):
    """Known to the browser as long as the mark is the same."""
    kind, etag = guess_type(name)[0], f'"{mark}"'
    if kind not in TYPES:
        raise Http404
    fresh = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if fresh else HttpResponse(read(), content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
