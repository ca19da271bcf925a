from django.conf import settings
from django.conf.locale import LANG_INFO
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from judge.models import Problem, Tag
from web.access import known_problem, problem_for, version_of
from web.forms import SubmissionForm
from web.http import asked, asked_number
from web.images import image_response
from web.paging import Page
from web.search import found

LATEST = 5  # of one's own submissions, beside the editor


@require_safe
def index(request):
    query, tag = asked(request, "q"), asked(request, "tag")
    problems = found(Problem.objects.visible_to(request.user), query)
    if tag:
        problems = problems.filter(tags__name=tag)
    page = Page(request, problems.for_list(request.user))
    tags = Tag.objects.all()
    return render(
        request, "problems/index.html", {"page": page, "query": query, "tag": tag, "tags": tags, "section": "problems"}
    )


@require_safe
def show(request, slug):
    problem = known_problem(request.user, slug)
    if not problem:
        return withdrawn(request, slug, status=410)
    version = version_of(problem)
    return page(
        request, problem, version, SubmissionForm(problem=problem, version=version, initial=begun(request, slug))
    )


def withdrawn(request, slug, status, code=""):
    problem = Problem.objects.only("state", "reason").get(slug=slug)
    return render(request, "problems/withdrawn.html", {"code": code, "problem": problem}, status=status)


def page(request, problem, version, form, status=200):
    """The statement beside the form; one's own latest tries under it."""
    language = language_of(request, version)
    context = {
        "section": "problems",
        "problem": problem,
        "version": version,
        "form": form,
        "language": language,
        "languages": [(code, language_name(code)) for code in version.statements] if version else [],
        "title": version.titles.get(language, version.title) if version else problem.title,
        "statement": version.statements.get(language, "") if version else "",
    }
    if request.user.is_authenticated:
        own = request.user.submissions.filter(problem=problem)
        context |= {"latest": own.for_list()[:LATEST], "left": request.user.executions_left}
    return render(request, "problems/show.html", context, status=status)


def language_name(code):
    return LANG_INFO[code]["name_local"] if code in LANG_INFO else code


def begun(request, slug):
    """The code to begin with: that of an own submission, or what a lost session left behind."""
    if not request.user.is_authenticated:
        return {}
    if (number := asked_number(request, "from")) is not None:
        submission = get_object_or_404(request.user.submissions, pk=number)
        return {"language": submission.language, "source": submission.source}
    return request.session.pop(f"code:{slug}", {})


def language_of(request, version):
    """The statement's language: as asked for, else as the browser prefers, else English, else any."""
    written = list(version.statements) if version else []
    wishes = [request.GET.get("lang"), get_language_from_request(request), settings.LANGUAGE_CODE, *written]
    return next((language for language in wishes if language in written), settings.LANGUAGE_CODE)


@require_safe
def image(request, slug, name):
    version = version_of(problem_for(request.user, slug))
    return image_response(request, version.images if version else {}, name)
