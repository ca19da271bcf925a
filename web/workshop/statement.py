"""What a solver reads, in several languages: written beside what it will look like, and saved while it is written."""

import re

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from judge import drafting, freezing
from judge.models import Revision
from web.http import asked
from web.problems import language_name
from web.workshop import desk, preview
from web.workshop.bench import Bench, bench_of, page
from web.workshop.conflict import Clash
from web.workshop.images import missing
from web.workshop.signed import words_kept
from web.workshop.statement_form import FORMATS, StatementForm

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


@words_kept("title", "text")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, slug):
    if request.method == "POST":
        return save(request, bench_of(request, slug, to_write=True), asked_language(request))
    bench = bench_of(request, slug)
    written = bench.draft.document["statements"]
    language = asked(request, "lang")
    if language not in written:
        language = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in written else next(iter(written))
    return drawn(request, bench, language, StatementForm.of(written[language]))


def asked_language(request) -> str:
    language = asked(request, "lang")
    if not CODE.fullmatch(language):
        raise Http404
    return language


def save(request, bench: Bench, language: str):
    form = StatementForm(request.POST)
    if not form.is_valid():
        return refused(request, bench, language, form, 422)
    try:
        bench.draft = saved(bench, request.user, language, form)
    except drafting.Conflict as conflict:
        bench.draft = conflict.revision
        clash = Clash.of_statements(conflict, f"statements/{language}", form.statement, request.user)
        return refused(request, bench, language, form, 409, clash=clash)
    if request.htmx:
        context = {"bench": bench, "problem": bench.problem, "draft": bench.draft, "form": form, "is_saved": True}
        return render(request, "workshop/_statement_said.html", context | {"base": drafting.mark(form.statement)})
    address = reverse("workshop-statement", args=[bench.problem.slug])
    return redirect(f"{address}?lang={language}&preview=1")


def saved(bench: Bench, user, language: str, form: StatementForm) -> Revision:
    said = form.cleaned_data
    return desk.save(bench, user, f"statements/{language}", form.statement, said["over"] or said["base"], said["desk"])


def refused(request, bench: Bench, language: str, form: StatementForm, status: int, **context):
    """Where the person is typing, what they typed being left as it is."""
    if request.htmx:
        shared = {"bench": bench, "problem": bench.problem, "draft": bench.draft, "form": form, "language": language}
        return render(request, "workshop/_statement_said.html", shared | context, status=status)
    return drawn(request, bench, language, form, status, **context)


def drawn(request, bench: Bench, language: str, form: StatementForm, status=200, **context):
    document = bench.draft.document
    written = document["statements"]
    statement = {name: form[name].value() or "" for name in ("title", "format", "text")}
    is_asked = request.GET.get("preview") and not form.errors
    look = preview.previewed if is_asked else preview.known
    shared = {
        "form": form,
        "language": language,
        "name": language_name(language),
        "languages": [(code, language_name(code)) for code in dict.fromkeys([*written, language])],
        "others": [(code, name) for code, name in settings.LANGUAGES if code not in written],
        "format": FORMATS.get(statement["format"], ""),
        "title": statement["title"],
        "mark": drafting.mark(written.get(language)),
        "preview": None if form.errors else look(statement, document["images"]),
        "samples": samples(bench.draft),
        "images": document["images"],
        "missing": missing(document),
    }
    return page(request, bench, "workshop/statement.html", "statement", status, **shared | context)


def samples(draft: Revision) -> list[dict]:
    """As they will stand under the statement."""
    shown = [test for test in draft.tests.all_tests() if test.is_sample]
    return [
        {"input": freezing.text(test.input), "answer": freezing.text(test.answer) if test.answer else None}
        for test in shown
    ]


# Languages


@words_kept()
@require_POST
def add_language(request, slug):
    bench = bench_of(request, slug, to_write=True)
    language = request.POST.get("lang", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    first = next(iter(bench.draft.document["statements"].values()))
    statement = {"title": first["title"], "format": "markdown", "text": ""}

    def edit(draft: Revision) -> dict:
        """Unless somebody was faster."""
        written = drafting.part(draft.document, f"statements/{language}")
        return drafting.replaced(draft.document, f"statements/{language}", written or statement)

    drafting.change(bench.problem, request.user, edit)
    return redirect(f"{reverse('workshop-statement', args=[slug])}?lang={language}")


@words_kept()
@require_POST
def remove_language(request, slug):
    bench = bench_of(request, slug, to_write=True)
    language = asked_language(request)
    try:
        drafting.change(bench.problem, request.user, without(language, request.POST.get("base", "")))
    except (LastLanguage, drafting.Conflict) as refusal:
        bench = bench_of(request, slug)
        written = bench.draft.document["statements"]
        if language not in written:
            return redirect("workshop-statement", slug)
        is_last = isinstance(refusal, LastLanguage)
        said = "A problem is written in one language at least." if is_last else CHANGED
        form = StatementForm.of(written[language])
        return drawn(request, bench, language, form, 422 if is_last else 409, removal=said)
    return redirect("workshop-statement", slug)


CHANGED = "Somebody has changed this statement since you opened it. Look at it, then decide again."


class LastLanguage(Exception):
    """A problem without any statement is none."""


def without(language: str, base: str):
    def edit(draft: Revision) -> dict:
        written = draft.document["statements"]
        if language in written and drafting.mark(written[language]) != base:
            raise drafting.Conflict(written[language], draft)
        if set(written) <= {language}:
            raise LastLanguage
        return drafting.replaced(draft.document, f"statements/{language}", None)

    return edit
