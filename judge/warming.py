"""Read what people are about to read, so that it is in the cache when they do."""

from cachalot.api import invalidate

from judge.models import Problem, ProblemVersion


def warm_problems():
    """The very queries of the problem pages. Afresh: an entry that is hit doesn't live longer for it."""
    invalidate(ProblemVersion)
    for pk in Problem.objects.published().exclude(current=None).values_list("current", flat=True):
        ProblemVersion.objects.for_statement().get(pk=pk)
