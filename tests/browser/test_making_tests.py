"""The workshop's tests in a browser: written, generated, looked at, without a reload."""

import pytest
from playwright.sync_api import expect

from judge import drafting, testsets
from tests.browser.test_every_page import visit
from tests.workshop.programs import program, solution
from tests.workshop.rows import by_hand

__all__ = ["visit"]

PAIR = b"import sys\nprint(*sys.argv[1:])\n"


@pytest.fixture
def draft(alice):
    problem = drafting.start("Pairs", alice)
    for one in (program("generator", "pair.py", PAIR), solution("add.py", reference=True)):
        drafting.save(problem, alice, f"programs/{one['path']}", one, None, one["files"].values())
    return problem


@pytest.fixture
def tests(page, site, draft, alice, sign_in):
    sign_in(alice)
    page.goto(f"{site}/workshop/pairs/tests/")
    return page


def test_faults_are_said_while_one_types_and_what_is_typed_is_saved(tests, draft, write):
    write("pair 1 2\nnothing 3")

    expect(tests.locator("#script-said")).to_contain_text("Line 2. There is no generator nothing.")
    write("pair 1 2\npair 3 4")
    expect(tests.locator("#script-said")).to_contain_text("The script makes 2 tests.")
    draft.refresh_from_db()
    assert draft.draft.document["script"] == "pair 1 2\npair 3 4"


def test_tests_come_while_one_watches(tests, draft, write, start):
    start("worker", "generation")
    write("pair 1 {1..12}")
    tests.get_by_role("button", name="Generate tests").click()

    expect(tests.locator("#tests-title")).to_have_text("12 tests")
    expect(tests.locator("#making")).to_have_count(0)
    tests.get_by_role("link", name="pair-12", exact=True).click()
    expect(tests.locator("#input")).to_contain_text("1·12⏎")


@pytest.mark.parametrize("width", [360, 1280])
def test_where_right_solutions_disagree_one_goes_on_by_keyboard(tests, draft, alice, write, start, width):
    tests.set_viewport_size({"width": width, "height": 740})
    sloppy = solution("sloppy.py", b"a, b = map(int, input().split())\nprint(a + b if a < 10 else 0)\n")
    drafting.save(draft, alice, "programs/sloppy.py", sloppy, None, sloppy["files"].values())
    start("worker", "generation")
    write("pair 1 2\npair 20 4")
    tests.get_by_role("button", name="Generate tests").click()

    expect(tests.locator(".dispute summary")).to_contain_text("Test pair-02: sloppy.py against add.py")
    expect(tests.get_by_role("region", name="Input")).to_contain_text("20·4")
    assert tests.evaluate("document.documentElement.scrollWidth") == width
    tests.get_by_role("button", name="sloppy.py is wrong: expect WA").focus()
    tests.keyboard.press("Enter")
    expect(tests.locator("#tests-title")).to_have_text("2 tests")
    expect(tests.locator(".dispute")).to_have_count(0)


def test_too_large_files_are_named_before_they_are_sent(tests):
    tests.get_by_text("Upload tests").click()
    tests.locator("#id_chosen").evaluate("input => { input.dataset.most = 3 }")
    tests.locator("#id_chosen").set_input_files({"name": "a.in", "mimeType": "text/plain", "buffer": b"12345"})

    tests.get_by_role("button", name="Upload", exact=True).click()
    expect(tests.locator("[data-too-much]")).to_contain_text("are taken at a time")
    expect(tests.locator("#tests-title")).to_have_text("0 tests")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_keep_the_policy(tests, draft, alice, visit, width):
    drafting.save(draft, alice, "script", "pair 1 2\nnothing " + "x" * 300, None)
    tests.set_viewport_size({"width": width, "height": 740})

    drafting.change(draft, alice, lambda draft: draft.document, tests=testsets.columns([by_hand(b"1 2" * 99)]))

    assert visit(tests, ["/workshop/pairs/tests/", "/workshop/pairs/tests/1/", "/workshop/pairs/"]) == {}
    tests.goto(tests.url + "tests/")
    for words in ("How it is written", "Add a test by hand", "Upload tests"):
        tests.get_by_text(words).click()
    assert tests.evaluate("document.documentElement.scrollWidth") == width
