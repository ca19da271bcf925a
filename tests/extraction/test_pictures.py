"""The pictures of a page: fetched as pages are, drawn anew, and shown where they stood."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from judge import blobs, extraction, images, jobs, retention, statements
from judge.extraction import album, markup, redrawing
from judge.models import AiRun, Blob, DraftBlob
from tests.extraction import drawn
from tests.extraction.conftest import HERE, work
from tests.extraction.drawn import BLUE, GREEN, png
from tests.fetching.conftest import canary, hidden, ways
from tests.fetching.hostile import URLS
from tests.gemini.scripts import FOLDER
from tests.workshop.rows import fresh

__all__ = ["canary", "hidden", "ways"]

ANSWER = json.loads((FOLDER / "lanterns/extraction.json").read_text())
PNG = {"content_type": "image/png"}


def page_with(*pictures, head=""):
    """The page of lanterns, with that in its statement."""
    page = (HERE / "lanterns.html").read_text().replace("<title>", f"{head}<title>")
    return page.replace("<p>How many lanterns", f"{''.join(pictures)}<p>How many lanterns")


def showing(*names, also=""):
    places = "\n\n".join(f"![A pier]({name})" for name in names)
    return ANSWER | {"statement": f"{ANSWER['statement']}\n\n{places}\n\nHow many stand out?{also}"}


@pytest.fixture
def look(site, gemini, read):
    """look("<img src=…>", shows=["figure-1"]): the run, once it is read by an AI that shows these."""

    def look(*pictures, shows=(), head="", **asked):
        gemini.will(showing(*shows), task="extraction")
        site.put("/pier", page_with(*pictures, head=head))
        return read({"url": site.url("/pier")} | asked)

    return look


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Where time isn't what a test is about, there is enough of it."""
    monkeypatch.setattr(album, "SECONDS_TOGETHER", 600.0)


def pictures_of(run):
    return {each["name"]: each for each in run.document["pictures"]}


# Where they stand


def test_a_picture_stands_in_the_draft_where_it_stood(site, look, gemini, alice):
    site.put("/images/pier.png", png(), **PNG)
    run = look('<img src="images/pier.png" alt="A pier">', shows=["figure-1"])
    (call,) = gemini.calls
    assert call.text.index("![A pier](figure-1)") < call.text.index("How many lanterns")

    problem = extraction.begin(run, alice)

    document = problem.draft.document
    (sha,) = document["images"].values()
    html = statements.render("markdown", document["statements"]["en"]["text"], document["images"]).html
    assert re.search(r'<img src="images/figure-1\.png"[^>]*>.*How many stand out', html, re.DOTALL)
    assert images.kind_of(blobs.read(sha)) == "PNG" and document["brought"]["missing"] == []
    assert DraftBlob.objects.filter(problem=problem, blob=sha).exists()


def test_the_ai_is_shown_them_with_their_names(site, look, gemini):
    site.put("/a.png", png(), **PNG)
    site.put("/b.png", b"", status=404)
    site.put("/c.gif", drawn.GIF, content_type="image/gif")
    look("<img src=a.png><img src=b.png><img src=c.gif>")
    _, first, second = gemini.calls[0].body["contents"][0]["parts"]
    assert "image/png" in str(first) and "image/png" in str(second) and "iVBORw0KGgo" in str(second)
    assert "Attached pictures, in this order: figure-1, figure-3" in gemini.calls[0].text


def test_addresses_are_relative_to_where_the_page_was_found_and_to_its_base(site, gemini, read):
    site.send_to("/short", "/a/long/way")
    site.put("/a/long/way", page_with('<img src="1.png">', head='<base href="../files/">'))
    site.put("/a/files/1.png", png(), **PNG)
    gemini.will(showing("figure-1"), task="extraction")
    assert pictures_of(read({"url": site.url("/short")}))["figure-1"]["file"]


