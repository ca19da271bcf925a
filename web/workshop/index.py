"""The problems that somebody works on, and how a new one begins."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from judge import drafting, publishing
from judge.models import Collaborator, Problem
from web.http import asked
from web.paging import Page
from web.workshop.bring_form import BringForm, NewProblem, drawn
from web.workshop.signed import words_kept

TESTS = ("draft__own_columns", "draft__shares__own_columns")  # half a megabyte each, maybe


@login_required
@require_safe
def index(request):
    """For staff the deleted ones of everybody, because only there they can be restored."""
    is_deleted = bool(asked(request, "deleted"))
    everybody = is_deleted and request.user.is_staff
    problems = Problem.objects.all() if everybody else Problem.objects.of(request.user)
    problems = problems.deleted() if is_deleted else problems.there()
    rows = problems.with_draft().filter(draft__isnull=False).select_related("owner").with_role_of(request.user)
    found = Page(request, rows.defer(*TESTS).order_by("-draft__saved"))
    return render(request, "workshop/index.html", {"page": found, "is_deleted": is_deleted, "section": "workshop"})


@words_kept()
@require_POST
def restore(request, slug):
    rows = Problem.objects.deleted().with_role_of(request.user)
    problem = get_object_or_404(rows, slug=slug)
    if not may_restore(problem, request.user):
        raise PermissionDenied if problem.role else Http404
    publishing.restore(problem)
    return redirect("workshop-overview", slug)


def may_restore(problem: Problem, user) -> bool:
    return user.is_staff or problem.owner_id == user.pk or problem.role == Collaborator.Role.OWN


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    form = NewProblem(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem = drafting.start(form.cleaned_data["title"], request.user)
        return redirect("workshop-overview", problem.slug)
    return drawn(request, form, BringForm(), 422 if form.is_bound else 200)
