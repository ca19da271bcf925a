"""Of a draft's tests, beside its programs as they are now."""

from collections.abc import Iterator

from judge.models import Revision
from judge.readiness.item import Item, State, count
from judge.standing import NO, OLD, Standing, owed
from judge.testsets import Row, rows


def items(draft: Revision) -> Iterator[Item]:
    found, standing = rows(draft.tests.columns), Standing.of(draft)
    if not found:
        yield Item("There are no tests.", "tests", State.OPEN)
        return
    samples = [row for row in found if row.sample]
    if not samples:
        yield Item("No test is a sample, which solvers see with the statement.", "tests", State.OPEN)
    elif any(row.answer is None for row in samples):
        yield Item("A sample has no answer yet.", "tests", State.OPEN)
    else:
        yield Item(f"{count(len(samples), 'sample')} with {'its answer' if len(samples) == 1 else 'answers'}.", "tests")
    yield from validity(found, standing)
    yield from answers(found, standing)
    debt = owed(draft)
    if debt.missing or debt.surplus:
        words = f"The script and the tests differ: {debt.missing} not made yet, {debt.surplus} no longer asked for."
        yield Item(words, "tests", State.OPEN, is_blocking=False)


def validity(found: list[Row], standing: Standing) -> Iterator[Item]:
    if not standing.has_validators:
        words = "There is no validator: nothing proves that the inputs are as the statement says."
        yield Item(words, "validators", State.OPEN, is_blocking=False)
        return
    left = [row for row in found if standing.validity(row) in (NO, OLD)]
    if left:
        words = f"{count(len(left), 'input')} of {len(found)}: not validated by the validators as they are now."
        yield Item(words, "tests", State.UNKNOWN, job="tests")
    else:
        yield Item("Every input is valid.", "tests")


def answers(found: list[Row], standing: Standing) -> Iterator[Item]:
    missing = [row for row in found if row.answer is None]
    old = [row for row in found if standing.answer(row) in (OLD, "alone")]
    if missing:
        yield Item(
            f"{count(len(missing), 'test')} of {len(found)} without an answer.", "tests", State.OPEN, job="outputs"
        )
    if old:
        words = f"{count(len(old), 'answer')} of {len(found)}: not all right solutions, as they are now, were asked."
        yield Item(words, "tests", State.UNKNOWN, job="outputs")
    if not missing and not old:
        yield Item(f"{count(len(found), 'test')}, all answered.", "tests")