def test_one_that_stands_in_the_page_itself_is_there_too(look, site):
    run = look(f'<img src="data:image/gif;base64,{drawn.base64(drawn.GIF)}">', shows=["figure-1"])
    picture = pictures_of(run)["figure-1"]
    assert (picture["url"], picture["file"], picture["reason"]) == ("", "figure-1.png", "")
    assert site.asked == ["/pier"]


def test_pasted_html_brings_its_pictures(site, gemini, read):
    site.put("/images/pier.png", png(), **PNG)
    gemini.will(showing("figure-1"), task="extraction")
    run = read({"url": site.url("/closed"), "text": page_with('<img src="images/pier.png">')})
    assert pictures_of(run)["figure-1"]["file"] and site.asked == ["/images/pier.png"]


def test_one_that_turns_out_to_be_a_pixel_leaves_no_place(site, look, gemini):
    site.put("/seen", drawn.PIXEL, content_type="image/gif")
    run = look('<img src="/seen" alt="x">')
    assert "figure-" not in gemini.calls[0].text.partition("Home")[0] and run.document["pictures"] == []
    assert "![x]" not in gemini.calls[0].text


def test_the_same_one_twice_is_fetched_once_and_shown_twice(site, look, gemini, alice):
    site.put("/a.png", png(), **PNG)
    site.put("/copy.png", png(), **PNG)
    site.put("/b.png", png(colour=BLUE), **PNG)
    run = look("<img src=a.png><img src=/a.png><img src=copy.png><img src=b.png>", shows=["figure-1", "figure-4"])
    assert re.findall(r"!\[\]\((figure-\d)\)", gemini.calls[0].text) == ["figure-1"] * 3 + ["figure-4"]
    assert site.asked == ["/pier", "/a.png", "/copy.png", "/b.png"] or site.asked.count("/a.png") <= 2
    assert list(extraction.begin(run, alice).draft.document["images"]) == ["figure-1.png", "figure-4.png"]


