"""A search for a test that kills a wrong solution that survives."""

import itertools

import pytest
from django.urls import reverse

from judge import blobs, drafting, hunting, jobs, testsets
from judge.bounds import Bound
from judge.candidates import candidates, shapes
from judge.generation import Impossible
from judge.hunting import Hunt
from judge.models import InvocationRow, Job
from judge.redis import connection as redis
from judge.sandbox import Limits
from judge.usage import Usage, usage
from tests.queue.conftest import work
from tests.workshop.invoked import begin, fresh, written
from tests.workshop.programs import ADD, program, solution

__all__ = ["work"]

GEN = b"""import random, sys
size, seed = int(sys.argv[1]), int(sys.argv[2])
random.seed(seed)
print(random.randint(0, size), random.randint(-size, size))
"""
VALID = b"a, b = map(int, input().split())\nraise SystemExit(42 if 0 <= a <= 100 and abs(b) <= 100 else 43)\n"
POSITIVE = b"a, b = map(int, input().split())\nprint(a + abs(b))\n"  # wrong where b is negative
ALIKE = [(b"1 2\n", b"3\n"), (b"0 5\n", b"5\n")]


@pytest.fixture(autouse=True)
def nothing_waits(transactional_db):
    redis().flushdb()


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(hunting, "MOST_TRIES", 40)
    monkeypatch.setattr(hunting, "MORE", 8)


@pytest.fixture
def survivor(sums, alice, few, work):
    """The row of a wrong solution that survives."""
    written(
        sums,
        alice,
        solution("add.py", reference=True),
        solution("positive.py", POSITIVE, expected=["WA"]),
        program("generator", "gen.py", GEN),
        program("validator", "valid.py", VALID),
        pairs=ALIKE,
    )
    drafting.save(sums, alice, "script", "gen 50 1\ngen 50 2\n", None)
    invocation = begin(sums, alice)
    work("generation")
    return invocation.rows.get(place=1)


@pytest.mark.django_db(transaction=True)
def test_the_smallest_test_that_kills_it_goes_into_the_draft(survivor, sums, alice, work):
    jobs.begin_hunt(survivor, alice)
    jobs.begin_hunt(survivor, alice)
    work("generation")

    draft = fresh(sums).draft
    *before, found = testsets.rows(draft.tests.columns)
    a, b = map(int, blobs.read(found.input).split())
    assert b < 0 and blobs.read(found.answer) == b"%d\n" % (a + b)
    assert (found.origin, found.name, len(before)) == ("search", "search", 2)
    assert found.line.startswith("gen.py ") and (draft.note, draft.author) == ("A test that kills positive.py", alice)
    came = InvocationRow.objects.get(pk=survivor.pk).hunted
    assert (came["test"], came["words"]) == ("search", found.line)
    assert 0 < came["tried"] <= 40 and Job.objects.filter(kind="search_for_test").count() == 1

    invocation = begin(sums, alice)
    work("generation")
    assert invocation.rows.get(place=1).results["verdict"] == ["AC", "AC", "WA"]


@pytest.mark.django_db(transaction=True)
def test_it_says_honestly_that_nothing_was_found(survivor, sums, alice, work, as_alice):
    written(sums, alice, solution("positive.py", ADD + b"# right\n", expected=["WA"]), pairs=None)
    jobs.begin_hunt(survivor, alice)
    work("generation")

    came = InvocationRow.objects.get(pk=survivor.pk).hunted
    assert (came["test"], came["tried"]) == ("", 40)
    assert came["passed"] + came["known"] + came["invalid"] == 40
    assert fresh(sums).draft.tests.count == 2
    page = as_alice.get(reverse("workshop-strength", args=["sums"])).content.decode()
    assert "Nothing found in 40 tries" in page and "Search for a test that kills it" in page


@pytest.mark.django_db(transaction=True)
def test_a_search_that_was_killed_goes_on(survivor, sums, monkeypatch):
    monkeypatch.setattr(hunting, "STRETCH", 0.0)
    kept = []
    Hunt(fresh(sums), "positive.py", 1, keep=kept.append).run()
    state = next(state for state in kept if state["find"])

    search = Hunt(fresh(sums), "positive.py", 1, kept=state)
    assert search.run()
    assert state["tally"]["tried"] < search.tally.tried <= 40


