"""The problem as a package: taken home, or brought from elsewhere into this draft."""

import tempfile
import zipfile
from typing import BinaryIO

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from judge import jobs
from judge.models import Job, Upload
from judge.packages import exporting, uploading
from judge.packages.package import PackageError
from web.downloads import FileDownload
from web.http import give_connection_back
from web.workshop.bench import Bench, bench_of, page

MOST = 128 * 2**20  # bytes of a package that is made while somebody waits for it, unpacked


class PackageForm(forms.Form):
    file = forms.FileField(error_messages={"required": "Choose a zip archive.", "empty": "This file is empty."})

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > Upload.MOST_BROUGHT:
            raise forms.ValidationError(f"It has {file.size:,} bytes; at most {Upload.MOST_BROUGHT:,} are taken here.")
        if not zipfile.is_zipfile(file):
            raise forms.ValidationError("This is no zip archive.")
        file.seek(0)
        return file


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show(request, slug):
    bench = bench_of(request, slug, to_write=request.method == "POST")
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return shown(request, bench, PackageForm())
    form = PackageForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, bench, form, status=422)
    take(bench, request.user, form.cleaned_data["file"])
    return redirect("workshop-package", slug)


@transaction.atomic
def take(bench: Bench, user, file):
    upload = uploading.keep_file(bench.problem, file.name.removesuffix(".zip"), file, user)
    jobs.import_into_draft.enqueue(upload.pk, key=f"import {bench.problem.pk}", requested_by=user)


def shown(request, bench: Bench, form: PackageForm, status=200, **context):
    source = exporting.draft(bench.problem, bench.draft)
    context = {
        "form": form,
        "outlooks": [exporting.outlook(source, format, MOST) for format in exporting.FORMATS],
        "most_written": MOST,
        "most": Upload.MOST_BROUGHT,
        "job": last_import(bench),
    } | context
    return page(request, bench, "workshop/package.html", "package", status, **context)


def last_import(bench: Bench) -> Job | None:
    uploads = Upload.objects.filter(problem=bench.problem).values("pk")
    return Job.objects.filter(kind="import_into_draft", subject__in=uploads).order_by("-pk").first()


@login_required
@require_safe
def download(request, slug, format):
    bench = bench_of(request, slug)
    if format not in exporting.FORMATS:
        raise Http404
    try:
        entries = exporting.entries(exporting.draft(bench.problem, bench.draft), format, MOST)
    except PackageError as error:
        return shown(request, bench, PackageForm(), status=422, refusal=str(error), format=format)
    give_connection_back()
    file, size = zipped(entries, slug)
    return FileDownload(file, size, f"{slug}-{format}.zip")


def zipped(entries, slug: str) -> tuple[BinaryIO, int]:
    """In a file without a name: it goes when it has been sent."""
    file = tempfile.TemporaryFile(prefix="package-")  # noqa: SIM115
    exporting.write_zip(entries, slug, file)
    size = file.tell()
    file.seek(0)
    return file, size
