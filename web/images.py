"""A problem's pictures, from a version or a draft, as nothing but pictures."""

from mimetypes import guess_type

from django.http import Http404, HttpResponse, HttpResponseNotModified

from judge import blobs

TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"}


def image_response(request, images: dict[str, str], name: str):
    sha, kind = images.get(name), guess_type(name)[0]
    if not sha or kind not in TYPES:
        raise Http404
    etag = f'"{sha}"'
    fresh = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if fresh else HttpResponse(blobs.read(sha), content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
