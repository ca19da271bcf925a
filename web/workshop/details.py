"""What a problem asks of programs, what it is about, how it is judged, and where it is found."""

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from judge import drafting, platforms
from judge.models import Problem
from web.http import asked
from web.workshop.bench import Bench, bench_of, page
from web.workshop.conflict import Clash
from web.workshop.detail_forms import AddressForm, DetailsForm, JudgingForm, LimitsForm
from web.workshop.signed import words_kept

PARTS = {form.path: form for form in (LimitsForm, DetailsForm)}


@words_kept("authors", "tags", "source_url", "slug")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, slug):
    if request.method == "POST":
        return save(request, bench_of(request, slug, to_write=True))
    return drawn(request, bench_of(request, slug))


def drawn(request, bench: Bench, status=200, form=None, clash=None):
    """`form` is the one that is being answered."""
    document = bench.draft.document
    forms = {
        "limits": LimitsForm(document["limits"]),
        "details": DetailsForm(document["details"]),
        "judging": JudgingForm(judging(bench.problem)),
        "address": AddressForm(bench.problem),
    }
    if form:
        forms[getattr(form, "path", "address")] = form
    context = forms | {"clash": clash, "clashing": form if clash else None}
    return page(request, bench, "workshop/details.html", "details", status, **context)


def save(request, bench: Bench):
    """One of the page's forms: `part` says which."""
    part = request.POST.get("part")
    if part == "judging":
        return save_judging(request, bench)
    if part not in PARTS:
        raise Http404
    form = PARTS[part](bench.draft.document[part], request.POST)
    if not form.is_valid():
        return drawn(request, bench, 422, form)
    try:
        form.save(bench.problem, request.user)
    except drafting.Conflict as conflict:
        clash = Clash.of(conflict, part, request.user, form.differing(conflict.theirs))
        return drawn(request, bench_of(request, bench.problem.slug), 409, form, clash)
    return redirect(f"{bench.address('details')}#{part}")


def judging(problem: Problem) -> dict:
    return {"visibility": problem.visibility, **problem.judging_settings}


def save_judging(request, bench: Bench):
    """They are the problem's: a state that is restored leaves them alone, and publishing freezes what counts then."""
    data = request.POST.copy()
    with transaction.atomic():
        problem = Problem.objects.select_for_update().get(pk=bench.problem.pk)
        form = JudgingForm(judging(problem), data)
        if not form.is_valid():
            return drawn(request, bench, 422, form)
        if (mark := drafting.mark(judging(problem))) != form.cleaned_data["base"]:
            form.add_error(None, "Somebody has changed this since you opened it. Send it again to keep yours.")
            data["base"] = mark
            return drawn(request, bench, 409, form)
        Problem.objects.filter(pk=problem.pk).update(**form.value())
    return redirect(f"{bench.address('details')}#judging")


@words_kept()
@require_safe
def origin(request, slug):
    """Platform and number, as the URL says them; nothing to be drawn anew when it says nothing."""
    bench = bench_of(request, slug)
    found = platforms.from_url(asked(request, "source_url"))
    if not found:
        return HttpResponse(status=204)
    form = DetailsForm(bench.draft.document["details"] | {"platform": found.platform, "number": found.number})
    return render(request, "workshop/_origin.html", {"details": form, "bench": bench})


@words_kept("slug")
@require_POST
def move(request, slug):
    """While nobody can have written its address down."""
    bench = bench_of(request, slug, to_write=True)
    form = AddressForm(bench.problem, request.POST)
    if not form.is_valid():
        return drawn(request, bench, 422, form)
    free = Problem.objects.filter(pk=bench.problem.pk, current=None)
    try:
        with transaction.atomic():
            moved = free.update(slug=form.cleaned_data["slug"])
    except IntegrityError:
        moved = False
    if not moved:
        is_published = Problem.objects.filter(pk=bench.problem.pk, current__isnull=False).exists()
        said = "A published problem keeps its address." if is_published else "Another problem has this address."
        form.add_error("slug", said)
        return drawn(request, bench, 422, form)
    return redirect("workshop-details", form.cleaned_data["slug"])
