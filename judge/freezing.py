"""Between a draft and a version: a draft is frozen to be judged, published or exported, and a version is taken up."""

import hashlib
import json

from django.db import transaction

from judge import blobs, drafting, statements
from judge.models import Problem, ProblemVersion, Revision, Tag, TestSet, VersionBlob
from judge.models.revision import COLUMNS, WHENCE
from judge.packages.presenting import MOST_SAMPLE
from judge.packages.saving import BATCH, hashes_in, refuse_unstorable


def frozen(problem: Problem, draft: Revision) -> ProblemVersion:
    """The draft as a version that isn't saved: what judges it, and all that a package says. Statements are sources."""
    document, limits = draft.document, draft.document["limits"]
    version = ProblemVersion(
        problem=problem,
        author_id=draft.author_id,
        content=content_of(draft),
        titles=draft.titles,
        statements={},
        sources={
            language: {"format": statement["format"], "text": statement["text"]}
            for language, statement in document["statements"].items()
        },
        images=document["images"],
        credits=document["details"]["credits"],
        time_limit=limits["time"],
        memory_limit=limits["memory"],
        output_limit=limits["output"],
        allows_files=limits["files"],
        checker=document["checker"],
        programs=document["programs"],
        tests={"v": 1} | {name: draft.columns[name] for name in COLUMNS},
        test_count=draft.tests.count,
    )
    version.take(problem.judging_settings)
    return version


def content_of(draft: Revision) -> str:
    """Of what a version keeps: where something comes from isn't part of it."""
    document = {name: value for name, value in draft.document.items() if name not in WHENCE}
    said = [document, [draft.columns[name] for name in COLUMNS]]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def presented(version: ProblemVersion) -> None:
    """Give it what a reader sees: statements as HTML, and samples."""
    version.statements = {
        language: statements.render(source["format"], source["text"], version.images).html
        for language, source in version.sources.items()
    }
    shown = [test for test in version.all_tests() if test.is_sample]
    version.samples = [{"input": text(test.input), "answer": text(test.answer)} for test in shown]


def text(sha: str) -> str:
    return blobs.read(sha, MOST_SAMPLE).decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def publish(problem: Problem, draft: Revision) -> ProblemVersion:
    """Make this state what solvers see. Rendering takes a while, so nothing is locked until it is done."""
    version = rendered(problem, draft)
    with transaction.atomic():
        return put_in_place(problem, draft, version)


def rendered(problem: Problem, draft: Revision) -> ProblemVersion:
    """Frozen, with all that a reader sees. Raises StatementError, or PackageError for what can't be stored."""
    version = frozen(problem, draft)
    presented(version)
    refuse_unstorable(version)
    return version


class Changed(Exception):
    """The state has been saved again since it was read, so it isn't what was to be published."""


def put_in_place(problem: Problem, draft: Revision, version: ProblemVersion) -> ProblemVersion:
    """What solvers see from now on. Part of a transaction."""
    problem = Problem.objects.select_for_update().get(pk=problem.pk)
    version = kept(problem, version)
    if not Revision.objects.filter(pk=draft.pk, saved=draft.saved).update(version=version):
        raise Changed
    describe(problem, draft.document["details"])
    problem.publish(version)
    return version


def kept(problem: Problem, version: ProblemVersion) -> ProblemVersion:
    """The version that has this content already, or this one, saved."""
    if known := ProblemVersion.objects.filter(problem=problem, digest=version.digest).first():
        return known
    version.number = 1 + max(problem.versions.values_list("number", flat=True), default=0)
    version.save()
    links = [VersionBlob(version=version, blob_id=sha) for sha in sorted(hashes_in(version))]
    VersionBlob.objects.bulk_create(links, batch_size=BATCH)
    return version


def describe(problem: Problem, details: dict) -> None:
    for field in ("platform", "number", "source_url"):
        setattr(problem, field, details[field])
    problem.save(update_fields=["platform", "number", "source_url"])
    problem.tags.set([Tag.objects.get_or_create(name=name)[0] for name in details["tags"]])


# And back


def document_of(problem: Problem, version: ProblemVersion) -> dict:
    return plain_document(version) | {"details": details_of(problem, version)}


def plain_document(version: ProblemVersion) -> dict:
    """Of the version alone, whatever problem it is of."""
    return {
        "v": 1,
        "statements": {
            language: {"title": version.titles.get(language, version.title)} | source
            for language, source in version.sources.items()
        },
        "images": version.images,
        "limits": {
            "time": version.time_limit,
            "memory": version.memory_limit,
            "output": version.output_limit,
            "files": version.allows_files,
        },
        "details": dict(drafting.DETAILS),
        "checker": version.checker,
        "programs": with_reference([{"tests": [], "reference": False} | program for program in version.programs]),
        "script": "",
    }


def details_of(problem: Problem, version: ProblemVersion) -> dict:
    known = {name: getattr(problem, name) for name in ("platform", "number", "source_url")}
    tags = sorted(problem.tags.values_list("name", flat=True))
    return drafting.DETAILS | known | {"tags": tags, "credits": version.credits}


def with_reference(programs: list[dict]) -> list[dict]:
    """A package names none: the first accepted solution that the time limit must leave room for, or the first."""
    right = [p for p in programs if p["role"] == "solution" and p["expected"] == ["AC"]]
    if not right or any(program["reference"] for program in right):
        return programs
    chosen = next((program for program in right if program["bounds_time"]), right[0])
    return [program | {"reference": program is chosen} for program in programs]


def columns_of(version: ProblemVersion) -> dict:
    taken = {name: version.tests[name] for name in COLUMNS}
    groups = [name.rpartition("/")[0] for name in taken["name"]]
    same = {"line": "", "made": "", "valid": "", "answered": ""}
    columns = TestSet.nothing() | taken | {"group": groups, "origin": ["file"] * len(groups)}
    return columns | {name: [value] * len(groups) for name, value in same.items()}
