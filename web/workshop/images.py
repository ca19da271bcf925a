"""The pictures of a draft's statements."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from judge import blobs, drafting, images
from judge.models import Revision
from web.images import image_response
from web.workshop.bench import Bench, bench_of
from web.workshop.signed import words_kept


@words_kept()
@require_safe
def show(request, slug, name):
    return image_response(request, bench_of(request, slug).draft.document["images"], name)


@words_kept()
@require_POST
def add(request, slug):
    bench = bench_of(request, slug, to_write=True)
    files = request.FILES.getlist("images")
    taken, errors = checked(files, bench.draft.document["images"])
    if files and not errors:
        named = dict(zip(taken, blobs.put_all(taken.values()), strict=True))
        bench.draft = drafting.change(bench.problem, request.user, with_images(named), hashes=named.values())
    return answer(request, bench, errors or ([] if files else ["Choose a file first."]))


def checked(files, there) -> tuple[dict[str, bytes], list[str]]:
    """All of them, or what is wrong with some."""
    taken, errors = {}, []
    for file in files:
        data = file.read(images.MOST + 1)
        try:
            taken[images.checked_name(file.name, data)] = data
        except images.ImageError as error:
            errors.append(f"{file.name}: {error}.")
    if len({*there, *taken}) > images.MOST_OF_ALL:
        errors.append(f"A problem has at most {images.MOST_OF_ALL} images.")
    return taken, errors


def with_images(named: Mapping[str, str | None]):
    def edit(draft: Revision) -> dict:
        all_of_them = {**draft.document["images"], **named}
        return draft.document | {"images": {name: sha for name, sha in all_of_them.items() if sha}}

    return edit


@words_kept()
@require_POST
def remove(request, slug, name):
    bench = bench_of(request, slug, to_write=True)
    if name in bench.draft.document["images"]:
        bench.draft = drafting.change(bench.problem, request.user, with_images({name: None}))
    return answer(request, bench, [])


def missing(document: dict) -> list[dict]:
    """Pictures of the page that the problem is from, which its statements show and the draft hasn't."""
    there = {PurePosixPath(name).stem for name in document["images"]}
    text = "\n".join(statement["text"] for statement in document["statements"].values())
    wanted = document.get("brought", {}).get("missing", [])
    return [each for each in wanted if each["name"] not in there and re.search(rf"\b{each['name']}\b", text)]


def answer(request, bench: Bench, errors: list[str]):
    """The list as it is now; without JavaScript, the page that it stands on."""
    language = request.POST.get("language", "")
    context = {
        "bench": bench,
        "problem": bench.problem,
        "draft": bench.draft,
        "images": bench.draft.document["images"],
        "missing": missing(bench.draft.document),
        "errors": errors,
        "language": language,
    }
    if request.htmx:
        response = render(request, "workshop/_images.html", context, status=422 if errors else 200)
        response["HX-Trigger"] = "images-changed"
        return response
    if errors:
        return render(request, "workshop/images.html", context | {"current": "statement"}, status=422)
    return redirect(f"{bench.address('statement')}?lang={language}")
