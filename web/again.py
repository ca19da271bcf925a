"""A judged submission that is judged again, on a newer version of its problem: what its open page shows of that."""

from collections.abc import AsyncGenerator

from django.conf import settings
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from judge import events, rejudging
from judge.models import Rejudge, Submission
from web import submissions
from web.access import Watch, submission_for
from web.broadcast import drawn
from web.http import EventStream, Message, asked, give_connection_back, in_thread
from web.progress import Progress
from web.result import Result

LOOK = 3.0  # seconds until its row is read again


@require_GET
@never_cache
def news(request, pk):
    """For a page with a verdict, from time to time: nothing, or the page, when there is something new on it."""
    if Result(submission_for(request.user, pk), request.user).seen == asked(request, "seen"):
        return HttpResponse(status=204)
    return submissions.show(request, pk)


@require_GET
def stream(request, pk):
    watch = Watch(request.COOKIES.get(settings.SESSION_COOKIE_NAME), pk)
    if not watch.is_allowed():
        raise Http404
    give_connection_back()
    return EventStream(told(watch, get_token(request)))


def look(watch: Watch) -> tuple[Submission, Rejudge | None]:
    submission, _ = watch.submission_and_user()
    return submission, rejudging.coming_to(submission)


async def told(watch: Watch, token: str) -> AsyncGenerator[Message | None]:
    """How many tests are run, and at last the verdict as it is then."""
    try:
        submission, rejudge = await in_thread(look, watch)
        with events.listen(submission.topic) as reader:
            progress = Progress(rejudge.version.test_count, rejudging.fence_of(rejudge)) if rejudge else Progress(0)
            while rejudge:
                batch = await reader.heard(LOOK)
                for _, event in batch:
                    progress.take(event)
                if not batch or progress.phase == "judged":
                    _, rejudge = await in_thread(look, watch)
                if rejudge:
                    yield Message(line(rejudge, progress))
        yield Message(await in_thread(last_word, watch, token))
    except Http404:
        return


def line(rejudge: Rejudge, progress: Progress) -> str:
    return render_to_string("submissions/_again.html", {"rejudge": rejudge, "progress": progress, "oob": True})


def last_word(watch: Watch, token: str) -> str:
    result = Result(*watch.submission_and_user())
    gone = render_to_string("submissions/_again.html", {"oob": True})
    return gone + drawn(result, "result", csrf_token=token)
