"""A program's own tests: inputs that a validator must take or refuse, outputs that a checker must accept or reject."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from judge import jobs, unit_tests
from judge.draft_programs import ProgramError
from judge.program_checks import STANDARD
from web.workshop import program as programs
from web.workshop.bench import Bench, bench_of
from web.workshop.program_forms import NewTest
from web.workshop.programs import address, listed


@login_required
@require_POST
def add(request, slug, path):
    bench = bench_of(request, slug, to_write=True)
    role = role_of(bench, path)
    form = NewTest(request.POST, role=role)
    if form.is_valid():
        try:
            with transaction.atomic():
                unit_tests.add(bench.problem, request.user, path, **form.cleaned_data)
                jobs.ask_for_check(bench.problem, request.user)
            return redirect(back(bench, path) + "#tests")
        except ProgramError as error:
            form.add_error(None, str(error))
    return shown(request, bench, path, test_form=form)


@login_required
@require_POST
def remove(request, slug, path):
    bench = bench_of(request, slug, to_write=True)
    role_of(bench, path)
    unit_tests.remove(bench.problem, request.user, path, request.POST.get("key", ""))
    return redirect(back(bench, path) + "#tests")


def role_of(bench: Bench, path: str) -> str:
    program = bench.draft.program(path)
    if path != STANDARD and (program is None or program["role"] not in unit_tests.ROLES):
        raise Http404
    return program["role"] if program else "checker"


def back(bench: Bench, path: str) -> str:
    if path == STANDARD:
        return reverse("workshop-checker", args=[bench.problem.slug])
    return address(bench, path)


def shown(request, bench: Bench, path: str, **context):
    if path == STANDARD:
        return listed(request, bench, "checker", status=422, **context)
    return programs.show(request, bench, programs.program_of(bench, path), status=422, **context)
