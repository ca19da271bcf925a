import gzip
import time
import zlib

import pytest
from django.core.exceptions import ImproperlyConfigured

from judge import fetching
from judge.fetching import getting
from judge.fetching.wanted import PAGE
from tests.fetching.conftest import PUBLIC
from tests.fetching.test_hostile_urls import address_of

TEXT = b"<h1>Sums</h1>" + b"<p>Add them.</p>" * 1000


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def test_a_page_comes_as_its_site_sends_it(pages):
    url = pages.put("/task?id=1&x=%EC%8B%9C", "<h1>합</h1>")
    page = fetching.fetch(url)
    assert page == fetching.Page(url, 200, "text/html; charset=utf-8", "<h1>합</h1>".encode()) and not page.is_pdf


def test_it_says_who_asks_and_nothing_else(pages):
    fetching.fetch(pages.put("/task", "<p>Hello</p>"))
    [headers] = pages.headers
    assert headers["Host"] == pages.host and "AlgoItny" in headers["User-Agent"]
    assert not {"Cookie", "Referer", "Authorization"} & set(headers)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("identity", TEXT),
    ],
)
def test_a_packed_page_is_unpacked(pages, encoding, packed):
    url = pages.put("/task", packed, headers={"Content-Encoding": encoding})
    assert fetching.fetch(url).body == TEXT


def test_a_redirect_is_followed_with_the_way_it_took(pages):
    pages.put("/3", "<p>Here</p>")
    pages.send_to("/2", "3", status=307)
    pages.send_to("/1", "/2", status=301)
    page = fetching.fetch(pages.send_to("/0", pages.url("/1")))
    assert page.url == pages.url("/3") and pages.asked == ["/0", "/1", "/2", "/3"]


def test_the_fourth_redirect_is_one_too_many(pages):
    for hop in range(5):
        pages.send_to(f"/{hop}", f"/{hop + 1}")
    with pytest.raises(fetching.Refused):
        fetching.fetch(pages.url("/0"))
    assert pages.asked == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"status": 403}, fetching.Refused),
        ({"status": 401}, fetching.Refused),
        ({"status": 429}, fetching.Refused),
        ({"status": 503, "headers": {"cf-mitigated": "challenge"}}, fetching.Refused),
        ({"status": 404}, fetching.NotFound),
        ({"status": 410}, fetching.NotFound),
        ({"status": 500}, fetching.Broken),
        ({"status": 502}, fetching.Broken),
        ({"content_type": "image/png"}, fetching.Unreadable),
        ({"content_type": "application/octet-stream"}, fetching.Unreadable),
        ({"content_type": ""}, fetching.Unreadable),
        ({"headers": {"Content-Encoding": "br"}}, fetching.Unreadable),
        ({"headers": {"Content-Encoding": "gzip"}}, fetching.Unreadable),
        ({"headers": {"Content-Encoding": "gzip, gzip"}}, fetching.Unreadable),
        ({"headers": {"Content-Length": str(6 * 2**20)}}, fetching.TooBig),
        ({"headers": {"Nonsense\r\n\r\nHTTP": "1"}, "status": 200, "content_type": "x"}, fetching.Unreadable),
    ],
)
def test_what_a_site_answers_instead_is_told_apart(pages, said, error):
    with pytest.raises(error) as caught:
        fetching.fetch(pages.put("/task", "<p>No</p>", **said))
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "body",
    [
        "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
        "<html><head><title>DDoS-Guard</title></head></html>",
        "<p>Please wait. Your browser is being checked. It may take a few seconds...</p>",
        "<TITLE lang=en>\n Attention Required! | Cloudflare</TITLE>",
    ],
)
def test_a_robot_check_is_a_refusal_though_it_says_200(pages, body):
    with pytest.raises(fetching.Refused, match="person"):
        fetching.fetch(pages.put("/task", body))


def test_a_statement_about_robots_is_none(pages):
    body = '<title>Robot Checkers</title><script src="/cdn-cgi/challenge-platform/x.js"></script><p>A robot moves.</p>'
    assert fetching.fetch(pages.put("/task", body)).status == 200


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, raw_deflate])
def test_a_bomb_is_given_up_before_it_has_grown(pages, pack, monkeypatch):
    grown = []
    unpacked = getting.decoding.unpacked
    monkeypatch.setattr(
        getting.decoding, "unpacked", lambda *said: (grown.append(len(part)) or part for part in unpacked(*said))
    )
    packed = pack(bytes(200 * 2**20))
    encoding = "gzip" if pack is gzip.compress else "deflate"
    with pytest.raises(fetching.TooBig):
        fetching.fetch(pages.put("/task", packed, headers={"Content-Encoding": encoding}))
    assert sum(grown) <= 2 * PAGE.most + 2


def test_a_page_of_more_than_the_most_is_too_big_and_one_of_the_most_is_not(pages):
    url = pages.put("/task", b"x" * PAGE.most, content_type="text/plain")
    assert len(fetching.fetch(url).body) == PAGE.most
    pages.put("/task", b"x" * (PAGE.most + 1), content_type="text/plain", headers={"Content-Length": ""})
    with pytest.raises(fetching.TooBig):
        fetching.fetch(url)


@pytest.mark.parametrize("size", [10, 20_000])
def test_a_site_that_drips_is_left_however_little_comes_at_a_time(pages, size, monkeypatch):
    """A byte every 50 ms never lets a single read time out."""
    monkeypatch.setattr(getting, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(fetching.TooSlow):
        fetching.fetch(pages.put("/task", b"x" * size, pause=0.05))
    assert time.monotonic() - began < 20  # and not the quarter of an hour that 20,000 bytes would take


def test_a_resolver_that_does_not_answer_is_left_too(monkeypatch):
    monkeypatch.setattr(getting, "SECONDS", 0.3)
    monkeypatch.setattr("judge.fetching.connecting.asked", lambda host, port: time.sleep(5))
    with pytest.raises(fetching.TooSlow):
        fetching.fetch("http://slow.example.com/")


def test_what_can_not_be_reached_says_so(internet):
    internet.names["down.example.com"] = [PUBLIC]
    with pytest.raises(fetching.Unreachable):
        fetching.fetch("http://down.example.com/")
    with pytest.raises(fetching.Unreachable, match="name"):
        fetching.fetch("http://nowhere.example.com/")


def test_another_address_of_the_same_name_is_tried(internet, hidden):
    internet.names["two.example.com"] = [f"9.9.9.9 {PUBLIC}"]
    internet.sites[PUBLIC, 80] = address_of(hidden)
    hidden.put("/", "<p>Here</p>")
    assert fetching.fetch("http://two.example.com").status == 200
    assert internet.ways == [("9.9.9.9", 80), (PUBLIC, 80)]


def test_names_in_other_scripts_are_asked_for_in_ascii(internet, hidden):
    internet.names["xn--9t4b11yi5a.example.com"] = [PUBLIC]
    internet.sites[PUBLIC, 80] = address_of(hidden)
    hidden.put("/%EC%8B%9C", "<p>Here</p>")
    assert fetching.fetch("http://테스트.example.com/시#part").url == "http://xn--9t4b11yi5a.example.com/%EC%8B%9C"


def test_in_production_the_tests_own_pages_can_not_be_allowed(start):
    process = start("check", DEBUG="0", FETCH_FROM_TESTS="127.0.0.1:80", SECRET_KEY="x", DATABASE_URL="sqlite:///x")
    assert process.wait() != 0
    said = process.log.read_text()
    assert ImproperlyConfigured.__name__ in said and "FETCH_FROM_TESTS" in said
