"""A problem's solutions, validators, checkers and generators: each kind a list, and a form for another one."""

from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from judge import draft_programs, jobs
from judge.draft_programs import ProgramError
from web.workshop import checker_form
from web.workshop.bench import Bench, bench_of, page
from web.workshop.checks import shown
from web.workshop.program_forms import NewProgram
from web.workshop.roles import ROLES
from web.workshop.signed import words_kept


@words_kept("source")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request, slug, role):
    bench = bench_of(request, slug, to_write=request.method == "POST")
    form = NewProgram(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (path := added(bench, request.user, role, form)):
        return redirect(address(bench, path))
    return listed(request, bench, role, form=form, status=422 if form.is_bound else 200)


def added(bench: Bench, user, role: str, form: NewProgram) -> str | None:
    said = form.cleaned_data
    try:
        with transaction.atomic():
            path = draft_programs.add(
                bench.problem,
                user,
                ROLES[role].key,
                said["name"],
                said["language"],
                said["source"].encode(),
                said["expected"] or "AC",
            )
            jobs.ask_for_check(bench.problem, user)
    except ProgramError as error:
        form.add_error(error.field, str(error))
        return None
    return path


def listed(request, bench: Bench, role: str, status=200, **context):
    always = checker_form.context_of(bench) if role == "checker" else {}
    context = shown(bench, role) | {"form": NewProgram()} | always | context
    template = "workshop/checker.html" if role == "checker" else "workshop/programs/index.html"
    return page(request, bench, template, role, status, **context)


def address(bench: Bench, path: str, action: str = "show") -> str:
    return reverse("workshop-program", args=[bench.problem.slug, action, path])
