"""A problem is read from where somebody found it."""

from django.db import transaction
from django.db.models.functions import Now

from judge import asking, events, extraction
from judge.jobs.ai import CAP, HARD, SOFT, ends_runs, explained, revive_runs
from judge.models import AiRun
from judge.queue import fence, job, last_write


@job(
    queue="ai",
    priority=4,
    soft=SOFT,
    hard=HARD,
    cap=CAP,
    on_abandon=ends_runs("extract_problem"),
    on_revive=revive_runs,
)
def extract_problem(run_id):
    """From a page, a text or a PDF. That there is nothing to be had is a result, and said on its page."""
    run = AiRun.objects.for_asking().get(pk=run_id)
    asker = asking.Asker(run)

    def tell(**said):
        events.publish(run.topic, fence=fence(), **said)

    try:
        with explained():
            document = extraction.extracted(run, asker, tell)
            said = {"document": document, "failure": "", "holds": extraction.held(document)}
    except extraction.Refusal as refusal:
        said = {"document": run.document | {"is_closed": refusal.is_closed}, "failure": str(refusal)}
    with last_write():
        run.keep(asker.calls, finished=Now(), **said)
    tell(state="ended")


def begin_extraction(asked, user):
    """What was read within the last hour is there at once; who asks for the same as somebody else waits with them."""
    key = extraction.key_of(asked)
    fields = {"kind": AiRun.Kind.EXTRACTION, "key": key, "requested_by": user}
    if known := extraction.cached(key):
        document = known | {"asked": asked, "is_cached": True}
        return AiRun.objects.create(**fields, document=document, holds_id=extraction.held(document), finished=Now())
    with transaction.atomic():
        document = {"v": 1, "asked": asked}
        run = AiRun.objects.create(**fields, document=document, holds_id=extraction.held(document))
        live = extract_problem.enqueue(run.pk, key=f"extract {key}", requested_by=user)
        if live.subject != run.pk:
            AiRun.objects.filter(pk=run.pk).update(document={"v": 1, "asked": asked, "like": live.subject})
    return run
