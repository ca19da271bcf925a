import pytest
from django.urls import reverse

from judge.models import Tag
from tests.factories import make_problem, publish
from tests.web.conftest import judged, wrong


@pytest.fixture
def problems(published):
    published.platform, published.number = "baekjoon", "1000"
    published.save()
    published.tags.add(Tag.objects.create(name="arithmetic"))
    square = make_problem("theatre-square", title="Theatre square", platform="codeforces", number="1A")
    publish(square, tests=[(b"1", b"1")])


def slugs(client, **query):
    page = client.get("/problems/", query).context["page"]
    return [problem.slug for problem in page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["sums", "theatre-square"]),
        ("boj 1000", ["sums"]),
        ("1000", ["sums"]),
        ("https://www.acmicpc.net/problem/1000", ["sums"]),
        ("codeforces 1a", ["theatre-square"]),
        ("https://codeforces.com/contest/1/problem/A", ["theatre-square"]),
        ("SUM", ["sums"]),
        ("합", ["sums"]),
        ("square", ["theatre-square"]),
        ("https://example.com/1000", []),
        ("nothing like it", []),
        ("\x00", ["sums", "theatre-square"]),
        ("%", []),
        ("x" * 60_000, []),
    ],
)
def test_it_is_found_by_number_url_and_title(client, problems, query, found):
    assert slugs(client, q=query) == found


def test_it_is_found_by_its_page_elsewhere(client, problems, sums):
    sums.source_url = "https://example.com/tasks/7"
    sums.save()

    assert slugs(client, q="https://example.com/tasks/7/") == ["sums"]


def test_it_is_found_by_tag(client, problems):
    assert slugs(client, tag="arithmetic") == ["sums"]
    assert slugs(client, tag="graphs") == []
    assert slugs(client, tag="arithmetic\0") == ["sums"]


def test_drafts_are_for_their_people(client, sums, alice, bob, charlie, dave):
    seen = {}
    for user in (alice, bob, charlie, dave):
        client.force_login(user)
        seen[user.username] = slugs(client)

    assert seen == {"alice": ["sums"], "bob": ["sums"], "charlie": [], "dave": ["sums"]}


def test_people_see_what_they_solved_and_tried(as_charlie, problems, sums, charlie):
    assert "Tried" not in as_charlie.get("/problems/").text

    judged(sums, charlie, {2: wrong(b"31")})
    assert "✕ Tried" in as_charlie.get("/problems/").text

    judged(sums, charlie)
    text = as_charlie.get("/problems/").text
    assert "✓ Solved" in text and "Tried" not in text


def test_what_others_solved_is_not_ones_own(as_charlie, problems, sums, alice, charlie):
    judged(sums, alice)
    assert "Solved" not in as_charlie.get("/problems/").text

    judged(sums, charlie, {2: wrong(b"31")})
    text = as_charlie.get("/problems/").text
    assert "Tried" in text and "Solved" not in text


def test_long_lists_have_pages(client, db):
    for number in range(51):
        publish(make_problem(f"p{number:02}"), tests=[(b"1", b"1")])

    first, second = client.get("/problems/?q=p"), client.get("/problems/?q=p&page=2")

    assert len(first.context["page"]) == 50 and len(second.context["page"]) == 1
    assert 'href="?q=p&amp;page=2"' in first.text and 'href="?q=p&amp;page=1"' in second.text


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 15, "99999999999999999999", "9" * 5000, "3"])
def test_a_page_that_is_not_there_is_no_error(client, published, page):
    assert client.get(reverse("problems"), {"page": page}).status_code == 200
