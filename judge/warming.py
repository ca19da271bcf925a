"""Read what people are about to read, so that it is in the cache when they do."""

from judge.models import Problem, ProblemVersion


def warm_problems():
    """The very queries of the problem pages: cachalot keeps them by their text."""
    for pk in Problem.objects.published().values_list("current", flat=True):
        ProblemVersion.objects.for_statement().get(pk=pk)
