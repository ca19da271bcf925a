"""A statement is written in a browser: seen at once, saved quietly, and nothing that was typed is lost."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from judge import drafting
from judge.models import Collaborator, Problem
from tests.browser.test_every_page import VIOLATIONS
from tests.harness.processes import wait_until


@pytest.fixture
def draft(alice, django_user_model):
    problem = drafting.start("Sums", alice)
    bob = django_user_model.objects.create_user("bob", password="builder-of-tests")
    Collaborator.objects.create(problem=problem, user=bob, role=Collaborator.Role.WRITE)
    return problem


@pytest.fixture
def address(site):
    return f"{site}/workshop/sums/statement"


@pytest.fixture
def desk(page, address, draft, sign_in, alice):
    """Alice at the statement, on a telephone."""
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(alice)
    page.goto(address)
    return page


def now():
    return Problem.objects.with_draft().get(slug="sums").draft.document["statements"]["en"]["text"]


def text(page):
    return page.get_by_role("textbox", name="Text")


def said(page):
    return page.locator("[data-said]")


def test_it_is_shown_while_it_is_written_and_saved_a_moment_later(desk):
    text(desk).press_sequentially("Add $a_1$ to **b**.")

    expect(desk.locator("#preview math")).to_be_visible()
    expect(desk.locator("#preview strong")).to_have_text("b")
    expect(said(desk)).to_have_text("Saved")
    assert now() == "Add $a_1$ to **b**."
    text(desk).press_sequentially(" More.")
    expect(desk.locator("#preview")).to_contain_text("More.")
    wait_until(lambda: now().endswith("More."))
    assert desk.evaluate("document.documentElement.scrollWidth") == 360
    wait_until(lambda: desk.evaluate("localStorage.length") == 0)


def test_leaving_the_field_saves_it(desk):
    title = desk.get_by_label("Title")
    title.fill("Two sums")
    title.blur()

    expect(desk.get_by_role("heading", name="Two sums")).to_be_visible()


@pytest.fixture
def noisy(transactional_db, browser, site, address, draft, alice, sign_in_at):
    """A page whose console may say what went wrong."""
    page = browser.new_context(locale="en").new_page()
    sign_in_at(site, alice, page)
    page.goto(address)
    yield page
    page.context.close()


def test_what_the_network_did_not_carry_is_sent_when_it_is_back(noisy):
    noisy.context.set_offline(True)
    text(noisy).fill("Written on a train")
    expect(said(noisy)).to_contain_text("can’t be reached")
    noisy.context.set_offline(False)

    expect(said(noisy)).to_have_text("Saved")
    assert now() == "Written on a train"


def test_what_was_typed_before_a_crash_is_back(desk, address):
    """A hanging site, and a page that goes away before it answers."""
    desk.route("**/statement?lang=en", lambda route: None if route.request.method == "POST" else route.continue_())
    text(desk).fill("Half a thought")
    wait_until(lambda: desk.evaluate("localStorage.length"))
    desk.unroute("**/statement?lang=en")

    desk.goto(address)

    expect(text(desk)).to_have_value("Half a thought")
    expect(said(desk)).to_have_text("Saved")
    assert now() == "Half a thought"


def test_a_session_that_ended_loses_nothing(desk, address, alice, sign_in):
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    text(desk).fill("An hour of work")
    link = desk.get_by_role("link", name="Sign in again")
    expect(link).to_be_visible()
    assert now() == ""

    assert link.get_attribute("href") == "/login/?next=/workshop/sums/statement"
    sign_in(alice)
    desk.goto(address)

    expect(text(desk)).to_have_value("An hour of work")
    expect(said(desk)).to_have_text("Saved")
    assert now() == "An hour of work"


@pytest.fixture
def clash(desk, browser, address, sign_in_at, site, django_user_model):
    """Bob saved while Alice had the page open; then she types."""
    bob = django_user_model.objects.get(username="bob")
    text(desk).fill("Add them.\n\nThey are small.")
    expect(said(desk)).to_have_text("Saved")
    other = browser.new_context(locale="en").new_page()
    sign_in_at(site, bob, other)
    other.goto(address)
    text(other).fill("Add them.\n\nThey are large.")
    expect(said(other)).to_have_text("Saved")
    other.context.close()
    text(desk).fill("Add them.\n\nThey are tiny.")
    expect(desk.get_by_role("alert")).to_contain_text("bob changed this")
    return desk


def test_keep_mine(clash):
    expect(clash.locator(".clash ins mark")).to_have_text("tiny")
    assert now().endswith("large.")
    clash.get_by_role("button", name="Keep mine").click()

    expect(said(clash)).to_have_text("Saved")
    expect(clash.locator(".clash")).to_have_count(0)
    assert now().endswith("tiny.")
    text(clash).press_sequentially("!")
    wait_until(lambda: now().endswith("tiny.!"))


def test_take_theirs(clash):
    clash.get_by_role("link", name="Take theirs").click()

    expect(text(clash)).to_have_value("Add them.\n\nThey are large.")
    expect(clash.locator("#preview")).to_contain_text("large")
    assert now().endswith("large.") and clash.evaluate("localStorage.length") == 0


def test_a_clash_outlives_a_reload(clash):
    clash.reload()

    expect(text(clash)).to_have_value("Add them.\n\nThey are tiny.")
    expect(clash.get_by_role("alert")).to_contain_text("bob changed this")
    assert now().endswith("large.")


def test_an_image_appears_where_it_is_named(desk, tmp_path):
    picture = tmp_path / "map.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20"/></svg>')
    text(desk).fill("![a map](map.svg)")
    desk.locator("input[type=file]").set_input_files(picture)
    desk.get_by_role("button", name="Add", exact=True).click()

    drawn = desk.locator("#preview img")
    expect(drawn).to_be_visible()
    wait_until(lambda: drawn.evaluate("image => image.naturalWidth") == 40)


def test_what_is_typed_while_a_save_is_on_its_way_is_no_conflict(desk):
    """The next one waits for what it is based on."""

    first = []
    desk.route("**/statement?lang=en", lambda route: route.continue_() if first else first.append(route))
    text(desk).fill("Some")
    wait_until(lambda: desk.evaluate("document.querySelector('[data-said]').textContent") == "Saving …")
    text(desk).fill("Some and more")
    desk.wait_for_timeout(1500)  # until that is to be saved too
    first[0].continue_()

    wait_until(lambda: desk.title() and now() == "Some and more")
    expect(said(desk)).to_have_text("Saved")
    expect(desk.locator(".clash")).to_have_count(0)


def test_an_image_that_is_too_large_is_refused_where_it_was_chosen(noisy, tmp_path):
    picture = tmp_path / "map.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(130 * 2**20))
    noisy.locator("input[type=file]").set_input_files(picture)
    noisy.get_by_role("button", name="Add", exact=True).click()

    expect(noisy.get_by_text("Not added: that is too much at once.")).to_be_visible()


def test_without_javascript(transactional_db, browser, site, address, draft, alice, sign_in_at):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in_at(site, alice, page)
    page.goto(address)
    text(page).fill("Add $a$.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#preview math")).to_be_visible()
    page.get_by_role("button", name="Add 한국어").click()
    page.get_by_label("Title").fill("합")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#preview")).to_contain_text("합")
    context.close()
    assert now() == "Add $a$."


PAGES = ["statement", "details", "people", "versions", "versions/1", "versions/2"]


@pytest.fixture
def busy(draft, alice, django_user_model):
    """Two states, and words that don't wrap by themselves."""
    bob = django_user_model.objects.get(username="bob")
    long = {"title": "x" * 200, "format": "markdown", "text": "y" * 500 + "\n\n$$" + "a+" * 200 + "b$$"}
    drafting.save(draft, bob, "statements/en", long, None)


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_and_keeps_the_policy(page, site, busy, sign_in, alice, width):
    page.set_viewport_size({"width": width, "height": 740})
    sign_in(alice)
    page.add_init_script(VIOLATIONS)
    wrong = {}
    for name in PAGES:
        page.goto(f"{site}/workshop/sums/{name}", wait_until="load")
        if name == "statement":
            expect(page.locator("#preview .statement")).to_be_visible()
        found = page.evaluate("violations")
        if found or page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong[name] = found or "it is wider than the window"
    assert wrong == {}


def test_a_url_fills_in_where_the_problem_comes_from(page, site, draft, sign_in, alice):
    sign_in(alice)
    page.goto(f"{site}/workshop/sums/details")
    page.get_by_label("Where it comes from (URL)").fill("https://codeforces.com/contest/4/problem/A")
    page.get_by_label("Contest or book").focus()

    expect(page.get_by_label("Platform")).to_have_value("codeforces")
    expect(page.get_by_label("Number there")).to_have_value("4A")
