"""So many tries in so many minutes, from one address and at one name. A cache that is away lets everybody through."""

from math import ceil
from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST_NAME = 150  # characters; a longer name is nobody's


def throttled(request: HttpRequest, action: str, name: str | None = None) -> HttpResponse | None:
    """A refusal, when the tries are used up of this address, or of all who try this name; None otherwise."""
    tries, minutes = settings.THROTTLES[action]
    seconds = minutes * 60
    window, gone = divmod(time(), seconds)
    keys = [f"address:{client_address(request)}"] + ([f"name:{name.lower()[:MOST_NAME]}"] if name else [])
    used = [counted(f"throttle:{action}:{window:.0f}:{key}", seconds) for key in keys]
    return refusal(request, ceil(seconds - gone)) if max(used) > tries else None


def counted(key: str, seconds: int) -> int:
    """Atomic, so that tries that come at once are all counted."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # a cache may forget
        return 1


def client_address(request: HttpRequest) -> str:
    """As the proxy before us says, in a header of its own: what a client can write is not believed."""
    return request.headers.get(settings.CLIENT_ADDRESS_HEADER, request.META.get("REMOTE_ADDR", ""))


def refusal(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    response["Retry-After"] = seconds
    return response
