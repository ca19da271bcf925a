"""What is remembered of a package that was taken: a problem, or a new version of one."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import slugify

from judge import platforms
from judge.models import Problem, ProblemVersion, Tag, VersionBlob
from judge.models.version import digest_of
from judge.packages.package import Package, PackageError

BATCH = 500


def refuse_namesake(problem: Problem, package: Package) -> None:
    """Two problems may have folders of the same name. Only a uuid tells them apart, where both have one."""
    if problem.uuid and package.uuid and problem.uuid != package.uuid:
        raise PackageError(
            f"there is another problem of the name {problem.slug} (uuid {problem.uuid}): rename the folder"
        )


def saved(problem: Problem, content: str) -> ProblemVersion | None:
    """The version that this content is already."""
    if problem.pk is None:
        return None
    digest = digest_of(content, problem.judging_settings)
    return problem.versions.filter(digest=digest).select_related("problem").first()


def refuse_unstorable(version: ProblemVersion) -> None:
    """No text that some database wouldn't take: NUL and halves of surrogate pairs have escapes in YAML and JSON."""
    documents = (*version.FOR_READERS, *version.FOR_JUDGES, "titles")
    for text in (text for name in documents for text in texts(getattr(version, name))):
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise PackageError(f"a text with a NUL or half a character in it can't be stored: {ascii(text[:80])}")


def texts(document: object) -> Iterator[str]:
    """All strings in a JSON document, keys too."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for key, value in document.items():
            yield from (*texts(key), *texts(value))
    elif isinstance(document, list | tuple):
        for item in document:
            yield from texts(item)


@transaction.atomic
def save(problem: Problem, version: ProblemVersion, package: Package) -> None:
    problem = Problem.objects.select_for_update().get_or_create(slug=problem.slug, defaults={"owner": problem.owner})[0]
    version.problem = problem
    version.take(problem.judging_settings)
    version.number = 1 + max(problem.versions.values_list("number", flat=True), default=0)
    version.save()
    named = sorted(hashes_in(version))
    VersionBlob.objects.bulk_create([VersionBlob(version=version, blob_id=sha) for sha in named], batch_size=BATCH)
    if not problem.is_published:
        problem.show(version)
    describe(problem, version, package)
    problem.tags.add(*(Tag.objects.get_or_create(name=name)[0] for name in tag_names(package)))


def describe(problem: Problem, version: ProblemVersion, package: Package) -> None:
    """Where it comes from, unless somebody has said so by hand."""
    url = version.credits.get("source_url", "")
    problem.source_url = url if is_web_address(url) else problem.source_url
    if not problem.platform and (name := platforms.from_url(problem.source_url)):
        problem.platform, problem.number = name
    problem.uuid = package.uuid or problem.uuid
    problem.save()


def hashes_in(version: ProblemVersion) -> set[str]:
    programs = {sha for program in version.programs for sha in hashes_of(program)}
    programs |= hashes_of({"files": {}, "tests": version.checker.get("tests", ())})
    tests = filter(None, (*version.tests["input"], *version.tests["answer"]))
    return programs | set(tests) | set(version.images.values())


def hashes_of(program: dict) -> set[str]:
    """Its files, and what its own tests name."""
    tests = [test[name] for test in program.get("tests", ()) for name in ("input", "answer", "output")]
    return {*program["files"].values(), *filter(None, tests)}


def tag_names(package: Package) -> list[str]:
    names = {slugify(keyword)[:50] for keyword in package.keywords[:20]}
    return sorted(names - {""})


def is_web_address(url: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return False
    return True