def test_of_a_thousand_the_first_are_taken_and_the_rest_are_said(site, look):
    for number in range(1000):
        site.put(f"/{number}.png", png(colour=(number % 256, number // 256, 9)), **PNG)
    run = look(*[f"<img src=/{number}.png>" for number in range(1000)], shows=["figure-1", "figure-12"])
    assert len(site.asked) == 13 and len(run.document["pictures"]) == 12
    assert run.document["warnings"][-1] == "The page shows 988 more pictures, at which nobody has looked."


def test_what_the_ai_leaves_out_and_stood_elsewhere_is_not_kept_and_said(site, gemini, read, client, alice):
    site.put("/a.png", png(), **PNG)
    site.put("/b.png", png(colour=GREEN), **PNG)
    site.put("/pier", page_with("<img src=b.png>").replace("<body>", "<body><p>Our friends:</p><img src=a.png>"))
    gemini.will(showing("figure-2.png"), task="extraction")
    run = read({"url": site.url("/pier")})
    assert pictures_of(run)["figure-1"]["is_left_out"] and not pictures_of(run)["figure-2"]["is_left_out"]
    client.force_login(alice)
    page = client.get(reverse("workshop-reading", args=[run.pk])).content.decode()
    assert f'Not in the statement, as the AI has it: <a class="long" href="{site.url("/a.png")}"' in page
    assert list(album.opened(run.document["album"], ["figure-2.png"])) == ["figure-2.png"]
    draft = extraction.begin(run, alice).draft
    assert list(draft.document["images"]) == ["figure-2.png"]
    assert "](figure-2)" in draft.document["statements"]["en"]["text"]


@pytest.mark.parametrize(
    ("page", "order"),
    [
        (
            "{before}<p><img src=a.png alt=x></p>{after}",
            ["each of its neighbours.", "![x](figure-1)", "How many lanterns"],
        ),
        (
            "{before}<p><img src=a.png></p><img src=b.png>{after}",
            ["each of its neighbours.", "![](figure-1)", "![](figure-2)", "How many lanterns"],
        ),
        ("<h2>Pier</h2><img src=a.png>{before}{after}", ["![](figure-1)", "On the old pier hang"]),
    ],
)
def test_what_the_ai_leaves_out_of_the_words_is_put_back(site, look, gemini, page, order):
    site.put("/a.png", png(), **PNG)
    site.put("/b.png", png(colour=BLUE), **PNG)
    before, after = (f"<p>{words}</p>" for words in ANSWER["statement"].strip().split("\n\n"))
    site.put("/pier", page.format(before=before, after=after))
    gemini.will(ANSWER, task="extraction")
    run = jobs.begin_extraction({"url": site.url("/pier")}, None)
    work()
    said = AiRun.objects.get(pk=run.pk).document
    places = [said["reading"]["statement"].index(words) for words in order]
    assert places == sorted(places) and said["pictures"][0]["file"] == "figure-1.png"
    assert any("put back" in words for words in said["warnings"])


# What can't be taken


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"status": 404}, "There is no such picture"),
        ({"status": 403}, "doesn’t give this picture to programs"),
        ({"status": 500}, "error of its own"),
        ({"content_type": "text/html"}, "no PNG, JPEG, GIF or WebP picture, but text/html"),
        ({"content_type": "image/svg+xml"}, "but image/svg+xml"),
        ({"headers": {"Content-Length": str(5 * 2**20)}}, "more than 4 MiB"),
        ({"body": b"\x89PNG\r\n\x1a\n" + bytes(5 * 2**20), "headers": {"Content-Length": ""}}, "more than 4 MiB"),
        ({"headers": {"Content-Encoding": "br"}}, "packed in a way"),
        ({"body": bytes(400), "pause": 0.05}, "too long"),
    ],
)
def test_why_a_picture_is_not_there_is_said_where_one_looks(site, look, client, alice, monkeypatch, said, words):
    monkeypatch.setattr(album, "SECONDS", 1.0)
    url = site.put("/a.png", **({"body": png()} | PNG | said))
    run = look('<img src="/a.png" alt="A pier">', shows=["figure-1"])
    assert words in pictures_of(run)["figure-1"]["reason"]

    client.force_login(alice)
    page = client.get(reverse("workshop-reading", args=[run.pk])).content.decode()
    assert words in page and url in page and "[figure-1 is missing here]" in page
    problem = extraction.begin(run, alice)
    for name in ("overview", "statement"):
        page = client.get(reverse(f"workshop-{name}", args=[problem.slug])).content.decode()
        assert words in page and url in page
    assert "![A pier](figure-1)" in page  # its place


def test_an_address_that_is_none_of_the_web_becomes_no_link(site, look, client, alice):
    scripts = ["data-src='javascript:alert(1)'", "srcset='javascript:alert(2) 2x'", "src=' data:99'"]
    run = look(*(f"<img {said}>" for said in scripts), shows=["figure-1", "figure-3"])
    assert [each["url"] for each in run.document["pictures"]] == ["", "", ""]
    client.force_login(alice)
    page = client.get(reverse("workshop-reading", args=[run.pk])).content.decode()
    draft = client.get(reverse("workshop-overview", args=[extraction.begin(run, alice).slug])).content.decode()
    for shown in (page, draft):
        assert "without an address on the web" in shown and "javascript:" not in shown and 'href=""' not in shown


@pytest.mark.parametrize(("suffix", "data"), [("png", png()), ("webp", drawn.WEBP)])
def test_one_that_is_added_by_hand_stands_in_its_place(site, look, client, alice, suffix, data):
    problem = extraction.begin(look("<img src=/a.png>", shows=["figure-1"]), alice)
    client.force_login(alice)
    there = reverse("workshop-images", args=[problem.slug])
    response = client.post(there, {"images": SimpleUploadedFile(f"figure-1.{suffix}", data)}, follow=True)
    document = fresh(problem).draft.document
    html = statements.render("markdown", document["statements"]["en"]["text"], document["images"]).html
    shown = client.get(reverse("workshop-image", args=[problem.slug, f"figure-1.{suffix}"]))
    assert shown["Content-Type"] == f"image/{suffix}" and shown.content == data
    assert f'src="images/figure-1.{suffix}"' in html and "There is no such picture" not in response.content.decode()


