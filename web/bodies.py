"""How much a request may bring, by where it goes. Files may be large: Django keeps them on the disk."""

import re

from django.conf import settings
from django.shortcuts import render

from judge import images, receiving
from judge.extraction import pdf
from judge.models import Submission, Upload

FORM = 2**20  # bytes of a form around its files
MOST = {  # bytes, by what is brought
    "files": receiving.MOST_UPLOAD,
    "image": images.MOST,
    "package": Upload.MOST_BROUGHT,
    "pdf": pdf.MOST,
}
PLACES = {
    "files": re.compile(r"/workshop/[\w-]+/tests/upload"),
    "image": re.compile(r"/workshop/[\w-]+/images/"),
    "package": re.compile(r"/workshop/[\w-]+/package/"),
    "pdf": re.compile(r"/workshop/new/read"),
}


def brought(request) -> str:
    """What a request to this address brings; "" for forms without files."""
    return next((what for what, place in PLACES.items() if place.fullmatch(request.path)), "")


def refuse_large_bodies(get_response):
    """Before anything reads the body: Django's own answer would be a bare 400."""

    def middleware(request):
        length, what = request.headers.get("Content-Length", ""), brought(request)
        most = MOST[what] + FORM if what else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdigit() and int(length) > most and not request.path.startswith("/admin/"):
            return too_large(request)
        return get_response(request)

    return middleware


def too_large(request):
    what = brought(request)
    context = {"what": what, "most": MOST.get(what, Submission.MOST_SOURCE), "back": page_of(request)}
    return render(request, "413.html", context | {"sent": sent(request)}, status=413)


def too_many(request):
    context = {"files": settings.DATA_UPLOAD_MAX_NUMBER_FILES, "back": page_of(request)}
    return render(request, "413.html", context, status=413)


def sent(request) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else 0


def page_of(request) -> str:
    return request.path.rpartition("/")[0] + "/"
