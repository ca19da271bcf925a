"""A problem that is read from a page, a text or a PDF: asked for, watched, and begun as a draft."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models.functions import Now
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from judge import asking, extraction, jobs, queue
from judge.models import AiRun
from web.access import request_of
from web.images import picture_response
from web.workshop.bench import bench_of
from web.workshop.bring_form import BringForm, NewProblem, drawn
from web.workshop.live import followed
from web.workshop.reading import reading_of
from web.workshop.signed import words_kept


@words_kept("url", "text")
@require_POST
def create(request):
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return drawn(request, NewProblem(), form, 422)
    return redirect("workshop-reading", jobs.begin_extraction(form.asked(), request.user).pk)


@login_required
@require_safe
@never_cache
def show(request, pk):
    context = {"reading": reading_of(pk, request.user), "section": "workshop", "unavailable": asking.unavailable()}
    return render(request, "workshop/bring/show.html", context)


@login_required
@require_safe
def picture(request, pk, name):
    found = reading_of(pk, request.user).result
    if name not in [each["file"] for each in found.get("pictures", []) if each["file"]]:
        raise Http404
    return picture_response(request, name, f"{found['album']}-{name}", lambda: extraction.picture(found, name))


@login_required
@require_POST
def again(request, pk):
    reading = reading_of(pk, request.user)
    if reading.is_live or asking.unavailable():
        return redirect("workshop-reading", pk)
    if reading.asked.get("pdf") and not reading.pdf.update(last_used=Now()):  # which keeps it for another day
        return redirect("workshop-reading", pk)
    return redirect("workshop-reading", jobs.begin_extraction(reading.asked, request.user).pk)


@login_required
@require_POST
def cancel(request, pk):
    reading = reading_of(pk, request.user)
    if reading.may_cancel:
        queue.cancel(reading.job)
    return redirect("workshop-reading", pk)


@login_required
@require_POST
def begin(request, pk):
    reading = reading_of(pk, request.user)
    if not reading.result or not reading.may_begin:  # a draft is its asker's: staff may look
        return redirect("workshop-reading", pk)
    with transaction.atomic():
        problem = extraction.begin(reading.run, request.user)
        jobs.ask_for_check(problem, request.user)
    return redirect("workshop-overview", problem.slug)


@login_required
@require_POST
def check(request, slug):
    """Somebody has compared the draft with where it is from."""
    bench = bench_of(request, slug, to_write=True)
    extraction.check(bench.problem, request.user)
    return redirect("workshop-overview", slug)


# Live


@require_safe
def stream(request, pk):
    look = partial(looked, request.COOKIES.get(settings.SESSION_COOKIE_NAME), pk, get_token(request))
    user = request_of(request.COOKIES.get(settings.SESSION_COOKIE_NAME)).user
    reading = reading_of(pk, user)
    return followed(AiRun(pk=reading.job.subject if reading.job else pk).topic, look)


def looked(session_key: str | None, pk: int, csrf_token: str) -> tuple[str, bool]:
    user = request_of(session_key).user
    if not user.is_authenticated:
        raise Http404
    reading = reading_of(pk, user)
    context = {"reading": reading, "user": user, "csrf_token": csrf_token, "oob": True}
    context["unavailable"] = "" if reading.is_live else asking.unavailable()
    return render_to_string("workshop/bring/_run.html", context), not reading.is_live