@pytest.mark.django_db(transaction=True)
def test_it_needs_no_line_to_begin_with(survivor, sums, alice):
    drafting.save(sums, alice, "script", "", None)
    search = Hunt(fresh(sums), "positive.py", 1)
    find = search.run()
    assert find and int(find.input.split()[1]) < 0 and len(find.candidate.args) == 2
    assert search.tally.failed == 0, "it takes two words, and never got another number of them"


@pytest.mark.django_db(transaction=True)
def test_inputs_that_are_not_valid_are_left_out(survivor, sums, alice):
    written(sums, alice, program("validator", "valid.py", b"raise SystemExit(43)\n"), pairs=None)
    search = Hunt(fresh(sums), "positive.py", 1)
    assert search.run() is None
    assert 0 < search.tally.invalid < 40, "those of a line that only fails are no longer tried"


@pytest.mark.django_db(transaction=True)
def test_right_solutions_that_disagree_answer_nothing(survivor, sums, alice):
    written(sums, alice, solution("other.py", b"print('no')\n"), pairs=None)
    search = Hunt(fresh(sums), "positive.py", 1)
    assert search.run() is None
    assert search.tally.disputed and search.tally.dispute.startswith("other.py on gen.py ")


@pytest.mark.django_db(transaction=True)
def test_generators_that_crash_or_never_end_are_given_up(survivor, sums, alice, monkeypatch):
    monkeypatch.setattr("judge.tools.GENERATOR", Limits(cpu=0.3, wall=1, memory=2**28, output=2**20))
    written(sums, alice, program("generator", "gen.py", b"while True: pass\n"), pairs=None)
    search = Hunt(fresh(sums), "positive.py", 1)
    assert search.run() is None and search.tally.failed <= 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("gen.py", "no generator"),
        ("valid.py", "Without a validator"),
        ("add.py", "no reference"),
        ("positive.py", "no longer there"),
    ],
)
def test_what_it_lacks_is_said(survivor, sums, alice, as_alice, work, path, reason):
    drafting.save(sums, alice, f"programs/{path}", None, None)
    if path != "positive.py":
        drafting.save(sums, alice, "script", "", None)
    with pytest.raises(Impossible, match=reason):
        Hunt(fresh(sums), "positive.py", 1).run()
    as_alice.post(reverse("workshop-hunt", args=["sums", survivor.pk]))
    work("generation")
    assert reason in as_alice.get(reverse("workshop-strength", args=["sums"])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_one_click_begins_and_one_cancels(survivor, as_alice):
    address = reverse("workshop-strength", args=["sums"])
    assert "Search for a test that kills it" in as_alice.get(address).content.decode()
    as_alice.post(reverse("workshop-hunt", args=["sums", survivor.pk]))
    page = as_alice.get(address).content.decode()
    assert "sse-connect" in page and "Cancel" in page and "Search for a test" not in page
    as_alice.post(reverse("workshop-hunt", args=["sums", survivor.pk]), {"cancel": "1"})
    assert Job.objects.get(kind="search_for_test").state == Job.State.CANCELLED
    assert "Search for a test that kills it" in as_alice.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_strangers_and_readers_search_nothing(survivor, client, charlie, sums, as_alice):
    address = reverse("workshop-hunt", args=["sums", survivor.pk])
    other = drafting.start("Other", charlie)
    client.force_login(charlie)
    assert client.post(address).status_code == 404
    assert client.post(reverse("workshop-hunt", args=[other.slug, survivor.pk])).status_code == 404
    assert client.get(reverse("workshop-strength-stream", args=["sums"])).status_code == 404
    sums.collaborators.create(user=charlie, role="read")
    assert client.post(address).status_code == 403
    client.logout()
    assert client.get(reverse("workshop-strength-stream", args=["sums"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_statements_of_the_page(survivor, as_alice, django_assert_max_num_queries):
    as_alice.post(reverse("workshop-hunt", args=["sums", survivor.pk]))
    with django_assert_max_num_queries(8):
        as_alice.get(reverse("workshop-strength", args=["sums"]))


# Pure


IDLE = {"gen.py": Usage()}


def varied(*lines, count=50, **kind):
    return list(itertools.islice(candidates(shapes(lines, IDLE), 1, {}, **kind), count))


def guessed(source, *bounds, count=60, **kind):
    found = shapes([], {"gen.py": usage(source)}, bounds)
    return [one.args for one in itertools.islice(candidates(found, 1, {}, **kind), count)]


def test_lines_are_varied_in_their_numbers_alone():
    tried = varied(("gen.py", ("tree", "100", "7")))
    assert len({one.args for one in tried}) == 50
    assert all(one.args[0] == "tree" and one.args[1:] != ("100", "7") for one in tried)
    sizes = {int(one.args[1]) for one in tried}
    assert {50, 200} <= sizes and min(sizes) <= 10
    assert tried == varied(("gen.py", ("tree", "100", "7")))


def test_of_many_lines_that_are_alike_two_are_varied_and_idle_generators_get_guesses():
    lines = [("gen.py", (str(n), "1")) for n in range(1, 100)] + [("gen.py", ("max", "1"))]
    found = shapes(lines, IDLE | {"idle.py": usage("seed(int(sys.argv[1]))")})
    assert [(shape.generator, shape.line) for shape in found] == [
        ("gen.py", ("1", "1")),
        ("gen.py", ("99", "1")),
        ("gen.py", ("max", "1")),
        ("idle.py", None),
    ]


def test_words_without_numbers_are_tried_once():
    assert [one.args for one in varied(("gen.py", ("max",)))] == [("max",)]


def test_what_is_dropped_is_tried_no_more():
    dropped = {}
    trying = candidates(shapes([("a", ("1",)), ("b", ("1",))], {}), 1, dropped)
    next(trying)
    dropped[0] = "a"
    assert {one.generator for one in itertools.islice(trying, 10)} == {"b"}
    dropped[1] = "b"
    assert list(trying) == []


def test_a_generator_that_no_line_uses_gets_what_its_source_takes():
    both = guessed("n = int(sys.argv[1])\nrandom.seed(sys.argv[2])", Bound("n", 2, 5000))
    assert {len(args) for args in both} == {2}
    sizes = [int(size) for size, _ in both]
    assert all(2 <= size <= 10 for size in sizes[:3]) and {2, 5000} <= set(sizes) and max(sizes) == 5000
    assert 5000 in [
        int(size)
        for size, _ in guessed("n = int(sys.argv[1])\ns = sys.argv[2]", Bound("n", 2, 5000), count=2, is_slow=True)
    ]
    assert guessed('int main() { puts("7"); }') == [()]


def test_one_that_takes_a_list_gets_lists():
    lengths = {len(args) for args in guessed("print(*sys.argv[1:])", Bound("n", -5, 5))}
    assert lengths == {1, 2, 3, 4}


def test_words_that_a_generator_compares_with_are_those_it_gets():
    source = "kind = sys.argv[1]\nif kind == 'tree': pass\nelif kind == 'path': pass\nseed = int(sys.argv[2])"
    assert {kind for kind, _ in guessed(source)} == {"tree", "path"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("long long seed = atoll(argv[1]); auto gen = Random(seed);", ["seed"]),
        ("auto gen = Random(atoll(argv[1]));", ["seed"]),
        ("int n = atoi(argv[1]); srand(atoi(argv[2]));", ["n", "seed"]),
        ('int n = opt<int>("n"), m = opt<int>("m", 5);', ["-n n", "-m m"]),
        ("int n = opt<int>(1); int k = opt<int>(2);", ["n", "k"]),
        ("n, seed = map(int, sys.argv[1:])", ["n", "seed"]),
        ("_, n, m = sys.argv", ["n", "m"]),
        ("int n = Integer.parseInt(args[0]); new Random(Long.parseLong(args[1]));", ["n", "seed"]),
        ("parser.add_argument('--size', type=int)\nparser.add_argument('seed')", ["--size size", "seed"]),
        ("int main() {}", []),
    ],
)
def test_how_words_are_read_from_a_source(source, words):
    found = usage(source)
    shown = [f"{one.option} {'seed' if one.is_seed else one.name}".strip() for one in found.words]
    assert (shown, found.is_open) == (words, False)