def test_what_they_take_together_is_bounded(site, look, monkeypatch):
    monkeypatch.setattr(album, "SECONDS_TOGETHER", 0.5)
    for name in "abc":
        site.put(f"/{name}.png", bytes(400), pause=0.05, **PNG)
    run = look("<img src=a.png><img src=b.png><img src=c.png>")
    assert "together took more than" in pictures_of(run)["figure-3"]["reason"] and site.asked == ["/pier", "/a.png"]


@pytest.mark.parametrize("is_inline", [True, False])
def test_none_is_drawn_once_the_time_of_all_is_over(site, look, monkeypatch, is_inline):
    """Which passes while the page's only picture is had."""
    fetched = album.Album.fetched

    def slowly(pictures, figure):
        data = fetched(pictures, figure)
        pictures.until = 0.0
        return data

    monkeypatch.setattr(album.Album, "fetched", slowly)
    monkeypatch.setattr(redrawing.Pen, "redraw", lambda *_: pytest.fail("it was drawn"))
    site.put("/a.png", png(), **PNG)
    uri = f"data:image/gif;base64,{drawn.base64(drawn.GIF)}"
    run = look(f'<img src="{uri if is_inline else "/a.png"}">', shows=["figure-1"])
    assert "together took more than" in pictures_of(run)["figure-1"]["reason"]


def test_what_they_have_together_is_bounded(site, look, monkeypatch):
    monkeypatch.setattr(album, "MOST_BYTES", 300)
    for number, name in enumerate("abcd"):
        site.put(f"/{name}.png", png(colour=(number, 0, 0)), **PNG)
    run = look(*(f"<img src={name}.png>" for name in "abcd"), shows=["figure-1", "figure-4"])
    assert "together have more than" in pictures_of(run)["figure-4"]["reason"] and pictures_of(run)["figure-1"]["file"]


def test_decoration_and_formulas_are_not_asked_for(site, look):
    run = look(
        '<img src="/pixel.gif" width="1" height="1"><img src="/site-logo.png"><img src="/x.png" class="tex" alt="z">'
    )
    assert site.asked == ["/pier"] and run.document["pictures"] == [] and run.document["album"] == ""


# What is never asked for


def test_a_hostile_address_reaches_nothing(site, look, canary, ways):
    """All of them, twelve to a page."""
    told, refused = [url.replace("{port}", str(port)) for url in URLS for port in canary.ports[-2:]], 0
    for start in range(0, len(told), 12):
        sources = [markup.escape(url, quote=True) for url in told[start : start + 12]]
        run = look(*(f'<img src="{source}"><img data-src="{source}">' for source in sources))
        assert run.document["album"] == "" and all(each["reason"] for each in run.document["pictures"])
        refused += len(run.document["pictures"])
    assert canary.hits == [] and refused > len(URLS) and not {port for _, port in ways} & set(canary.ports)


def test_a_redirect_to_our_network_reaches_nothing(site, look, canary, hidden):
    site.send_to("/a.png", f"http://127.0.0.1:{canary.ports[-1]}/")
    site.send_to("/b.png", hidden.put("/secret.png", png(), **PNG))
    site.send_to("/c.png", "http://169.254.169.254/latest/meta-data/")
    for hop in range(5):
        site.send_to(f"/{hop}.png", f"/{hop + 1}.png")
    run = look(*(f"<img src=/{name}.png>" for name in ("a", "b", "c", "0")))
    reasons = [each["reason"] for each in run.document["pictures"]]
    assert len(reasons) == 4 and all(reasons) and "to no end" in reasons[3]
    assert canary.hits == [] and hidden.asked == [] and "/4.png" not in site.asked


# What is kept, and for how long


