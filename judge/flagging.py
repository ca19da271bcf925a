"""A solver's word that the real site disagrees with us: one open flag a submission, so many a day."""

from django.db import transaction
from django.utils import timezone

from judge.models import Flag, Submission, User
from judge.verdict import Verdict


class Unfit(Exception):
    """It can't be flagged. The message is for the solver."""


@transaction.atomic
def flag(submission: Submission, person: User, verdict: str, words: str) -> Flag:
    """One person's at a time. The open one, if there is one. It takes nothing of the day's submissions."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if submission.verdict != Verdict.ACCEPTED:
        raise Unfit("Only what was accepted here can be flagged.")
    if there := submission.flags.open().first():
        return there
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if Flag.objects.filter(submission__author=person, created__gte=midnight).count() >= Flag.MOST:
        raise Unfit(f"At most {Flag.MOST} submissions a day can be flagged. Go on at 00:00 UTC.")
    return Flag.objects.create(problem_id=submission.problem_id, submission=submission, verdict=verdict, words=words)
