"""Where the cache wins and where it loses: warm pages with it and without, and how often something is found."""

import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from cachalot.api import cachalot_disabled
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from judge import warming
from judge.benchmarks import Figure
from judge.caching import entries, lookups
from judge.models import Problem, ProblemVersion, Submission, Tag, User

PROBLEMS, TAGS, EACH = 1000, 60, 3
ROUNDS = 300
EVENTS = 1000
PAGES = PROBLEMS // 50
SEED = 3
SENTENCE = "Sum the numbers of a row that is given, and print what is left when all of them were added. "


def figures() -> Iterator[Figure]:
    chance = random.Random(SEED)
    call_command("collectstatic", verbosity=0, interactive=False)
    with transaction.atomic():
        problems = make_problems(chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = visitor(problems, chance)
    list(warming.warm_problems())
    yield Figure("cache.list_ratio", page_ratio(client, ["/problems/"]), "×", 1.0, "rows are kept as drawn, by content")
    details = [problem.get_absolute_url() for problem in chance.sample(problems, 20)]
    yield Figure("cache.detail_ratio", page_ratio(client, details), "×", 1.05)
    yield Figure("cache.version_ratio", version_ratio(problems), "×", None, "one version by its id: kept by cachalot")
    yield Figure("cache.tags_ratio", tags_ratio(), "×", None, "all tags: not kept, this is what it would be")
    yield from browsing(client, problems, chance)


def make_problems(chance: random.Random) -> list[Problem]:
    tags = Tag.objects.bulk_create(Tag(name=f"tag-{number}") for number in range(TAGS))
    problems = [make_problem(number) for number in range(PROBLEMS)]
    for problem in problems:
        problem.publish(make_version(problem, 1))
        problem.tags.add(*chance.sample(tags, EACH))
    return problems


def make_problem(number: int) -> Problem:
    return Problem.objects.create(
        slug=f"problem-{number}", title=f"Problem {number}", platform="baekjoon", number=str(1000 + number)
    )


def make_version(problem: Problem, number: int) -> ProblemVersion:
    text = SENTENCE * 30
    return ProblemVersion.objects.create(
        problem=problem,
        number=number,
        digest=uuid.uuid4().hex,
        titles={"en": problem.title, "ko": f"문제 {problem.number}"},
        statements={"en": f"<p>{text}</p>", "ko": f"<p>{text}</p>"},
        sources={"en": {"format": "markdown", "text": text}, "ko": {"format": "markdown", "text": text}},
        samples=[{"input": "1 2\n3 4\n", "answer": "10\n"}] * 2,
        time_limit=1,
        memory_limit=256 * 2**20,
        output_limit=8 * 2**20,
        checker={"kind": "tokens", "flags": {}},
        tests={"v": 1, "input": ["0" * 64] * 40, "answer": ["0" * 64] * 40},
        test_count=40,
    )


def visitor(problems: list[Problem], chance: random.Random) -> Client:
    """Signed in, and has solved some."""
    user = User.objects.create(username="visitor")
    for problem in chance.sample(problems, 100):
        Submission.objects.create(
            problem=problem,
            version=problem.current,
            author=user,
            language="cpp",
            source="",
            token=uuid.uuid4(),
            verdict=chance.choice(["AC", "WA"]),
        )
    client = Client(headers={"host": "127.0.0.1", "x-forwarded-proto": "https"})
    client.force_login(user)
    return client


@contextmanager
def nothing_kept() -> Iterator[None]:
    with cachalot_disabled(), patch("web.templatetags.algoitny.kept", all_made_anew):
        yield


def all_made_anew(_, sources, make):
    return make(range(len(sources)))


def page_ratio(client: Client, addresses: list[str]) -> float:
    """Medians of warm pages, in turns, so that what disturbs the machine disturbs both."""
    return ratio(lambda turn: visit(client, addresses[turn % len(addresses)]))


def ratio(do: Callable[[int], object]) -> float:
    """With the cache / without. Each comes first in every second turn."""
    took: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(-20, ROUNDS):
        for is_kept in (True, False) if turn % 2 else (False, True):
            with ExitStack() if is_kept else nothing_kept():
                began = time.perf_counter()
                do(turn)
                seconds = time.perf_counter() - began
            if turn >= 0:
                took[is_kept].append(seconds)
    return statistics.median(took[True]) / statistics.median(took[False])


def visit(client: Client, address: str) -> None:
    if (status := client.get(address).status_code) != 200:
        raise RuntimeError(f"{address} answers {status}")


def version_ratio(problems: list[Problem]) -> float:
    ids = [problem.current_id for problem in problems if problem.current_id][:50]
    return ratio(lambda turn: ProblemVersion.objects.for_statement().get(pk=ids[turn % len(ids)]))


def tags_ratio() -> float:
    """As if they were kept under a name that changes with them, and that name were known for nothing."""
    cache.set("bench-tags", list(Tag.objects.values_list()))
    kept, asked = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        [Tag(*row) for row in cache.get("bench-tags")]
        between = time.perf_counter()
        list(Tag.objects.all())
        kept.append(between - began)
        asked.append(time.perf_counter() - between)
    return statistics.median(kept) / statistics.median(asked)


def browsing(client: Client, problems: list[Problem], chance: random.Random) -> Iterator[Figure]:
    cache.clear()
    list(warming.warm_problems())
    before = lookups.of_the_last_day()
    for event in range(1, EVENTS + 1):
        if event % 50 == 0:
            publish(problems[zipf(PROBLEMS, chance)], event)
        visit(client, somewhere(problems, chance))
    after = lookups.of_the_last_day()
    hits, asked = (after["problem_version"][i] - before.get("problem_version", (0, 0))[i] for i in (0, 1))
    yield Figure("cache.hit_ratio", hits / asked, "", 0.9, f"of {asked} look-ups of versions", at_least=True)
    hits, asked = (after["problem_row"][i] - before.get("problem_row", (0, 0))[i] for i in (0, 1))
    yield Figure("cache.row_hit_ratio", hits / asked, "", None, f"of {asked} rows of lists, one visitor")
    weights = entries.measure()
    yield Figure("cache.entries", sum(count for _, count, _ in weights), "", None)
    yield Figure("cache.memory_mb", sum(size for *_, size in weights) / 2**20, "MiB", None)


def somewhere(problems: list[Problem], chance: random.Random) -> str:
    match chance.random():
        case at if at < 0.60:
            return f"/problems/?page={1 + zipf(PAGES, chance)}"
        case at if at < 0.95:
            return problems[zipf(PROBLEMS, chance)].get_absolute_url()
    return f"/problems/?q={chance.randrange(PROBLEMS)}"


def zipf(count: int, chance: random.Random) -> int:
    """From 0: the second as often as half of the first."""
    return chance.choices(range(count), [1 / (rank + 1) for rank in range(count)])[0]


def publish(problem: Problem, number: int) -> None:
    """As its job does."""
    with transaction.atomic():
        version = make_version(problem, number)
        problem.publish(version)
    warming.warm_version(version.pk)
