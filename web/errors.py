"""The pages of requests that can't be answered."""

import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes
from django.views.defaults import page_not_found
from django.views.defaults import server_error as broken

from web import bodies
from web.http import give_connection_back
from web.workshop.bench import Deleted

AWAY = (OperationalError, InterfaceError)  # a pool that has no connection to give is one of them
AGAIN = 10  # seconds after which a browser, or a proxy, may try again

log = logging.getLogger(__name__)


def not_found(request, exception):
    """Django renders it in a thread of its own, where who is signed in may have to be looked up."""
    try:
        if isinstance(exception, Deleted):
            return render(request, "workshop/deleted.html", status=404)
        return page_not_found(request, exception)
    finally:
        give_connection_back()


def bad_request(request, exception):
    if isinstance(exception, RequestDataTooBig):
        return bodies.too_large(request)
    if isinstance(exception, TooManyFilesSent):
        return bodies.too_many(request)
    if is_away(exception):  # a session that can't be saved is one that was deleted, Django thinks
        return away(request, exception)
    return render(request, "400.html", status=400)


def stale_form(request, reason=""):
    words = request.POST.get("source") or request.POST.get("text", "")
    return render(request, "403_csrf.html", {"code": words}, status=403)


def server_error(request):
    error = sys.exception()
    return away(request, error) if is_away(error) else broken(request)


class WithoutDatabase:
    """In development too, where Django would show its own page for what a view raises."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        return away(request, error) if is_away(error) else None


def is_away(error) -> bool:
    """It, or what it came of, is a database that can't be asked."""
    while error and not isinstance(error, AWAY):
        error = error.__cause__ or error.__context__
    return error is not None


def away(request, error) -> HttpResponse:
    """Without the request, of which a page might ask who is signed in. Only what was submitted is shown again: other
    forms hold passwords.
    """
    log.error("%s %s is refused, the database is away: %s", request.method, request.path, error)
    kept = request.POST.items() if "source" in request.POST else ()
    address = escape_leading_slashes(request.get_full_path())
    context = {"address": address, "kept": list(kept), "sent": request.method == "POST"}
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = AGAIN
    response["Cache-Control"] = "no-store"
    return response


def show_own_404(get_response):
    """In development too, where Django would show a list of our addresses."""

    def middleware(request):
        response = get_response(request)
        is_djangos = settings.DEBUG and response.status_code == 404
        return page_not_found(request, Http404()) if is_djangos else response

    return middleware


def refuse_the_unreadable(get_response):
    """Before Django reads it, in places where a failure would be ours. No browser sends any of it: Python knows
    encodings that aren't text; a quoted cookie may spell a NUL, which PostgreSQL doesn't take as a session's key.
    """

    def middleware(request):
        is_odd = request.encoding is not None and request.encoding.lower() != "utf-8"
        has_too_much = request.META["QUERY_STRING"].count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        has_nul = any("\0" in value for value in request.COOKIES.values())
        return bad_request(request, None) if is_odd or has_too_much or has_nul else get_response(request)

    return middleware
