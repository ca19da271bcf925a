"""A part that is saved while it is typed: what an open page wrote last is nobody else's."""

from django.core.cache import cache

from judge import drafting
from judge.models import Revision
from web.workshop.bench import Bench

OPEN = 24 * 3600  # seconds that a page is remembered


def save(bench: Bench, user, path: str, value, base: str, desk: str) -> Revision:
    """As drafting.save; also where the answer to the page's own last save was lost, or is on its way still."""
    key = f"desk:{user.pk}:{bench.problem.pk}:{desk[:64]}"
    try:
        draft = drafting.save(bench.problem, user, path, value, base)
    except drafting.Conflict as conflict:
        theirs = drafting.mark(conflict.theirs)
        if not desk or cache.get(key) != theirs:
            raise
        draft = drafting.save(bench.problem, user, path, value, theirs)
    cache.set(key, drafting.mark(value), OPEN)
    return draft