def test_a_job_takes_a_statement_more_where_there_are_pictures(site, gemini, alice, django_capture_on_commit_callbacks):
    site.put("/a.png", png(), **PNG)
    site.put("/b.png", png(colour=BLUE), **PNG)
    site.put("/pier", page_with("<img src=a.png><img src=b.png>"))
    gemini.will(showing("figure-1", "figure-2"), task="extraction")
    with django_capture_on_commit_callbacks():
        run = jobs.begin_extraction({"url": site.url("/pier")}, alice)
    with CaptureQueriesContext(connection) as done:
        jobs.extract_problem.function(run.pk)
    assert len([each for each in done if "SAVEPOINT" not in each["sql"]]) == 3


def test_what_was_read_within_the_hour_has_its_pictures(site, look, alice, charlie, django_assert_num_queries):
    site.put("/a.png", png(), **PNG)
    look("<img src=a.png>", shows=["figure-1"])
    with django_assert_num_queries(1):
        his = jobs.begin_extraction({"url": site.url("/pier")}, charlie)
    assert list(extraction.begin(his, charlie).draft.document["images"]) == ["figure-1.png"]
    assert site.asked == ["/pier", "/a.png"]


def test_who_waits_with_somebody_else_gets_them_too(site, gemini, alice, charlie, django_capture_on_commit_callbacks):
    site.put("/a.png", png(), **PNG)
    site.put("/pier", page_with("<img src=a.png>"))
    gemini.will(showing("figure-1"), task="extraction")
    with django_capture_on_commit_callbacks():
        hers, his = (jobs.begin_extraction({"url": site.url("/pier")}, person) for person in (alice, charlie))
    jobs.extract_problem.function(hers.pk)
    his.refresh_from_db()
    assert list(extraction.begin(his, charlie).draft.document["images"]) == ["figure-1.png"]


def grown_old(run, days):
    AiRun.objects.filter(pk=run.pk).update(created=timezone.now() - timedelta(days=days))
    Blob.objects.update(last_used=timezone.now() - timedelta(days=days))


def collected():
    retention.release_old_holds()
    return sum(retention.collect(some) for some in list(retention.unused_blobs()))


def test_they_are_kept_for_a_week_and_no_longer(site, look, alice):
    site.put("/a.png", png(), **PNG)
    run = look("<img src=a.png>", shows=["figure-1"])
    grown_old(run, days=6)
    assert collected() == 0 and Blob.objects.filter(pk=run.document["album"]).exists()
    grown_old(run, days=8)
    assert collected() == 1 and not Blob.objects.exists()

    run.refresh_from_db()
    draft = extraction.begin(run, alice).draft
    assert draft.document["images"] == {} and "read it anew" in draft.document["brought"]["missing"][0]["reason"]


def test_those_of_a_draft_stay_as_long_as_it_does(site, look, alice):
    site.put("/a.png", png(), **PNG)
    run = look("<img src=a.png>", shows=["figure-1"])
    problem = extraction.begin(run, alice)
    grown_old(run, days=400)
    assert collected() == 1  # the album
    (sha,) = fresh(problem).draft.document["images"].values()
    assert blobs.read(sha).startswith(b"\x89PNG")


def test_a_pdf_is_kept_for_whoever_tries_again(gemini, read):
    sha = blobs.put((HERE / "lanterns.pdf").read_bytes())
    run = read({"url": "", "pdf": sha, "name": "lanterns.pdf"})
    grown_old(run, days=3)
    collected()
    assert Blob.objects.filter(pk=sha).exists()


def test_a_pdf_that_is_kept_no_longer_has_to_be_brought_again(site, gemini, read, client, alice):
    sha = blobs.put((HERE / "lanterns.pdf").read_bytes())
    gemini.will(ANSWER | {"is_problem": False}, task="extraction")
    run = read({"url": "", "pdf": sha, "name": "lanterns.pdf"})
    client.force_login(alice)
    there = reverse("workshop-reading", args=[run.pk])
    assert "Try again" in client.get(there).content.decode()
    grown_old(run, days=8)
    collected()

    response = client.post(f"{there}/again", follow=True)

    page = response.content.decode()
    assert response.status_code == 200 and AiRun.objects.count() == 1
    assert "bring the file again" in page and "Try again" not in page


