"""Jobs as people see them: the requester their own, staff all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from judge import jobs, queue
from judge.models import Job
from judge.models.job import TRIES
from judge.queue.kinds import KINDS
from web import subjects
from web.http import asked
from web.paging import Page

ONLY_STAFF_RETRIES = ("run_submission", "write_hints")  # their ends gave the day's quota back


@login_required
@require_safe
@never_cache
def index(request):
    state, kind = asked(request, "state"), asked(request, "kind")
    rows = Job.objects.visible_to(request.user).for_list()
    if state in Job.State.values:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    page = Page(request, rows)
    subjects.name(page)
    context = {"page": page, "state": state, "kind": kind, "states": Job.State, "kinds": titles()}
    return render(request, "jobs/index.html", context | {"section": "jobs"})


@login_required
@require_safe
@never_cache
def show(request, pk):
    job = job_for(request.user, pk)
    steps = chain_of(job)
    subjects.name([job, *steps])
    context = {
        "job": job,
        "place": job.position() + 1 if job.is_due else None,
        "steps": steps,
        "planned": planned(steps[-1] if steps else job),
        "is_stopped": steps and job.can_be_retried,
        "may_retry": may_retry(request.user, job),
        "pause": None if job.is_due else max((job.due - timezone.now()).total_seconds(), 0),
        "tries": TRIES,
        "what_goes": f"{'The whole workflow and its logs are' if steps else 'It and its log are'} removed for ever.",
        "section": "jobs",
    }
    return render(request, "jobs/show.html", context)


def titles() -> list[tuple[str, str]]:
    return [(name, Job(kind=name).title) for name in sorted(KINDS)]


def job_for(user, pk) -> Job:
    return get_object_or_404(Job.objects.visible_to(user).select_related("requested_by"), pk=pk)


def chain_of(job: Job) -> list[Job]:
    """The steps of its workflow that there are by now."""
    if not (job.chain_id or leads_to(job)):
        return []
    first = job.chain_id or job.pk
    return list(Job.objects.of_chain(first).defer("log", "checkpoint"))


def planned(last: Job) -> list[str]:
    """The titles of the steps that will follow when all goes well."""
    titles, name = [], leads_to(last)
    while name:
        titles.append(Job(kind=name).title)
        name = leads_to(Job(kind=name))
    return titles


def leads_to(job: Job) -> str:
    return KINDS[job.kind].leads_to if job.kind in KINDS else ""


def may_retry(user, job: Job) -> bool:
    return job.can_be_retried and (user.is_staff or job.kind not in ONLY_STAFF_RETRIES)


@login_required
@require_POST
def act(request, pk, action):
    if action not in ACTIONS:
        raise Http404
    ACTIONS[action](request, job_for(request.user, pk))
    if "queues" in request.POST:
        return redirect("queues")
    return redirect("jobs") if action == "delete" else redirect("job", pk)


def cancel(request, job: Job):
    if not queue.cancel(job) and job.is_running:
        messages.success(request, "It is told to stop, which takes some seconds.")


def retry(request, job: Job):
    if job.can_be_retried and not may_retry(request.user, job):
        raise Http404
    if not queue.retry(job):
        messages.success(request, "It is not retried: it is alive or done, or another job does the same by now.")


def delete(request, job: Job):
    if not request.user.is_staff or job.is_live:
        raise Http404
    with transaction.atomic():
        jobs.delete_job.enqueue(job.pk, key=f"delete {job.pk}", requested_by=request.user)
    messages.success(request, "It will be deleted in a moment.")


ACTIONS = {"cancel": cancel, "retry": retry, "delete": delete}
