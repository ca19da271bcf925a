"""Every saved state of a draft: what changed in it, and the way back."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from judge import comparing, drafting
from judge.models import Revision
from web.http import asked_number
from web.paging import Page
from web.workshop.bench import Bench, bench_of, page
from web.workshop.signed import words_kept

ROW = ("number", "created", "saved", "note", "author__username", "version__number", "count")


@login_required
@require_safe
def index(request, slug):
    bench = bench_of(request, slug)
    rows = bench.problem.revisions.select_related("author", "version").only(*ROW)
    found = Page(request, rows.order_by("-number"))
    return page(request, bench, "workshop/versions.html", "versions", page=found)


@login_required
@require_safe
def show(request, slug, number):
    """Beside the state before it, or any other."""
    bench = bench_of(request, slug)
    against = asked_number(request, "against")
    states = both(bench, number, number - 1 if against is None else against)
    return page(request, bench, "workshop/version.html", "versions", **states)


def both(bench: Bench, number: int, against: int) -> dict:
    if max(number, against) > bench.draft.number:
        raise Http404
    rows = bench.problem.revisions.with_tests().select_related("author", "version")
    found = {state.number: state for state in rows.filter(number__in=[number, against])}
    if number not in found or (against and against not in found):
        raise Http404
    state, other = found[number], found.get(against)
    return {
        "state": state,
        "other": other,
        "sections": comparing.compared(other, state),
        "earlier": number - 1,
        "later": number + 1 if number < bench.draft.number else None,
    }


@words_kept()
@require_POST
def restore(request, slug, number):
    bench = bench_of(request, slug, to_write=True)
    try:
        drafting.restore(bench.problem, request.user, number)
    except Revision.DoesNotExist as error:
        raise Http404 from error
    return redirect("workshop-versions", slug)
