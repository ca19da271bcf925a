"""Tests that are typed in, and those that come as files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from judge import editing, receiving
from judge.testsets import Row
from web.workshop import tests
from web.workshop.bench import bench_of
from web.workshop.test_forms import Files, NewTest

LONGEST_LIST = 3  # names of files that were left alone


@login_required
@require_POST
def add(request, slug):
    bench, form = bench_of(request, slug, to_write=True), NewTest(request.POST)
    if form.is_valid():
        try:
            editing.add(bench.problem, request.user, [form.row()])
            return redirect(f"{reverse('workshop-tests', args=[slug])}#tests")
        except editing.Refused as refusal:
            form.add_error("input", list(refusal.reasons))
    return tests.drawn(request, bench, 422, new=form)


@login_required
@require_POST
def upload(request, slug):
    bench, form = bench_of(request, slug, to_write=True), Files(request.POST, request.FILES)
    if form.is_valid():
        try:
            with on_disk(form.cleaned_data["chosen"]) as files:
                rows, others = receiving.received(files, form.cleaned_data["group"])
            editing.add(bench.problem, request.user, rows)
        except editing.Refused as refusal:
            form.add_error("chosen", list(refusal.reasons))
        else:
            messages.success(request, words_of(rows, others))
            return redirect(f"{reverse('workshop-tests', args=[slug])}#tests")
    return tests.drawn(request, bench, 422, files=form)


def words_of(rows: list[Row], others: list[str]) -> str:
    words = f"{len(rows)} test{'' if len(rows) == 1 else 's'} added."
    if others:
        names = ", ".join(others[:LONGEST_LIST]) + (" …" if len(others) > LONGEST_LIST else "")
        words += f" Left alone, being neither .in nor .ans nor .out: {names}"
    return words


@contextmanager
def on_disk(files: list[UploadedFile]) -> Iterator[list[tuple[str, Path]]]:
    """Uploaded files as paths: Django keeps small ones in memory."""
    with TemporaryDirectory(prefix="upload-") as folder:
        yield [(file.name or "", path_of(file, Path(folder, str(place)))) for place, file in enumerate(files)]


def path_of(file: UploadedFile, free: Path) -> Path:
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    with free.open("wb") as kept:
        kept.writelines(file.chunks())
    return free
