from uuid import uuid5

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from judge import events, jobs, queue
from judge.models import Submission, User
from judge.verdict import Verdict
from web import problems
from web.access import Watch, known_problem, submission_for, version_of
from web.accounts import ask_to_sign_in
from web.forms import SubmissionForm
from web.http import EventStream, asked, asked_number, give_connection_back, is_text
from web.live import Reader
from web.paging import Page
from web.result import Result, job_of


class QuotaExceeded(Exception):
    """The person's plan allows no more submissions today."""


@require_http_methods(["GET", "POST"])
def create(request, slug):
    if request.method == "GET":  # where the browser comes back to after an error page
        return redirect("problem", slug)
    problem = known_problem(request.user, slug)
    if not problem:
        return problems.withdrawn(request, slug, status=422, code=request.POST.get("source", ""))
    if not request.user.is_authenticated:
        return ask_to_sign_in(request, problem)
    version = version_of(problem)
    form = SubmissionForm(request.POST, problem=problem, version=version, is_text=is_text(request))
    if form.is_valid():
        try:
            return redirect(submitted(form, request.user))
        except QuotaExceeded:
            form.add_error(None, quota_message(request.user))
    return problems.page(request, problem, version, form, status=422)


@transaction.atomic
def submitted(form, user) -> Submission:
    """One submission a form, however often it was sent, and no more a day than the plan allows: one at a time."""
    author = User.objects.select_for_update(of=("self",)).select_related("plan").get(pk=user.pk)
    submission = form.submission_by(author)
    if twin := twin_of(submission):
        return twin
    if not author.executions_left:
        raise QuotaExceeded
    submission.save(force_insert=True)
    jobs.run_submission.enqueue(submission.pk, requested_by=author)
    return submission


def twin_of(submission) -> Submission | None:
    """The same code from the same form. A form that came back from the browser's history with other code in it is
    another submission, under a token that is the same however often that is sent.
    """
    while twin := submission.author.submissions.filter(token=submission.token).first():
        if twin.is_same_code(submission):
            return twin
        code = f"{submission.problem_id}\0{submission.language}\0{submission.source}"
        submission.token = uuid5(submission.token, code)
    return None


def quota_message(user):
    return (
        f"Your plan allows {user.plan.daily_executions} submissions a day, and today's are used up. Go on at 00:00 UTC."
    )


@login_required
@require_safe
def index(request):
    everybody = request.user.is_staff and "all" in request.GET
    rows = Submission.objects.all() if everybody else request.user.submissions
    if slug := asked(request, "problem"):
        rows = rows.filter(problem__slug=slug)
    page = Page(request, rows.for_list())
    context = {"page": page, "everybody": everybody, "slug": slug, "section": "submissions"}
    context["problem"] = page.rows[0].problem if slug and page.rows else None
    return render(request, "submissions/index.html", context)


@login_required
@require_safe
@never_cache
def show(request, pk):
    result = Result(submission_for(request.user, pk), request.user, asked_number(request, "test"))
    if not result.submission.is_judged:
        catch_up(result.with_waiting())
    return render(request, "submissions/show.html", {"result": result, "section": "submissions"})


def catch_up(result: Result):
    """Draw what the events have told by now. The stream folds them again and goes on behind the last of these."""
    past = events.so_far(result.submission.topic)
    result.has_events = past is not None
    for result.after, event in past or ():
        result.progress.take(event)
    result.progress.remember(result.submission.results)


@require_GET
def stream(request, pk):
    watch = Watch(request.COOKIES.get(settings.SESSION_COOKIE_NAME), pk)
    if not watch.is_allowed():
        raise Http404
    give_connection_back()
    after = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return EventStream(Reader(watch, after, get_token(request)).messages())


@login_required
@require_POST
def cancel(request, pk):
    """One that runs is told to stop, and does within seconds."""
    submission = submission_for(request.user, pk)
    if job := job_of(submission):
        queue.cancel(job)
    return redirect(submission)


@login_required
@require_POST
def retry(request, pk):
    """Staff's: a judge's own error gave the try back, and so anybody could have more of them than the plan allows."""
    submission = submission_for(request.user, pk)
    if not request.user.is_staff:
        raise Http404
    if submission.verdict == Verdict.JUDGE_ERROR:
        jobs.judge_again(submission)
    return redirect(submission)
