"""One test: what is in it, where it comes from, and what its authors do to it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from judge import blobs, editing, testsets
from judge.outcome import SHOWN
from judge.standing import Standing
from judge.testsets import Row
from web.answer import Panel, Piece
from web.downloads import ENDINGS, Download
from web.http import MOST_DIGITS, give_connection_back
from web.showing import near_and_far
from web.workshop.bench import Bench, bench_of, page
from web.workshop.test_forms import OwnTest
from web.workshop.tests import Shown

GONE = "Somebody has changed this test since you opened it. Here it is as it is now; nothing was overwritten."


def row_of(bench: Bench, number: int) -> Row:
    columns = bench.draft.tests.columns
    if not 1 <= number <= bench.draft.tests.count:
        raise Http404
    return Row(**{name: columns[name][number - 1] for name in testsets.NAMES})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show(request, slug, number):
    bench = bench_of(request, slug, to_write=request.method == "POST")
    row = row_of(bench, number)
    if request.method != "POST":
        return drawn(request, bench, number, row, form_of(row))
    form = form_of(row, request.POST)
    mark = request.POST.get("mark", "")
    if mark != editing.mark(row):
        return drawn(request, bench, number, row, form, 409, error=GONE, mark=editing.mark(row))
    if form.is_valid():
        try:
            editing.replace_test(bench.problem, request.user, mark, form.news)
        except editing.Refused as refusal:
            form.add_error("name" if "name" in str(refusal) else "input", list(refusal.reasons))
        except editing.Changed:
            return drawn(request, bench, number, row, form, 409, error=GONE)
        else:
            return redirect(f"{reverse('workshop-tests', args=[slug])}#test-{number}")
    return drawn(request, bench, number, row, form, 422)


def drawn(request, bench: Bench, number: int, row: Row, form: OwnTest, status=200, **context):
    shared = {
        "test": Shown.of(number, row, Standing.of(bench.draft)),
        "form": form,
        "mark": editing.mark(row),
        "total": bench.draft.tests.count,
        "has_validator": bool(bench.draft.programs("validator")),
        "input": panel(row.input, row.input_bytes),
        "answer": panel(row.answer, row.answer_bytes) if row.answer else None,
    }
    return page(request, bench, "workshop/test.html", "tests", status, **shared | context)


def panel(sha: str, size: int) -> Panel:
    piece = Piece(blobs.read(sha, SHOWN), size)
    return Panel(near_and_far(piece.data, piece.is_cut), piece)


def form_of(row: Row, data=None) -> OwnTest:
    """What the script makes is changed in the script."""
    input = None if row.is_by_script else typeable(row.input, row.input_bytes)
    answer = None if row.is_by_script else typeable(row.answer, row.answer_bytes)
    return OwnTest(data, row=row, input=input, answer=answer) if data else OwnTest.of(row, input, answer)


def typeable(sha: str | None, size: int) -> bytes | None:
    """The bytes, if a text field can show them and give them back as they are."""
    if sha is None:
        return b""
    if size > SHOWN:
        return None
    data = blobs.read(sha)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if any(ord(letter) < 32 and letter not in "\t\n" for letter in text) else data


@login_required
@require_POST
def delete(request, slug, number):
    bench = bench_of(request, slug, to_write=True)
    return done(request, slug, partial(editing.delete, bench.problem, request.user, request.POST.get("mark", "")))


@login_required
@require_POST
def move(request, slug, number):
    bench, to = bench_of(request, slug, to_write=True), request.POST.get("to", "")
    place = int(to[:MOST_DIGITS]) if to.isdecimal() else number
    return done(request, slug, partial(editing.move, bench.problem, request.user, request.POST.get("mark", ""), place))


def done(request, slug, edit: Callable[[], object]):
    try:
        edit()
    except editing.Changed:
        messages.success(request, "Somebody has changed this test since you opened it, so it was left as it is.")
    return redirect(f"{reverse('workshop-tests', args=[slug])}#tests")


@login_required
@require_safe
def download(request, slug, number, part):
    bench = bench_of(request, slug)
    row = row_of(bench, number)
    if part not in ENDINGS or not (sha := getattr(row, part)):
        raise Http404
    give_connection_back()
    name = f"{bench.problem.slug}-{number}.{ENDINGS[part]}"
    return Download(blobs.path(sha), getattr(row, f"{part}_bytes"), name)
