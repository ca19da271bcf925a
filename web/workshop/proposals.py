"""What Gemini writes for a problem's tests: asked for, watched, looked through, taken piece by piece."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from judge import asking, jobs, queue
from judge.draft_programs import ProgramError
from judge.drafting import part
from judge.models import AiRun
from judge.proposing import accepting
from judge.proposing.beginning import lacks
from web.http import asked_number
from web.workshop.bench import Bench, bench_of, page
from web.workshop.conflict import changed_in
from web.workshop.live import bench_again, followed
from web.workshop.proposal import Proposal
from web.workshop.signed import words_kept

EARLIER = 10  # proposals that are listed


@login_required
@require_safe
@never_cache
def show(request, slug):
    return shown(request, bench_of(request, slug))


def shown(request, bench: Bench, status=200, wanted: int | None = None, **context):
    runs = list(runs_of(bench).defer("document", "calls").order_by("-pk")[:EARLIER])
    wanted = wanted or asked_number(request, "run")
    chosen = next((run for run in runs if run.pk == wanted), runs[0] if runs else None)
    if wanted is not None and (chosen is None or chosen.pk != wanted):
        raise Http404
    context = {
        "proposal": Proposal.of(bench, runs_of(bench).get(pk=chosen.pk)) if chosen else None,
        "runs": runs,
        "unavailable": asking.unavailable(),
        "lacking": lacks(bench.draft),
    } | context
    return page(request, bench, "workshop/proposals.html", "proposals", status, **context)


def runs_of(bench: Bench):
    return AiRun.objects.filter(kind=AiRun.Kind.PROPOSAL, problem=bench.problem).select_related("requested_by")


def run_of(bench: Bench, pk: int) -> AiRun:
    if run := runs_of(bench).filter(pk=pk).first():
        return run
    raise Http404


@words_kept()
@require_POST
def begin(request, slug):
    bench = bench_of(request, slug, to_write=True)
    if asking.unavailable() or lacks(bench.draft):
        return shown(request, bench, 422)
    jobs.begin_proposal(bench.problem, request.user)
    return redirect("workshop-proposals", slug)


@words_kept()
@require_POST
def go_on(request, slug, pk):
    bench = bench_of(request, slug, to_write=True)
    run = run_of(bench, pk)
    jobs.go_on_with_proposal(run)
    return redirect(address(bench, run))


@words_kept()
@require_POST
def cancel(request, slug, pk):
    bench = bench_of(request, slug, to_write=True)
    run = run_of(bench, pk)
    if (job := jobs.job_of(run)) and job.is_live:
        queue.cancel(job)
    return redirect(address(bench, run))


@words_kept()
@require_POST
def decide(request, slug, pk):
    """Take or turn down the pieces that are named."""
    bench = bench_of(request, slug, to_write=True)
    run, ids = run_of(bench, pk), request.POST.getlist("piece")
    if "reject" in request.POST:
        accepting.reject(run, bench.problem, request.user, ids)
        return redirect(address(bench, run, "#pieces"))
    if refusal := refused(request, bench, run, ids):
        return shown(request, bench_of(request, slug), 422, wanted=run.pk, refusal=refusal)
    if "generate" in request.POST:
        jobs.begin_on_tests(jobs.generate_tests, bench.problem, request.user)
        return redirect("workshop-tests", slug)
    return redirect(address(bench, run, "#pieces"))


def refused(request, bench: Bench, run: AiRun, ids: list[str]) -> str:
    """Why nothing of it was accepted; nothing when it was."""
    seen = {id: request.POST[f"seen {id}"] for id in ids if f"seen {id}" in request.POST}
    replace = ids if "replace" in request.POST else ()
    again = ids if "again" in request.POST else ()
    try:
        with transaction.atomic():
            accepting.accept(run, bench.problem, request.user, ids, replace, seen, again)
            jobs.ask_for_check(bench.problem, request.user)
    except accepting.Unseen as unseen:
        return told_of(unseen, request.user)
    except ProgramError as error:
        return str(error)
    return ""


def told_of(unseen: accepting.Unseen, user) -> str:
    path = unseen.theirs["path"] if unseen.theirs else ""
    revision = changed_in(unseen, partial(part, path=f"programs/{path}")) if path else unseen.revision
    who = "you, in another window," if revision.author_id == user.pk else revision.author or "nobody known"
    what = f"{path} was changed" if path else f"What had the name of {unseen.name} was changed"
    return (
        f"{what} in revision {revision.number} by {who} since this page was drawn, so nothing was accepted. Below is "
        f"how {unseen.name} compares now."
    )


def address(bench: Bench, run: AiRun, part: str = "") -> str:
    return f"{reverse('workshop-proposals', args=[bench.problem.slug])}?run={run.pk}{part}"


# Live


@require_GET
def stream(request, slug, pk):
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    run = run_of(bench_again(session_key, slug), pk)
    return followed(run.topic, partial(looked, session_key, slug, pk, get_token(request)))


def looked(session_key: str | None, slug: str, pk: int, token: str) -> tuple[str, bool]:
    bench = bench_again(session_key, slug)
    proposal = Proposal.of(bench, run_of(bench, pk))
    context = {"bench": bench, "problem": bench.problem, "draft": bench.draft, "proposal": proposal}
    is_over = not proposal.is_live
    more = {"oob": True, "csrf_token": token, "is_over": is_over}
    return render_to_string("workshop/_proposing.html", context | more), is_over
