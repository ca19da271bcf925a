"""A draft's document and tests become the files of a package in the Kattis format, legacy or 2025-09."""

import uuid
from collections.abc import Iterator

from judge.packages.kattis import arguments, writing
from judge.packages.kattis.layout import Layout, Source, laid_out, statement_folder
from judge.packages.kattis.own_written import Writing
from judge.packages.kattis.rules import rules
from judge.packages.kattis.writing import Entry, as_yaml

FORMATS = ("2025-09", "legacy")
LICENSES = ("public domain", "cc0", "cc by", "cc by-sa", "educational", "permission")
RESOLUTIONS = (1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.01, 0.001)  # of a time limit, in seconds


def write(source: Source, format: str) -> Iterator[Entry]:
    assert format in FORMATS
    is_legacy = format == "legacy"
    layout = laid_out(source, is_legacy)
    yield Entry("problem.yaml", as_yaml(legacy(source) if is_legacy else modern(source)))
    yield from writing.statements(source.document, statement_folder(is_legacy), is_legacy)
    yield from (Entry(layout.images[name], sha) for name, sha in source.document["images"].items())
    yield from writing.tests(source.columns, layout.tests)
    for placed in layout.all:
        yield from placed.entries()
    own = list(Writing(source, layout, is_legacy).entries())
    yield from own
    yield from configured(source, layout, is_legacy, {entry.path for entry in own})


def configured(source: Source, layout: Layout, is_legacy: bool, written: set[str]) -> Iterator[Entry]:
    if is_legacy:
        yield from arguments.legacy(layout.validators, layout.args, layout.tests)
        yield Entry(".timelimit", f"{source.document['limits']['time']!r}\n".encode())
        return
    yield from arguments.modern(layout.validators, source.checker_args, layout.args, layout.tests)
    yield from arguments.of_probes(layout.validators, source.checker_args, written)
    if found := rules(layout.solutions):
        yield Entry("submissions/submissions.yaml", as_yaml(found))


# problem.yaml


def legacy(source: Source) -> dict:
    document, credits = source.document, source.document["details"]["credits"]
    said = {
        "name": title(source),
        "author": ", ".join(credits.get("authors", [])),
        "source": credits.get("source", ""),
        "source_url": credits.get("source_url", "") if credits.get("source") else "",
        **rights(credits),
        "keywords": " ".join(document["details"]["tags"]),
        "uuid": uuid_of(source),
        "limits": source.sizes,
        "validation": "custom" if document["checker"]["kind"] == "program" else "default",
        "validator_flags": " ".join(source.checker_args),
    }
    return {name: value for name, value in said.items() if value}


def modern(source: Source) -> dict:
    document, credits = source.document, source.document["details"]["credits"]
    origin = {"name": credits.get("source", ""), "url": credits.get("source_url", "")}
    said = {
        "problem_format_version": "2025-09",
        "type": "pass-fail",
        "name": {language: said["title"] for language, said in document["statements"].items()} or title(source),
        "uuid": uuid_of(source),
        "credits": {"authors": credits["authors"]} if credits.get("authors") else None,
        "source": {name: value for name, value in origin.items() if value} if origin["name"] else None,
        **rights(credits),
        "keywords": document["details"]["tags"],
        "limits": source.sizes | time(document["limits"]["time"]),
        "allow_file_writing": document["limits"]["files"] or None,
    }
    return {name: value for name, value in said.items() if value}


def time(limit: float) -> dict:
    """A limit is a multiple of a resolution, one second where none is said."""
    found = next((step for step in RESOLUTIONS if is_multiple(limit, step)), limit)
    return {"time_limit": limit} | ({"time_resolution": found} if found != 1 else {})


def is_multiple(limit: float, step: float) -> bool:
    return limit >= step and abs(limit / step - round(limit / step)) < 1e-9


def uuid_of(source: Source) -> str:
    """Its own, or always the same one."""
    return source.uuid or str(uuid.uuid5(uuid.NAMESPACE_URL, f"algoitny:{source.name}"))


def title(source: Source) -> str:
    """Legacy has one: ours has all of them."""
    titles = {language: said["title"] for language, said in source.document["statements"].items()}
    return titles.get("en") or next(iter(titles.values()), "") or source.title or source.name


def rights(credits: dict) -> dict[str, str]:
    """The format knows these licences only, and wants somebody who gives them."""
    license, owner = license_of(credits), credits.get("rights_owner", "")
    if not license or not is_given(license, credits):
        return {"rights_owner": owner}
    return {"license": license, "rights_owner": "" if license == "public domain" else owner}


def license_of(credits: dict) -> str:
    said = credits.get("license", "").lower().removesuffix(" 4.0").strip()
    return said if said in LICENSES else ""


def is_given(license: str, credits: dict) -> bool:
    """By its owner, or who else the format takes for that."""
    return license == "public domain" or any(credits.get(name) for name in ("rights_owner", "authors", "source"))
