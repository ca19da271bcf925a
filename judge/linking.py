"""Which blobs a problem's drafts name. What isn't linked, and wasn't stored for a day, may be removed."""

from collections.abc import Iterable

from django.db import transaction

from judge.models import DraftBlob, Problem, Revision

BATCH = 500


def link(problem: Problem, hashes: Iterable[str]) -> None:
    rows = [DraftBlob(problem=problem, blob_id=sha) for sha in sorted(set(hashes))]
    DraftBlob.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def of_tests(columns: dict) -> set[str]:
    return {sha for name in ("input", "answer") for sha in columns.get(name, ()) if sha}


def link_the_rest() -> None:
    """Of tests that a job has made: it leaves that to whoever is about to remove blobs.

    Nothing is lost meanwhile. A state that isn't linked yet is there to be found by this; one that comes later names
    blobs that were stored within the day, or were named by the state before it.
    """
    for pk in Revision.objects.filter(is_linked=False).values_list("pk", flat=True):
        link_state(pk)


@transaction.atomic
def link_state(pk: int) -> None:
    rows = Revision.objects.with_tests().filter(pk=pk, is_linked=False)
    for state in rows.select_for_update(of=("self",)).select_related("problem").defer("document"):
        link(state.problem, of_tests(state.columns))
        rows.update(is_linked=True)
