"""Before solvers and back: what they would see change, shown before it is done. By owners only."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from judge import jobs, publishing
from judge.models import ProblemVersion
from judge.readiness import Readiness
from web.workshop.bench import Bench, bench_of, page
from web.workshop.signed import words_kept

CHANGED = "The draft has been changed since you opened this page. What is below is as it is now."
SAME = "Solvers see this very state already."


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=publishing.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"Whoever opens the problem reads it; at most {publishing.LONGEST_REASON} characters.",
        error_messages={"required": "Say why: whoever opens the problem reads it."},
    )


def to_own(request, slug) -> Bench:
    bench = bench_of(request, slug)
    if not bench.is_owner:
        raise PermissionDenied
    return bench


@words_kept()
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, slug):
    if request.method != "POST":
        return drawn(request, bench_of(request, slug))
    bench = to_own(request, slug)
    if request.POST.get("mark") != publishing.mark_of(bench.draft):
        return drawn(request, bench, 409, refusal=CHANGED)
    if is_public(bench):
        return drawn(request, bench, 422, refusal=SAME)
    if left := Readiness(bench.problem, bench.draft).blocking:
        return drawn(request, bench, 422, refusal=f"It isn’t ready: {left[0].words}")
    jobs.publish(bench.problem, publishing.mark_of(bench.draft), request.user)
    return redirect("workshop-overview", slug)


def is_public(bench: Bench) -> bool:
    return bench.problem.is_published and bench.problem.current_id == bench.draft.version_id


def drawn(request, bench: Bench, status=200, **context):
    problem, draft = bench.problem, bench.draft
    current = version_of(problem.current_id)
    sections = publishing.difference(problem, draft, current) if current else []
    shared = {
        "readiness": Readiness(problem, draft),
        "mark": publishing.mark_of(draft),
        "current_version": current,
        "sections": sections,
        "is_public": is_public(bench),
        "changes_verdicts": publishing.changes_verdicts(sections),
        "effect": publishing.effect(problem),
        "form": ReasonForm(),
        "deletion": ReasonForm(prefix="delete"),
    }
    return page(request, bench, "workshop/publish.html", "publish", status, **shared | context)


def version_of(pk: int | None) -> ProblemVersion | None:
    return ProblemVersion.objects.defer("statements", "samples").get(pk=pk) if pk else None


@words_kept("reason")
@require_POST
def withdraw(request, slug):
    bench = to_own(request, slug)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return drawn(request, bench, 422, form=form)
    publishing.withdraw(bench.problem, form.cleaned_data["reason"])
    return redirect("workshop-publish", slug)


@words_kept("reason")
@require_POST
def delete(request, slug):
    bench = to_own(request, slug)
    form = ReasonForm(request.POST, prefix="delete")
    if not form.is_valid():
        return drawn(request, bench, 422, deletion=form)
    publishing.delete(bench.problem, form.cleaned_data["reason"])
    return redirect(f"{reverse('workshop')}?deleted=1")


@words_kept()
@require_POST
def bring_back(request, slug):
    publishing.bring_back(to_own(request, slug).problem)
    return redirect("workshop-publish", slug)