def test_a_pdf_that_is_tried_again_is_kept_meanwhile(site, gemini, read, client, alice):
    sha = blobs.put((HERE / "lanterns.pdf").read_bytes())
    gemini.will(ANSWER | {"is_problem": False}, task="extraction")
    run = read({"url": "", "pdf": sha, "name": "lanterns.pdf"})
    grown_old(run, days=8)
    client.force_login(alice)
    response = client.post(reverse("workshop-reading-again", args=[run.pk]))
    assert response.url != reverse("workshop-reading", args=[run.pk]) and AiRun.objects.filter(holds=sha).count() == 2
    assert Blob.objects.get(pk=sha).last_used > timezone.now() - timedelta(days=1)


def test_an_extraction_that_fails_leaves_nothing(site, look, gemini):
    site.put("/a.png", png(), **PNG)
    gemini.will(ANSWER | {"is_problem": False}, task="extraction")
    run = look("<img src=a.png>")
    assert run.failure and not Blob.objects.exists() and run.holds is None


# Before it is a draft


def test_they_are_shown_to_whoever_asked_and_to_nobody_else(site, look, client, alice, charlie):
    site.put("/a.png", png(), **PNG)
    run = look("<img src=a.png>", shows=["figure-1"])
    client.force_login(alice)
    page = client.get(reverse("workshop-reading", args=[run.pk])).content.decode()
    (source,) = re.findall(r'<img src="([^"]*figure-1.png)"', page)
    picture = client.get(source)
    assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    assert client.get(source, headers={"If-None-Match": picture["ETag"]}).status_code == 304
    assert client.get(source.replace("figure-1", "figure-2")).status_code == 404
    client.force_login(charlie)
    assert client.get(source).status_code == 404


def test_bounds_and_statement_are_typeset_as_the_draft_will_be(look, client, alice):
    run = look("<img>")
    client.force_login(alice)
    page = client.get(reverse("workshop-reading", args=[run.pk])).content.decode()
    table = page[page.index("As it is stated") :]
    assert "<msub><mi>h</mi><mi>i</mi></msub>" in table and "$" not in table.partition("</table>")[0]
    assert "$n$" not in page and page.count("<math") > 8


def test_a_bound_that_breaks_out_of_its_line_is_shown_as_it_is(site, gemini, read, client, alice):
    bounds = [ANSWER["bounds"][0] | {"stated": words} for words in ("```", "<script>alert(1)</script>", "$n$")]
    gemini.will(ANSWER | {"bounds": bounds}, task="extraction")
    run = read({"url": site.url("/lanterns")})
    client.force_login(alice)
    page = client.get(reverse("workshop-reading", args=[run.pk])).content.decode()
    assert "```" in page and "<script>alert" not in page and "&lt;script&gt;alert" in page


# Addresses


@pytest.mark.parametrize(
    ("title", "url", "slug"),
    [
        ("나룻배 몇 번", "https://www.acmicpc.net/problem/1000", "baekjoon-1000"),
        ("나룻배 몇 번", "https://codeforces.com/contest/1/problem/a", "codeforces-1a"),
        ("나룻배 몇 번", "", "nalusbae-myeoch-beon"),
        ("Lanterns", "https://www.acmicpc.net/problem/1000", "lanterns"),
        ("Größe", "https://www.acmicpc.net/problem/1000", "grosse"),
        ("…", "", "problem"),
    ],
)
def test_a_title_in_other_letters_has_an_address_that_can_be_read(gemini, read, alice, charlie, title, url, slug):
    text = (HERE / "lanterns.html").read_text() + title
    gemini.will(ANSWER | {"title": title}, task="extraction")
    run = read({"url": url, "text": text})
    assert extraction.begin(run, alice).slug == slug
    again = jobs.begin_extraction({"url": url, "text": text}, charlie)
    assert extraction.begin(again, charlie).slug == f"{slug}-2"
