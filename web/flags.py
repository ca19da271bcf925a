"""A solver tells a problem's authors that the real site disagrees."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from judge import flagging
from web.access import submission_for
from web.flag_form import FlagForm
from web.result import Result


@login_required
@require_POST
def create(request, pk):
    """By its author only: staff sees others' submissions, and flags none of them."""
    submission = submission_for(request.user, pk)
    if submission.author_id != request.user.pk:
        raise Http404
    form = FlagForm(request.POST)
    if form.is_valid():
        try:
            flagging.flag(submission, request.user, **form.cleaned_data)
            return redirect(submission)
        except flagging.Unfit as error:
            form.add_error(None, str(error))
    result = Result(submission, request.user)
    result.flag_form = form
    return render(request, "submissions/show.html", {"result": result, "section": "submissions"}, status=422)
