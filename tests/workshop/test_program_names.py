"""A script may call a generator by its path, its file's name or the word: who renames it renames it in all of them."""

import pytest

from judge import draft_programs, drafting
from judge.draft_programs import ProgramError
from tests.workshop.rows import fresh

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = "gen 1\ngen.py 2\n  generators/gen.py 3\nother/gen.py 4\n"


@pytest.fixture
def called(sums, alice):
    path = draft_programs.add(sums, alice, "generator", "gen.py", "python3", b"print(1)\n")
    drafting.save(sums, alice, "script", SCRIPT, None)
    return path


def test_a_line_that_calls_a_generator_by_its_path_is_respelled(sums, alice, called):
    draft_programs.rename(sums, alice, called, "random.py")
    assert fresh(sums).draft.document["script"] == ("random 1\nrandom.py 2\n  generators/random.py 3\nother/gen.py 4\n")


def test_a_generator_that_is_called_by_its_path_is_in_use(sums, alice, called):
    drafting.save(sums, alice, "script", "generators/gen.py 3\n", None)
    with pytest.raises(ProgramError, match="line 1 of the script names it"):
        draft_programs.remove(sums, alice, called)
