"""The same attacks, by a problem's own checker or input validator: the judge's error, and the next test is fine."""

import pytest

from judge import blobs, checking, compiling, judging, validating
from judge.checking import Checked, CheckerError
from judge.sandbox import Ending
from judge.verdict import Verdict
from tests.factories import make_version
from tests.sandbox.endings import ENDINGS, EXIT_CODES, ONE_OF_EACH_KIND, REFUSED, within_python

pytestmark = pytest.mark.django_db

CHECKER = """
import sys
wish, *words = sys.stdin.read().split() or ["nothing"]
if wish == "attack":
    attack(*words)
print(report(*words) if wish == "report" else strangers(), file=open(sys.argv[3] + "judgemessage.txt", "w"))
sys.exit(43 if wish == "report" else 42)
"""
VALIDATOR = """
import sys
wish, *words = sys.stdin.read().split()
if wish == "attack":
    attack(*words)
sys.exit(42 if not strangers() else 43)
"""
ALL = {name for name, *_ in [*ENDINGS, *REFUSED, ("searcher.py",)]}
FINE = Checked(Verdict.ACCEPTED, b"[]")


def how_it_ends(attack):
    ending = ENDINGS[attack]
    exits = {Ending.EXITED: f"exited with {EXIT_CODES.get(attack, 0)}", Ending.SIGNALLED: "was killed by signal"}
    return exits.get(ending, f"hit its {ending.value}")


@pytest.fixture
def opened(sums, carried):
    """Opens a checker of this text: it can become any attack."""

    def opened(text=CHECKER):
        files = carried("check.py", text, *sorted(ALL))
        hashes = dict(zip(files, blobs.put_all(files.values()), strict=True))
        program = {"role": "checker", "path": "check", "language": "python3", "entry": "check.py", "files": hashes}
        version = make_version(sums, checker={"kind": "program", "path": "check", "args": []}, programs=[program])
        return checking.open_checker(version)

    return opened


@pytest.fixture
def compare(tmp_path, monkeypatch):
    for name in ("input", "answer"):
        (tmp_path / name).write_bytes(b"1")

    def compare(checker, output, limits):
        monkeypatch.setattr(checking, "LIMITS", limits)
        return checker.compare(tmp_path / "input", tmp_path / "answer", output.encode())

    return compare


@pytest.mark.parametrize("attack", ONE_OF_EACH_KIND, ids=" ".join)
def test_an_attack_is_an_error_that_says_what_happened_and_the_next_test_is_fine(opened, compare, attack):
    with opened() as checker:
        with pytest.raises(CheckerError, match=how_it_ends(attack)):
            compare(checker, "attack " + " ".join(attack), within_python(attack))

        assert compare(checker, "", within_python()) == FINE


@pytest.mark.parametrize("attack", REFUSED, ids=" ".join)
def test_what_is_out_of_a_program_s_reach_is_out_of_a_checker_s(opened, compare, attack):
    with opened() as checker:
        found = compare(checker, "report " + " ".join(attack), within_python())

        assert found.message.decode() == f"{REFUSED[attack]} lines, []"
        assert compare(checker, "", within_python()) == FINE


def test_a_checker_never_sees_a_secret_of_the_host(opened, compare, monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "CANARY-4711")
    (tmp_path / "other-answer").write_text("CANARY-4711")
    with opened() as checker:
        assert compare(checker, "report searcher.py", within_python()).message == b"1 lines, ['found []']"


@pytest.mark.parametrize("target", ["/proc/1/environ", "/etc/ld.so.cache", "/work/answer", "/work/input"])
def test_a_checker_s_words_are_no_link(opened, compare, target):
    text = f"import sys\nos.symlink('{target}', sys.argv[3] + 'judgemessage.txt')\nsys.exit(42)"
    with opened(text) as checker:
        assert compare(checker, "", within_python()) == Checked(Verdict.ACCEPTED, b"")


def test_a_submission_never_sees_what_is_expected(sums, carried):
    """The answers of its tests lie on the machine, and so does the source of the checker."""
    version = make_version(sums, [(b"1\n", b"CANARY-4711"), (b"2\n", b"CANARY-4711")], time_limit=20)
    program = compiling.compiled("python3", {"main.py": carried("", "", "searcher.py")["searcher.py"]})
    found = list(judging.runs(program, version, version.all_tests()))

    assert [(run.verdict, run.output) for run in found] == [(Verdict.WRONG_ANSWER, b"found []\n")] * 2


VALIDATOR_ATTACKS = [("fork_bomb",), ("memory_bomb",), ("output_bomb",), ("hidden_cpu",), ("survivor",)]


@pytest.mark.parametrize("attack", VALIDATOR_ATTACKS, ids=" ".join)
def test_a_validator_s_attack_is_a_complaint_that_says_what_happened(carried, monkeypatch, tmp_path, attack):
    monkeypatch.setattr(validating, "LIMITS", within_python(attack))
    (tmp_path / "attack").write_text("attack " + " ".join(attack))
    (tmp_path / "fine").write_text("1 2\n")
    source = ("python3", carried("validate.py", VALIDATOR, *sorted(ALL)), "validate.py")
    with validating.validators({"validate": source}) as [validator]:
        ending = ENDINGS[attack]
        words = "exited with 0" if ending is Ending.EXITED else f"hit its {ending.value}"

        assert validator.complaint(tmp_path / "attack").startswith(f"validate {words}")
        assert validator.complaint(tmp_path / "fine") is None
