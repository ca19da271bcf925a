"""The queues page, for staff: how each queue stands, and buttons for what goes wrong."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from judge import jobs
from judge.caching import overview as caching
from judge.caching.entries import BadPattern
from judge.models import Job
from judge.queue import overview
from web import subjects

SHOWN = 10  # running and dead jobs


def staff_only(view):
    """For others the page doesn't exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


@staff_only
@require_safe
@never_cache
def index(request):
    running = list(Job.objects.running().for_list().order_by("started")[:SHOWN])
    dead = list(Job.objects.filter(state=Job.State.DEAD).for_list()[:SHOWN])
    subjects.name([*running, *dead])
    context = {
        "queues": overview.standings(),
        "absent": overview.absent(),
        "running": running,
        "dead": dead,
        "holdings": caching.standing(),
        "section": "jobs",
    }
    return render(request, "operations/queues.html", context)


@staff_only
@require_POST
def act(request, name, action):
    if name not in settings.QUEUES or action not in ACTIONS:
        raise Http404
    messages.success(request, ACTIONS[action](name, request.user))
    return redirect("queues")


@staff_only
@require_POST
def recover(request):
    freed = overview.recover()
    messages.success(request, f"{counted(freed)} freed; what Redis had forgotten is sent again.")
    return redirect("queues")


@staff_only
@require_POST
def act_on_cache(request, action):
    if action not in CACHE_ACTIONS:
        raise Http404
    CACHE_ACTIONS[action](request)
    return redirect("queues")


def warm(request):
    jobs.warm_everything(requested_by=request.user)
    messages.success(request, "What people read most is read afresh, as soon as a worker has time.")


def invalidate(request):
    pattern = request.POST.get("pattern", "").strip()
    try:
        job = jobs.invalidate(pattern, requested_by=request.user)
    except BadPattern as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"What {pattern} names is dropped by job {job.pk}, as soon as a worker has time.")


def empty(name, user):
    found = jobs.empty(name, user)
    if isinstance(found, Job):
        return f"Job {found.pk} cancels what waits in {name}: more than can be done at once."
    return f"{counted(found)} cancelled in {name}."


def retry_dead(name, user):
    found = jobs.retry_dead(name, user)
    if isinstance(found, Job):
        return f"Job {found.pk} queues the dead of {name} again: more than can be done at once."
    return f"{counted(found)} queued again in {name}."


def counted(number):
    return f"{number} job{'' if number == 1 else 's'}"


ACTIONS = {"empty": empty, "retry": retry_dead}
CACHE_ACTIONS = {"warm": warm, "invalidate": invalidate}
