"""What the AI is asked for."""

from django.db import transaction
from django.db.models.functions import Now

from judge import asking, events, extraction
from judge.gemini import AiError
from judge.models import AiRun
from judge.queue import fence, job, last_write


def abandon_extractions(ids):
    asking.abandon(ids, "It was cancelled, or came to nothing.")
    for pk in ids:
        events.publish_on_commit(AiRun(pk=pk).topic, state="ended")


@job(queue="ai", priority=4, soft=9 * 60, hard=10 * 60, cap=300, on_abandon=abandon_extractions)
def extract_problem(run_id):
    """A problem from a page, a text or a PDF. What can't be had is a result, and said on its page."""
    run = AiRun.objects.for_asking().get(pk=run_id)
    asker = asking.Asker(run)

    def tell(**said):
        events.publish(run.topic, fence=fence(), **said)

    try:
        said = {"document": extraction.extracted(run, asker, tell), "failure": ""}
    except extraction.Refusal as refusal:
        said = {"document": run.document | {"refused": True}, "failure": str(refusal)}
    except AiError as error:
        if error.transient:
            raise
        said = {"failure": words_of(error)}
    with last_write():
        run.keep(asker.calls, finished=Now(), **said)
    tell(state="ended")


def words_of(error):
    """With what it says of itself, where that is for people too."""
    said = str(error)
    return error.words if said in ("", error.words) or not said.endswith(".") else f"{error.words} {said}"


def begin_extraction(asked, user):
    """What was read within the last hour is there at once; who asks for the same as somebody else waits with them."""
    key = extraction.key_of(asked)
    fields = {"kind": AiRun.Kind.EXTRACTION, "key": key, "requested_by": user}
    if known := extraction.cached(key):
        return AiRun.objects.create(**fields, document=known | {"asked": asked, "is_cached": True}, finished=Now())
    with transaction.atomic():
        run = AiRun.objects.create(**fields, document={"v": 1, "asked": asked})
        live = extract_problem.enqueue(run.pk, key=f"extract {key}", requested_by=user)
        if live.subject != run.pk:
            AiRun.objects.filter(pk=run.pk).update(document={"v": 1, "asked": asked, "like": live.subject})
    return run
