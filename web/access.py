"""Who may see what. What somebody may not see doesn't exist for them: 404, never 403."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from judge.models import Problem, ProblemVersion, Submission


def problem_for(user, slug) -> Problem:
    return get_object_or_404(Problem.objects.visible_to(user), slug=slug)


def known_problem(user, slug) -> Problem | None:
    """None for one that was deleted, or withdrawn and is not the user's: that much everybody may know."""
    problem = get_object_or_404(Problem.objects.known_to(user).with_tags(), slug=slug)
    if problem.is_deleted:
        return None
    is_open = problem.state != Problem.State.WITHDRAWN or problem.is_worked_on_by(user)
    return problem if is_open else None


def version_of(problem: Problem) -> ProblemVersion | None:
    """The version that its page shows: the published one, or a draft's newest. By its id, so that it can be cached."""
    versions = ProblemVersion.objects.for_statement()
    if problem.current_id:
        return versions.get(pk=problem.current_id)
    return versions.filter(problem=problem).order_by("-number").first()


def submission_for(user, pk) -> Submission:
    return get_object_or_404(Submission.objects.visible_to(user).for_page(), pk=pk)


def request_of(session_key: str | None) -> HttpRequest:
    """As if the user of that session asked now: sessions end, and rights change."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    request.user = get_user(request)
    if not request.user.is_authenticated:
        raise Http404
    return request


@dataclass(frozen=True)
class Watch:
    """Somebody's open page of a submission, by their session. Sessions end and rights change: each answer is new."""

    session_key: str | None
    pk: int

    def is_allowed(self) -> bool:
        try:
            return Submission.objects.visible_to(self.user()).filter(pk=self.pk).exists()
        except Http404:
            return False

    def submission_and_user(self):
        user = self.user()
        return get_object_or_404(Submission.objects.visible_to(user).for_watching(), pk=self.pk), user

    def user(self):
        return request_of(self.session_key).user
