"""Which comparison decides whether an output is right."""

from django.db import transaction
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from judge import draft_programs, jobs
from judge.draft_programs import ProgramError
from judge.drafting import Conflict
from web.workshop.bench import bench_of
from web.workshop.checker_form import CheckerForm
from web.workshop.conflict import Clash
from web.workshop.programs import listed
from web.workshop.signed import words_kept


@words_kept()
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, slug):
    if request.method != "POST":
        return redirect("workshop-checker", slug)
    bench = bench_of(request, slug, to_write=True)
    form = CheckerForm(request.POST, draft=bench.draft)
    if not form.is_valid():
        return listed(request, bench, "checker", checker_form=form, status=422)
    try:
        with transaction.atomic():
            base = request.POST.get("over") or form.cleaned_data["base"]
            draft_programs.choose_checker(bench.problem, request.user, form.value(), base)
            jobs.ask_for_check(bench.problem, request.user)
    except ProgramError as error:
        form.add_error(error.field, str(error))
        return listed(request, bench, "checker", checker_form=form, status=422)
    except Conflict as conflict:
        clash = Clash.of(conflict, chosen, request.user, form.differing(conflict.theirs))
        return listed(request, bench_of(request, slug), "checker", checker_form=form, status=409, clash=clash)
    return redirect("workshop-checker", slug)


def chosen(document: dict) -> dict:
    return draft_programs.chosen(document["checker"])
