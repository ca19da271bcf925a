"""Hints for a submission that failed."""

from judge import asking, events, hints
from judge.jobs.ai import CAP, HARD, SOFT, ends_runs, explained, revive_runs, tells
from judge.models import AiRun
from judge.queue import Refused, fence, job, last_write


@job(
    queue="ai",
    priority=6,
    soft=SOFT,
    hard=HARD,
    cap=CAP,
    on_abandon=ends_runs("write_hints"),
    on_revive=revive_runs,
)
def write_hints(run_id):
    run = AiRun.objects.for_asking().for_hints().get(pk=run_id)
    asker = asking.Asker(run)
    try:
        with explained():
            found = hints.write(run, asker, tells(run))
    except hints.NothingToHint as error:
        raise Refused(str(error)) from error
    with last_write():
        run.finish(asker.calls, found)
    events.publish(run.topic, fence=fence(), state="ended")
