"""Finding a problem by what people have at hand: a URL, a platform and number, a title in any language, a tag."""

from django.db.models import Q

from judge import platforms
from judge.models.problem import ProblemQuerySet


def found(problems: ProblemQuerySet, text: str) -> ProblemQuerySet:
    if not text:
        return problems
    name = platforms.recognise(text)
    by_title = Q(names__icontains=text) | Q(title__icontains=text) | Q(number__iexact=text) | Q(slug=text.lower())
    if platforms.is_url(text):
        by_title = Q(source_url=text) | Q(source_url=text.rstrip("/"))
    if name:
        by_title |= Q(platform__iexact=name.platform, number__iexact=name.number)
    return problems.filter(by_title)
