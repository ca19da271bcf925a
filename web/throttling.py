"""So many tries from one address in so many minutes. A cache that is away lets everybody through."""

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render


def throttled(request, action):
    """A refusal, when this address has used up its tries; None otherwise."""
    tries, minutes = settings.THROTTLES[action]
    key = f"throttle:{action}:{request.META.get('REMOTE_ADDR', '')}"
    used = (cache.get(key) or 0) + 1
    if used > tries:
        response = render(request, "429.html", {"minutes": minutes}, status=429)
        response["Retry-After"] = minutes * 60
        return response
    cache.set(key, used, minutes * 60)
    return None
