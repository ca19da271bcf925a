"""A solver asks for hints, and opens them one by one."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_GET, require_POST

from judge import asking, hints, jobs
from judge.models import AiRun, Submission, User
from web.access import request_of, submission_for
from web.hinting import Hinting
from web.result import Result
from web.workshop.live import followed


class QuotaExceeded(Exception):
    """The person's plan allows no more of them today."""


@login_required
@require_POST
def create(request, pk):
    submission = own(request, pk)
    if words := hints.lack(submission) or asking.unavailable():
        return refused(request, submission, words)
    try:
        begun(submission, request.user, get_language_from_request(request))
    except QuotaExceeded:
        return refused(request, submission, quota_message(request.user))
    return back(submission)


@transaction.atomic
def begun(submission: Submission, user: User, language: str) -> AiRun:
    """Those that there are, or are being written; otherwise one of the day's, and the job that writes them."""
    author = User.objects.select_for_update(of=("self",)).select_related("plan").get(pk=user.pk)
    key = hints.key(submission)
    latest = AiRun.objects.of_submission(submission, key).first()
    if latest and not latest.has_failed:
        return latest
    if not author.hints_left:
        raise QuotaExceeded
    run = AiRun.objects.create(
        kind=AiRun.Kind.HINTS,
        key=key,
        submission=submission,
        requested_by=author,
        document={"v": 1, "language": language},
    )
    jobs.write_hints.enqueue(run.pk, key=f"hints {key}", requested_by=author)
    return run


def quota_message(user: User) -> str:
    allowed = f"Your plan allows hints for {user.plan.daily_hints} submissions a day"
    return f"{allowed}, and today’s are used up. Go on at 00:00 UTC."


@login_required
@require_POST
def open_next(request, pk):
    """The next one after those that the page showed: a double click opens one."""
    submission = own(request, pk)
    run = AiRun.objects.of_submission(submission, hints.key(submission)).first()
    number = int(request.POST["number"]) if request.POST.get("number", "").isdecimal() else 0
    if run is None or not 2 <= number <= hints.LEVELS:
        raise Http404
    run.open(number)
    return back(submission)


@require_GET
def stream(request, pk):
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    submission = submission_for(request_of(session_key).user, pk)
    run = AiRun.objects.of_submission(submission, hints.key(submission)).first()
    if run is None:
        raise Http404
    return followed(run.topic, partial(looked, session_key, pk, get_token(request)))


def looked(session_key: str | None, pk: int, token: str) -> tuple[str, bool]:
    user = request_of(session_key).user
    submission = submission_for(user, pk)
    hinting = Hinting.of(submission, user)
    if hinting is None:
        raise Http404
    is_over = not hinting.is_live or hinting.is_stuck
    context = {"hints": hinting, "submission": submission, "csrf_token": token, "oob": True, "is_over": is_over}
    return render_to_string("submissions/_hints.html", context), is_over


def own(request, pk: int) -> Submission:
    """Staff sees others' submissions, and asks for no hints to them."""
    submission = submission_for(request.user, pk)
    if submission.author_id != request.user.pk:
        raise Http404
    return submission


def back(submission: Submission):
    return redirect(f"{submission.get_absolute_url()}#hints")


def refused(request, submission: Submission, words: str):
    result = Result(submission, request.user)
    if not submission.is_judged:
        result.with_waiting()
    result.hints = Hinting.of(submission, request.user, words)
    return render(request, "submissions/show.html", {"result": result, "section": "submissions"}, status=422)
