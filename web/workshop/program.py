"""One program of a draft: its files in the editor, what is said of it, and its own tests."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from judge import draft_programs, jobs
from judge.draft_programs import ProgramError
from judge.drafting import Conflict, mark
from judge.lines import difference
from web.http import is_text
from web.workshop.bench import Bench, bench_of, page
from web.workshop.checks import shown
from web.workshop.conflict import Clash
from web.workshop.program_forms import NOT_TEXT, EditProgram, NewTest
from web.workshop.programs import address
from web.workshop.roles import BY_KEY
from web.workshop.signed import words_kept
from web.workshop.source import as_edited, file_of, source_of


@words_kept("source")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, slug, action, path):
    bench = bench_of(request, slug, to_write=request.method == "POST")
    if request.method != "POST":
        if action not in ACTIONS:
            raise Http404
        return show(request, bench, program_of(bench, path)) if action == "show" else redirect(address(bench, path))
    if action not in ACTIONS:
        raise Http404
    return ACTIONS[action](request, bench, path)


def program_of(bench: Bench, path: str) -> dict:
    if (program := bench.draft.program(path)) is None:
        raise Http404
    return program


def show(request, bench: Bench, program: dict, *, form=None, status=200, **context):
    file = file_of(request, program)
    text, reason = source_of(program, file)
    context = {
        "file": file,
        "is_editable": bench.may_write and not reason,
        "reason": reason,
        "text": text,
        "form": form or blank_form(program, file, text),
        "step": BY_KEY[program["role"]],
        "address": address(bench, program["path"]),
        "test_form": NewTest(role=program["role"]),
        "is_checked_by": bench.draft.document["checker"].get("path") == program["path"],
    } | context
    context = shown(bench, program["path"]) | context
    return page(request, bench, "workshop/programs/show.html", context["step"].name, status, **context)


def blank_form(program: dict, file: str, text: str) -> EditProgram:
    base = mark(draft_programs.shown(program, file))
    return EditProgram(program=program, initial=program | {"source": text, "base": base})


# Saved: by the button, and by itself when there was a pause


def save(request, bench: Bench, path: str):
    program = bench.draft.program(path)
    if program is None:
        return gone(request, bench, path)
    file = file_of(request, program)
    form = EditProgram(request.POST, program=program)
    if not is_text(request):
        form.add_error("source", NOT_TEXT)
    if not form.is_valid():
        return refused(request, bench, program, form)
    try:
        with transaction.atomic():
            saved(request, bench, program, file, form)
            jobs.ask_for_check(bench.problem, request.user)
    except ProgramError as error:
        form.add_error(error.field, str(error))
        return refused(request, bench, program, form)
    except Conflict as conflict:
        return told_apart(request, bench, path, file, form, conflict)
    if not request.htmx:
        return redirect(f"{address(bench, path)}?file={file}" if len(program["files"]) > 1 else address(bench, path))
    return news(request, bench_of(request, bench.problem.slug), path, file)


def saved(request, bench: Bench, program: dict, file: str, form: EditProgram):
    code = form.cleaned_data["source"]
    text, _ = source_of(program, file)
    if text.replace("\r\n", "\n") == code:  # a browser's line ends change nothing
        code = text
    base = request.POST.get("over") or form.cleaned_data["base"]
    draft_programs.edit(bench.problem, request.user, program["path"], file, form.said(), code.encode(), base)


def news(request, bench: Bench, path: str, file: str, status=200, **context):
    """What changes on the page when something was saved, or wasn't."""
    program = program_of(bench, path)
    fresh = {"file": file, "base": mark(draft_programs.shown(program, file)), "oob": True}
    fresh["step"] = BY_KEY[program["role"]]
    return page(request, bench, "workshop/programs/_news.html", "", status, **shown(bench, path) | fresh | context)


def refused(request, bench: Bench, program: dict, form: EditProgram):
    if request.htmx:
        context = {"errors": form.errors.items(), "is_refused": True}
        return news(request, bench, program["path"], file_of(request, program), 422, **context)
    return show(request, bench, program, form=form, status=422)


def told_apart(request, bench: Bench, path: str, file: str, form: EditProgram, conflict: Conflict):
    """How they differ; mine stays in the editor."""
    if conflict.theirs is None:
        return gone(request, bench, path)
    bench = bench_of(request, bench.problem.slug)  # as it is now
    program = program_of(bench, path)
    theirs = source_of(program, file)[0]
    code = theirs.replace("\r\n", "\n")
    lines = difference(code, form.cleaned_data["source"]) if code != form.cleaned_data["source"] else None
    read = partial(as_edited, path=path, file=file)
    clash = Clash.of(conflict, read, request.user, form.differing(conflict.theirs), lines, theirs if lines else None)
    if request.htmx:
        return news(request, bench, path, file, 409, clash=clash, is_refused=True)
    return show(request, bench, program, form=form, status=409, clash=clash)


def gone(request, bench: Bench, path: str):
    """What was typed is shown, to be kept."""
    context = {"path": path, "code": request.POST.get("source", ""), "oob": bool(request.htmx)}
    template = "workshop/programs/_gone.html" if request.htmx else "workshop/programs/gone.html"
    return page(request, bench, template, "", 409, **context)


# Everything else that is done to it


def rename(request, bench: Bench, path: str):
    name = request.POST.get("name", "").strip()
    try:
        path = draft_programs.rename(bench.problem, request.user, path, name)
    except ProgramError as error:
        return complained(request, bench, path, error, new_name=name)
    return redirect(address(bench, path))


def delete(request, bench: Bench, path: str):
    role = program_of(bench, path)["role"]
    try:
        draft_programs.remove(bench.problem, request.user, path)
    except ProgramError as error:
        return complained(request, bench, path, error)
    messages.success(request, f"{path.rsplit('/', 1)[-1]} is deleted. Earlier states of the draft still have it.")
    return redirect(f"workshop-{BY_KEY[role].name}", bench.problem.slug)


def make_reference(request, bench: Bench, path: str):
    try:
        draft_programs.make_reference(bench.problem, request.user, path)
    except ProgramError as error:
        return complained(request, bench, path, error)
    return redirect(address(bench, path))


def complained(request, bench: Bench, path: str, error: ProgramError, **context):
    program = bench.draft.program(path)
    if program is None:
        return gone(request, bench, path)
    return show(request, bench, program, status=422, complaint=str(error), **context)


ACTIONS = {
    "show": save,
    "rename": rename,
    "delete": delete,
    "reference": make_reference,
}
