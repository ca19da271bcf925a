"""What tests are about: Alice's problem *sums*, its versions, and what people submit to it."""

import uuid

from django.db import transaction

from judge import blobs
from judge.models import Blob, Problem, ProblemVersion, Submission, VersionBlob

TOKENS = {"kind": "tokens", "flags": {}}


def make_problem(slug="sums", **fields):
    return Problem.objects.create(slug=slug, **{"title": slug.capitalize()} | fields)


@transaction.atomic
def make_version(problem, tests=(), samples=(), **fields):
    """A version with these samples and secret tests, each a pair of bytes: input and answer."""
    pairs = [*samples, *tests]
    inputs, answers = ([pair[side] for pair in pairs] for side in (0, 1))
    hashes = blobs.put_all([*inputs, *answers])
    columns = {
        "v": 1,
        "name": [f"{number:02}" for number in range(1, len(pairs) + 1)],
        "input": hashes[: len(pairs)],
        "answer": hashes[len(pairs) :],
        "input_bytes": [len(data) for data in inputs],
        "answer_bytes": [len(data) for data in answers],
        "sample": [1] * len(samples) + [0] * len(tests),
    }
    plain = {
        "number": problem.versions.count() + 1,
        "digest": uuid.uuid4().hex,
        "titles": {"en": problem.title},
        "statements": {"en": "<p>Add the numbers.</p>"},
        "samples": [{"input": first.decode(), "answer": second.decode()} for first, second in samples],
        "time_limit": 1,
        "memory_limit": 256 * 2**20,
        "output_limit": 8 * 2**20,
        "checker": TOKENS,
        "tests": columns,
        "test_count": len(pairs),
    }
    version = ProblemVersion.objects.create(problem=problem, **plain | fields)
    VersionBlob.objects.bulk_create(
        VersionBlob(version=version, blob=blob) for blob in Blob.objects.filter(pk__in=set(hashes))
    )
    return version


def publish(problem, tests=(), samples=(), **fields):
    version = make_version(problem, tests, samples, **fields)
    problem.publish(version)
    return version


def submit(problem, author, source="", language="python3", **fields):
    return Submission.objects.create(
        problem=problem,
        version=problem.current,
        author=author,
        source=source,
        language=language,
        token=uuid.uuid4(),
        **fields,
    )
